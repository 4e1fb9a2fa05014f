"""Checks a sealed file that comes back to us: pure, strict, with a closed list of faults.

A valid signature is not enough. The certificate has to be one of ours, named by its fingerprint;
the seal has to forbid changes and cover the whole file, after which only time stamps may follow;
what the file carries is read from the state in which it was sealed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO
from typing import Any

from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from documents.finishing.seal_field import SEAL_FIELD
from documents.keys.public import certificates_in
from documents.models.key import Key, KeyPurpose

LARGEST = 10_000_000
MOST_STAMPS = 5
HEAD = b"%PDF-1."


class SealFault(StrEnum):
    """All that can be wrong with a file; whether the certificate is in force is another matter."""

    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    NO_SEAL = "no_seal"
    SEVERAL_SEALS = "several_seals"
    FOREIGN_SEAL = "foreign_seal"
    COMPROMISED_KEY = "compromised_key"
    ALTERED = "altered"


@dataclass(frozen=True)
class PinnedSeal:
    """A seal of ours: its certificates, and since when it is no more believed."""

    kid: str
    certificate_pem: str
    compromised_at: datetime | None = None


@dataclass(frozen=True)
class SealVerdict:
    """What was found in the file; attachments only of a file that is authentic."""

    fault: SealFault | None
    kid: str = ""
    sealed_at: datetime | None = None
    attachments: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def is_authentic(self) -> bool:
        """Say whether we sealed it and nobody changed it."""
        return self.fault is None


class _Wrong(Exception):
    """Carries the fault out of the middle of a check."""

    def __init__(self, fault: SealFault) -> None:
        super().__init__(fault)
        self.fault = fault


def pinned_seals() -> dict[str, PinnedSeal]:
    """Read every seal there ever was, by the fingerprint of its certificate."""
    rows = Key.objects.filter(purpose=KeyPurpose.SEAL)
    return {
        key.fingerprint: PinnedSeal(key.kid, key.certificate_pem, key.compromised_at)
        for key in rows
    }


def check_seal(pdf: bytes, pinned: Mapping[str, PinnedSeal]) -> SealVerdict:
    """Say whether we sealed this very file, and hand out what it carries."""
    try:
        return _check(pdf, pinned)
    except _Wrong as wrong:
        return SealVerdict(wrong.fault)
    except Exception:
        return SealVerdict(SealFault.UNREADABLE)


def _check(pdf: bytes, pinned: Mapping[str, PinnedSeal]) -> SealVerdict:
    if len(pdf) > LARGEST:
        raise _Wrong(SealFault.TOO_LARGE)
    if not pdf.startswith(HEAD):
        raise _Wrong(SealFault.UNREADABLE)
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
    except PdfReadError:
        raise _Wrong(SealFault.UNREADABLE) from None
    if reader.encrypted:
        raise _Wrong(SealFault.ENCRYPTED)
    found = _the_one_seal(reader)
    known = _pinned(found, pinned)
    status = _status(found, known)
    _require_untouched(found, status)
    if known.compromised_at is not None:
        raise _Wrong(SealFault.COMPROMISED_KEY)
    return SealVerdict(
        None,
        kid=known.kid,
        sealed_at=found.self_reported_timestamp,
        attachments=_attachments(found),
    )


def _the_one_seal(reader: PdfFileReader) -> EmbeddedPdfSignature:
    seals = list(reader.embedded_regular_signatures)
    if not seals:
        raise _Wrong(SealFault.NO_SEAL)
    if len(seals) > 1:
        raise _Wrong(SealFault.SEVERAL_SEALS)
    if len(list(reader.embedded_timestamp_signatures)) > MOST_STAMPS:
        raise _Wrong(SealFault.ALTERED)
    found: EmbeddedPdfSignature = seals[0]
    return found


def _pinned(found: EmbeddedPdfSignature, pinned: Mapping[str, PinnedSeal]) -> PinnedSeal:
    known = pinned.get(found.signer_cert.sha256.hex())
    if known is None:
        raise _Wrong(SealFault.FOREIGN_SEAL)
    return known


def _status(found: EmbeddedPdfSignature, known: PinnedSeal) -> PdfSignatureStatus:
    """Validate the signature at the time it names: a seal outlives its certificate."""
    chain = [
        Certificate.load(one.public_bytes(Encoding.DER))
        for one in certificates_in(known.certificate_pem)
    ]
    context = ValidationContext(
        trust_roots=[chain[-1]],
        other_certs=chain,
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=found.self_reported_timestamp or datetime.now(UTC),
    )
    return validate_pdf_signature(found, context)


def _require_untouched(found: EmbeddedPdfSignature, status: PdfSignatureStatus) -> None:
    """Demand a whole seal that forbids changes, with nothing after it but time stamps."""
    if not (status.intact and status.valid and status.trusted and status.docmdp_ok):
        raise _Wrong(SealFault.ALTERED)
    if found.field_name != SEAL_FIELD or found.docmdp_level != MDPPerm.NO_CHANGES:
        raise _Wrong(SealFault.ALTERED)
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return
    is_only_stamped = (
        status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and status.modification_level == ModificationLevel.LTA_UPDATES
        and _last_is_a_stamp(found)
    )
    if not is_only_stamped:
        raise _Wrong(SealFault.ALTERED)


def _last_is_a_stamp(found: EmbeddedPdfSignature) -> bool:
    """Ask whether the newest stamp covers the file to its end: nothing stands after it."""
    stamps = list(found.reader.embedded_timestamp_signatures)
    if not stamps:
        return False
    newest = max(stamps, key=lambda one: one.signed_revision)
    newest.compute_integrity_info()
    return bool(newest.coverage == SignatureCoverageLevel.ENTIRE_FILE)


def _attachments(found: EmbeddedPdfSignature) -> dict[str, bytes]:
    """Read what the file carries from the sealed state, not from anything added later."""
    root = found.reader.get_historical_root(found.signed_revision)
    if "/Names" not in root or "/EmbeddedFiles" not in root["/Names"]:
        return {}
    listed: list[Any] = list(root["/Names"]["/EmbeddedFiles"]["/Names"])
    return {
        str(listed[at]): bytes(listed[at + 1].get_object()["/EF"]["/F"].data)
        for at in range(0, len(listed), 2)
    }
