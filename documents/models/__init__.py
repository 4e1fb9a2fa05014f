"""What this package keeps, one file for each kind of record."""

from documents.models.document import Document, DocumentKind, DocumentQuerySet
from documents.models.key import Key, KeyQuerySet

__all__ = ("Document", "DocumentKind", "DocumentQuerySet", "Key", "KeyQuerySet")
