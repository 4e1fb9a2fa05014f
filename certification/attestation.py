"""What the drawn certificate says, composed from the decision in the language of the document."""

from datetime import date

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certification.models import Decision, Offer, OfferKind, Organisation
from certification.revisions import Revision, first_revision
from documents.drawing import CertificateContent
from standards.dictionaries import VOIVODESHIPS
from standards.models import SchemeKind

LONGEST_AREA = 150
LONGEST_AREA_BESIDE_A_REVISION = 85  # both stand where the longest area alone would


def certificate_content(
    decision: Decision, language: str = "pl", revision: Revision | None = None
) -> CertificateContent:
    """Compose the page of a certificate (ISO/IEC 17065, 7.7.1): who, what, which standard, when.

    An accreditation names the organisation; a mark names the product or service in the large line
    and its maker below. Without a ``revision`` it is the page of the day of issue.
    """
    told = revision or first_revision(decision)
    facts, holder = told.facts, told.holder
    application = decision.application
    edition, offer = application.edition, application.offer
    with translation.override(language):
        title, _space, subtitle = edition.scheme.certificate_title.partition(" ")
        return CertificateContent(
            language=language,
            issuer_name=edition.operator.name,
            issuer_line=", ".join(filter(None, (_("Certification body"), edition.operator.city))),
            title=title,
            subtitle=subtitle,
            lead=_lead(offer),
            holder_or_offer=facts["offer"] or facts["holder"]["name"],
            holder_line=_holder_line(holder, names_holder=offer is not None),
            body=_body(told, kind=edition.scheme.kind),
            facts=(
                (_("Certificate number"), facts["number"]),
                (_("Issued on"), _day(facts["issued_on"])),
                (_("Valid until"), _day(facts["valid_until"])),
                (_("Voivodeship"), VOIVODESHIPS[facts["holder"]["voivodeship"]]),
            ),
            number=facts["number"],
            verify_url=f"{settings.PUBLIC_URL}/c/{facts['number']}",
            digest=told.digest,
            marks=("demo",) if holder.is_demo else (),
            issued_on=date.fromisoformat(facts["issued_on"]),
        )


def _lead(offer: Offer | None) -> str:
    if offer is None:
        return _("This is to certify that the organisation")
    if offer.kind == OfferKind.SERVICE:
        return _("This is to certify that the service")
    return _("This is to certify that the product")


def _holder_line(holder: Organisation, *, names_holder: bool) -> str:
    parts = [holder.name] if names_holder else []
    if holder.running_entity_name:
        parts.append(_("run by: %(entity)s") % {"entity": holder.running_entity_name})
    parts.append(holder.city)
    if holder.krs:
        parts.append(f"KRS {holder.krs}")
    elif holder.nip:
        parts.append(f"NIP {holder.nip}")
    return ", ".join(parts)


def _body(told: Revision, *, kind: str) -> str:
    facts = told.facts
    if kind == SchemeKind.PRODUCT_MARK:
        text = _(
            "meets version %(version)s of the standard of the mark, as assessed by independent "
            "experts, and may bear the mark within the term given below."
        )
    else:
        text = _(
            "meets version %(version)s of the standard, as assessed by independent experts, and "
            "holds the accreditation within the term given below."
        )
    text %= {"version": facts["standard"]["version"]}
    area = ", ".join(told.scope)
    if not area:
        return text
    longest = LONGEST_AREA if told.number == 1 else LONGEST_AREA_BESIDE_A_REVISION
    if len(area) > longest:
        where = _("The area is listed on the public page of the certificate.")
    else:
        where = _("Area: %(area)s.") % {"area": area}
    if told.number > 1:
        where += " " + _("Revision %(number)s, with the scope reduced from %(day)s.") % {
            "number": told.number,
            "day": date_format(timezone.localtime(told.starts_at), "DATE_FORMAT"),
        }
    return f"{text} {where}"


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "DATE_FORMAT")
