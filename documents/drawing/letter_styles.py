"""The looks of every kind of text in a letter."""

from typing import Any, Final

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

from documents.drawing import fonts, palette

BODY: Final = ParagraphStyle(
    "body",
    fontName=fonts.TEXT,
    fontSize=10.4,
    leading=15.4,
    textColor=palette.INK,
    spaceAfter=7,
    allowWidows=0,
    allowOrphans=0,
    splitLongWords=1,
)
TIGHT: Final = {"spaceAfter": 0, "leading": 14.6}
SMALL: Final = {"spaceAfter": 0, "fontSize": 9.4, "leading": 13}
HEADER: Final = {
    "spaceAfter": 0,
    "fontSize": 8.8,
    "leading": 11.6,
    "fontName": fonts.TEXT_STRONG,
    "textColor": palette.PINE,
}


def _like_body(name: str, **changes: Any) -> ParagraphStyle:
    return ParagraphStyle(name, BODY, **changes)


STYLES: Final = {
    look.name: look
    for look in (
        BODY,
        _like_body("strong", fontName=fonts.TEXT_STRONG),
        _like_body("subheading", fontName=fonts.TEXT_STRONG),
        _like_body("item", spaceAfter=3.5, leftIndent=20),
        _like_body("notice", fontSize=9.4, leading=13.6, spaceAfter=4),
        _like_body("basis", fontSize=9.4, leading=13.6, textColor=palette.STONE),
        _like_body("mark", **{**HEADER, "textColor": palette.COPPER, "spaceAfter": 12}),
        _like_body("sender", **{**SMALL, "fontName": fonts.TEXT_STRONG, "fontSize": 9.6}),
        _like_body("detail", **SMALL, textColor=palette.STONE),
        _like_body("date", **SMALL, textColor=palette.STONE, alignment=TA_RIGHT),
        _like_body("recipient", **TIGHT),
        _like_body("addressee", **TIGHT, fontName=fonts.TEXT_STRONG),
        _like_body("label", **SMALL, textColor=palette.STONE),
        _like_body("value", **{**SMALL, "fontSize": 9.8}, fontName=fonts.TEXT_STRONG),
        _like_body("cell", **SMALL),
        _like_body("cell right", **SMALL, alignment=TA_RIGHT),
        _like_body("header", **HEADER),
        _like_body("header right", **HEADER, alignment=TA_RIGHT),
        _like_body(
            "title",
            fontName=fonts.DISPLAY,
            fontSize=24,
            leading=28,
            textColor=palette.PINE,
            spaceAfter=3,
        ),
        _like_body(
            "subtitle",
            fontName=fonts.DISPLAY_ITALIC,
            fontSize=13,
            leading=17,
            textColor=palette.COPPER,
        ),
        _like_body(
            "heading",
            fontName=fonts.DISPLAY_STRONG,
            fontSize=13,
            leading=17,
            textColor=palette.PINE,
            spaceBefore=9,
            spaceAfter=4,
        ),
    )
}
