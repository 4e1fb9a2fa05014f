"""Evidence: files shown for a criterion, taken back but never removed from the case."""

from pathlib import PurePath

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from certification.errors.applicant import (
    AnswerLocked,
    CriterionNotAsked,
    EvidenceGone,
    EvidenceShownAlready,
    TooMuchEvidence,
)
from certification.history import save
from certification.lifecycle import ApplicationStatus
from certification.models import Application, Attachment, Evidence, Side, User
from certification.operations.answers import require_asked, writable_keys
from certification.operations.case import log_event
from documents.intake import AcceptedFile
from documents.models import FROM_HEIC, Document, DocumentKind
from documents.operations import store_document
from standards.models import Criterion

LIMIT_MB = 200
LIMIT = LIMIT_MB * 1024 * 1024


@transaction.atomic
def add_evidence(
    *, application: Application, criterion: Criterion, accepted: AcceptedFile, by: User
) -> Evidence:
    """Show a file for a criterion; equal names of different files are told apart by a number."""
    application = _writable(application, criterion)
    require_room(application, accepted)
    standing = Evidence.objects.standing().filter(application=application)
    name = free_name(accepted.name, set(standing.values_list("name", flat=True)))
    evidence = Evidence(
        application=application,
        criterion=criterion,
        document=stored_upload(application, accepted, name, by),
        name=name,
        added_by=by,
        added_at=timezone.now(),
    )
    save(evidence, by=by, reason="add_evidence")
    _log(evidence, "evidence_added", by)
    return evidence


@transaction.atomic
def show_evidence_again(*, evidence: Evidence, criterion: Criterion, by: User) -> Evidence:
    """Show a file that is in the case already for another criterion as well."""
    application = _writable(evidence.application, criterion)
    if evidence.withdrawn_at is not None:
        raise EvidenceGone
    shown = Evidence.objects.standing().filter(application=application, criterion=criterion)
    if shown.filter(document=evidence.document_id).exists():
        raise EvidenceShownAlready(name=evidence.name)
    again = Evidence(
        application=application,
        criterion=criterion,
        document_id=evidence.document_id,
        name=evidence.name,
        added_by=by,
        added_at=timezone.now(),
    )
    save(again, by=by, reason="show_evidence_again")
    _log(again, "evidence_added", by)
    return again


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, by: User) -> Evidence:
    """Take a file back; it stays in the records of the case (ISO/IEC 17065, 7.12)."""
    _writable(evidence.application, evidence.criterion)
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if evidence.withdrawn_at is not None:
        raise EvidenceGone
    evidence.withdrawn_at = timezone.now()
    evidence.withdrawn_by = by
    save(evidence, by=by, reason="withdraw_evidence")
    _log(evidence, "evidence_withdrawn", by)
    return evidence


def require_room(application: Application, accepted: AcceptedFile) -> None:
    """Refuse a file that does not fit beside all others of the application."""
    shown = Evidence.objects.standing().filter(application=application)
    attached = Attachment.objects.standing().filter(application=application)
    documents = Document.objects.filter(
        Q(pk__in=shown.values("document")) | Q(pk__in=attached.values("document"))
    )
    used = documents.aggregate(total=Sum("size"))["total"] or 0
    if used + len(accepted.content) > LIMIT:
        raise TooMuchEvidence(limit=LIMIT_MB)


def stored_upload(
    application: Application, accepted: AcceptedFile, name: str, by: User
) -> Document:
    """Keep the bytes of a file of an application."""
    return store_document(
        kind=DocumentKind.EVIDENCE,
        name=name,
        content=accepted.content,
        content_type=accepted.content_type,
        origin=f"upload:{application.number}{FROM_HEIC if accepted.was_heic else ''}",
        by=by,
    )


def free_name(name: str, taken: set[str]) -> str:
    """Put a number behind a name that is taken: "plan.pdf", "plan (2).pdf", "plan (3).pdf"."""
    if name not in taken:
        return name
    path = PurePath(name)
    number = 2
    while (numbered := f"{path.stem} ({number}){path.suffix}") in taken:
        number += 1
    return numbered


def _writable(application: Application, criterion: Criterion) -> Application:
    application = Application.objects.select_related("applicant", "offer").locked(application.pk)
    if criterion.version_id != application.version_id:
        raise CriterionNotAsked(criterion=criterion.code)
    require_asked(application, criterion)
    is_draft = application.status == ApplicationStatus.DRAFT
    if not is_draft and criterion.key not in writable_keys(application):
        raise AnswerLocked
    return application


def _log(evidence: Evidence, kind: str, by: User) -> None:
    log_event(
        evidence.application,
        kind,
        by=by,
        side=Side.APPLICANT,
        criterion=evidence.criterion.code,
        name=evidence.name,
    )
