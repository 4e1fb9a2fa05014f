"""A credential to sign, invented."""

from datetime import UTC, datetime

from documents.credentials.contents import CredentialContent, Issuer
from documents.credentials.identity import issuer_id

NUMBER = "ZNAK-2026-0041"


def content(number: str = NUMBER) -> CredentialContent:
    """Give what a credential says, before it has an id and places in lists."""
    page = f"https://rejestr.example/c/{number}"
    return CredentialContent(
        id="urn:uuid:5cc2b1a8-3a4e-4f1f-9d6b-0d9c37c7f0aa",
        number=number,
        name=f"Certyfikat {number}",
        achievement_type="Certification",
        achievement_id="https://rejestr.example/standards/znak/2026.1/",
        achievement_name="Certyfikat znaku",
        achievement_description="Znak produktu ekonomii społecznej",
        criteria_url="https://rejestr.example/standards/znak/2026.1/",
        criteria_text="Spełniono wersję 2026.1 standardu.",
        version="2026.1",
        language="pl",
        subject_id=f"{page}#offer",
        identifiers=(("ext:offer", "Miód lipowy „Żółty Ul”"), ("ext:nip", "5252445767")),
        awarded_at=datetime(2026, 11, 23, tzinfo=UTC),
        valid_from=datetime(2026, 11, 23, tzinfo=UTC),
        valid_until=datetime(2029, 11, 22, 22, 59, 59, tzinfo=UTC),
        issuer=Issuer(issuer_id(), "Krajowy Rejestr Znaku", "https://rejestr.example", ""),
        narrative="Żywność",
    )
