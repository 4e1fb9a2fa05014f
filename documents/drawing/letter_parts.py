"""Setting the parts of a letter; all text is escaped, so nothing a person typed acts as markup."""

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from reportlab.platypus import (
    Flowable,
    HRFlowable,
    KeepTogether,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as Grid

from documents.drawing import fonts, palette
from documents.drawing.letter import Bullets, Facts, Heading, Paragraph, Part, Signature, Table
from documents.drawing.letter_styles import STYLES
from documents.drawing.tagged_text import Words, item, words
from documents.drawing.text import bound, printable
from documents.drawn import Element

WIDTH: Final = 459.3
LABEL_WIDTH: Final = 150.0
SIGNATURES_IN_A_ROW: Final = 2


def set_text(text: str, name: str, element: Element) -> Words:
    """Set a text in a style; line breaks stay, everything else is plain text."""
    return words(_markup(text, name), STYLES[name], element)


def _markup(text: str, name: str) -> str:
    font = STYLES[name].fontName
    return "<br/>".join(escape(bound(printable(line, font))) for line in text.splitlines())


def flowables(part: Part, within: Element) -> list[Flowable]:
    """Set one part of the letter, and put what it means at the end of an element."""
    match part:
        case Heading():
            return [_heading(part, within)]
        case Paragraph():
            name = "strong" if part.strong else "body"
            return [set_text(part.text, name, within.add(Element("P")))]
        case Bullets():
            return [*_bullets(part, within), Spacer(0, 5)]
        case Facts():
            return [_facts(part, within), Spacer(0, 9)]
        case Table():
            return [_table(part, within), Spacer(0, 10)]
        case Signature():
            return [signatures((part,), within)]


def _heading(part: Heading, within: Element) -> Flowable:
    if part.level == 3:  # noqa: PLR2004 - the level by its own name
        return set_text(part.text, "subheading", within.add(Element("H3", part.text)))
    return set_text(part.text, "heading", within.add(Element("H2", part.text)))


def _bullets(part: Bullets, within: Element) -> list[Flowable]:
    entries = within.add(Element("L", numbered=part.numbered))
    return [
        item(
            _markup(text, "item"),
            STYLES["item"],
            entries.add(Element("LI")),
            label=f"{number}." if part.numbered else "•",
            font=fonts.TEXT_STRONG if part.numbered else fonts.TEXT,
        )
        for number, text in enumerate(part.items, start=1)
    ]


def _facts(part: Facts, within: Element) -> Flowable:
    table = within.add(Element("Table"))
    look = "cell" if part.plain else "value"
    grid = Grid(
        [_fact(label, value, look, table.add(Element("TR"))) for label, value in part.rows],
        colWidths=[LABEL_WIDTH, WIDTH - LABEL_WIDTH],
        hAlign="LEFT",
        splitInRow=1,
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


def _fact(label: str, value: str, look: str, row: Element) -> list[Flowable]:
    header, cell = row.add(Element("TH", scope="Row")), row.add(Element("TD"))
    return [set_text(label, "label", header), set_text(value, look, cell)]


def _table(part: Table, within: Element) -> Flowable:
    weights = part.weights or (1.0,) * len(part.header)
    table = within.add(Element("Table"))
    head, body = table.add(Element("THead")), table.add(Element("TBody"))
    grid = Grid(
        [
            _row(part, part.header, "header", head.add(Element("TR"))),
            *(_row(part, row, "cell", body.add(Element("TR"))) for row in part.rows),
        ],
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


def _row(part: Table, texts: Sequence[str], name: str, row: Element) -> list[Flowable]:
    return [
        set_text(
            text,
            f"{name} right" if column in part.numeric else name,
            row.add(Element("TH", scope="Column") if name == "header" else Element("TD")),
        )
        for column, text in enumerate(texts)
    ]


def signatures(signed: Sequence[Signature], within: Element) -> Flowable:
    """Set those who sign side by side, two in a row; one alone stands at the right."""
    cells = [_signed(person, within) for person in signed]
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


def _signed(person: Signature, within: Element) -> list[Flowable]:
    """Set one signature under a copper line."""
    line = HRFlowable(width="100%", thickness=0.9, color=palette.COPPER, spaceAfter=5)
    name = set_text(person.name, "value", within.add(Element("P")))
    below = [
        set_text(text, "detail", within.add(Element("P")))
        for text in (person.role, person.note)
        if text
    ]
    return [line, name, *below]
