"""The certificate: one page that says who, what and until when, and how anyone can check it."""

from dataclasses import dataclass
from io import BytesIO

from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4

from documents.drawing import fonts, ornaments, palette
from documents.drawing.certificate_content import CertificateContent
from documents.drawing.certificate_panel import draw_panel
from documents.drawing.tagged import TaggedCanvas
from documents.drawing.text import balanced, cut_words, printable, running
from documents.drawn import Drawn, Element, Role
from documents.errors import CertificateTextTooLong

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT, RIGHT = 67.7, 527.0
ROSETTE_CENTRE, ROSETTE_RADIUS = (511.0, 730.0), 205.0
HEAD_WIDTH = 296.0
BLOCK_TOP, BLOCK_BOTTOM = 538.0, 328.0
FACTS_TOP = 313.4
FACTS_AT_MOST = 4
HOLDER_SIZES = (27, 25, 23, 21.5, 20, 18.5, 17, 16)
HOLDER_LINES_AT_MOST = 4
BODY_SIZES = (11, 10.5, 10)
SMALL_SIZES = (14.5, 13, 12, 11, 10)
DETAIL_SIZE, SMALL_DETAIL_SIZES = 10.6, (9.4, 8.4, 7.4, 6.6, 6)
SMALL_BODY_SIZE = 9
BLOCK_WIDTH = 424.0


@dataclass(frozen=True)
class _Line:
    """A line of text and how it is set; ``drop`` is the way down from the line above."""

    text: str
    font: str
    size: float
    colour: palette.Color
    drop: float


_Block = list[tuple[Role, list[_Line]]]
"""Paragraphs with their role, and the lines of each."""


def draw_certificate(content: CertificateContent) -> Drawn:
    """Draw one A4 page; the same content always gives the same bytes (ISO/IEC 17065, 7.7.1)."""
    if len(content.facts) > FACTS_AT_MOST:
        raise ValueError("A certificate shows four facts at most.")
    fonts.register_fonts()
    output = BytesIO()
    page = Element("Document")
    canvas = TaggedCanvas(
        output,
        pagesize=A4,
        invariant=1,
        pageCompression=1,
        lang=content.language,
        initialFontName=fonts.TEXT,
    )
    with translation.override(content.language):
        _draw_ground(canvas, content.digest)
        _draw_head(canvas, page, content)
        _draw_block(canvas, page, content)
        _draw_facts(canvas, page, content)
        draw_panel(
            canvas,
            page,
            number=content.number,
            verify_url=content.verify_url,
            digest=content.digest,
            sealed=content.sealed,
        )
    canvas.showPage()
    canvas.save()
    return Drawn(
        pdf=output.getvalue(),
        language=content.language,
        title=f"{content.title} {content.number}: {content.holder_or_offer}",
        author=content.issuer_name,
        subject=f"{content.title} {content.subtitle}".strip(),
        structure=page,
        made_on=content.issued_on,
    )


def _draw_ground(canvas: TaggedCanvas, digest: str) -> None:
    ornaments.define_rosette(canvas, digest, "rosette", lines=26)
    ornaments.define_rosette(canvas, digest, "small", lines=7)
    ornaments.draw_rosette(
        canvas,
        digest,
        "rosette",
        centre=ROSETTE_CENTRE,
        radius=ROSETTE_RADIUS,
        line_width=0.36,
        colours=palette.ROSETTE_PALE,
    )
    ornaments.draw_spine(canvas, PAGE_HEIGHT)


