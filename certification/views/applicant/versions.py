"""A draft on another version: what would change, the move itself, and what stays readable."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from certification.carrying import Fate, fate_of, preview_of, versions_offered
from certification.checklist import checklist_of
from certification.completeness import CaseContents, contents_of
from certification.errors import RuleViolation
from certification.errors.versions import OnlyDraftsMove
from certification.models import Assessment, AssessmentKind, Evidence
from certification.operations.moving import move_to_version
from certification.section_page import Row, Unasked, unasked_of
from certification.views.applicant.access import EDIT, OwnCase, open_own_case
from standards.differences.comparing import CriterionChange
from standards.differences.presenting import codes_of
from standards.differences.reading import difference_between
from standards.models import StandardVersion


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def move_version(request: HttpRequest, number: str) -> HttpResponse:
    """Show what would change, criterion by criterion; move the draft once that is confirmed."""
    case = open_own_case(request, number, right=EDIT)
    offered = versions_offered(case.application)
    asked = request.POST.get("to") or request.GET.get("to", "")
    chosen = next((one for one in offered if one.version == asked), None)
    if asked and chosen is None and case.is_draft and request.method != "POST":
        raise Http404
    refusal: RuleViolation | None = None if case.is_draft else OnlyDraftsMove()
    if request.method == "POST":
        try:
            move_to_version(
                application=case.application,
                version=chosen or case.application.version,
                by=case.person,
            )
        except RuleViolation as refused:
            refusal = refused
        else:
            return _moved(request, case, asked)
    return _move_page(request, case, offered, chosen, refusal)


def _moved(request: HttpRequest, case: OwnCase, version: str) -> HttpResponse:
    sentence = _(
        "The draft is on version %(version)s now. Answers that wait for your confirmation are "
        "marked in their sections."
    )
    messages.success(request, sentence % {"version": version})
    return redirect("certification:application", number=case.application.number)


def _move_page(
    request: HttpRequest,
    case: OwnCase,
    offered: list[StandardVersion],
    chosen: StandardVersion | None,
    refusal: RuleViolation | None,
) -> HttpResponse:
    target = chosen or next(iter(offered), None)
    preview = None
    if case.is_draft and target is not None:
        preview = preview_of(case.application.own_assessment, target)
    context = {
        "application": case.application,
        "case": case,
        "offered": offered,
        "target": target,
        "preview": preview,
        "refusal": refusal,
    }
    refused = refusal is not None and request.method == "POST"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "certification/applicant/move_version.html", context, status=status)


@dataclass(frozen=True)
class EarlierRow:
    """An answer to a criterion of an earlier version, and what became of the criterion."""

    row: Row
    change: CriterionChange
    codes: str


@dataclass(frozen=True)
class EarlierChecklist:
    """A checklist that was answered before: its version, what was dropped, and all the rest."""

    version: StandardVersion
    case_number: str
    dropped: list[EarlierRow]
    others: list[EarlierRow]


@require_safe
@login_required
def kept_answers(request: HttpRequest, number: str) -> HttpResponse:
    """Show every answer that is kept beside the checklist: of earlier versions, of other facts."""
    case = open_own_case(request, number)
    contents = contents_of(case.application)
    context = {
        "application": case.application,
        "case": case,
        "unasked": _unasked(contents),
        "earlier": [_earlier(case, one) for one in _checklists(case)],
    }
    return render(request, "certification/applicant/kept_answers.html", context)


def _unasked(contents: CaseContents) -> list[Unasked]:
    return [
        unasked_of(contents, criterion)
        for section in contents.checklist.sections
        for criterion in contents.unasked_in(section)
    ]


def _checklists(case: OwnCase) -> list[Assessment]:
    """List the checklists put aside in this case, and that of the case which it renews."""
    application = case.application
    found = list(
        Assessment.objects.filter(application=application, kind=AssessmentKind.EARLIER)
        .select_related("version__scheme", "application")
        .order_by("-pk")
    )
    if application.renewal_of_id:
        last = Assessment.objects.filter(
            application__certificate=application.renewal_of_id, kind=AssessmentKind.SELF
        )
        found += last.select_related("application__version__scheme")
    return found


def _earlier(case: OwnCase, assessment: Assessment) -> EarlierChecklist:
    version = assessment.own_version
    criteria = checklist_of(version).by_pk
    difference = difference_between(version, case.application.version)
    files: dict[int, list[Evidence]] = {}
    shown = Evidence.objects.standing().filter(
        application=assessment.application_id, criterion__version=version
    )
    for piece in shown.select_related("document"):
        files.setdefault(piece.criterion_id, []).append(piece)
    answers = {answer.criterion_id: answer for answer in assessment.answers.all()}
    dropped: list[EarlierRow] = []
    others: list[EarlierRow] = []
    for pk, criterion in criteria.items():
        row = Row(criterion, answers.get(pk), is_writable=False, files=files.get(pk, []))
        if not (row.is_answered or row.justification or row.files or row.measured_typed):
            continue
        change = difference.of_old(criterion.key)
        is_gone = fate_of(change, stays=False) == Fate.DROPPED
        (dropped if is_gone else others).append(EarlierRow(row, change, codes_of(change)))
    return EarlierChecklist(version, assessment.application.number, dropped, others)
