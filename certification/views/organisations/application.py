"""Beginning an application: first the call, then what it asks, on one page each."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from certification.errors import RuleViolation
from certification.errors.applicant import OfferNamedAlready
from certification.forms.organisations import ApplicationForm
from certification.models import Application, Offer, Organisation, User
from certification.operations.applications import open_application
from certification.operations.eligibility import may_apply
from certification.operations.organisations import register_offer
from certification.teams import own_organisations
from certification.views.organisations.access import show_refusal
from certification.views.person import person_of
from standards.models import Criterion, Edition
from standards.presenting import days


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def application_new(request: HttpRequest) -> HttpResponse:
    """Let the person choose a call; then ask what the application is about and begin it."""
    person = person_of(request)
    own = own_organisations(person)
    if own and not any(one.may_change for one in own):
        raise PermissionDenied
    organisations = [one.organisation for one in own if one.may_change]
    if not organisations:
        return render(request, "certification/organisations/application_new.html", {})
    calls = Edition.objects.open_on(timezone.localdate()).select_related("scheme", "operator")
    if code := request.GET.get("call", ""):
        edition = get_object_or_404(calls.select_related("version"), code=code)
        return _application_in(request, edition, organisations)
    context = {"schemes": _by_scheme(calls, organisations), "own": own}
    return render(request, "certification/organisations/application_new.html", context)


def _by_scheme(calls: Any, organisations: list[Organisation]) -> list[dict[str, Any]]:
    """Group the open calls by scheme; those of the person's own voivodeships come first."""
    here = {organisation.voivodeship for organisation in organisations}
    ordered = sorted(
        calls,
        key=lambda call: (
            call.scheme.code,
            not (call.operator.is_national or call.operator.voivodeship in here),
            call.name,
        ),
    )
    return [
        {
            "scheme": scheme,
            "calls": list(group),
            "may_apply": any(may_apply(scheme, one) for one in organisations),
        }
        for scheme, group in groupby(ordered, key=lambda call: call.scheme)
    ]


def _application_in(
    request: HttpRequest, edition: Edition, organisations: list[Organisation]
) -> HttpResponse:
    eligible = [one for one in organisations if may_apply(edition.scheme, one)]
    form = ApplicationForm(
        request.POST or None,
        edition=edition,
        organisations=eligible,
        offers=_offers_for(edition, eligible),
    )
    if eligible and form.is_valid():
        try:
            application = _begin(form, edition, person_of(request))
        except RuleViolation as refused:
            if isinstance(refused, OfferNamedAlready):
                form.add_error("offer_name", refused)
            else:
                show_refusal(form, refused)
        else:
            messages.success(
                request,
                _("The application %(number)s is begun. You may fill it in at any pace.")
                % {"number": application.number},
            )
            _say_what_was_taken_over(request, application)
            return redirect("certification:application", number=application.number)
    context = {
        "form": form,
        "edition": edition,
        "eligible": eligible,
        "criteria_count": Criterion.objects.filter(version=edition.version).count(),
        "decision_time": days(edition, edition.decision_days),
    }
    return render(request, "certification/organisations/application_form.html", context)


def _say_what_was_taken_over(request: HttpRequest, application: Application) -> None:
    if taken := application.events.filter(kind="answers_shared").first():
        text = ngettext(
            "%(carried_over)s answer about the organisation is here already, from case %(case)s. "
            "Check that it is still true.",
            "%(carried_over)s answers about the organisation are here already, from case %(case)s. "
            "Check that they are still true.",
            taken.facts["carried_over"],
        )
        messages.info(request, text % taken.facts)


def _offers_for(edition: Edition, organisations: list[Organisation]) -> list[Offer]:
    if not edition.scheme.per_offer:
        return []
    offers = Offer.objects.filter(organisation__in=organisations).select_related("organisation")
    return list(offers.order_by("name", "pk"))


@transaction.atomic
def _begin(form: ApplicationForm, edition: Edition, person: User) -> Application:
    """Enter a new offer and begin the application, both or neither."""
    data = form.cleaned_data
    offer = form.chosen_offer()
    if form.asks_for_new_offer:
        offer = register_offer(
            organisation=data["applicant"],
            kind=data["offer_kind"],
            name=data["offer_name"],
            by=person,
        )
    return open_application(
        edition=edition,
        applicant=data["applicant"],
        offer=offer,
        voivodeship=data["voivodeship"],
        scope=data.get("scope", ""),
        path=data.get("path", ""),
        is_partnership=data.get("is_partnership", False),
        by=person,
    )
