"""Who may apply in a scheme, and what an application has to say about itself."""

from certification.errors.applicant import LegalFormNotAllowed
from certification.errors.versions import NotRenewable, RenewalBegunAlready, RenewedElsewhere
from certification.lifecycle import IN_FORCE, ApplicationStatus
from certification.models import Application, Certificate, Organisation
from standards.dictionaries import LEGAL_FORMS
from standards.models import Edition, Scheme, SchemeKind

# A renewal that ended without being examined can be begun once more.
CLOSED_UNEXAMINED = (
    ApplicationStatus.WITHDRAWN,
    ApplicationStatus.LEFT_UNEXAMINED,
    ApplicationStatus.DECLINED,
)


def may_apply(scheme: Scheme, organisation: Organisation) -> bool:
    """Say whether the scheme admits the legal form; a support centre needs one of the Act too."""
    form = LEGAL_FORMS[organisation.legal_form]
    listed = scheme.is_open_to_any_form or form.code in scheme.allowed_legal_forms
    return listed and (scheme.kind != SchemeKind.ACCREDITATION or form.owes_eligible)


def require_legal_form(edition: Edition, organisation: Organisation) -> None:
    """Admit only the legal forms that may apply."""
    if not may_apply(edition.scheme, organisation):
        raise LegalFormNotAllowed(name=organisation.name)


def require_renewable(certificate: Certificate, application: Application) -> None:
    """Renew a certificate that was not ended, for its holder and what it covers, once at a time."""
    if certificate.status not in IN_FORCE:
        raise NotRenewable(number=certificate.number)
    covered = (certificate.holder_id, certificate.offer_id, certificate.scheme_id)
    asked = (application.applicant_id, application.offer_id, application.edition.scheme_id)
    if covered != asked:
        raise RenewedElsewhere(number=certificate.number)
    begun = Application.objects.filter(renewal_of=certificate)
    running = begun.exclude(status__in=CLOSED_UNEXAMINED).order_by("pk").first()
    if running is not None:
        raise RenewalBegunAlready(number=running.number)


def asks_for_scope(scheme: Scheme) -> bool:
    """Say whether the area is asked: an offer says it by itself, an organisation has to."""
    return not scheme.per_offer


def asks_for_path(scheme: Scheme) -> bool:
    """Say whether the path of experience is asked: calls for support centres have two of them."""
    return scheme.kind == SchemeKind.ACCREDITATION and not scheme.per_offer
