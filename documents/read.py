"""Reading a document: the bytes that were stored, or an error, never other bytes."""

import hashlib

from documents import files
from documents.errors import DocumentDamaged
from documents.models import Document


def open_document(document: Document) -> bytes:
    """Fetch the bytes and check them against the digest taken when they were stored."""
    try:
        content = files.read(document.storage_path)
    except FileNotFoundError as missing:
        raise DocumentDamaged(document.sha256) from missing
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise DocumentDamaged(document.sha256)
    return content
