"""Filing of letters: a letter drawn from rows is kept once, with the row it belongs to."""

from collections.abc import Mapping

from django.db import transaction

from certification.history import save
from certification.models import (
    Application,
    CompletionCall,
    Decision,
    FormalCheck,
    Meeting,
    User,
)
from documents.models import Document, DocumentKind
from documents.operations import store_document

Record = Application | CompletionCall | Decision | FormalCheck | Meeting

PLACE: Mapping[type, str] = {
    Application: "receipt",
    CompletionCall: "letter",
    Decision: "letter",
    Meeting: "minutes",
}


def origin_of(record: Record) -> str:
    """Name the row that a letter is drawn from."""
    return f"drawn:{type(record)._meta.model_name}:{record.pk}"


def filed_letter(record: Record) -> Document | None:
    """Give the letter that is already filed with a row, if any.

    A row without a place for its letter finds it by the origin that the document names.
    """
    place = PLACE.get(type(record))
    if place is None:
        return Document.objects.filter(origin=origin_of(record)).order_by("pk").first()
    document: Document | None = getattr(record, place)
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
        origin=origin_of(record),
        by=by,
        language=language,
    )
    if model in PLACE:
        setattr(record, PLACE[model], document)
        save(record, by=by, reason="file_letter")
    return document
