"""What a letter says: decision, refusal, call to complete, minutes, confirmation of receipt."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Mark = Literal["demo"]
"""What a document says of itself across its text: "demo" proves nothing."""


@dataclass(frozen=True)
class Heading:
    """The title of a part of the letter; one of level 3 stands below one of level 2."""

    text: str
    level: Literal[2, 3] = 2


@dataclass(frozen=True)
class Paragraph:
    """Running text; a line break in it stays a line break."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list; ``numbered`` where the letter or its reader refers to the items."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Facts:
    """Labels with their values, one below the other; values that are long texts are set plain."""

    rows: tuple[tuple[str, str], ...]
    plain: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a header that is repeated on each page; ``weights`` share out the width."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    weights: tuple[float, ...] = ()
    numeric: tuple[int, ...] = ()
    """Columns whose values stand at the right."""


@dataclass(frozen=True)
class Signature:
    """Who signs: name, office, and how the signature came about."""

    name: str
    role: str = ""
    note: str = ""


Part = Heading | Paragraph | Bullets | Facts | Table | Signature


@dataclass(frozen=True)
class LetterContent:
    """A letter, already in its own language; what is empty leaves no gap."""

    language: str
    title: str
    parts: tuple[Part, ...]
    sender: tuple[str, ...] = ()
    place_and_date: str = ""
    recipient: tuple[str, ...] = ()
    case_number: str = ""
    subtitle: str = ""
    legal_basis: str = ""
    remedy: str = ""
    signatures: tuple[Signature, ...] = ()
    marks: tuple[Mark, ...] = ()
    made_on: date | None = None
