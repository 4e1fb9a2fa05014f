"""The tree of tags, and the way from each marked piece of a page back to its tag."""

from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from documents.drawn import Element, Hotspot, Mark
from documents.finishing.seal_field import add_field

PRINTED = 4
"""Bit of an annotation that is drawn on paper as on screen."""


class _Tree:
    """Writes the elements of one document."""

    def __init__(self, pdf: pikepdf.Pdf, *, signature_field: bool) -> None:
        self.pdf = pdf
        self.pages = [page.obj for page in pdf.pages]
        self.signature_field = signature_field
        self.marked: list[dict[int, Object]] = [{} for _page in self.pages]
        self.objects: list[Object] = []
        """Elements of links and fields, by the number their annotation bears."""

    def write(self, element: Element, parent: Object) -> Object | None:
        """Write an element with all it holds; a place for a seal that nobody will make is left."""
        if element.role == "Form" and not self.signature_field:
            return None
        tag = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{element.role}"), P=parent)
        )
        page = next((kid.page for kid in element.kids if isinstance(kid, Mark)), None)
        if page is not None:
            tag.Pg = self.pages[page]
        if element.role == "Form":
            tag.Alt = String(element.text)
            kids: Iterable[Object | int | None] = [self._field(element, tag)]
        else:
            kids = [self._kid(kid, tag, element, page) for kid in element.kids]
        _describe(tag, element)
        tag.K = Array([kid for kid in kids if kid is not None])
        return tag

    def _kid(
        self, kid: Element | Mark | Hotspot, tag: Object, element: Element, page: int | None
    ) -> Object | int | None:
        match kid:
            case Element():
                return self.write(kid, tag)
            case Mark():
                self.marked[kid.page][kid.number] = tag
                if kid.page == page:
                    return kid.number
                return Dictionary(Type=Name.MCR, Pg=self.pages[kid.page], MCID=kid.number)
            case Hotspot():
                link = self.pages[kid.page].Annots[kid.order]
                link.F = PRINTED
                link.Contents = String(element.text)
                return self._reference(link, self.pages[kid.page], tag)

    def _field(self, element: Element, tag: Object) -> Object:
        if element.box is None:
            raise ValueError("The place of a seal needs its box.")
        page = self.pages[-1]
        return self._reference(add_field(self.pdf, page, element.box, element.text), page, tag)

    def _reference(self, annotation: Object, page: Object, tag: Object) -> Object:
        """Tie an annotation and its element to each other."""
        annotation.StructParent = len(self.pages) + len(self.objects)
        self.objects.append(tag)
        return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)

    def parents(self) -> Array:
        """Give, for each page and each annotation, the elements they belong to."""
        numbers = Array()
        for key, marks in enumerate(self.marked):
            tags = Array([marks[number] for number in range(len(marks))])
            numbers.append(key)
            numbers.append(self.pdf.make_indirect(tags))
        for key, tag in enumerate(self.objects, start=len(self.pages)):
            numbers.append(key)
            numbers.append(tag)
        return numbers


def _describe(tag: Object, element: Element) -> None:
    """Say what the role alone leaves open."""
    if element.role == "Figure":
        tag.Alt = String(element.text)
        tag.A = Dictionary(O=Name.Layout, Placement=Name.Block)
        if element.box:
            tag.A.BBox = Array([round(value, 2) for value in element.box])
    elif element.role == "L":
        labels = Name.Decimal if element.numbered else Name.Disc
        tag.A = Dictionary(O=Name.List, ListNumbering=labels)
    elif element.scope:
        tag.A = Dictionary(O=Name.Table, Scope=Name(f"/{element.scope}"))


def write_structure(pdf: pikepdf.Pdf, structure: Element, *, signature_field: bool) -> None:
    """Write the tags of the document and mark the file as tagged (ISO 14289-1, 7.1)."""
    if signature_field and not _has_seal(structure):
        raise ValueError("The drawing has no place for a seal.")
    tree = _Tree(pdf, signature_field=signature_field)
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = Array([tree.write(structure, root)])
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=tree.parents()))
    root.ParentTreeNextKey = len(tree.pages) + len(tree.objects)
    for number, page in enumerate(tree.pages):
        page.StructParents = number
        page.Tabs = Name.S
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _has_seal(element: Element) -> bool:
    return element.role == "Form" or any(
        isinstance(kid, Element) and _has_seal(kid) for kid in element.kids
    )
