"""Paragraphs that know what they are, also when they are torn between two pages."""

from typing import Any

from reportlab.platypus import Flowable
from reportlab.platypus import Paragraph as Set

from documents.drawing import palette
from documents.drawn import Element


class Words(Set):
    """A text that belongs to one element; drawn again, as a header row is, it is decoration."""

    element: Element
    told = False

    def split(self, width: float, height: float) -> list[Flowable]:
        """Tear the text apart; both pieces are still one element."""
        pieces: list[Flowable] = super().split(width, height)
        for piece in pieces:
            piece.element = self.element
        return pieces

    def draw(self) -> None:
        """Draw the text as (a piece of) its element."""
        if self.told:
            super().draw()
            return
        self.told = True
        if self.element.top is None:
            self.element.top = self.canv.absolutePosition(0, self.height)[1]
        self._end_lines()
        with self.canv.marked(self.element):
            super().draw()

    def _end_lines(self) -> None:
        """End each line in a space: whoever hears or copies the text needs it there."""
        for line in self.blPara.lines:
            if isinstance(line, tuple):
                line[1].append("")
            elif line.words:
                line.words[-1].text += " "


class Item(Words):
    """An item of a list, with its label at the left of its first line."""

    label = ""
    label_font = ""
    label_element: Element

    def split(self, width: float, height: float) -> list[Flowable]:
        """Tear the item apart; the label stays with its beginning."""
        pieces = super().split(width, height)
        if self.label and pieces:
            _name(pieces[0], self.label, self.label_font, self.label_element)
        return pieces

    def draw(self) -> None:
        """Draw label and text."""
        if self.label:
            size = self.style.fontSize
            with self.canv.marked(self.label_element):
                self.canv.setFillColor(palette.COPPER)
                self.canv.setFont(self.label_font, size)
                self.canv.drawString(0, self.height - size, f"{self.label} ")
        super().draw()


def words(markup: str, style: Any, element: Element) -> Words:
    """Set a text as an element."""
    text = Words(markup, style)
    text.element = element
    return text


def item(markup: str, style: Any, element: Element, *, label: str, font: str) -> Item:
    """Set a text as an item of a list."""
    text = Item(markup, style)
    text.element = element.add(Element("LBody"))
    element.kids.insert(0, label_element := Element("Lbl"))
    _name(text, label, font, label_element)
    return text


def _name(piece: Any, label: str, font: str, element: Element) -> None:
    piece.label, piece.label_font, piece.label_element = label, font, element
