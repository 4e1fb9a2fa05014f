"""Who may apply in a scheme: a rule that the applicant and every partner meet alike."""

from certification.errors.applicant import LegalFormNotAllowed
from certification.models import Organisation
from standards.dictionaries import LEGAL_FORMS
from standards.models import Edition, SchemeKind


def require_legal_form(edition: Edition, organisation: Organisation) -> None:
    """Admit only the legal forms of the scheme; a support centre also needs one of the Act."""
    scheme = edition.scheme
    form = LEGAL_FORMS[organisation.legal_form]
    listed = scheme.is_open_to_any_form or form.code in scheme.allowed_legal_forms
    if not listed or (scheme.kind == SchemeKind.ACCREDITATION and not form.owes_eligible):
        raise LegalFormNotAllowed(name=organisation.name)
