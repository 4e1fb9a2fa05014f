"""A canvas that keeps, beside what it draws, what that means and in which order it is read."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from documents.drawn import Box, Element, Hotspot, Mark

# Streams as letters are a quarter larger and take a quarter of the time of drawing.
rl_config.useA85 = 0


class TaggedCanvas(Canvas):
    """Everything drawn outside ``marked`` is decoration, which no screen reader speaks of."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._marks: Counter[int] = Counter()
        self._hotspots: Counter[int] = Counter()

    @contextmanager
    def marked(self, element: Element) -> Iterator[None]:
        """Say that what is drawn now is (a further piece of) this element."""
        page = self._pageNumber - 1
        number = self._marks[page]
        self._marks[page] += 1
        element.kids.append(Mark(page, number))
        self._code += ["EMC", f"/{element.role} <</MCID {number}>> BDC"]
        yield
        self._code += ["EMC", "/Artifact BMC"]

    @contextmanager
    def footer(self) -> Iterator[None]:
        """Say that what is drawn now belongs to every page and not to the text."""
        self._code += ["EMC", "/Artifact <</Type /Pagination /Subtype /Footer>> BDC"]
        yield
        self._code += ["EMC", "/Artifact BMC"]

    def link(self, element: Element, url: str, box: Box) -> None:
        """Make a place of the page lead to an address, as a part of this element."""
        page = self._pageNumber - 1
        element.kids.append(Hotspot(page, self._hotspots[page]))
        self._hotspots[page] += 1
        self.linkURL(url, box, relative=0)

    def showPage(self) -> None:  # noqa: N802 - the name is the library's
        """Close the page; what surrounds the marked pieces is decoration."""
        self._code.insert(0, "/Artifact BMC")
        self._code.append("EMC")
        super().showPage()
