"""The demonstration mark with the number of its certificate, as SVG, PNG and PDF.

One geometry, three writers. The mark is neutral on purpose: a body that runs a real scheme puts
its own protected mark here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from io import BytesIO

from documents.drawing import outlines, typefaces

HEIGHT = 96.0
MARGIN = 12.0
SYMBOL = 72.0
GAP = 14.0
TITLE_SIZE, NUMBER_SIZE, ADDRESS_SIZE = 15.0, 20.0, 10.0
TITLE_LINES, NUMBER_LINE, ADDRESS_LINE = (24.0, 42.0), 65.0, 82.0
LONG_TITLE = 26  # signs; a longer one takes two lines
HEXAGON = ((0.5, 0.0), (0.94, 0.25), (0.94, 0.75), (0.5, 1.0), (0.06, 0.75), (0.06, 0.25))
TICK = ((0.29, 0.51), (0.45, 0.67), (0.74, 0.35))
TICK_WIDTH = 0.1
SHARPER = 4  # a picture of points is drawn larger and made smaller, which smooths its edges


class MarkLook(StrEnum):
    """The variants of the mark: in colours, in one dark colour, and light for dark grounds."""

    COLOUR = "colour"
    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True)
class _Inks:
    body: str
    tick: str
    text: str


INKS: Mapping[str, _Inks] = {
    MarkLook.COLOUR: _Inks("#14345c", "#e9c46a", "#14345c"),
    MarkLook.DARK: _Inks("#000000", "#ffffff", "#000000"),
    MarkLook.LIGHT: _Inks("#ffffff", "#14345c", "#ffffff"),
}


@dataclass(frozen=True)
class MarkContent:
    """What stands in the mark: the name of the scheme, the number, and where to check it."""

    title: str
    number: str
    address: str

    @property
    def width(self) -> float:
        """Give the width at a height of ``HEIGHT``; the longest line decides."""
        longest = max(outlines.width_of(text, font, size) for text, font, size, _y in self.lines)
        return MARGIN + SYMBOL + GAP + longest + MARGIN

    @property
    def lines(self) -> tuple[tuple[str, str, float, float], ...]:
        """Give the lines: text, typeface, size and where it stands."""
        titles = _halves(self.title)
        places = TITLE_LINES[-len(titles) :]
        return (
            *(
                (text, typefaces.TEXT_STRONG, TITLE_SIZE, y)
                for text, y in zip(titles, places, strict=True)
            ),
            (self.number, typefaces.TEXT_STRONG, NUMBER_SIZE, NUMBER_LINE),
            (self.address, typefaces.TEXT, ADDRESS_SIZE, ADDRESS_LINE),
        )


def _halves(title: str) -> tuple[str, ...]:
    """Break a long title at the space nearest to its middle."""
    spaces = [at for at, sign in enumerate(title) if sign == " "]
    if len(title) <= LONG_TITLE or not spaces:
        return (title,)
    at = min(spaces, key=lambda one: abs(one - len(title) / 2))
    return title[:at], title[at + 1 :]


def _placed(points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    top = (HEIGHT - SYMBOL) / 2
    return [(MARGIN + x * SYMBOL, top + y * SYMBOL) for x, y in points]


TEXT_LEFT = MARGIN + SYMBOL + GAP


def mark_svg(content: MarkContent, look: MarkLook) -> str:
    """Write the mark as SVG with outlined text, so that it looks the same everywhere."""
    inks = INKS[look]
    body = " ".join(f"{x:.2f},{y:.2f}" for x, y in _placed(HEXAGON))
    tick = " ".join(f"{x:.2f},{y:.2f}" for x, y in _placed(TICK))
    name = escape(f"{content.title} {content.number}")
    lines = "".join(
        outlines.outlined(text, font, size, TEXT_LEFT, line)
        for text, font, size, line in content.lines
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {content.width:.2f} {HEIGHT:.0f}" '
        f'width="{content.width:.2f}" height="{HEIGHT:.0f}" role="img" aria-label="{name}">'
        f"<title>{name}</title>"
        f'<polygon points="{body}" fill="{inks.body}"/>'
        f'<polyline points="{tick}" fill="none" stroke="{inks.tick}" '
        f'stroke-width="{TICK_WIDTH * SYMBOL:.2f}"/>'
        f'<g fill="{inks.text}">{lines}</g></svg>'
    )


def mark_png(content: MarkContent, look: MarkLook, width: int) -> bytes:
    """Draw the mark as a transparent picture of ``width`` points."""
    # Every web process shows the page of marks, few ever draw one: what draws is loaded here.
    from PIL import Image, ImageDraw, ImageFont

    inks = INKS[look]
    scale = width * SHARPER / content.width
    size = (width * SHARPER, round(HEIGHT * scale))
    picture = Image.new("RGBA", size, (*_rgb(inks.text), 0))
    pen = ImageDraw.Draw(picture)
    pen.polygon([(x * scale, y * scale) for x, y in _placed(HEXAGON)], fill=inks.body)
    tick = [(x * scale, y * scale) for x, y in _placed(TICK)]
    pen.line(tick, fill=inks.tick, width=round(TICK_WIDTH * SYMBOL * scale), joint="curve")
    for text, font, points, line in content.lines:
        face = ImageFont.truetype(typefaces.FOLDER / f"{font}.ttf", round(points * scale))
        pen.text((TEXT_LEFT * scale, line * scale), text, font=face, fill=inks.text, anchor="ls")
    output = BytesIO()
    small = picture.resize((width, round(size[1] / SHARPER)), Image.Resampling.LANCZOS)
    small.save(output, "PNG", optimize=True)
    return output.getvalue()


def mark_pdf(content: MarkContent, look: MarkLook) -> bytes:
    """Draw the mark as a page of its own size, in vectors, for printing houses."""
    from reportlab.lib.colors import HexColor
    from reportlab.pdfgen.canvas import Canvas

    from documents.drawing import fonts

    fonts.register_fonts()
    inks = INKS[look]
    output = BytesIO()
    canvas = Canvas(output, pagesize=(content.width, HEIGHT), invariant=1, lang="pl",
                    initialFontName=typefaces.TEXT)  # fmt: skip
    canvas.setTitle(f"{content.title} {content.number}")
    canvas.translate(0, HEIGHT)
    path = canvas.beginPath()
    first, *rest = _placed(HEXAGON)
    path.moveTo(first[0], -first[1])
    for x, y in rest:
        path.lineTo(x, -y)
    path.close()
    canvas.setFillColor(HexColor(inks.body))
    canvas.drawPath(path, stroke=0, fill=1)
    start, *others = _placed(TICK)
    tick = canvas.beginPath()
    tick.moveTo(start[0], -start[1])
    for x, y in others:
        tick.lineTo(x, -y)
    canvas.setStrokeColor(HexColor(inks.tick))
    canvas.setLineWidth(TICK_WIDTH * SYMBOL)
    canvas.drawPath(tick, stroke=1, fill=0)
    canvas.setFillColor(HexColor(inks.text))
    for text, font, size, line in content.lines:
        canvas.setFont(font, size)
        canvas.drawString(TEXT_LEFT, -line, text)
    canvas.showPage()
    canvas.save()
    return output.getvalue()


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
