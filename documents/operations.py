"""The one change there is: a document comes into being."""

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction

from documents import files
from documents.models import Document, DocumentKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@transaction.atomic
def store_document(
    *,
    kind: DocumentKind | str,
    name: str,
    content: bytes,
    content_type: str,
    origin: str,
    by: "AbstractBaseUser | None",
    language: str = "",
    replaces: Document | None = None,
) -> Document:
    """Keep bytes for good under their SHA-256: records are controlled (ISO/IEC 17065, 7.12, 8.4).

    ``by`` is None for what the system drew itself. The file is written before the row: if the
    transaction is undone, a file nobody points to stays behind, but never a row without its file.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    path = files.path_of(sha256)
    files.write(path, content)
    return Document.objects.create(
        kind=DocumentKind(kind),
        name=name,
        content_type=content_type,
        size=len(content),
        sha256=sha256,
        storage_path=path,
        origin=origin,
        language=language,
        replaces=replaces,
        created_by_id=None if by is None else by.pk,
    )
