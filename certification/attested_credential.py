"""What the credential of a certificate says, composed from the decision in plain values."""

from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certification.models import Decision
from certification.revisions import Revision, first_revision, start_of
from documents.credentials.contents import AchievementType, CredentialContent, Issuer
from documents.credentials.identity import issuer_id
from standards.models import SchemeKind


def credential_content(
    decision: Decision, language: str = "pl", revision: Revision | None = None
) -> CredentialContent:
    """Compose the credential (ISO/IEC 17065, 7.7.1): the same facts as on the drawn page.

    The subject is the holder of an accreditation, the product or service of a mark; both have the
    public page of the certificate as their address, since they have none of their own with us.
    A later revision says from when it holds, and keeps the day of the award.
    """
    told = revision or first_revision(decision)
    facts = told.facts
    edition, offer = decision.application.edition, decision.application.offer
    scheme, number = edition.scheme, facts["number"]
    page = f"{settings.PUBLIC_URL}/c/{number}"
    version = facts["standard"]["version"]
    standard = f"{settings.PUBLIC_URL}/standards/{scheme.code}/{version}/"
    with translation.override(language):
        return CredentialContent(
            id="",
            number=number,
            name=_name(number, told),
            achievement_type=_kind(scheme.kind),
            achievement_id=standard,
            achievement_name=scheme.certificate_title,
            achievement_description=scheme.name,
            criteria_url=standard,
            criteria_text=_(
                "Version %(version)s of the standard is met, as assessed by independent experts."
            )
            % {"version": version},
            version=version,
            language=language,
            subject_id=f"{page}#{'holder' if offer is None else 'offer'}",
            identifiers=_identifiers(facts["holder"], facts["offer"]),
            awarded_at=start_of(facts["issued_on"]),
            valid_from=told.starts_at,
            valid_until=_end(facts["valid_until"]),
            issuer=Issuer(
                id=issuer_id(),
                name=edition.operator.name,
                url=settings.PUBLIC_URL,
                email=edition.operator.email,
            ),
            narrative=", ".join(told.scope),
            revision=told.number,
        )


def _name(number: str, told: Revision) -> str:
    if told.number == 1:
        return _("Certificate %(number)s") % {"number": number}
    return _("Certificate %(number)s, revision %(revision)s") % {
        "number": number,
        "revision": told.number,
    }


def _kind(kind: str) -> AchievementType:
    is_mark = kind == SchemeKind.PRODUCT_MARK
    return "Certification" if is_mark else "QualityAssuranceCredential"


def _identifiers(holder: dict[str, str], offer: str | None) -> tuple[tuple[str, str], ...]:
    """List by what the subject and its holder are known; empty ones are left out."""
    pairs = (
        ("ext:offer", offer or ""),
        ("name", holder["name"]),
        ("ext:nip", holder["nip"]),
        ("ext:regon", holder["regon"]),
        ("ext:krs", holder["krs"]),
    )
    return tuple((kind, value) for kind, value in pairs if value)


def _end(day: str) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time(23, 59, 59)))
