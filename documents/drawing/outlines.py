"""Text as outlines, for pictures that travel without their typeface."""

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from documents.drawing.typefaces import FOLDER

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

# The library reads a typeface, and unpacks its signs, as they are asked for: one thread at a time.
_TURN = Lock()


@cache
def _face(font: str) -> "tuple[TTFont, dict[int, str], float]":
    # Few processes ever set outlines, and every one would hold the library.
    from fontTools.ttLib import TTFont

    face = TTFont(FOLDER / f"{font}.ttf", lazy=True)
    return face, face.getBestCmap(), face["head"].unitsPerEm


@cache
def _glyph(font: str, sign: str, size: float) -> tuple[str, float]:
    """Give the outline of one sign, standing on the line at the left edge, and its advance."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    with _TURN:
        face, signs, units = _face(font)
        name = signs.get(ord(sign)) or signs.get(ord("?"), ".notdef")
        glyphs = face.getGlyphSet()
        scale = size / units
        pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
        glyphs[name].draw(TransformPen(pen, (scale, 0, 0, -scale, 0, 0)))
        return pen.getCommands(), glyphs[name].width * scale


def width_of(text: str, font: str, size: float) -> float:
    """Measure a line of text set as outlines."""
    return sum(_glyph(font, sign, size)[1] for sign in text)


def outlined(text: str, font: str, size: float, x: float, y: float) -> str:
    """Set a line of text as SVG paths; ``y`` is the line it stands on."""
    parts = []
    for sign in text:
        path, advance = _glyph(font, sign, size)
        if path:
            parts.append(f'<path transform="translate({x:.2f} {y:.2f})" d="{path}"/>')
        x += advance
    return "".join(parts)
