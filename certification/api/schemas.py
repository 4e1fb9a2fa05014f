"""What goes in and out, as the description of the interface shows it."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

from certification.lifecycle import CHANGE_CHOICES
from certification.status import StatusWord
from standards.dictionaries import VOIVODESHIPS
from standards.folding import LONGEST_QUERY

MOST_NUMBERS = 1000
MOST_ROWS = 200
ROWS_UNLESS_TOLD = 25
FURTHEST_PAGE = 1_000_000
LONGEST_NUMBER_TYPED = 60
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)


def read_day(value: Any) -> Any:
    """Take a day as year, month and day and nothing else, no number of seconds."""
    if isinstance(value, date) or (isinstance(value, str) and DAY.fullmatch(value)):
        return value
    raise ValueError("Write a day as 2026-05-01.")


def read_moment(value: Any) -> Any:
    """Take a moment with its offset; a plus sign that an address turned into a space is mended."""
    if isinstance(value, datetime):
        return value
    text = value.replace(" ", "+") if isinstance(value, str) else ""
    if MOMENT.fullmatch(text):
        return text
    raise ValueError("Write a moment as 2026-05-01T12:00:00+02:00.")


def known_voivodeship(code: str) -> str:
    """Take one of the sixteen codes."""
    if code not in VOIVODESHIPS:
        raise ValueError("Use one of the codes of TERYT.")
    return code


Day = Annotated[
    date, BeforeValidator(read_day), WithJsonSchema({"type": "string", "format": "date"})
]
Moment = Annotated[
    datetime,
    BeforeValidator(read_moment),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Voivodeship = Annotated[
    str,
    AfterValidator(known_voivodeship),
    WithJsonSchema({"type": "string", "enum": list(VOIVODESHIPS)}),
]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class ListQuery(Schema):
    """The filters of the registry, and which page of what is found."""

    q: Annotated[str, Field(max_length=LONGEST_QUERY, description="name, place, NIP, number")] = ""
    scheme: Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{0,40}$", description="its code")] = ""
    status: StatusWord | SkipJsonSchema[None] = None
    voivodeship: Voivodeship | SkipJsonSchema[None] = Field(None, description="TERYT code")
    page: Annotated[int, Field(ge=1, le=FURTHEST_PAGE)] = 1
    size: Annotated[int, Field(ge=1, le=MOST_ROWS)] = ROWS_UNLESS_TOLD
    cursor: Annotated[
        str,
        Field(
            pattern=r"^$|^(after|before)\.[0-9]{4}-[0-9]{2}-[0-9]{2}\.[0-9]{1,18}$",
            description="a place in the list, as the links “next” and “previous” carry it",
        ),
    ] = ""


class AtQuery(Schema):
    """For which day, and by what was known when."""

    on: Day | SkipJsonSchema[None] = Field(None, description="today unless told")
    known_at: Moment | SkipJsonSchema[None] = Field(
        None, description="now unless told; a moment to come counts as now"
    )


class CheckIn(Schema):
    """Many numbers to be checked at once."""

    numbers: Annotated[
        list[Annotated[str, Field(max_length=LONGEST_NUMBER_TYPED)]],
        Field(max_length=MOST_NUMBERS),
    ]
    on: Day | None = None


class Checked(Schema):
    """One number as it was asked for, and its state; null means that there is no such number."""

    number: str
    status: StatusWord | None


class Holder(Schema):
    """Whom the certificate was given to, as on the day of issue."""

    name: str
    nip: str
    regon: str
    krs: str
    voivodeship: Voivodeship
    municipality: str


class Standard(Schema):
    """The version of the standard that is met, with the digest of its content."""

    code: str
    version: str
    sha256: str


class Decided(Schema):
    """The act that grants the certificate."""

    number: str
    date: Day
    sha256: Sha256
    separation_of_duties: bool = Field(
        description="whoever decided had neither scored the case nor voted on it"
    )


class Entry(Schema):
    """One change of the state: from which day it holds, and since when it is known."""

    status: Literal[tuple(dict(CHANGE_CHOICES))]  # type: ignore[valid-type]
    from_: Day = Field(alias="from")
    recorded_at: Moment
    reason: str
    note: str
    scope: list[str] | None = Field(description="what remained, where the scope was reduced")


class Links(Schema):
    """Where to look, to take and to prove."""

    page: str
    pdf: str | None
    credential: str
    proof: str


class Facts(Schema):
    """What one certificate attests."""

    number: str
    scheme: str
    status: StatusWord
    holder: Holder
    offer: str | None
    scope: list[str]
    standard: Standard
    issued_on: Day
    valid_from: Day
    valid_until: Day


class Text(Schema):
    """A text in both languages."""

    pl: str
    en: str


class SectionResult(Schema):
    """What the experts found in one section, where the scheme publishes it."""

    code: str
    title: Text
    percent: Annotated[int, Field(ge=0, le=100)]


class CertificateOut(Facts):
    """One certificate on a day, by what was known at a moment."""

    on: Day
    known_at: Moment
    decision: Decided
    revision: int = Field(
        description="one more with every reduction of the scope; files of earlier ones are replaced"
    )
    section_results: list[SectionResult]
    history: list[Entry]
    links: Links


class LoggedOut(Schema):
    """One entry of the public log, and the proof that it stands there."""

    index: int
    kind: str
    entry: str = Field(description="the text that is hashed, canonical JSON (RFC 8785)")
    leaf_hash: Sha256
    proof: list[Sha256] = Field(description="from the sibling of the leaf up to the root")
    tlog_proof: str = Field(description="the same for offline checking, c2sp.org/tlog-proof")


class ProofOut(Schema):
    """What the public log tells of a certificate, proved by one signed checkpoint."""

    number: str
    checkpoint: str | None = Field(description="a signed note; null until the first is signed")
    size: int
    root: Sha256 | None
    entries: list[LoggedOut]
    waiting: int = Field(description="entries that the next checkpoint will cover")
    keys: list[str] = Field(description="the keys of the log")


class SummaryLinks(Schema):
    """Where to look, and where to ask for more."""

    page: str
    certificate: str


class Summary(Facts):
    """One certificate in a list, with its state today."""

    links: SummaryLinks


class PageOut(Schema):
    """One page of certificates, the newest first."""

    total: int = Field(description="how many were found; a floor where total_is_exact is false")
    total_is_exact: bool
    size: int
    next: str | None = Field(description="the address of the next page")
    previous: str | None
    items: list[Summary]


class VersionOut(Schema):
    """One published version of a standard."""

    version: str
    sha256: str
    status: str
    published_at: Moment | None
    binding_on: Day | None
    link: str


class SchemeOut(Schema):
    """A scheme, and every version of its standard that was ever published."""

    code: str
    kind: str
    name: Text
    summary: Text
    certificate_prefix: str
    is_statutory: bool
    per_offer: bool
    rules: str
    versions: list[VersionOut]


class SchemesOut(Schema):
    """All schemes."""

    items: list[SchemeOut]


class StandardOut(Schema):
    """A version of a standard as data: scales, sections, criteria and the rule of decision."""

    scheme: str
    sha256: str
    standard: dict[str, Any]
    scales: list[dict[str, Any]]
    sections: list[dict[str, Any]]
    decision_rule: dict[str, Any]


class DifferenceOut(Schema):
    """What one version changes in another; every pair is [old, new]."""

    format: str
    scheme: str
    old: dict[str, Any]
    new: dict[str, Any]
    counts: dict[str, int]
    effects: dict[str, Any]
    changes: list[dict[str, Any]]
