"""What a certificate says: plain values, for which nothing that draws is loaded."""

from dataclasses import dataclass
from datetime import date

from documents.drawing.letter import Mark


@dataclass(frozen=True)
class CertificateContent:
    """What the page says, already in the language of the certificate."""

    language: str
    issuer_name: str
    issuer_line: str
    title: str
    subtitle: str
    lead: str
    holder_or_offer: str
    holder_line: str
    body: str
    facts: tuple[tuple[str, str], ...]
    number: str
    verify_url: str
    digest: str
    marks: tuple[Mark, ...] = ()
    issued_on: date | None = None
    sealed: bool = False
    """Leaves a place for the seal, and says that it is there."""
