"""What drawing hands to finishing: the pages, and what each piece of them means."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Box = tuple[float, float, float, float]
Role = Literal[
    "Document", "H1", "H2", "H3", "P", "Span", "Figure", "Link", "Form",
    "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR", "TH", "TD",
]  # fmt: skip
HEADINGS: tuple[Role, ...] = ("H1", "H2", "H3")


@dataclass(frozen=True)
class Mark:
    """A marked piece of the content of a page, counted from nought like the page itself."""

    page: int
    number: int


@dataclass(frozen=True)
class Hotspot:
    """A link of a page, by its place among the links of that page."""

    page: int
    order: int


@dataclass(eq=False)
class Element:
    """A piece of a document as a reader meets it; what it holds stands in reading order."""

    role: Role
    text: str = ""
    """What a picture, a link or a field says to those who hear the page; of a heading its words."""
    box: Box | None = None
    scope: Literal["", "Column", "Row"] = ""
    """Of a header cell: whether it heads a column or a row."""
    top: float | None = None
    """How high on its page it begins, where that is known."""
    numbered: bool = False
    """Of a list: whether its labels count."""
    kids: list["Element | Mark | Hotspot"] = field(default_factory=list)

    def add(self, kid: "Element") -> "Element":
        """Put an element at the end of this one, and give it back."""
        self.kids.append(kid)
        return kid


@dataclass(frozen=True)
class Drawn:
    """A drawn file that is not yet tagged nor fit for an archive: see ``documents.finishing``."""

    pdf: bytes
    language: str
    title: str
    author: str
    subject: str
    structure: Element
    made_on: date | None = None
