"""Declarations: each organisation makes its own, and a partner confirms that it takes part."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certification.completeness import CaseContents, contents_of
from certification.errors import RuleViolation
from certification.errors.applicant import PartnershipConfirmedAlready
from certification.forms.applicant import DeclarationsForm
from certification.models import Organisation, Partner
from certification.operations.partners import WRITABLE, confirm_partnership, make_declarations
from certification.steps import Place
from certification.views.applicant.access import OwnCase, open_own_case, signs_for
from certification.views.applicant.application import refuse, status_of
from standards.languages import shown_language


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def declarations(request: HttpRequest, number: str) -> HttpResponse:
    """Show what the person's organisation declares; only who signs for it may declare."""
    case = open_own_case(request, number)
    contents = contents_of(case.application)
    partner = None if case.role else _partner_of(case, contents.partners)
    organisation = partner.organisation if partner else case.application.applicant
    may_sign = signs_for(case.person, organisation.pk)
    if request.method == "POST" and not may_sign:
        raise PermissionDenied
    texts = _texts(case)
    form = DeclarationsForm(
        request.POST if request.method == "POST" else None,
        texts=texts,
        made=contents.declared(organisation.pk),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _declare(case, organisation, partner, form.keys)
        except RuleViolation as refusal:
            refuse(form, refusal)
        else:
            place = _place(request, case, contents)
            if place is None or not place.leads_on:
                messages.success(request, _("The declarations are saved."))
            if place:
                return redirect(place.following)
            return redirect("certification:declarations", number=number)
    made = [one for one in contents.declarations if one.organisation_id == organisation.pk]
    context: dict[str, Any] = {
        "application": case.application,
        "case": case,
        "form": form,
        "organisation": organisation,
        "partner": partner,
        "may_sign": may_sign,
        "place": _place(request, case, contents),
        "may_change": case.application.status in WRITABLE,
        "can_declare": may_sign and case.application.status in WRITABLE and bool(form.fields),
        "made": made,
        "others": _others(case, contents, organisation, {key for key, _text in texts}),
    }
    template = "certification/applicant/declarations.html"
    return render(request, template, context, status=status_of(form))


def _place(request: HttpRequest, case: OwnCase, contents: CaseContents) -> Place | None:
    """Say where the page stands on the way of those who are led from question to question."""
    way = request.GET.get("way", "")
    asked = case.application.edition.scheme.declarations
    return Place.of("declarations", contents, way) if way and case.role and asked else None


def _declare(
    case: OwnCase, organisation: Organisation, partner: Partner | None, keys: list[str]
) -> None:
    if partner and partner.confirmed_at is None:
        try:
            confirm_partnership(partner=partner, by=case.person)
        except PartnershipConfirmedAlready:
            partner.refresh_from_db()
    make_declarations(
        application=case.application, organisation=organisation, keys=keys, by=case.person
    )


def _partner_of(case: OwnCase, partners: list[Partner]) -> Partner:
    """Find the partner for whom the person acts."""
    for partner in partners:
        if partner.organisation.memberships.filter(person=case.person).exists():
            return partner
    raise PermissionDenied


def _texts(case: OwnCase) -> list[tuple[str, str]]:
    language = shown_language()
    return [
        (one["key"], one[f"text_{language}"])
        for one in case.application.edition.scheme.declarations
    ]


def _others(
    case: OwnCase, contents: Any, organisation: Organisation, asked: set[str]
) -> list[tuple[Organisation, bool]]:
    """List the other organisations of the application, and whether they have declared."""
    everybody = [case.application.applicant]
    if case.application.is_partnership:
        everybody += [partner.organisation for partner in contents.partners]
    return [
        (one, not asked - contents.declared(one.pk))
        for one in everybody
        if one.pk != organisation.pk
    ]
