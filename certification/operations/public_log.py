"""What of the domain goes into the public log, and in which words: codes, days and digests."""

import hashlib

import rfc8785

from certification.lifecycle import CertificateStatus
from certification.models import Certificate, StatusChange
from documents.log.leaves import written_moment
from documents.log.operations import append
from documents.models import LogEntry, LogKind
from standards.models import StandardVersion


def change_key(change_pk: int) -> str:
    """Name the one entry that tells of a change of a certificate."""
    return f"status:{change_pk}"


def standard_key(version_pk: int) -> str:
    """Name the one entry that tells of the publication of a standard."""
    return f"standard:{version_pk}"


def facts_of_change(change: StatusChange) -> dict[str, str | int | None]:
    """Say of a change what may be public for ever; the note stays in the registry alone.

    The moment since when it is known is a fact as well: what the registry answers for any day as
    known at a time rests on it.
    """
    facts: dict[str, str | int | None] = {
        "status": change.status,
        "effective_on": change.effective_on.isoformat(),
        "recorded_at": written_moment(change.recorded_at),
        "reason": change.reason,
    }
    if change.scope is not None:
        facts["scope_sha256"] = hashlib.sha256(rfc8785.dumps(change.scope)).hexdigest()
    return facts


def log_issue(*, certificate: Certificate, change: StatusChange) -> LogEntry:
    """Make an issue provable: the digest of its facts, and of the document as it was drawn."""
    facts = facts_of_change(change) | {
        "facts_sha256": certificate.digest,
        "document_sha256": certificate.document.sha256 if certificate.document else None,
    }
    return append(
        kind=LogKind.ISSUED, number=certificate.number, facts=facts, once=change_key(change.pk)
    )


def log_change(*, number: str, change: StatusChange) -> LogEntry:
    """Make a change of state provable, in the transaction that makes it."""
    annulled = change.status == CertificateStatus.ANNULLED
    return append(
        kind=LogKind.ANNULMENT if annulled else LogKind.STATUS,
        number=number,
        facts=facts_of_change(change),
        once=change_key(change.pk),
    )


def log_standards() -> int:
    """Put every published version into the log that is not there yet; give how many.

    Standards know nothing of the log, so the clock brings the two together.
    """
    versions = StandardVersion.objects.filter(published_at__isnull=False).order_by("pk")
    keys = {standard_key(version.pk): version for version in versions.select_related("scheme")}
    there = LogEntry.objects.filter(once__in=keys).values_list("once", flat=True)
    missing = sorted(keys.keys() - set(there), key=lambda key: keys[key].pk)
    for key in missing:
        version = keys[key]
        append(
            kind=LogKind.STANDARD,
            number=f"{version.scheme.code}-{version.version}",
            facts={
                "scheme": version.scheme.code,
                "version": version.version,
                "sha256": version.sha256,
            },
            once=key,
        )
    return len(missing)
