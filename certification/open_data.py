"""What everybody may know of a certificate, as plain values: one shape for every door.

The interface for programs, the open data and the proofs speak by these functions, so a fact that
is not named here is public nowhere. The status always comes from ``certification.status``.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from certification.lifecycle import AssignmentStatus
from certification.models import Assignment, Certificate, StatusChange, Vote
from certification.registry import lookup_of
from certification.standing import as_change, standing_of
from certification.status import Change, scope_now, status_now, status_on
from standards.statements import Statement

Data = dict[str, Any]
SUMMARY_COLUMNS = (
    "number",
    "scheme__code",
    "status",
    "holder_name",
    "holder_nip",
    "holder_regon",
    "holder_krs",
    "voivodeship",
    "holder_municipality",
    "offer_name",
    "scope",
    "reduced_scope",
    "version__version",
    "version__sha256",
    "issued_on",
    "valid_from",
    "valid_until",
)
COLUMNS = (
    "pk",
    *SUMMARY_COLUMNS,
    "revision",
    "section_results",
    "document_id",
    "decision__number",
    "decision__decided_at",
    "decision__snapshot_sha256",
    "has_evaluated",
    "has_voted",
)
STATES = ("status", "effective_on", "recorded_at")
SCORED = (AssignmentStatus.ACCEPTED, AssignmentStatus.COMPLETED)


def with_separation(found: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Add whether whoever decided had scored the case or voted on it (ISO/IEC 17065, 7.6.2)."""
    scored = Assignment.objects.filter(
        application=OuterRef("application"),
        person=OuterRef("decision__decided_by"),
        status__in=SCORED,
    )
    voted = Vote.objects.filter(
        item__application=OuterRef("application"),
        seat__person=OuterRef("decision__decided_by"),
    )
    return found.annotate(has_evaluated=Exists(scored), has_voted=Exists(voted))


def _one_certificate(lookup: str) -> QuerySet[Certificate, Data]:
    found = with_separation(Certificate.objects.filter(lookup=lookup))
    rows: QuerySet[Certificate, Data] = found.values(*COLUMNS)
    return rows


ONE_CERTIFICATE = Statement(_one_certificate, lookup=str)


def find_certificate(number: str) -> Data | None:
    """Find the public columns of a certificate however its number is typed, in one query."""
    rows = ONE_CERTIFICATE.rows(lookup=lookup_of(number))
    return rows[0] if rows else None


def certificate_data(
    row: Mapping[str, Any], changes: Sequence[Mapping[str, Any]], *, on: date, known_at: datetime
) -> Data:
    """Say all that is public of one certificate on a day, by what was known at a moment."""
    standing = standing_of(row, changes, day=on, known_at=known_at)
    return {
        "number": row["number"],
        "scheme": row["scheme__code"],
        "status": standing.word.value,
        "on": on.isoformat(),
        "known_at": known_at.isoformat(timespec="seconds"),
        **_facts(row, standing.scope),
        "decision": {
            "number": row["decision__number"],
            "date": timezone.localdate(row["decision__decided_at"]).isoformat(),
            "sha256": row["decision__snapshot_sha256"],
            "separation_of_duties": not (row["has_evaluated"] or row["has_voted"]),
        },
        "revision": row["revision"],
        "section_results": row["section_results"],
        "history": [_entry(change) for change in standing.known],
        "links": links_of(row["number"], has_pdf=row["document_id"] is not None),
    }


def summary_data(row: Mapping[str, Any], *, today: date) -> Data:
    """Say what a list says of a certificate: its facts, its state today and its page."""
    return {
        "number": row["number"],
        "scheme": row["scheme__code"],
        "status": word_of(row, today=today),
        **_facts(row, scope_now(issued=row["scope"], reduced=row["reduced_scope"])),
        "links": {
            "page": f"{settings.PUBLIC_URL}/c/{row['number']}",
            "certificate": f"{settings.PUBLIC_URL}/api/v1/certificates/{row['number']}",
        },
    }


def word_of(row: Mapping[str, Any], *, today: date) -> str:
    """Give the state of today, as lists do."""
    return status_now(
        status=row["status"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        today=today,
    ).value


def links_of(number: str, *, has_pdf: bool) -> Data:
    """Give the addresses at which a certificate can be looked at, taken and proved."""
    base = f"{settings.PUBLIC_URL}/api/v1/certificates/{number}"
    return {
        "page": f"{settings.PUBLIC_URL}/c/{number}",
        "pdf": f"{base}/pdf" if has_pdf else None,
        "credential": f"{base}/credential",
        "proof": f"{base}/proof",
    }


def states_of(numbers: Iterable[str], *, on: date, known_at: datetime) -> list[Data]:
    """Give the state of many numbers on a day, in their order, in two queries."""
    asked = [(number, lookup_of(number)) for number in numbers]
    rows = {
        row["lookup"]: row
        for row in Certificate.objects.filter(lookup__in={lookup for _n, lookup in asked}).values(
            "pk", "lookup", "number", "valid_from", "valid_until"
        )
    }
    changes: dict[int, list[Change]] = {row["pk"]: [] for row in rows.values()}
    entries = StatusChange.objects.filter(certificate__in=changes).order_by("recorded_at", "pk")
    for entry in entries.values("certificate_id", *STATES):
        changes[entry["certificate_id"]].append(as_change(entry))
    return [
        _state(number, rows.get(lookup), changes, on=on, known_at=known_at)
        for number, lookup in asked
    ]


def _state(
    number: str,
    row: Mapping[str, Any] | None,
    changes: Mapping[int, Sequence[Change]],
    *,
    on: date,
    known_at: datetime,
) -> Data:
    if row is None:
        return {"number": number, "status": None}
    word = status_on(
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        changes=changes[row["pk"]],
        day=on,
        known_at=known_at,
    )
    return {"number": number, "status": word.value}


def _facts(row: Mapping[str, Any], scope: Sequence[str]) -> Data:
    return {
        "holder": {
            "name": row["holder_name"],
            "nip": row["holder_nip"],
            "regon": row["holder_regon"],
            "krs": row["holder_krs"],
            "voivodeship": row["voivodeship"],
            "municipality": row["holder_municipality"],
        },
        "offer": row["offer_name"] or None,
        "scope": list(scope),
        "standard": {
            "code": row["scheme__code"],
            "version": row["version__version"],
            "sha256": row["version__sha256"],
        },
        "issued_on": row["issued_on"].isoformat(),
        "valid_from": row["valid_from"].isoformat(),
        "valid_until": row["valid_until"].isoformat(),
    }


def _entry(change: Mapping[str, Any]) -> Data:
    return {
        "status": change["status"],
        "from": change["effective_on"].isoformat(),
        "recorded_at": timezone.localtime(change["recorded_at"]).isoformat(timespec="seconds"),
        "reason": change["reason"],
        "note": change["public_note"],
        "scope": change["scope"],
    }
