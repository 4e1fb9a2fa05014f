"""What this package keeps, one file for each kind of record."""

from documents.models.document import FROM_HEIC, Document, DocumentKind, DocumentQuerySet
from documents.models.dossier import Dossier
from documents.models.key import Key, KeyQuerySet
from documents.models.log import LogCheckpoint, LogEntry, LogHash, LogKind
from documents.models.status_list import StatusEntry, StatusList

__all__ = (
    "FROM_HEIC",
    "Document",
    "DocumentKind",
    "DocumentQuerySet",
    "Dossier",
    "Key",
    "KeyQuerySet",
    "LogCheckpoint",
    "LogEntry",
    "LogHash",
    "LogKind",
    "StatusEntry",
    "StatusList",
)
