"""An organisation, its team and its offers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.errors import RuleViolation
from certification.forms.organisations import (
    ConfirmationForm,
    InvitationForm,
    OfferForm,
    OrganisationForm,
)
from certification.models import Invitation, Membership, Offer
from certification.operations.invitations import invite_again, take_back_invitation
from certification.operations.organisations import (
    change_organisation,
    end_membership,
    invite,
    register_offer,
    register_organisation,
)
from certification.views.organisations.access import (
    open_organisation,
    organisation_to_change,
    organisation_to_lead,
    show_refusal,
)
from certification.views.person import person_of
from standards.dictionaries import LEGAL_FORMS, VOIVODESHIPS
from standards.waking import wake

FORM_PAGE = require_http_methods(["GET", "HEAD", "POST"])
FORM = "certification/organisations/form.html"


@require_safe
@login_required
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the data of an organisation, its people and what it offers."""
    own = open_organisation(request, pk)
    found = own.organisation
    team = (
        Membership.objects.current(timezone.localdate())
        .filter(organisation=found)
        .select_related("person")
        .order_by("person__name", "pk")
    )
    context = {
        "own": own,
        "organisation": found,
        "legal_form": LEGAL_FORMS[found.legal_form].name,
        "place": VOIVODESHIPS[found.voivodeship],
        "team": team,
        "invitations": Invitation.objects.waiting().filter(organisation=found).order_by("pk"),
        "offers": Offer.objects.filter(organisation=found).order_by("name"),
    }
    return render(request, "certification/organisations/organisation.html", context)


@FORM_PAGE
@login_required
def organisation_new(request: HttpRequest) -> HttpResponse:
    """Enter an organisation; the person becomes the one who signs for it."""
    form = OrganisationForm(request.POST or None)
    made = _carried_out(
        form, lambda: register_organisation(by=person_of(request), **form.cleaned_data)
    )
    if made is None:
        return render(request, "certification/organisations/organisation_form.html", {"form": form})
    messages.success(request, _("The organisation is entered. You sign for it."))
    return redirect("certification:organisation", pk=made.pk)


@FORM_PAGE
@login_required
def organisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the data of an organisation."""
    found = organisation_to_change(request, pk).organisation
    form = OrganisationForm(request.POST or None, initial=OrganisationForm.initial_of(found))
    changed = _carried_out(
        form,
        lambda: change_organisation(organisation=found, by=person_of(request), **form.cleaned_data),
    )
    if changed is None:
        context = {"form": form, "organisation": found}
        return render(request, "certification/organisations/organisation_form.html", context)
    messages.success(request, _("The data is saved."))
    return redirect("certification:organisation", pk=pk)


@FORM_PAGE
@login_required
def invite_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite somebody into the team by e-mail."""
    found = organisation_to_lead(request, pk).organisation
    form = InvitationForm(request.POST or None)
    invitation = _carried_out(
        form, lambda: invite(organisation=found, by=person_of(request), **form.cleaned_data)
    )
    if invitation is None:
        context = {"form": form, "organisation": found}
        return render(request, "certification/organisations/invite.html", context)
    wake("certification.tasks.send_invitation", invitation.pk)
    messages.success(request, _("The invitation is on its way."))
    return redirect("certification:organisation", pk=pk)


@FORM_PAGE
@login_required
def invitation_take_back(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """Ask once more, then take an invitation back that waits."""
    invitation = _waiting_invitation(request, pk, invitation_pk)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    taken = _carried_out(
        form, lambda: take_back_invitation(invitation=invitation, by=person_of(request))
    )
    if taken is None:
        context = {"form": form, "organisation": invitation.organisation, "invitation": invitation}
        return render(request, "certification/organisations/invitation_take_back.html", context)
    messages.success(request, _("The invitation is taken back."))
    return redirect("certification:organisation", pk=pk)


@require_POST
@login_required
def invitation_resend(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """Send an invitation again that seems to be lost."""
    invitation = _waiting_invitation(request, pk, invitation_pk)
    try:
        invite_again(invitation=invitation, by=person_of(request))
    except RuleViolation as refused:
        messages.error(request, refused.messages[0])
    else:
        wake("certification.tasks.send_invitation", invitation.pk)
        messages.success(request, _("The invitation is on its way."))
    return redirect("certification:organisation", pk=pk)


def _waiting_invitation(request: HttpRequest, pk: int, invitation_pk: int) -> Invitation:
    found = organisation_to_lead(request, pk).organisation
    invitations = Invitation.objects.select_related("organisation")
    return get_object_or_404(invitations, pk=invitation_pk, organisation=found)


@FORM_PAGE
@login_required
def membership_end(request: HttpRequest, pk: int, membership_pk: int) -> HttpResponse:
    """Ask once more, then end a person's role in the team."""
    found = organisation_to_lead(request, pk).organisation
    membership = get_object_or_404(
        Membership.objects.select_related("person"), pk=membership_pk, organisation=found
    )
    person = person_of(request)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    ended = _carried_out(form, lambda: end_membership(membership=membership, by=person))
    if ended is None:
        context = {
            "form": form,
            "organisation": found,
            "membership": membership,
            "is_oneself": membership.person_id == person.pk,
        }
        return render(request, "certification/organisations/membership_end.html", context)
    messages.success(request, _("The role in the team has ended."))
    if membership.person_id == person.pk:
        return redirect("certification:my")
    return redirect("certification:organisation", pk=pk)


@FORM_PAGE
@login_required
def offer_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a product or a service."""
    found = organisation_to_change(request, pk).organisation
    form = OfferForm(request.POST or None)
    offer = _carried_out(
        form, lambda: register_offer(organisation=found, by=person_of(request), **form.cleaned_data)
    )
    if offer is None:
        context = {"form": form, "organisation": found}
        return render(request, "certification/organisations/offer_new.html", context)
    messages.success(request, _("The offer is entered."))
    return redirect("certification:organisation", pk=pk)


def _carried_out(form: Form, operation: Callable[[], Any]) -> Any:
    """Carry out what a whole form asks for; a refusal is shown on the form."""
    if not form.is_valid():
        return None
    try:
        return operation()
    except RuleViolation as refused:
        show_refusal(form, refused)
        return None
