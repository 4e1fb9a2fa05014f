"""The bookmarks of a document: its headings."""

from collections.abc import Iterator

import pikepdf
from pikepdf import OutlineItem, PageLocation

from documents.drawn import HEADINGS, Element, Mark


def write_outline(pdf: pikepdf.Pdf, structure: Element) -> None:
    """Let readers jump from heading to heading; one heading alone leads nowhere else."""
    headings = list(_headings(structure))
    if len(headings) < 2:  # noqa: PLR2004 - one is no choice
        return
    with pdf.open_outline() as outline:
        branches = [(0, outline.root)]
        for level, element, mark in headings:
            while branches[-1][0] >= level:
                branches.pop()
            item = _item(element, mark)
            branches[-1][1].append(item)
            branches.append((level, item.children))


def _item(element: Element, mark: Mark) -> OutlineItem:
    if element.top is None:
        return OutlineItem(element.text, mark.page, PageLocation.Fit)
    return OutlineItem(element.text, mark.page, PageLocation.XYZ, left=0, top=round(element.top))


def _headings(element: Element) -> Iterator[tuple[int, Element, Mark]]:
    if element.role in HEADINGS:
        mark = next((kid for kid in element.kids if isinstance(kid, Mark)), None)
        if mark:
            yield HEADINGS.index(element.role) + 1, element, mark
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _headings(kid)
