"""Who opens an organisation: its own people, by role; to all others it does not exist."""

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest

from certification.errors import RuleViolation
from certification.errors.applicant import FieldRefused, SeveralRefused
from certification.teams import OwnOrganisation, own_organisations
from certification.views.person import person_of


def open_organisation(request: HttpRequest, pk: int) -> OwnOrganisation:
    """Open an organisation of the person's own; any other is a 404."""
    for own in own_organisations(person_of(request)):
        if own.organisation.pk == pk:
            return own
    raise Http404


def organisation_to_change(request: HttpRequest, pk: int) -> OwnOrganisation:
    """Open an organisation to change its data; whoever only reads gets a 403."""
    own = open_organisation(request, pk)
    if not own.may_change:
        raise PermissionDenied
    return own


def organisation_to_lead(request: HttpRequest, pk: int) -> OwnOrganisation:
    """Open an organisation to change its team; only those who sign may (403)."""
    own = open_organisation(request, pk)
    if not own.may_lead_team:
        raise PermissionDenied
    return own


def show_refusal(form: Form, refused: RuleViolation) -> None:
    """Show each broken rule at the field it speaks of, or above the form."""
    for one in refused.refusals if isinstance(refused, SeveralRefused) else [refused]:
        field = one.field if isinstance(one, FieldRefused) else ""
        form.add_error(field if field in form.fields else None, one)