def _draw_head(canvas: TaggedCanvas, page: Element, content: CertificateContent) -> None:
    """Mark and issuer above, title and subtitle where the eye falls first."""
    ornaments.draw_mark(canvas, LEFT + 13.7, 767, 26)
    names, size = _issuer(content.issuer_name)
    top = 772 + (len(names) - 1) * 6
    with canvas.marked(page.add(Element("P"))):
        for number, line in enumerate(running(names)):
            _put(canvas, (line, fonts.TEXT_STRONG, size), 107.5, top - number * 12)
    issuer = _one_line(content.issuer_line, fonts.TEXT, (9.4, 8.8, 8.2), 190)
    with canvas.marked(page.add(Element("P"))):
        _put(canvas, issuer, 107.5, top - len(names) * 12 - 0.5, palette.STONE)
    if "demo" in content.marks:
        _draw_demo_mark(canvas, page, _("Demonstration only, without legal force"))
    heading = page.add(Element("H1", f"{content.title} {content.subtitle}".strip()))
    title, font, large = _one_line(content.title, fonts.DISPLAY, (50, 46, 42, 38, 34), HEAD_WIDTH)
    lines, size = _subtitle(content)
    with canvas.marked(heading):
        _put(canvas, (f"{title} ", font, large), LEFT - 1.4, 603.5, palette.PINE)
        for number, line in enumerate(running(lines)):
            y = 573.8 - number * size * 1.2
            _put(canvas, (line, fonts.DISPLAY_ITALIC, size), LEFT, y, palette.COPPER)


def _issuer(name: str) -> tuple[list[str], float]:
    """One line as long as that can be read, or else two: names of authorities are long."""
    sizes = (9.4, 8.8, 8.2)
    try:
        return _lines(name, fonts.TEXT_STRONG, sizes, 190, 1)
    except CertificateTextTooLong:
        return _lines(name, fonts.TEXT_STRONG, sizes, 190, 2)


def _draw_demo_mark(canvas: TaggedCanvas, page: Element, text: str) -> None:
    """Say in words, inside a copper frame, that the page proves nothing."""
    width = fonts.width_of(text, fonts.TEXT_STRONG, 8.6) + 16
    canvas.setStrokeColor(palette.COPPER)
    canvas.setFillColor(palette.WHITE)
    canvas.setLineWidth(0.9)
    canvas.rect(LEFT, 703, width, 18, stroke=1, fill=1)
    with canvas.marked(page.add(Element("P"))):
        _put(canvas, (text, fonts.TEXT_STRONG, 8.6), LEFT + 8, 709, palette.COPPER)


def _draw_block(canvas: TaggedCanvas, page: Element, content: CertificateContent) -> None:
    """Set lead, holder and body as large as the room between title and facts allows."""
    y = BLOCK_TOP - (18 if len(_subtitle(content)[0]) > 1 else 0)
    for role, lines in _fitting_block(content, y - BLOCK_BOTTOM):
        words = content.holder_or_offer if role == "H2" else ""
        with canvas.marked(page.add(Element(role, words))):
            for line in lines:
                y -= line.drop
                _put(canvas, (line.text, line.font, line.size), LEFT, y, line.colour)


def _fitting_block(content: CertificateContent, room: float) -> _Block:
    for holder_size, body_size, small in (
        *((holder, body, 0) for body in BODY_SIZES for holder in HOLDER_SIZES),
        *(
            (holder, SMALL_BODY_SIZE, detail)
            for detail in SMALL_DETAIL_SIZES
            for holder in SMALL_SIZES
        ),
    ):
        block = _block(content, holder_size, body_size, small)
        if block and sum(line.drop for _role, lines in block for line in lines) <= room:
            return block
    raise CertificateTextTooLong(text=content.holder_or_offer)


def _subtitle(content: CertificateContent) -> tuple[list[str], float]:
    return _lines(content.subtitle, fonts.DISPLAY_ITALIC, (19.4, 18, 16.5), HEAD_WIDTH + 12, 2)


