"""A document is bytes, a digest and an origin, written once."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, connection, transaction

from documents.errors import DocumentDamaged, DocumentIsWrittenOnce
from documents.models import Document, DocumentKind
from documents.operations import store_document
from documents.read import open_document
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db
CONTENT = "%PDF-1.7 treść".encode()
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def facts_of(document: Document) -> dict[str, object]:
    return Document.objects.filter(pk=document.pk).values().get()


def test_a_stored_document_keeps_its_facts_and_its_bytes():
    earlier = DocumentFactory()

    document = store_document(
        kind="receipt",
        name="Potwierdzenie złożenia.pdf",
        content=CONTENT,
        content_type="application/pdf",
        origin="AKR/2026/0001",
        by=None,
        language="pl",
        replaces=earlier,
    )

    assert facts_of(document) == {
        "id": document.pk,
        "kind": DocumentKind.RECEIPT,
        "name": "Potwierdzenie złożenia.pdf",
        "content_type": "application/pdf",
        "size": 16,
        "sha256": SHA256,
        "storage_path": f"documents/{SHA256[:2]}/{SHA256[2:4]}/{SHA256}",
        "origin": "AKR/2026/0001",
        "language": "pl",
        "replaces_id": earlier.pk,
        "created_by_id": None,
        "created_at": document.created_at,
    }
    assert open_document(document) == CONTENT
    assert list(Document.objects.current()) == [document]
    assert str(document) == "Potwierdzenie złożenia.pdf"


def test_the_same_bytes_stored_twice_are_one_file_and_two_documents():
    first = DocumentFactory(content=CONTENT, name="a.pdf")
    second = DocumentFactory(content=CONTENT, name="b.pdf")

    folder = Path(default_storage.path(first.storage_path)).parent
    assert first.pk != second.pk
    assert first.storage_path == second.storage_path
    assert [path.name for path in folder.iterdir()] == [SHA256]


def test_a_file_appears_whole_or_not_at_all(monkeypatch):
    content = b"bytes that do not arrive"
    digest = hashlib.sha256(content).hexdigest()

    def refuse(*_args: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("os.fsync", refuse)

    with pytest.raises(OSError, match="no space left"):
        DocumentFactory(content=content)

    folder = Path(default_storage.path(f"documents/{digest[:2]}/{digest[2:4]}"))
    assert list(folder.iterdir()) == []
    assert list(Document.objects.all()) == []


def test_a_storage_without_a_disk_keeps_the_same_address(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }

    documents = [DocumentFactory(content=CONTENT), DocumentFactory(content=CONTENT)]

    assert [document.storage_path for document in documents] == [
        f"documents/{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"
    ] * 2
    assert [open_document(document) for document in documents] == [CONTENT, CONTENT]


def test_damaged_bytes_are_never_handed_out():
    document = DocumentFactory(content=CONTENT)
    path = Path(default_storage.path(document.storage_path))
    path.chmod(0o640)
    path.write_bytes(b"other bytes")

    with pytest.raises(DocumentDamaged, match=SHA256):
        open_document(document)


def test_a_missing_file_is_reported_as_damage():
    document = DocumentFactory(content=CONTENT)
    Path(default_storage.path(document.storage_path)).unlink()

    with pytest.raises(DocumentDamaged, match=SHA256):
        open_document(document)


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.save(),
        lambda document: document.delete(),
        lambda document: Document.objects.update(name="other"),
        lambda document: Document.objects.bulk_update([document], ["name"]),
        lambda document: Document.objects.all().delete(),
    ],
    ids=["save", "delete", "update many", "bulk update", "delete many"],
)
def test_the_model_refuses_every_change(change):
    document = DocumentFactory()
    before = facts_of(document)
    document.name = "other.pdf"

    with pytest.raises(DocumentIsWrittenOnce):
        change(document)

    assert facts_of(document) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents_document SET name = 'other.pdf' WHERE id = %s",
        "DELETE FROM documents_document WHERE id = %s",
    ],
    ids=["update", "delete"],
)
def test_the_database_refuses_every_change(statement):
    document = DocumentFactory()
    before = facts_of(document)

    with (
        pytest.raises(DatabaseError, match="a document is written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [document.pk])

    assert facts_of(document) == before


def test_an_empty_document_is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="document_is_not_empty"), transaction.atomic():
        DocumentFactory(content=b"")

    assert list(Document.objects.all()) == []


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="'letter' is not a valid DocumentKind"):
        DocumentFactory(kind="letter")

    assert list(Document.objects.all()) == []
