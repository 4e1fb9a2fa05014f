"""Attachments of an application: files about it as a whole, with the limits of all its files."""

from django.db import transaction
from django.utils import timezone

from certification.errors.applicant import (
    AttachmentKindUnknown,
    AttachmentsLocked,
    EvidenceGone,
)
from certification.history import save
from certification.lifecycle import ApplicationStatus
from certification.models import Application, Attachment, AttachmentKind, Side, User
from certification.operations.case import log_event
from certification.operations.evidence import free_name, require_room, stored_upload
from documents.intake import AcceptedFile

WRITABLE = frozenset({ApplicationStatus.DRAFT, ApplicationStatus.COMPLETION_CALLED})


@transaction.atomic
def add_attachment(
    *, application: Application, kind: str, accepted: AcceptedFile, by: User
) -> Attachment:
    """Attach a file while the application is written or completed (ISO/IEC 17065, 7.2)."""
    application = _writable(application)
    if kind not in AttachmentKind.values:
        raise AttachmentKindUnknown
    require_room(application, accepted)
    standing = Attachment.objects.standing().filter(application=application)
    name = free_name(accepted.name, set(standing.values_list("name", flat=True)))
    attachment = Attachment(
        application=application,
        kind=kind,
        document=stored_upload(application, accepted, name, by),
        name=name,
        added_by=by,
        added_at=timezone.now(),
    )
    save(attachment, by=by, reason="add_attachment")
    _log(attachment, "attachment_added", by)
    return attachment


@transaction.atomic
def withdraw_attachment(*, attachment: Attachment, by: User) -> Attachment:
    """Take a file back; it stays in the records of the case (ISO/IEC 17065, 7.12)."""
    _writable(attachment.application)
    attachment = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
    if attachment.withdrawn_at is not None:
        raise EvidenceGone
    attachment.withdrawn_at, attachment.withdrawn_by = timezone.now(), by
    save(attachment, by=by, reason="withdraw_attachment")
    _log(attachment, "attachment_withdrawn", by)
    return attachment


def _writable(application: Application) -> Application:
    locked = Application.objects.locked(application.pk)
    if locked.status not in WRITABLE:
        raise AttachmentsLocked
    return locked


def _log(attachment: Attachment, kind: str, by: User) -> None:
    log_event(attachment.application, kind, by=by, side=Side.APPLICANT, name=attachment.name)
