"""The application itself: the list of what is to be filled in, its subject, partners, a copy."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from certification.carrying import calls_offered
from certification.completeness import (
    CaseContents,
    address_of,
    answered_contents,
    contents_of,
    missing_of_organisation,
    missing_of_subject,
    what_is_missing,
)
from certification.errors import RuleViolation
from certification.errors.applicant import FieldRefused
from certification.forms.applicant import PartnerForm, SubjectForm
from certification.labels import APPLICATION
from certification.models import Deadline
from certification.operations.applications import change_application
from certification.operations.partners import add_partner
from certification.section_page import Row, gaps_of_call
from certification.steps import Place, goes_step_by_step, next_step, steps_of
from certification.views.applicant.access import EDIT, OwnCase, open_own_case
from standards.dictionaries import VOIVODESHIPS


@dataclass(frozen=True)
class TaskRow:
    """One line of the task list: what, where, how far."""

    text: str
    url: str
    tag: dict[str, str]
    note: str = ""


def state(*, is_done: bool) -> dict[str, str]:
    """Give the tag of a task that is done or is still to be done."""
    if is_done:
        return {"kind": "ok", "icon": "check", "text": pgettext("answer", "Done")}
    return {"kind": "warn", "icon": "warn", "text": _("To do")}


@require_safe
@login_required
def application(request: HttpRequest, number: str) -> HttpResponse:
    """List what is to be filled in, each with its state, and what is the next step."""
    return application_page(request, open_own_case(request, number))


def application_page(
    request: HttpRequest, case: OwnCase, refusal: RuleViolation | None = None
) -> HttpResponse:
    """Show the application as it stands; a refusal says why it was not moved to another call."""
    contents = contents_of(case.application)
    missing = what_is_missing(case.application, contents)
    deadline = Deadline.objects.running().filter(application=case.application).first()
    step = _step_to_take(case, contents)
    context = {
        "application": case.application,
        "case": case,
        "contents": contents,
        "label": APPLICATION[case.application.status],
        "about": _about(case, contents),
        "sections": [_section_row(contents, section) for section in contents.sections],
        "missing": missing,
        "step": step,
        "deadline": deadline,
        "files": sum(len(pieces) for pieces in contents.evidence.values()),
        "refusal": refusal,
        **closed_call_of(case),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "certification/applicant/application.html", context, status=status)


def closed_call_of(case: OwnCase) -> dict[str, Any]:
    """Say whether the draft's call has closed, and where it can go; asks nothing otherwise."""
    edition = case.application.edition
    is_closed = case.is_draft and edition.is_closed_on(timezone.localdate())
    return {"is_closed": is_closed, "calls": calls_offered(case.application) if is_closed else []}


def _step_to_take(case: OwnCase, contents: CaseContents) -> dict[str, Any] | None:
    """Give the page to go on with, where the applicant is led from question to question."""
    if not (case.is_draft and case.may_edit and goes_step_by_step(case.application)):
        return None
    steps = steps_of(contents)
    number, step = next_step(steps)
    return {"number": number, "count": len(steps), "url": step.url, "is_last": step == steps[-1]}


def _about(case: OwnCase, contents: CaseContents) -> list[TaskRow]:
    """List the tasks beside the checklist."""
    number = {"number": case.application.number}
    organisation = case.application.applicant
    rows = [
        TaskRow(
            _("Data of the organisation"),
            reverse("certification:organisation", kwargs={"pk": organisation.pk}),
            state(is_done=not missing_of_organisation(case.application)),
            organisation.name,
        ),
        TaskRow(
            _("What the application is about"),
            reverse("certification:subject", kwargs=number),
            state(is_done=not missing_of_subject(case.application)),
            _what_it_is_about(case.application),
        ),
    ]
    if case.application.is_partnership:
        waiting = [one for one in contents.partners if one.confirmed_at is None]
        ready = contents.partners and not waiting
        rows.append(
            TaskRow(
                _("Partners"),
                reverse("certification:partners", kwargs=number),
                state(is_done=bool(ready)),
                ", ".join(one.organisation.name for one in contents.partners),
            )
        )
    asked = {one["key"] for one in case.application.edition.scheme.declarations}
    if asked:
        declared = not asked - contents.declared(case.application.applicant_id)
        rows.append(
            TaskRow(
                _("Declarations"),
                reverse("certification:declarations", kwargs=number),
                state(is_done=declared),
            )
        )
    rows.append(
        TaskRow(
            _("Attachments to the application"),
            reverse("certification:attachments", kwargs=number),
            _attached(contents),
            ", ".join(str(one.get_kind_display()) for one in contents.attachments),
        )
    )
    return rows


