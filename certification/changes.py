"""The latest changes of state, for everybody: what feeds show and what watchers are told of.

Most are entries of the history of a status. Two follow from the days of a certificate and are
written nowhere: its term begins on a day after that of its issue, and its term ends. What the
certificate became then is asked of the replay of its history, like every other state.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from certification.lifecycle import SCOPE_REDUCED
from certification.models import Certificate, StatusChange
from certification.registry import search
from certification.standing import as_change
from certification.status import status_now, status_on

# A filter that finds little would else walk back through the whole history.
LOOKED_BACK = 5_000
SHOWN = 50
NAMED = ("number", "holder_name", "offer_name", "scheme_id", "valid_from", "valid_until")
COLUMNS = (
    "pk",
    "status",
    "effective_on",
    "recorded_at",
    "reason",
    "public_note",
    "scope",
    "certificate_id",
    *(f"certificate__{name}" for name in NAMED),
)
REPLAYED = ("certificate_id", "status", "effective_on", "recorded_at", "scope")
ENTRY, BEGAN, ENDED = "entry", "term_began", "term_ended"
A_DAY = timedelta(days=1)
Row = Mapping[str, Any]


class Mark(NamedTuple):
    """Where a change stands among all others; ``pk`` is that of the entry or the certificate."""

    moment: datetime
    kind: str
    pk: int
    certificate: int


def latest_changes(filters: Mapping[str, str], *, today: date) -> list[Row]:
    """List at most fifty of the last five thousand changes, the newest first, by filter.

    The filter of the state asks for certificates that are in that state today. The end of a term
    is listed while it stands: a certificate that was ended for good later is told of by that.
    """
    is_narrowed = any(filters.values())
    marks = _latest_marks(LOOKED_BACK if is_narrowed else SHOWN, today=today)
    if is_narrowed:
        found = search(**filters, today=today).filter(pk__in={mark.certificate for mark in marks})
        wanted = set(found.values_list("pk", flat=True))
        marks = [mark for mark in marks if mark.certificate in wanted]
    return _rows_of(marks[:SHOWN])


def _latest_marks(most: int, *, today: date) -> list[Mark]:
    entries = StatusChange.objects.order_by("-recorded_at", "-pk")
    began = Certificate.objects.begun_after_issue(today).order_by("-valid_from", "-pk")
    ended = Certificate.objects.expired(today).order_by("-valid_until", "-pk")
    marks = [
        Mark(moment, ENTRY, pk, certificate)
        for moment, pk, certificate in entries.values_list("recorded_at", "pk", "certificate_id")[
            :most
        ]
    ]
    marks += [
        Mark(_midnight(day), BEGAN, pk, pk)
        for day, pk in began.values_list("valid_from", "pk")[:most]
    ]
    marks += [
        Mark(_midnight(day + A_DAY), ENDED, pk, pk)
        for day, pk in ended.values_list("valid_until", "pk")[:most]
    ]
    return sorted(marks, reverse=True)[:most]


def _rows_of(marks: Sequence[Mark]) -> list[Row]:
    """Read what is shown of some changes, in their order."""
    entries = [mark.pk for mark in marks if mark.kind == ENTRY]
    terms = {(mark.kind, mark.pk) for mark in marks if mark.kind != ENTRY}
    read = StatusChange.objects.filter(pk__in=entries).values(*COLUMNS)
    rows = {(ENTRY, row["pk"]): _entry(row) for row in read}
    found = Certificate.objects.filter(pk__in={pk for _kind, pk in terms})
    for row in _terms(found, lambda kind, pk, _day: (kind, pk) in terms):
        rows[row["reason"], row["certificate_id"]] = row
    return [rows[mark.kind, mark.pk] for mark in marks if (mark.kind, mark.pk) in rows]


def _entry(row: Row) -> Row:
    """Add the name by which an entry is known, and the states that it speaks of.

    A certificate issued for a term to come becomes valid by its entry, and is not yet valid.
    """
    words = {row["status"]}
    if row["status"] != SCOPE_REDUCED:
        words.add(
            status_now(
                status=row["status"],
                valid_from=row["certificate__valid_from"],
                valid_until=row["certificate__valid_until"],
                today=timezone.localdate(row["recorded_at"]),
            ).value
        )
    return {**row, "key": str(row["pk"]), "words": words}


def _terms(found: QuerySet[Certificate], is_asked: Callable[[str, int, date], bool]) -> list[Row]:
    """Tell of the terms that began and ended, of those that are asked for."""
    certificates = list(found.order_by("pk").values("pk", *NAMED))
    entries = StatusChange.objects.filter(certificate__in=found.values("pk"))
    history = defaultdict(list)
    for entry in entries.order_by("recorded_at", "pk").values(*REPLAYED):
        history[entry["certificate_id"]].append(as_change(entry))
    told = []
    for facts in certificates:
        for kind, day in ((BEGAN, facts["valid_from"]), (ENDED, facts["valid_until"] + A_DAY)):
            if is_asked(kind, facts["pk"], day):
                told += _term(facts, history[facts["pk"]], kind, day)
    return told


def _term(facts: Row, changes: Collection[Any], kind: str, day: date) -> list[Row]:
    """Say what a certificate became as a day began; nothing, where it stayed what it was."""
    moment = _midnight(day)
    before, word = (
        status_on(
            valid_from=facts["valid_from"],
            valid_until=facts["valid_until"],
            changes=changes,
            day=one,
            known_at=moment,
        ).value
        for one in (day - A_DAY, day)
    )
    if before == word:
        return []
    row = {
        "key": kind,
        "status": word,
        "words": {word},
        "effective_on": day,
        "recorded_at": moment,
        "reason": kind,
        "public_note": "",
        "scope": None,
        "certificate_id": facts["pk"],
    }
    return [row | {f"certificate__{name}": facts[name] for name in NAMED}]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min)).astimezone(UTC)


def changes_since(newest_seen: int, *, until: int) -> list[Row]:
    """List the changes recorded after one and up to another, the oldest first."""
    rows = StatusChange.objects.filter(pk__gt=newest_seen, pk__lte=until).order_by("pk")
    return [_entry(row) for row in rows.values(*COLUMNS)]


def terms_since(told_until: date, *, until: date) -> list[Row]:
    """List the terms that began or ended on the days after one and up to another, by their day."""
    began = Certificate.objects.begun_after_issue(until).filter(valid_from__gt=told_until)
    ended = Certificate.objects.filter(valid_until__gte=told_until, valid_until__lt=until)
    found = began | ended
    rows = _terms(found, lambda _kind, _pk, day: told_until < day <= until)
    return sorted(rows, key=lambda row: (row["effective_on"], row["certificate_id"]))


def fitting(filters: Mapping[str, str], certificates: Sequence[int], *, today: date) -> set[int]:
    """Say which of some certificates a filter lets pass."""
    narrowed = {name: value for name, value in filters.items() if name != "status"}
    found = search(**narrowed, today=today).filter(pk__in=certificates)
    return set(found.values_list("pk", flat=True))


def name_of(certificate: Certificate) -> str:
    """Name what is certified: the offer, or the holder where there is none."""
    return certificate.offer_name or certificate.holder_name
