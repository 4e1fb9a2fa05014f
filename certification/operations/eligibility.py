"""Who may apply in a scheme, and what an application has to say about itself."""

from certification.errors.applicant import LegalFormNotAllowed
from certification.models import Organisation
from standards.dictionaries import LEGAL_FORMS
from standards.models import Edition, Scheme, SchemeKind


def may_apply(scheme: Scheme, organisation: Organisation) -> bool:
    """Say whether the scheme admits the legal form; a support centre needs one of the Act too."""
    form = LEGAL_FORMS[organisation.legal_form]
    listed = scheme.is_open_to_any_form or form.code in scheme.allowed_legal_forms
    return listed and (scheme.kind != SchemeKind.ACCREDITATION or form.owes_eligible)


def require_legal_form(edition: Edition, organisation: Organisation) -> None:
    """Admit only the legal forms that may apply."""
    if not may_apply(edition.scheme, organisation):
        raise LegalFormNotAllowed(name=organisation.name)


def asks_for_scope(scheme: Scheme) -> bool:
    """Say whether the area is asked: an offer says it by itself, an organisation has to."""
    return not scheme.per_offer


def asks_for_path(scheme: Scheme) -> bool:
    """Say whether the path of experience is asked: calls for support centres have two of them."""
    return scheme.kind == SchemeKind.ACCREDITATION and not scheme.per_offer