def _attached(contents: CaseContents) -> dict[str, str]:
    """Give the tag of the attachments, which nobody has to have."""
    count = len(contents.attachments)
    if not count:
        return {"kind": "", "icon": "", "text": pgettext("attachments", "None")}
    text = ngettext("%(count)s file", "%(count)s files", count) % {"count": count}
    return {"kind": "ok", "icon": "check", "text": text}


def _what_it_is_about(application: Any) -> str:
    """Name the offer, or the voivodeship where the organisation itself is accredited."""
    if application.offer:
        return str(application.offer.name)
    return str(VOIVODESHIPS[application.voivodeship])


def _section_row(contents: CaseContents, section: Any) -> TaskRow:
    asked = contents.asked_in(section)
    score = contents.sheet.sections[section.key]
    gaps = sum(bool(contents.gaps_of(criterion)) for criterion in asked)
    if gaps == 0:
        tag = state(is_done=True)
    elif score.answered == 0:
        tag = {"kind": "none", "icon": "", "text": _("Not begun")}
    else:
        left = ngettext("%(count)s left", "%(count)s left", gaps) % {"count": gaps}
        tag = {"kind": "warn", "icon": "warn", "text": left}
    answered = _("%(answered)s of %(count)s answers") % {
        "answered": score.answered,
        "count": score.count,
    }
    return TaskRow(
        f"{section.code}. {section.title}",
        reverse(
            "certification:assessment_section",
            kwargs={"number": contents.application.number, "code": section.code},
        ),
        tag,
        ", ".join(filter(None, [answered, contents.left_in(section)])),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def subject(request: HttpRequest, number: str) -> HttpResponse:
    """Say what the application is about: voivodeship, area, path, offer."""
    case = open_own_case(request, number, right=EDIT)
    initial = {
        "voivodeship": case.application.voivodeship,
        "scope": case.application.scope,
        "path": case.application.path,
        "is_partnership": case.application.is_partnership,
        "offer": case.application.offer_id,
    }
    form = SubjectForm(request.POST or None, application=case.application, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_application(application=case.application, by=case.person, **form.cleaned_data)
        except RuleViolation as refusal:
            refuse(form, refusal)
        else:
            place = _place_of_subject(request, case)
            if place is None or not place.leads_on:
                messages.success(request, _("What the application is about is saved."))
            if place:
                return redirect(place.following)
            return redirect("certification:application", number=number)
    context = {
        "application": case.application,
        "case": case,
        "form": form,
        "place": _place_of_subject(request, case),
        "may_change": case.is_draft or "" in gaps_of_call(case.application),
    }
    template = "certification/applicant/subject.html"
    return render(request, template, context, status=status_of(form))


def _place_of_subject(request: HttpRequest, case: OwnCase) -> Place | None:
    way = request.GET.get("way", "")
    return Place.of("subject", answered_contents(case.application), way) if way else None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def partners(request: HttpRequest, number: str) -> HttpResponse:
    """List the partners and add one."""
    case = open_own_case(request, number, right=EDIT if request.method == "POST" else "")
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_partner(
                application=case.application,
                organisation=form.cleaned_data["organisation"],
                tasks=form.cleaned_data["tasks"],
                by=case.person,
            )
        except RuleViolation as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The partner was added and asked to confirm."))
            return redirect("certification:partners", number=number)
    contents = contents_of(case.application)
    asked = {one["key"] for one in case.application.edition.scheme.declarations}
    context = {
        "application": case.application,
        "case": case,
        "form": form,
        "rows": [
            (one, not asked - contents.declared(one.organisation_id)) for one in contents.partners
        ],
    }
    template = "certification/applicant/partners.html"
    return render(request, template, context, status=status_of(form))


@require_safe
@login_required
def copy(request: HttpRequest, number: str) -> HttpResponse:
    """Show everything that was filled in, for reading, keeping and printing."""
    case = open_own_case(request, number)
    contents = contents_of(case.application)
    context = {
        "application": case.application,
        "case": case,
        "parts": answers_by_section(contents),
        "contents": contents,
        "label": APPLICATION[case.application.status],
    }
    return render(request, "certification/applicant/copy.html", context)


def answers_by_section(contents: CaseContents) -> list[dict[str, Any]]:
    """Put all answers under their sections, as the page before sending and the copy list them."""
    return [
        {
            "section": section,
            "score": contents.sheet.sections[section.key],
            "rows": [
                Row(
                    criterion,
                    contents.answers.get(criterion.pk),
                    is_writable=False,
                    files=contents.evidence.get(criterion.pk, []),
                    url=address_of(contents.application, criterion),
                )
                for criterion in contents.asked_in(section)
            ],
        }
        for section in contents.sections
    ]


def refuse(form: Any, refusal: RuleViolation) -> None:
    """Show a broken rule at its field, or above the form."""
    field = refusal.field if isinstance(refusal, FieldRefused) else ""
    form.add_error(field if field in form.fields else None, refusal)


def status_of(form: Any) -> int:
    """Answer 422 where the form was refused."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
