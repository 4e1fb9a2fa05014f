"""What a certificate is worth on a day, by what was known at a moment: a replay of its changes.

Two times count. A change holds *from a day* and is *known since a moment*; it may be recorded later
than the day from which it holds. What was recorded later speaks last: it paints over every day from
its own day on. An annulled certificate was never valid, whatever the day. What it covers is
replayed in the same way and beside it: a reduced scope neither ends nor restores anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from certification.lifecycle import IN_FORCE, SCOPE_REDUCED, CertificateStatus


class StatusWord(StrEnum):
    """The seven answers to "is it valid?"; the API and the public page use the same words."""

    NOT_YET_VALID = "not_yet_valid"
    VALID = "valid"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    EXPIRED = "expired"
    ANNULLED = "annulled"


@dataclass(frozen=True)
class Change:
    """One entry of the history of a status: what, from which day, known since when."""

    status: str
    effective_on: date
    recorded_at: datetime
    scope: Sequence[str] | None = None


def change_in_force(changes: Iterable[Change], *, day: date, known_at: datetime) -> Change | None:
    """Find the entry that speaks for the day: the last recorded of those that reach it.

    Entries recorded in the same moment speak in the order in which they are given.
    """
    states = (change for change in changes if change.status != SCOPE_REDUCED)
    known = _known(states, known_at)
    annulled = [change for change in known if change.status == CertificateStatus.ANNULLED]
    reaching = annulled or [change for change in known if change.effective_on <= day]
    return reaching[-1] if reaching else None


def _known(changes: Iterable[Change], known_at: datetime) -> list[Change]:
    """Keep what was known at the moment, in the order in which it became known."""
    known = (change for change in changes if change.recorded_at <= known_at)
    return sorted(known, key=lambda change: change.recorded_at)


def scope_on(
    *, issued: Sequence[str], changes: Iterable[Change], day: date, known_at: datetime
) -> list[str]:
    """Say what the certificate covered on ``day``, by what was known at ``known_at``."""
    covered: Sequence[str] = issued
    for change in _known(changes, known_at):
        if change.scope is not None and change.effective_on <= day:
            covered = change.scope
    return list(covered)


def scope_now(*, issued: Sequence[str], reduced: Sequence[str] | None) -> list[str]:
    """Give the same answer for today from the last decision alone, as lists do."""
    return list(issued if reduced is None else reduced)


def status_on(
    *,
    valid_from: date,
    valid_until: date,
    changes: Iterable[Change],
    day: date,
    known_at: datetime,
) -> StatusWord:
    """Say what the certificate was worth on ``day``, by what was known at ``known_at``.

    The term is part of the answer: outside it nothing is valid. A certificate that was ended
    stays ended after its term, so that nobody takes a withdrawal for a term that ran out.
    """
    change = change_in_force(changes, day=day, known_at=known_at)
    if change is None:
        return StatusWord.NOT_YET_VALID
    if change.status not in IN_FORCE:
        return StatusWord(change.status)
    if day < valid_from:
        return StatusWord.NOT_YET_VALID
    if day > valid_until:
        return StatusWord.EXPIRED
    return StatusWord(change.status)


def status_now(*, status: str, valid_from: date, valid_until: date, today: date) -> StatusWord:
    """Give the same answer for today from the last decision alone, as lists do.

    No change can be recorded for a day to come, so the last one decided is the one in force.
    """
    if status not in IN_FORCE:
        return StatusWord(status)
    if today < valid_from:
        return StatusWord.NOT_YET_VALID
    if today > valid_until:
        return StatusWord.EXPIRED
    return StatusWord(status)
