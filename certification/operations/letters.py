"""Filing of letters: a letter drawn from rows is kept once, with the row it belongs to."""

from collections.abc import Mapping

from django.db import transaction

from certification.history import save
from certification.models import Application, CompletionCall, Decision, Meeting, User
from documents.models import Document, DocumentKind
from documents.operations import store_document

Record = Application | CompletionCall | Decision | Meeting

PLACE: Mapping[type, str] = {
    Application: "receipt",
    CompletionCall: "letter",
    Decision: "letter",
    Meeting: "minutes",
}


def filed_letter(record: Record) -> Document | None:
    """Give the letter that is already filed with a row, if any."""
    document: Document | None = getattr(record, PLACE[type(record)])
    return document


@transaction.atomic
def file_letter(
    *,
    record: Record,
    kind: DocumentKind | str,
    name: str,
    content: bytes,
    language: str,
    by: User | None = None,
) -> Document:
    """File a letter with its row; what was filed first stays, whoever asks again (7.12)."""
    model = type(record)
    record = model._base_manager.select_for_update().get(pk=record.pk)
    filed = filed_letter(record)
    if filed:
        return filed
    document = store_document(
        kind=kind,
        name=name,
        content=content,
        content_type="application/pdf",
        origin=f"drawn:{model._meta.model_name}:{record.pk}",
        by=by,
        language=language,
    )
    setattr(record, PLACE[model], document)
    save(record, by=by, reason="file_letter")
    return document
