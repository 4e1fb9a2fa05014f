"""Reports of misuse: the form and receipt for anybody, the list and the answer for secretariats."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certification.errors import RuleViolation
from certification.forms.registry import ReportAnswerForm, ReportForm
from certification.labels import REPORT
from certification.lifecycle import REPORT_MOVES
from certification.models import MisuseReport, Post, PostRole, User
from certification.operations import reports
from certification.permissions import HANDLE_REPORT
from certification.registry import tidy_number
from certification.views.person import person_of
from certification.views.registry.limited import (
    as_too_many,
    say_too_many,
    wait_for,
)
from standards.languages import shown_language

METHODS = ["GET", "HEAD", "POST"]
MOST_ROWS = 50
ACTS: Mapping[str, Callable[..., MisuseReport]] = {
    "take_up": reports.take_up,
    "confirm": reports.confirm_report,
    "dismiss": reports.dismiss_report,
}


@require_http_methods(METHODS)
def report(request: HttpRequest) -> HttpResponse:
    """Take a report from anybody and give its receipt."""
    form = ReportForm(
        request.POST or None, initial={"number": tidy_number(request.GET.get("number", ""))}
    )
    wait = 0
    if request.method == "POST" and form.is_valid():
        if wait := wait_for(request, "report"):
            say_too_many(form)
        else:
            answers = {
                name: value for name, value in form.cleaned_data.items() if name != "website"
            }
            made = reports.report_misuse(**answers, language=shown_language())
            return redirect("certification:report_receipt", token=made.token)
    response = render(request, "certification/registry/report.html", {"form": form})
    return as_too_many(response, wait) if wait else response


@require_safe
def report_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Show where a report stands to whoever has its link."""
    found = get_object_or_404(MisuseReport.objects.select_related("certificate"), token=token)
    context = {"report": found, "label": REPORT[found.status]}
    response = render(request, "certification/registry/report_receipt.html", context)
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@login_required
def misuse_reports(request: HttpRequest) -> HttpResponse:
    """List the newest reports of the operators where the person is at the secretariat."""
    found = (
        MisuseReport.objects.filter(operator__in=_operators_of(person_of(request)))
        .select_related("certificate")
        .order_by("-pk")[:MOST_ROWS]
    )
    rows = [{"report": one, "label": REPORT[one.status]} for one in found]
    return render(request, "certification/registry/misuse_reports.html", {"rows": rows})


def _operators_of(person: User) -> list[int]:
    """Find where the person is at the secretariat; for others these pages do not exist."""
    posts = Post.objects.current(timezone.localdate()).filter(
        person=person, role=PostRole.SECRETARIAT
    )
    operators = list(posts.values_list("operator_id", flat=True))
    if not operators:
        raise Http404
    return operators


@require_http_methods(METHODS)
@login_required
def misuse_report(request: HttpRequest, number: str) -> HttpResponse:
    """Show one report and take what is done about it."""
    person = person_of(request)
    found = get_object_or_404(
        MisuseReport.objects.select_related("certificate", "operator"), number=number
    )
    if not person.has_perm(HANDLE_REPORT, found):
        raise Http404
    form = ReportAnswerForm(request.POST or None)
    act = ACTS.get(request.POST.get("act", ""))
    if request.method == "POST" and act and form.is_valid():
        given: dict[str, Any] = {} if act is reports.take_up else form.cleaned_data
        try:
            act(report=found, by=person, **given)
        except RuleViolation as violation:
            form.add_error(None, violation)
        else:
            messages.success(request, _("The report is updated and its link shows it."))
            return redirect("certification:misuse_report", number=number)
    context = {
        "report": found,
        "label": REPORT[found.status],
        "form": form,
        "is_open": bool(REPORT_MOVES[found.status]),
        "may_take_up": "in_review" in REPORT_MOVES[found.status],
    }
    return render(request, "certification/registry/misuse_report.html", context)
