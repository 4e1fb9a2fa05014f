"""Compares the public log with itself, and with the records of which it tells."""

import json
from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from certification.models import StatusChange
from certification.operations.public_log import change_key, facts_of_change, standard_key
from documents.log.auditing import differences_in_entries, differences_in_signatures
from documents.log.publishing import keys_by_name
from documents.models import LogEntry, LogKind
from standards.models import StandardVersion

CHUNK = 500
Found = tuple[str, str] | None


def log_differences() -> Iterator[Found]:
    """Name what is not as it was logged, in the log and then in the records behind it."""
    yield from differences_in_entries()
    yield from differences_in_signatures(keys_by_name())


def record_differences() -> Iterator[Found]:
    """Compare each change of a certificate in the log with the entry, and each entry with it.

    A certificate is held to the log once its issue is there.
    """
    issues = LogEntry.objects.filter(kind=LogKind.ISSUED, number=OuterRef("certificate__number"))
    changes = StatusChange.objects.filter(Exists(issues)).select_related("certificate")
    seen = 0
    batch: list[StatusChange] = []
    for change in changes.order_by("pk").iterator(CHUNK):
        batch.append(change)
        if len(batch) == CHUNK:
            seen += len(batch)
            yield from _compared(batch)
            batch = []
    yield from _compared(batch)
    seen += len(batch)
    told = LogEntry.objects.filter(once__startswith="status:").count()
    if told > seen:
        yield "registry", f"{told - seen} changes of certificates are missing that the log tells of"


def _compared(changes: list[StatusChange]) -> Iterator[Found]:
    keys = [change_key(change.pk) for change in changes]
    entries = dict(LogEntry.objects.filter(once__in=keys).values_list("once", "leaf"))
    for change, key in zip(changes, keys, strict=True):
        record = f"change {change.pk} of certificate {change.certificate.number}"
        if key not in entries:
            yield record, "the log does not tell of it"
            continue
        leaf = json.loads(entries[key])
        facts = facts_of_change(change) | {"number": change.certificate.number}
        same = {name: leaf.get(name) for name in facts} == facts
        yield None if same else (record, "the log tells of it otherwise")


def standard_differences() -> Iterator[Found]:
    """Compare each standard in the log with the version as it stands now."""
    told = dict(
        LogEntry.objects.filter(kind=LogKind.STANDARD).values_list("once", "leaf").iterator(CHUNK)
    )
    for version in StandardVersion.objects.select_related("scheme").order_by("pk"):
        leaf = told.pop(standard_key(version.pk), None)
        if leaf is None:
            continue
        same = json.loads(leaf)["sha256"] == version.sha256
        record = f"standard {version.scheme.code} {version.version}"
        yield None if same else (record, "the log tells of another content")
    for key in told:
        yield key, "the log tells of a standard that is missing"
