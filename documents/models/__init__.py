"""What this package keeps, one file for each kind of record."""

from documents.models.document import Document, DocumentKind, DocumentQuerySet
from documents.models.key import Key, KeyQuerySet
from documents.models.log import LogCheckpoint, LogEntry, LogHash, LogKind

__all__ = (
    "Document",
    "DocumentKind",
    "DocumentQuerySet",
    "Key",
    "KeyQuerySet",
    "LogCheckpoint",
    "LogEntry",
    "LogHash",
    "LogKind",
)
