"""The check itself: kind by the first bytes, seal before content, both have to tell the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from documents.credentials.verifying import (
    Fault,
    TrustedKey,
    Verdict,
    check_document,
    check_jwt,
)
from documents.sealing.checking import PinnedSeal, SealFault, check_seal
from documents.verification.verdicts import FileFault, FileKind, FileVerdict, kind_of

FAULTS: Mapping[str, FileFault] = {
    Fault.TOO_LARGE: FileFault.TOO_LARGE,
    Fault.UNREADABLE: FileFault.UNREADABLE,
    Fault.UNSIGNED: FileFault.UNSIGNED,
    Fault.FOREIGN: FileFault.FOREIGN,
    Fault.COMPROMISED_KEY: FileFault.COMPROMISED_KEY,
    Fault.ALTERED: FileFault.ALTERED,
}
FAULTS_OF_SEALS: Mapping[str, FileFault] = {
    SealFault.TOO_LARGE: FileFault.TOO_LARGE,
    SealFault.UNREADABLE: FileFault.UNREADABLE,
    SealFault.ENCRYPTED: FileFault.ENCRYPTED,
    SealFault.NO_SEAL: FileFault.UNSIGNED,
    SealFault.SEVERAL_SEALS: FileFault.SEVERAL_SEALS,
    SealFault.FOREIGN_SEAL: FileFault.FOREIGN,
    SealFault.COMPROMISED_KEY: FileFault.COMPROMISED_KEY,
    SealFault.ALTERED: FileFault.ALTERED,
}


@dataclass(frozen=True)
class Trust:
    """Our public keys: those of credentials by name, those of seals by fingerprint."""

    keys: Mapping[str, TrustedKey]
    seals: Mapping[str, PinnedSeal]

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Trust":
        """Read what ``trust.published_keys`` tells."""
        return cls(
            {
                kid: TrustedKey(pem, purpose, _read(moment))
                for kid, (pem, purpose, moment) in data["keys"].items()
            },
            {
                fingerprint: PinnedSeal(kid, pem, _read(moment))
                for fingerprint, (kid, pem, moment) in data["seals"].items()
            },
        )


def _read(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def check_file(content: bytes, trust: Trust) -> FileVerdict:
    """Say whether we made this very file and for which certificate."""
    kind = kind_of(content)
    if not content:
        return FileVerdict(kind, FileFault.EMPTY)
    if kind is FileKind.PDF:
        return _check_pdf(content, trust)
    if kind is FileKind.JSON:
        return _of_credential(kind, check_document(content, keys=trust.keys))
    if kind is FileKind.JWT:
        return _of_credential(kind, check_jwt(content, keys=trust.keys))
    return FileVerdict(kind, FileFault.UNKNOWN_KIND)


def _of_credential(kind: FileKind, verdict: Verdict) -> FileVerdict:
    if verdict.fault is not None:
        return FileVerdict(kind, FAULTS[verdict.fault])
    if not verdict.number:
        return FileVerdict(kind, FileFault.CONTRADICTORY)
    return FileVerdict(kind, None, verdict.number, verdict.kid, valid_from=verdict.valid_from)


def _check_pdf(content: bytes, trust: Trust) -> FileVerdict:
    """Check the seal, then what was sealed in: a page without its credential names no number."""
    seal = check_seal(content, trust.seals)
    if seal.fault is not None:
        return FileVerdict(FileKind.PDF, FAULTS_OF_SEALS[seal.fault])
    carried = [held for name, held in seal.attachments.items() if name.endswith(".json")]
    if len(carried) != 1:
        return FileVerdict(FileKind.PDF, FileFault.CONTRADICTORY)
    verdict = check_document(carried[0], keys=trust.keys)
    if verdict.fault is not None:
        return FileVerdict(FileKind.PDF, FAULTS[verdict.fault])
    if not verdict.number:
        return FileVerdict(FileKind.PDF, FileFault.CONTRADICTORY)
    return FileVerdict(
        FileKind.PDF, None, verdict.number, seal.kid, seal.sealed_at, verdict.valid_from
    )
