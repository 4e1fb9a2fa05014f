"""The rosette is the digest made visible: equal for equal digests, on paper and on screen."""

import hashlib
import io
import math
import re
from xml.etree import ElementTree

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.drawing import draw_certificate
from documents.drawing.rosette import RADIUS, rosette, rosette_svg
from tests.documents.samples import TO_SEAL

DIGEST = hashlib.sha256(b"OWES-2026-0001").hexdigest()
DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(DIGESTS)
def test_every_line_stays_inside_the_square_and_meets_its_own_beginning(digest):
    for band in rosette(digest):
        for curve in band.curves:
            points = [curve.start, *(end for _before, _after, end in curve.segments)]
            assert max(math.hypot(*point) for point in points) <= RADIUS
            assert math.hypot(*points[0]) == pytest.approx(math.hypot(*points[-1]))


@given(DIGESTS)
def test_the_figure_does_not_depend_on_how_the_digest_is_written(digest):
    assert rosette(digest.upper()) == rosette(digest)


@pytest.mark.parametrize("position", range(32))
def test_changing_any_byte_of_the_digest_changes_the_figure(position):
    numbers = bytearray.fromhex(DIGEST)
    numbers[position] ^= 1

    assert rosette(numbers.hex()) != rosette(DIGEST)


def test_a_digest_too_short_for_a_figure_is_refused():
    with pytest.raises(ValueError, match="16 bytes or more"):
        rosette("ab" * 15)


def test_the_page_gets_the_same_figure_without_styles_or_scripts():
    drawn = ElementTree.fromstring(rosette_svg(DIGEST, lines=9))  # noqa: S314 - our own text
    space = "{http://www.w3.org/2000/svg}"
    bands = rosette(DIGEST, lines=9)

    assert {element.tag.removeprefix(space) for element in drawn.iter()} == {
        "svg", "defs", "path", "g", "use",
    }  # fmt: skip
    assert {name for element in drawn.iter() for name in element.attrib} == {
        "viewBox", "fill", "stroke-width", "stroke-linecap", "aria-hidden", "focusable",
        "id", "d", "stroke", "href", "transform",
    }  # fmt: skip
    assert [len(group.findall(f"{space}use")) for group in drawn.iter(f"{space}g")] == [
        band.lobes for band in bands
    ]
    assert [path.get("d").count("M") for path in drawn.iter(f"{space}path")] == [
        len(band.curves) for band in bands
    ]


def test_the_figure_for_a_page_is_small():
    assert len(rosette_svg(DIGEST)) < 12_000


def test_paper_and_page_show_one_figure():
    drawn = ElementTree.fromstring(rosette_svg(TO_SEAL.digest, lines=7))  # noqa: S314 - our own text
    space = "{http://www.w3.org/2000/svg}"
    turns = [
        [round(-float(one.get("transform")[7:-1]) % 360) for one in group.findall(f"{space}use")]
        for group in drawn.iter(f"{space}g")
    ]
    starts = [
        [tuple(map(int, start)) for start in re.findall(r"M(-?\d+) ?(-?\d+)c", path.get("d"))]
        for path in drawn.iter(f"{space}path")
    ]
    paper_turns: dict[str, list[int]] = {}
    paper_starts: dict[str, list[tuple[int, int]]] = {}

    with pikepdf.open(io.BytesIO(draw_certificate(TO_SEAL).pdf)) as pdf:
        matrix: list[float] = []
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
            if str(operator) == "cm":
                matrix = [float(number) for number in operands]
            elif str(operator) == "Do" and "small" in str(operands[0]):
                angle = round(math.degrees(math.atan2(matrix[1], matrix[0])) % 360)
                paper_turns.setdefault(str(operands[0]), []).append(angle % 360)
        for name in paper_turns:
            form = pdf.pages[0].Resources.XObject[name]
            paper_starts[name] = [
                (round(float(operands[0])), -round(float(operands[1])))
                for operands, operator in pikepdf.parse_content_stream(form)
                if str(operator) == "m"
            ]

    assert [[turn % 360 for turn in ring] for ring in turns] == list(paper_turns.values())
    assert starts == list(paper_starts.values())
