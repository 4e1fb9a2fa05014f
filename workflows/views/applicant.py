"""The applicant's steps: check and send, complete the gaps, withdraw."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from certification.completeness import (
    address_of,
    contents_of,
    missing_of_call,
    what_is_missing,
    without_evidence,
)
from certification.errors import RuleViolation
from certification.lifecycle import APPLICATION_MOVES, ApplicationStatus
from certification.models import CompletionCall
from certification.operations.applications import answer_call
from certification.section_page import gaps_of_call
from certification.steps import CHECK, STEPS, Place, goes_step_by_step
from certification.views.applicant.access import (
    SUBMIT,
    WITHDRAW,
    OwnCase,
    open_own_case,
)
from certification.views.applicant.application import answers_by_section, closed_call_of
from workflows.api import submit_case, withdraw_case
from workflows.forms.applicant import CompletionForm, WithdrawForm
from workflows.views.base import TaskView


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """List every answer before sending; sending names all that is missing, with its links."""
    case = open_own_case(request, number, right=SUBMIT if request.method == "POST" else "")
    refusal: RuleViolation | None = None
    if request.method == "POST":
        try:
            submit_case(application=case.application, by=case.person)
        except RuleViolation as refused:
            refusal = refused
        else:
            return redirect("certification:receipt", number=number)
    if not case.is_draft:
        if request.method == "POST":
            messages.info(request, _("This application was sent before, so nothing was done now."))
        return redirect("certification:case", number=number)
    return _check_page(request, case, refusal)


def _check_page(request: HttpRequest, case: OwnCase, refusal: RuleViolation | None) -> HttpResponse:
    contents = contents_of(case.application)
    is_led = goes_step_by_step(case.application)
    context = {
        "application": case.application,
        "case": case,
        "contents": contents,
        "place": Place.of(CHECK, contents, STEPS) if is_led else None,
        "parts": answers_by_section(contents),
        "missing": what_is_missing(case.application, contents),
        "bare": without_evidence(contents),
        "refusal": refusal,
        **closed_call_of(case),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "workflows/applicant/submit.html", context, status=status)


class CompleteView(TaskView):
    """Shows what the call asks for beside each criterion, and sends the completed gaps."""

    node = "complete"
    done = _("What you completed is with the secretariat now.")
    operation = staticmethod(answer_call)
    form_class = CompletionForm
    template_name = "workflows/applicant/complete.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List the gaps in the words of the call, each with its answer and what it lacks."""
        contents = contents_of(self.application)
        called_for = gaps_of_call(self.application)
        calls = CompletionCall.objects.filter(application=self.application)
        call = calls.select_related("check_made").latest("pk")
        missing = missing_of_call(self.application, call, contents)
        lacking = {one.criterion.key for one in missing if one.criterion}
        rows = [
            {
                "criterion": criterion,
                "url": address_of(self.application, criterion),
                "texts": called_for[criterion.key],
                "answer": contents.answers.get(criterion.pk),
                "files": contents.evidence.get(criterion.pk, []),
                "is_lacking": criterion.key in lacking,
            }
            for section in contents.sections
            for criterion in contents.asked_in(section)
            if criterion.key in called_for
        ]
        return super().get_context_data(
            rows=rows,
            whole=called_for.get("", []),
            attached=[
                piece
                for piece in contents.attachments
                if piece.added_at > call.check_made.checked_at
            ],
            missing=missing,
            call=call,
            **kwargs,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Ask once more, repeat what follows, and end the case."""
    case = open_own_case(request, number, right=WITHDRAW)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    case_page = reverse("certification:case", kwargs={"number": number})
    if ApplicationStatus.WITHDRAWN not in APPLICATION_MOVES[case.application.status]:
        if request.method == "POST":
            messages.info(request, _("This case can no longer be withdrawn; nothing was changed."))
        return redirect(case_page)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_case(application=case.application, by=case.person, **form.cleaned_data)
        except RuleViolation as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(case_page)
    context = {"application": case.application, "case": case, "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "workflows/applicant/withdraw.html", context, status=status)
