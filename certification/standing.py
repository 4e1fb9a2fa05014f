"""Where a certificate stands on a day by what was known at a moment, read from its history.

Every door that answers for one certificate (its page, the interface for programs, the confirmation
on paper) asks here, and what is answered comes from ``certification.status`` alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from certification.models import StatusChange
from certification.status import Change, StatusWord, change_in_force, scope_on, status_on
from standards.statements import Statement

Row = Mapping[str, Any]
ENTRY = ("pk", "status", "effective_on", "recorded_at", "reason", "public_note", "scope")


def _changes(certificate: int) -> QuerySet[StatusChange, dict[str, Any]]:
    rows = StatusChange.objects.filter(certificate=certificate)
    found: QuerySet[StatusChange, dict[str, Any]] = rows.values(*ENTRY)
    return found.order_by("recorded_at", "pk")


CHANGES = Statement(_changes, certificate=int)


def history_of(certificate_pk: int) -> list[dict[str, Any]]:
    """Read every change of a certificate in the order in which it was recorded."""
    return CHANGES.rows(certificate=certificate_pk)


def as_change(row: Row) -> Change:
    """Read one stored entry as what the replay takes."""
    return Change(row["status"], row["effective_on"], row["recorded_at"], row.get("scope"))


@dataclass(frozen=True)
class Standing:
    """The answer for one day by what was known at one moment."""

    word: StatusWord
    day: date
    known_at: datetime
    scope: Sequence[str]
    known: Sequence[Row]
    change: Change | None

    @property
    def is_known(self) -> bool:
        """Say whether anything at all was known of the certificate by then."""
        return bool(self.known)


def standing_of(facts: Row, history: Sequence[Row], *, day: date, known_at: datetime) -> Standing:
    """Replay the history of a certificate; ``facts`` hold its term and its scope as issued."""
    known = [row for row in history if row["recorded_at"] <= known_at]
    changes = [as_change(row) for row in known]
    return Standing(
        word=status_on(
            valid_from=facts["valid_from"],
            valid_until=facts["valid_until"],
            changes=changes,
            day=day,
            known_at=known_at,
        ),
        day=day,
        known_at=known_at,
        scope=scope_on(issued=facts["scope"], changes=changes, day=day, known_at=known_at),
        known=known,
        change=change_in_force(changes, day=day, known_at=known_at),
    )
