"""Setting the parts of a letter; all text is escaped, so nothing a person typed acts as markup."""

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from reportlab.platypus import (
    Flowable,
    HRFlowable,
    KeepTogether,
    ListFlowable,
    ListItem,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Paragraph as Set
from reportlab.platypus import Table as Grid

from documents.drawing import fonts, palette
from documents.drawing.letter import Bullets, Facts, Heading, Paragraph, Part, Signature, Table
from documents.drawing.letter_styles import STYLES
from documents.drawing.text import bound, printable

WIDTH: Final = 459.3
LABEL_WIDTH: Final = 150.0
SIGNATURES_IN_A_ROW: Final = 2


def set_text(text: str, name: str = "body") -> Set:
    """Set a text in a style; line breaks stay, everything else is plain text."""
    chosen = STYLES[name]
    lines = (bound(printable(line, chosen.fontName)) for line in text.splitlines())
    return Set("<br/>".join(escape(line) for line in lines), chosen)


def flowables(part: Part) -> list[Flowable]:
    """Set one part of the letter."""
    match part:
        case Heading():
            return [set_text(part.text, "heading")]
        case Paragraph():
            paragraph = set_text(part.text, "strong" if part.strong else "body")
            paragraph.keepWithNext = part.leads
            return [paragraph]
        case Bullets():
            return [_bullets(part), Spacer(0, 5)]
        case Facts():
            return [_facts(part), Spacer(0, 9)]
        case Table():
            return [_table(part), Spacer(0, 10)]
        case Signature():
            return [signatures((part,))]


def _bullets(part: Bullets) -> Flowable:
    return ListFlowable(
        [ListItem(set_text(item, "item"), value=None) for item in part.items],
        bulletType="1" if part.numbered else "bullet",
        bulletFormat="%s." if part.numbered else None,
        start=1 if part.numbered else "•",
        bulletFontName=fonts.TEXT_STRONG if part.numbered else fonts.TEXT,
        bulletFontSize=10.4,
        bulletColor=palette.COPPER,
        leftIndent=20,
    )


def _facts(part: Facts) -> Flowable:
    look = "cell" if part.plain else "value"
    grid = Grid(
        [[set_text(label, "label"), set_text(value, look)] for label, value in part.rows],
        colWidths=[LABEL_WIDTH, WIDTH - LABEL_WIDTH],
        hAlign="LEFT",
    )
    grid.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), fonts.TEXT),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 3.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, palette.HAIRLINE),
            ]
        )
    )
    return grid


def _table(part: Table) -> Flowable:
    weights = part.weights or (1.0,) * len(part.header)
    grid = Grid(
        [_row(part, part.header, "header"), *(_row(part, row, "cell") for row in part.rows)],
        colWidths=[WIDTH * weight / sum(weights) for weight in weights],
        repeatRows=1,
        hAlign="LEFT",
        splitInRow=1,
    )
    grid.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), fonts.TEXT),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BACKGROUND", (0, 0), (-1, 0), palette.MIST),
                ("LINEBELOW", (0, 0), (-1, 0), 0.9, palette.PINE),
                ("LINEBELOW", (0, 1), (-1, -1), 0.4, palette.HAIRLINE),
                ("LEFTPADDING", (0, 0), (-1, -1), 6),
                ("RIGHTPADDING", (0, 0), (-1, -1), 6),
                ("TOPPADDING", (0, 0), (-1, -1), 4.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ]
        )
    )
    return grid


def _row(part: Table, texts: Sequence[str], name: str) -> list[Flowable]:
    return [
        set_text(text, f"{name} right" if column in part.numeric else name)
        for column, text in enumerate(texts)
    ]


def signatures(signed: Sequence[Signature]) -> Flowable:
    """Set those who sign side by side, two in a row; one alone stands at the right."""
    cells = [_signed(person) for person in signed]
    if len(cells) == 1:
        cells.insert(0, [])
    if len(cells) % SIGNATURES_IN_A_ROW:
        cells.append([])
    rows = [cells[row : row + 2] for row in range(0, len(cells), SIGNATURES_IN_A_ROW)]
    grid = Grid(rows, colWidths=[WIDTH / 2, WIDTH / 2], hAlign="LEFT")
    grid.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), fonts.TEXT),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 18),
                ("TOPPADDING", (0, 0), (-1, -1), 6),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 16),
            ]
        )
    )
    return KeepTogether([Spacer(0, 20), grid])


def _signed(person: Signature) -> list[Flowable]:
    """Set one signature under a copper line."""
    below = [set_text(text, "detail") for text in (person.role, person.note) if text]
    line = HRFlowable(width="100%", thickness=0.9, color=palette.COPPER, spaceAfter=5)
    return [line, set_text(person.name, "value"), *below]
