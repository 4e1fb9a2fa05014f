"""Files shown for a criterion: added, shown again, taken back, and handed out."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from certification.errors import RuleViolation
from certification.errors.applicant import AnswerLocked, EvidenceGone, FileMissing
from certification.forms.applicant import field_name
from certification.limits import announces_more
from certification.models import Evidence
from certification.operations.evidence import (
    add_evidence,
    show_evidence_again,
    withdraw_evidence,
)
from certification.section_page import Row, section_page, with_evidence
from certification.views.applicant.access import EDIT, OwnCase, open_own_case
from certification.views.cases import case_of
from certification.views.evaluation.gate import after_declaration
from documents.intake import MAX_BYTES, inspect_upload
from documents.serving import serve

READ = "certification.read_application"
# One file of the greatest size fits with the answers of its section; much more is not even read.
MOST_BYTES = MAX_BYTES + 5 * 1024 * 1024


def is_too_large(request: HttpRequest) -> bool:
    """Say whether the request announces more than one file and its section can have."""
    return announces_more(request, than=MOST_BYTES)


def too_large(request: HttpRequest) -> HttpResponse:
    """Say what to do instead; nothing of the request was read."""
    context = {"limit": MAX_BYTES // 1024**2, "back": request.path}
    fragment = "certification/applicant/fragments/too_large.html"
    page = "certification/applicant/too_large.html"
    template = fragment if request.headers.get("HX-Request") else page
    response = render(request, template, context, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    # The rest of the body is never read, so the connection cannot be used again.
    response["Connection"] = "close"
    return response


def add_files(case: OwnCase, row: Row, uploaded: Sequence[UploadedFile]) -> list[RuleViolation]:
    """Admit and keep files one by one; give the refusals, each with its way out."""
    if not uploaded:
        return [FileMissing()]
    refused: list[RuleViolation] = []
    for file in uploaded:
        try:
            accepted = inspect_upload(file.name or "", file, file.size or 0)  # type: ignore[arg-type]
            add_evidence(
                application=case.application,
                criterion=row.criterion,
                accepted=accepted,
                by=case.person,
            )
        except AnswerLocked:
            raise
        except RuleViolation as refusal:
            refused.append(refusal)
    return refused


def show_again(case: OwnCase, row: Row, chosen: str) -> list[RuleViolation]:
    """Show a file of the case for this criterion as well."""
    piece = next((one for one in row.others if str(one.pk) == chosen), None)
    if piece is None:
        return [FileMissing()]
    try:
        show_evidence_again(evidence=piece, criterion=row.criterion, by=case.person)
    except AnswerLocked:
        raise
    except RuleViolation as refusal:
        return [refusal]
    return []


def remove(case: OwnCase, piece: Evidence) -> list[RuleViolation]:
    """Take a file back; if it is gone already the wish is fulfilled."""
    try:
        withdraw_evidence(evidence=piece, by=case.person)
    except EvidenceGone:
        return []
    return []


@csrf_exempt
def upload(request: HttpRequest, number: str, code: str, key: str) -> HttpResponse:
    """Turn away a request that is too large before anything of it is read."""
    if is_too_large(request):
        return too_large(request)
    return _upload(request, number, code, key)


@csrf_protect
@require_POST
@login_required
def _upload(request: HttpRequest, number: str, code: str, key: str) -> HttpResponse:
    """Add files as soon as they are chosen; answers with the list of files of the criterion."""
    case = open_own_case(request, number, right=EDIT)
    row = _row(case, code, key)
    uploaded = request.FILES.getlist(field_name("file", row.criterion))
    status = HTTPStatus.OK
    try:
        refused = add_files(case, row, uploaded)
    except AnswerLocked as locked:
        refused, status = [locked], HTTPStatus.LOCKED
    row = _row(case, code, key)
    row.refused_files = refused
    if refused and status == HTTPStatus.OK:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context: dict[str, Any] = {"application": case.application, "row": row, "section_code": code}
    template = "certification/applicant/fragments/uploaded.html"
    return render(request, template, context, status=status)


def _row(case: OwnCase, code: str, key: str) -> Row:
    contents = with_evidence(case.application)
    section = next((one for one in contents.sections if one.code == code), None)
    if section is None:
        raise Http404
    page = section_page(
        case.application, section, contents=contents, may_edit=case.may_edit, open_key=key
    )
    row = page.row(key)
    if row is None:
        raise Http404
    return row


@require_safe
@login_required
@after_declaration
def download(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show a file, or hand it over, to whoever may read the content of the case."""
    application = case_of(request, number, READ)
    piece = get_object_or_404(
        Evidence.objects.select_related("document"), pk=pk, application=application
    )
    return serve(piece.document, to_view=True)
