"""Compares the public log with itself, and with the records of which it tells."""

import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice

from django.utils import timezone

from certification.models import StatusChange
from certification.operations.public_log import change_key, facts_of_change, standard_key
from documents.log.auditing import (
    differences_from_kept,
    differences_in_entries,
    differences_in_signatures,
)
from documents.log.publishing import keys_by_name
from documents.models import LogEntry, LogKind
from standards.models import StandardVersion

CHUNK = 500
WAITS_AT_MOST = timedelta(hours=1)
Found = tuple[str, str] | None


def log_differences() -> Iterator[Found]:
    """Name what is not as it was logged, in the log and then in the records behind it."""
    yield from differences_in_entries()
    yield from differences_in_signatures(keys_by_name())


def kept_differences(notes: Iterable[str]) -> Iterator[Found]:
    """Compare the log with checkpoints that were kept where nobody here can change them."""
    keys = keys_by_name()
    for note in notes:
        yield from differences_from_kept(note, keys)


def record_differences() -> Iterator[Found]:
    """Compare each change of a certificate with the entry about it, and each entry with it.

    A change and its entry are written in one transaction, so none waits for the other. What the
    log tells of is counted first: a change that comes in meanwhile is not missed.
    """
    told = LogEntry.objects.filter(once__startswith="status:").count()
    rows = StatusChange.objects.select_related("certificate").order_by("pk").iterator(CHUNK)
    found = 0
    while batch := list(islice(rows, CHUNK)):
        keys = [change_key(change.pk) for change in batch]
        numbers = {change.certificate.number for change in batch}
        entries = LogEntry.objects.filter(number__in=numbers, once__in=keys)
        leaves = dict(entries.values_list("once", "leaf"))
        found += len(leaves)
        for change, key in zip(batch, keys, strict=True):
            record = f"change {change.pk} of certificate {change.certificate.number}"
            place = _difference_of(change, leaves.get(key))
            yield (record, place) if place else None
    if told > found:
        yield (
            "registry",
            f"{told - found} changes of certificates are missing that the log tells of",
        )


def _difference_of(change: StatusChange, leaf: str | None) -> str:
    """Compare a change with its entry; early entries tell less, so what is not there is not asked.

    Of an issue the facts of the certificate are compared as well, as long as nothing reduced them.
    """
    if leaf is None:
        return "the log does not tell of it"
    told, certificate = json.loads(leaf), change.certificate
    facts = facts_of_change(change) | {"number": certificate.number}
    if "recorded_at" not in told:
        del facts["recorded_at"]
    if certificate.revision == 1 and "facts_sha256" in told:
        facts["facts_sha256"] = certificate.digest
    same = {name: told.get(name) for name in facts} == facts
    return "" if same else "the log tells of it otherwise"


def standard_differences() -> Iterator[Found]:
    """Compare each published standard with the entry about it, and each entry with it.

    The clock brings new ones into the log, so a fresh one may still be waiting.
    """
    told = dict(
        LogEntry.objects.filter(kind=LogKind.STANDARD).values_list("once", "leaf").iterator(CHUNK)
    )
    latest = timezone.now() - WAITS_AT_MOST
    for version in StandardVersion.objects.select_related("scheme").order_by("pk"):
        leaf = told.pop(standard_key(version.pk), None)
        record = f"standard {version.scheme.code} {version.version}"
        if leaf is not None:
            same = json.loads(leaf)["sha256"] == version.sha256
            yield None if same else (record, "the log tells of another content")
        elif version.published_at is not None and version.published_at < latest:
            yield record, "the log does not tell of it"
    for key in told:
        yield key, "the log tells of a standard that is missing"
