"""What can be said of a file, in words that travel between two processes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class FileKind(StrEnum):
    """What a file is, told by its first bytes."""

    PDF = "pdf"
    JSON = "json"
    JWT = "jwt"
    UNKNOWN = "unknown"


def kind_of(content: bytes) -> FileKind:
    """Tell what a file is; its name and what the browser claims do not count."""
    if content.startswith(b"%PDF-"):
        return FileKind.PDF
    start = content[:64].lstrip()
    if start.startswith(b"{"):
        return FileKind.JSON
    if start.startswith(b"eyJ") and content.strip().count(b".") == 2:  # noqa: PLR2004
        return FileKind.JWT
    return FileKind.UNKNOWN


class FileFault(StrEnum):
    """All that can be wrong with a file; whether its certificate is in force is another matter."""

    UNKNOWN_KIND = "unknown_kind"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    UNSIGNED = "unsigned"
    SEVERAL_SEALS = "several_seals"
    FOREIGN = "foreign"
    COMPROMISED_KEY = "compromised_key"
    ALTERED = "altered"
    CONTRADICTORY = "contradictory"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True)
class FileVerdict:
    """Who made the file and whether it is as it was made; ``number`` only of an authentic one."""

    kind: FileKind
    fault: FileFault | None
    number: str = ""
    kid: str = ""
    signed_at: datetime | None = None
    valid_from: datetime | None = None
    """What the credential says; of two revisions the later one counts."""

    @property
    def is_authentic(self) -> bool:
        """Say whether it comes from us and was not changed."""
        return self.fault is None

    def as_data(self) -> dict[str, Any]:
        """Write it as JSON knows it."""
        return {
            "kind": self.kind.value,
            "fault": self.fault.value if self.fault else None,
            "number": self.number,
            "kid": self.kid,
            "signed_at": written(self.signed_at),
            "valid_from": written(self.valid_from),
        }

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "FileVerdict":
        """Read what ``as_data`` wrote; anything else raises."""
        return cls(
            FileKind(data["kind"]),
            FileFault(data["fault"]) if data["fault"] else None,
            str(data["number"]),
            str(data["kid"]),
            _read(data["signed_at"]),
            _read(data["valid_from"]),
        )


def written(moment: datetime | None) -> str | None:
    """Write a moment as data."""
    return moment.isoformat() if moment else None


def _read(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