def _block(
    content: CertificateContent, holder_size: float, body_size: float, small: float = 0
) -> _Block | None:
    """Set the block at given sizes; None where the holder takes too many lines.

    A ``small`` detail line belongs to the longest names, of which every line and word is taken.
    """
    name, details, detail_size = content.holder_or_offer, content.holder_line, DETAIL_SIZE
    if small:
        detail_size = small
        name = cut_words(name, fonts.DISPLAY_STRONG, holder_size, BLOCK_WIDTH)
        details = cut_words(details, fonts.TEXT, small, BLOCK_WIDTH)
    holder = balanced(name, fonts.DISPLAY_STRONG, holder_size, BLOCK_WIDTH)
    detail = balanced(details, fonts.TEXT, detail_size, BLOCK_WIDTH)
    body = balanced(content.body, fonts.TEXT, body_size, 372)
    lead = balanced(content.lead, fonts.TEXT, 10.6, BLOCK_WIDTH)
    if holder is None or detail is None or body is None or lead is None:
        return None
    if len(holder) > HOLDER_LINES_AT_MOST and not small:
        return None
    return [
        ("P", _paragraph(lead, fonts.TEXT, 10.6, palette.STONE, before=10.6, leading=14.5)),
        (
            "H2",
            _paragraph(
                holder,
                fonts.DISPLAY_STRONG,
                holder_size,
                palette.INK,
                before=holder_size + 6,
                leading=holder_size * 1.16,
            ),
        ),
        (
            "P",
            _paragraph(
                detail,
                fonts.TEXT,
                detail_size,
                palette.STONE,
                before=19 + holder_size * 0.37,
                leading=detail_size * 14.5 / DETAIL_SIZE,
            ),
        ),
        (
            "P",
            _paragraph(
                body, fonts.TEXT, body_size, palette.INK, before=24, leading=body_size * 1.53
            ),
        ),
    ]


def _paragraph(
    lines: list[str],
    font: str,
    size: float,
    colour: palette.Color,
    *,
    before: float,
    leading: float,
) -> list[_Line]:
    return [
        _Line(line, font, size, colour, leading if number else before)
        for number, line in enumerate(running(lines))
    ]


def _draw_facts(canvas: TaggedCanvas, page: Element, content: CertificateContent) -> None:
    """Set up to four facts in columns under a hairline that starts in copper."""
    canvas.setLineWidth(0.6)
    canvas.setStrokeColor(palette.HAIRLINE)
    canvas.line(LEFT, FACTS_TOP, RIGHT, FACTS_TOP)
    canvas.setLineWidth(1.4)
    canvas.setStrokeColor(palette.COPPER)
    canvas.line(LEFT, FACTS_TOP, LEFT + 51, FACTS_TOP)
    if not content.facts:
        return
    table = page.add(Element("Table"))
    labels, values = table.add(Element("TR")), table.add(Element("TR"))
    column = (RIGHT - LEFT) / max(len(content.facts), 3)
    for number, (label, value) in enumerate(content.facts):
        x = LEFT + number * column
        spot = _one_line(label, fonts.TEXT, (8.6, 8, 7.4), column - 10)
        with canvas.marked(labels.add(Element("TH", scope="Column"))):
            _put(canvas, spot, x, FACTS_TOP - 17, palette.STONE)
        lines, size = _lines(value, fonts.TEXT_STRONG, (11, 10, 9), column - 10, 3)
        with canvas.marked(values.add(Element("TD"))):
            for row, line in enumerate(running(lines)):
                y = FACTS_TOP - 33 - row * size * 1.22
                _put(canvas, (line, fonts.TEXT_STRONG, size), x, y)


def _put(
    canvas: TaggedCanvas,
    spot: tuple[str, str, float],
    x: float,
    y: float,
    colour: palette.Color = palette.INK,
) -> None:
    text, font, size = spot
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    canvas.drawString(x, y, text)


def _one_line(
    text: str, font: str, sizes: tuple[float, ...], width: float
) -> tuple[str, str, float]:
    """Choose the largest size at which the text fits one line."""
    lines, size = _lines(text, font, sizes, width, 1)
    return (lines[0] if lines else "", font, size)


def _lines(
    text: str, font: str, sizes: tuple[float, ...], width: float, at_most: int
) -> tuple[list[str], float]:
    """Choose the largest size at which the text fits the given number of lines."""
    for size in sizes:
        lines = balanced(text, font, size, width)
        if lines is not None and len(lines) <= at_most:
            return lines, size
    raise CertificateTextTooLong(text=printable(text, font))
