"""The two typefaces of our documents, read from the package once in a process."""

from functools import cache
from threading import Lock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from documents.drawing.typefaces import (
    DISPLAY,
    DISPLAY_ITALIC,
    DISPLAY_STRONG,
    FOLDER,
    TEXT,
    TEXT_ITALIC,
    TEXT_STRONG,
)

__all__ = (
    "DISPLAY",
    "DISPLAY_ITALIC",
    "DISPLAY_STRONG",
    "TEXT",
    "TEXT_ITALIC",
    "TEXT_STRONG",
    "glyphs_of",
    "register_fonts",
    "width_of",
)


_TURN = Lock()


def register_fonts() -> None:
    """Make the typefaces known to the drawing library; later calls cost nothing.

    Two threads that begin at once wait for one another: a typeface made known again while a page is
    drawn with it would stand in the file twice.
    """
    with _TURN:
        _register()


@cache
def _register() -> None:
    for name in (DISPLAY, DISPLAY_ITALIC, DISPLAY_STRONG, TEXT, TEXT_STRONG, TEXT_ITALIC):
        pdfmetrics.registerFont(TTFont(name, FOLDER / f"{name}.ttf"))
    pdfmetrics.registerFontFamily(
        TEXT, normal=TEXT, bold=TEXT_STRONG, italic=TEXT_ITALIC, boldItalic=TEXT_STRONG
    )


def width_of(text: str, font: str, size: float) -> float:
    """Measure a line of text in points."""
    width: float = pdfmetrics.stringWidth(text, font, size)
    return width


@cache
def glyphs_of(font: str) -> frozenset[str]:
    """Give the characters a typeface can show."""
    register_fonts()
    return frozenset(map(chr, pdfmetrics.getFont(font).face.charToGlyph))
