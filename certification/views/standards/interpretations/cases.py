"""Interpretations inside a case: a question about a criterion, and where one was applied."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.checklist import checklist_of
from certification.completeness import address_of
from certification.errors import RuleViolation
from certification.forms.interpretations import QuestionForm
from certification.interpretations import beside_criteria
from certification.lifecycle import AssignmentStatus
from certification.models import Application, User
from certification.operations.interpretations import ask, note_use, take_use_back
from certification.sheets import profile_of
from certification.views.applicant.access import own_cases
from certification.views.evaluation.gate import assignment_of, declaration_first
from certification.views.person import person_of
from standards.models import Criterion, CriterionQuestion, Interpretation
from standards.scoring import load_content

AT_WORK = (AssignmentStatus.ACCEPTED, AssignmentStatus.COMPLETED)
CHECK, SCORE = "certification.check_application", "certification.score_application"
UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask_about_criterion(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Let the applicant's team and the experts of a case ask how to read one of its criteria."""
    person = person_of(request)
    application, back = _case_of(person, number, key)
    criterion = _asked(application, key)
    form = QuestionForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                ask(criterion=criterion, by=person, **form.cleaned_data)
            except RuleViolation as refusal:
                form.add_error(None, refusal)
                status = CONFLICT
            else:
                messages.success(
                    request,
                    _("Your question is sent. The answer comes to “Messages” and to this page."),
                )
                return redirect(request.path)
    asked = CriterionQuestion.objects.filter(
        version=application.version_id, criterion_key=key, asked_by=person
    )
    context = {
        "application": application,
        "criterion": criterion,
        "back": back,
        "form": form,
        "rulings": beside_criteria(application).get(key, ()),
        "questions": asked.select_related("interpretation__scheme").order_by("-pk")[:20],
    }
    return render(request, "certification/interpretations/ask.html", context, status=status)


def _case_of(person: User, number: str, key: str) -> tuple[Application, str]:
    """Find the case of the own side, or the one the person scores, and the way back (404)."""
    if own := own_cases(person).filter(number=number).first():
        return own, address_of(own, _asked(own, key))
    application = get_object_or_404(
        Application.objects.visible_to(person).with_names(), number=number
    )
    assignment = assignment_of(person, application)
    if assignment is None or assignment.status not in AT_WORK:
        raise Http404
    code = _asked(application, key).code
    return application, reverse("certification:score_card", args=[number, code])


def _asked(application: Application, key: str) -> Criterion:
    """Find a criterion that applies to the case."""
    asked = load_content(application.version).applicable(profile_of(application))
    if key not in asked:
        raise Http404
    return checklist_of(application.version).by_key[key]


def _marked_case(request: HttpRequest, number: str) -> tuple[Application, HttpResponse | None]:
    """Find a case in which the person may mark what was applied: its experts, its secretariat."""
    person = person_of(request)
    application = get_object_or_404(
        Application.objects.visible_to(person).with_names(), number=number
    )
    assignment = assignment_of(person, application)
    if reply := declaration_first(request, application, assignment):
        return application, reply
    if not (person.has_perm(CHECK, application) or person.has_perm(SCORE, application)):
        raise PermissionDenied
    return application, None


@login_required
@require_safe
def applied(request: HttpRequest, number: str) -> HttpResponse:
    """List what holds for the criteria of a case, each with the mark that it was applied."""
    application, reply = _marked_case(request, number)
    if reply:
        return reply
    holding = beside_criteria(application, person_of(request))
    asked = load_content(application.version).applicable(profile_of(application))
    by_key = checklist_of(application.version).by_key
    context = {
        "application": application,
        "rows": [(by_key[key], holding[key]) for key in asked if key in holding],
    }
    return render(request, "certification/interpretations/applied.html", context)


@login_required
@require_POST
def mark_applied(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Mark that an interpretation was applied in a case, or take the own mark back."""
    application, reply = _marked_case(request, number)
    if reply:
        return reply
    interpretation = get_object_or_404(Interpretation.objects.public(), pk=pk)
    what: dict[str, Any] = {"interpretation": interpretation, "application": application}
    try:
        if request.POST.get("act") == "take_back":
            take_use_back(by=person_of(request), **what)
        else:
            note_use(by=person_of(request), **what)
    except RuleViolation as refusal:
        messages.error(request, " ".join(refusal.messages))
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("certification:applied_interpretations", args=[number])
    return redirect(back)
