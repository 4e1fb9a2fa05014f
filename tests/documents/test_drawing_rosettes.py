"""The rosette is the digest made visible: equal for equal digests, on paper and on screen."""

import hashlib
import math
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.drawing.rosette import RADIUS, rosette, rosette_svg

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
