"""The letter as pages: head, title, parts, the notice of remedies, a footer with page x of y."""

from io import BytesIO
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    PageTemplate,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as Grid

from documents.drawing import fonts, palette
from documents.drawing.letter import LetterContent
from documents.drawing.letter_parts import WIDTH, flowables, set_text, signatures
from documents.drawing.tagged import TaggedCanvas
from documents.drawing.tagged_text import Words
from documents.drawing.text import printable
from documents.drawn import Drawn, Element

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT = 68.0
TOP, BOTTOM = 56.0, 74.0
LED_AT_LEAST = 200.0
FOOTER = 42.0
FOOTER_SIZE = 8.4


def draw_letter(content: LetterContent) -> Drawn:
    """Draw a letter of as many pages as it needs; the same content always gives the same bytes."""
    fonts.register_fonts()
    output = BytesIO()
    letter = Element("Document")
    with translation.override(content.language):
        template = BaseDocTemplate(
            output,
            pagesize=A4,
            lang=content.language,
            initialFontName=fonts.TEXT,
            invariant=1,
        )
        frame = Frame(
            LEFT,
            BOTTOM,
            WIDTH,
            PAGE_HEIGHT - TOP - BOTTOM,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        template.addPageTemplates(PageTemplate("page", [frame], onPage=_draw_spine))
        template.build(_story(content, letter), canvasmaker=_numbering(content))
    return Drawn(
        pdf=output.getvalue(),
        language=content.language,
        title=" · ".join(filter(None, (content.title, content.subtitle))),
        author=content.sender[0] if content.sender else "",
        subject=content.case_number,
        structure=letter,
        made_on=content.made_on,
    )


def _story(content: LetterContent, letter: Element) -> list[Flowable]:
    story = _head(content, letter)
    story.append(set_text(content.title, "title", letter.add(Element("H1", content.title))))
    if content.subtitle:
        story.append(set_text(content.subtitle, "subtitle", letter.add(Element("P"))))
    story.append(Spacer(0, 8))
    if content.legal_basis:
        story.append(set_text(content.legal_basis, "basis", letter.add(Element("P"))))
        story.append(Spacer(0, 6))
    for part in content.parts:
        story.extend(flowables(part, letter))
    if content.signatures:
        story.append(signatures(content.signatures, letter))
    if content.remedy:
        story.append(_remedy(content.remedy, letter))
    return _kept_together(story)


def _kept_together(story: list[Flowable]) -> list[Flowable]:
    """Begin a new page rather than part headings from (the beginning of) what they lead."""
    kept: list[Flowable] = []
    for number, flowable in enumerate(story):
        if _leads(flowable) and not (number and _leads(story[number - 1])):
            room = 0.0
            for following in story[number:]:
                room += following.wrap(WIDTH, PAGE_HEIGHT)[1] + following.getSpaceAfter()
                if not _leads(following):
                    break
            kept.append(CondPageBreak(min(room, LED_AT_LEAST)))
        kept.append(flowable)
    return kept


def _leads(flowable: Flowable) -> bool:
    return isinstance(flowable, Words) and flowable.element.role in {"H2", "H3"}


def _head(content: LetterContent, letter: Element) -> list[Flowable]:
    """Sender at the left, place and date at the right; recipient and case number below."""
    story: list[Flowable] = []
    if "demo" in content.marks:
        story.append(
            set_text(_("Demonstration only, without legal force"), "mark", letter.add(Element("P")))
        )
    sender = [
        set_text(line, "detail" if number else "sender", letter.add(Element("P")))
        for number, line in enumerate(content.sender)
    ]
    date = [
        set_text(line, "date", letter.add(Element("P")))
        for line in (content.place_and_date,)
        if line
    ]
    if sender or date:
        story.append(_columns(sender, date))
        story.append(
            HRFlowable(width="100%", thickness=0.6, color=palette.HAIRLINE, spaceBefore=10)
        )
    if content.case_number:
        story.append(Spacer(0, 8))
        number_line = _("Case number: %s") % content.case_number
        story.append(set_text(number_line, "detail", letter.add(Element("P"))))
    if content.recipient:
        recipient = [
            set_text(line, "recipient" if number else "addressee", letter.add(Element("P")))
            for number, line in enumerate(content.recipient)
        ]
        story += [Spacer(0, 14), _columns([], recipient)]
    story.append(Spacer(0, 24))
    return story


def _columns(left: list[Flowable], right: list[Flowable]) -> Flowable:
    grid = Grid([[left, right]], colWidths=[WIDTH * 0.55, WIDTH * 0.45], hAlign="LEFT")
    grid.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), fonts.TEXT),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    return grid


def _remedy(text: str, letter: Element) -> Flowable:
    """Set the notice of remedies apart, on a pale ground, never torn between two pages."""
    title = _("What you can do if you disagree")
    heading = set_text(title, "heading", letter.add(Element("H2", title)))
    grid = Grid(
        [[[heading, set_text(text, "notice", letter.add(Element("P")))]]],
        colWidths=[WIDTH],
        hAlign="LEFT",
    )
    grid.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), fonts.TEXT),
                ("BACKGROUND", (0, 0), (-1, -1), palette.MIST),
                ("LINEBEFORE", (0, 0), (0, -1), 2.4, palette.COPPER),
                ("LEFTPADDING", (0, 0), (-1, -1), 14),
                ("RIGHTPADDING", (0, 0), (-1, -1), 14),
                ("TOPPADDING", (0, 0), (-1, -1), 8),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
            ]
        )
    )
    return KeepTogether([Spacer(0, 16), grid])


def _draw_spine(canvas: TaggedCanvas, _template: BaseDocTemplate) -> None:
    """Continue the look of the certificate, in a narrower spine."""
    canvas.setFillColor(palette.PINE)
    canvas.rect(0, 0, 7, PAGE_HEIGHT, stroke=0, fill=1)
    canvas.setFillColor(palette.COPPER)
    canvas.rect(7, 0, 1.2, PAGE_HEIGHT, stroke=0, fill=1)


def _numbering(content: LetterContent) -> type[TaggedCanvas]:
    """Give a canvas that holds the pages back until it knows how many there are."""

    class NumberedCanvas(TaggedCanvas):
        """Writes "page x of y" and the case number under each page."""

        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self._held: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - the name is the library's
            self._held.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, state in enumerate(self._held, start=1):
                self.__dict__.update(state)
                with self.footer():
                    self._draw_footer(number, len(self._held))
                super().showPage()
            super().save()

        def _draw_footer(self, number: int, total: int) -> None:
            self.setFont(fonts.TEXT, FOOTER_SIZE)
            self.setFillColor(palette.STONE)
            left = " · ".join(filter(None, (content.case_number, content.title)))
            self.drawString(LEFT, FOOTER, _shortened(printable(left, fonts.TEXT)))
            pages = _("Page %(number)s of %(total)s") % {"number": number, "total": total}
            self.drawRightString(LEFT + WIDTH, FOOTER, pages)

    return NumberedCanvas


def _shortened(text: str) -> str:
    """Keep what fits left of the page number; the full title stands on the first page."""
    room = WIDTH - 90
    if fonts.width_of(text, fonts.TEXT, FOOTER_SIZE) <= room:
        return text
    while fonts.width_of(f"{text}…", fonts.TEXT, FOOTER_SIZE) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
