"""The history of a case as one line of time: entries of its log and merged edits of answers.

Edits of one person in one checklist within a quarter of an hour are one line. Who may read what:
the applicant's side sees what concerns it and no names of other sides; an expert sees what is open
to the applicant and the own work; scores never appear here, since cards are sealed until sent.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.models import (
    Answer,
    Application,
    AssessmentKind,
    CaseEvent,
    Organisation,
    Side,
    User,
)
from certification.sentences import ANSWERS, KINDS, Names, kind_of, sentence

LINES_A_PAGE = 30
LINES_AT_ONCE = 500
EDITS_AT_MOST = 1000
QUARTER = 15 * 60
# Answers that moved to another version unchanged: an entry of the log says so, in one line.
CARRIED = "carry_answers_over"
MOVED = {
    AssessmentKind.SELF: Side.APPLICANT,
    AssessmentKind.EARLIER: Side.APPLICANT,
    AssessmentKind.EXPERT: Side.EXPERT,
}
OWN = (AssessmentKind.SELF, AssessmentKind.EARLIER)


class Viewer(StrEnum):
    """From which side somebody reads a case."""

    APPLICANT = "applicant"
    EXPERT = "expert"
    STAFF = "staff"


@dataclass(frozen=True, order=True)
class Mark:
    """A place in the line of time; an entry of the log comes after merged edits of its moment."""

    at: datetime
    rank: int
    pk: int

    def __str__(self) -> str:
        """Write the mark as it stands in an address."""
        return f"{round(self.at.timestamp() * 1_000_000)}.{self.rank}.{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Mark | None":
        """Read a mark from an address; anything else is the newest entry."""
        match = re.fullmatch(r"(\d{1,16})\.([01])\.(\d{1,18})", text)
        if not match:
            return None
        at = datetime.fromtimestamp(0, tz=UTC) + timedelta(microseconds=int(match[1]))
        return cls(at, int(match[2]), int(match[3]))


@dataclass(frozen=True)
class Edit:
    """One changed answer: the criterion, and the value before and after where it may be seen."""

    code: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the history, ready to be read."""

    mark: Mark
    text: str
    icon: str
    group: str
    side: str
    who: str = ""
    reason: str = ""
    edits: Sequence[Edit] = field(default_factory=tuple)

    @property
    def at(self) -> datetime:
        """Give the moment in local time."""
        return timezone.localtime(self.mark.at)

    @property
    def day(self) -> date:
        """Give the day under which the line stands."""
        return self.at.date()

    @property
    def side_label(self) -> str:
        """Name the side that acted."""
        return str(Side(self.side).label)


@dataclass(frozen=True)
class Reader:
    """Who reads and what was asked for."""

    person: User
    viewer: Viewer
    side: str = ""
    kind: str = ""
    since: date | None = None

    def may_see_name(self, side: str, person_pk: int | None) -> bool:
        """Staff sees all names; everybody else those of the own side."""
        return (
            self.viewer is Viewer.STAFF
            or person_pk == self.person.pk
            or (self.viewer is Viewer.APPLICANT and side == Side.APPLICANT)
        )


def lines_of(
    application: Application,
    reader: Reader,
    *,
    before: Mark | None = None,
    most: int = LINES_A_PAGE,
) -> tuple[list[Line], Mark | None]:
    """Give one page of lines, the newest first, and the mark after which older ones follow."""
    events = _event_lines(application, reader, before, most)
    edits, reach = _edit_lines(application, reader, before)
    merged = sorted([*events, *edits], key=lambda line: line.mark, reverse=True)
    if reach:
        merged = [line for line in merged if line.mark.at >= reach]
    page = merged[:most]
    more = reach is not None or len(merged) > most
    return page, page[-1].mark if more and page else None


def every_line(application: Application, reader: Reader) -> Iterator[Line]:
    """Give all lines, many at once."""
    mark: Mark | None = None
    while True:
        lines, mark = lines_of(application, reader, before=mark, most=LINES_AT_ONCE)
        yield from lines
        if mark is None:
            return


def visible_events(application: Application, reader: Reader) -> QuerySet[CaseEvent]:
    """Keep the entries of the log that the reader may see and has asked for."""
    events = CaseEvent.objects.filter(application=application)
    if reader.viewer is Viewer.APPLICANT:
        events = events.filter(seen_by_applicant=True)
    elif reader.viewer is Viewer.EXPERT:
        events = events.filter(Q(seen_by_applicant=True) | Q(by=reader.person))
    if reader.side:
        events = events.filter(side=reader.side)
    if reader.kind:
        events = events.filter(
            kind__in=[name for name, kind in KINDS.items() if kind.group == reader.kind]
        )
    if reader.since:
        events = events.filter(at__gte=_morning(reader.since))
    return events


def _event_lines(
    application: Application, reader: Reader, before: Mark | None, most: int
) -> list[Line]:
    events = visible_events(application, reader)
    if before:
        older = Q(at__lt=before.at)
        if before.rank:
            older |= Q(at=before.at, pk__lt=before.pk)
        events = events.filter(older)
    found = list(events.select_related("by").order_by("-at", "-pk")[: most + 1])
    names = _names_in(found, reader)
    return [
        Line(
            mark=Mark(event.at, 1, event.pk),
            text=sentence(event, names),
            icon=kind_of(event).icon,
            group=kind_of(event).group,
            side=event.side,
            who=str(event.by) if event.by and reader.may_see_name(event.side, event.by_id) else "",
            reason=event.reason,
        )
        for event in found
    ]


def _names_in(events: Sequence[CaseEvent], reader: Reader) -> Names:
    """Fetch those whom facts name by number: organisations for all, people for staff alone."""
    people = {event.facts["person"] for event in events if "person" in event.facts}
    bodies = {event.facts["organisation"] for event in events if "organisation" in event.facts}
    if reader.viewer is not Viewer.STAFF:
        people &= {reader.person.pk}
    return Names(
        {person.pk: str(person) for person in User.objects.filter(pk__in=people)},
        {one.pk: one.name for one in Organisation.objects.filter(pk__in=bodies)},
    )


def _edit_lines(
    application: Application, reader: Reader, before: Mark | None
) -> tuple[list[Line], datetime | None]:
    """Merge the saved edits of answers into one line a person, checklist and quarter of an hour.

    A line stands at its last edit. Gives as well how far back the edits reach, where they are too
    many for one page.
    """
    if reader.kind not in ("", ANSWERS):
        return [], None
    rows = _edits(application, reader)
    if before:
        rows = rows.filter(history_date__lt=_quarter_of(before.at) + timedelta(seconds=QUARTER))
    taken = list(rows[:EDITS_AT_MOST])
    bundles: dict[tuple[datetime, int, int], list[dict[str, Any]]] = {}
    for row in taken:
        if row["history_change_reason"] == CARRIED:
            continue
        key = (_quarter_of(row["history_date"]), row["assessment"], row["history_user"] or 0)
        bundles.setdefault(key, []).append(row)
    earlier = _values_before(taken)
    lines = [_edit_line(bundle, earlier, reader) for bundle in bundles.values()]
    reach = taken[-1]["history_date"] if len(taken) == EDITS_AT_MOST else None
    return [line for line in lines if before is None or line.mark < before], reach


def _edits(application: Application, reader: Reader) -> Any:
    kinds = [
        kind
        for kind, side in MOVED.items()
        if reader.side in ("", side) and (kind in OWN or reader.viewer is not Viewer.APPLICANT)
    ]
    rows = Answer.history.filter(assessment__application=application, assessment__kind__in=kinds)
    if reader.viewer is Viewer.EXPERT:
        rows = rows.filter(Q(assessment__kind__in=OWN) | Q(assessment__author=reader.person))
    if reader.since:
        rows = rows.filter(history_date__gte=_morning(reader.since))
    return rows.order_by("-history_date", "-history_id").values(
        "history_id",
        "history_date",
        "history_user",
        "history_user__name",
        "history_change_reason",
        "id",
        "value",
        "not_applicable",
        "assessment",
        "assessment__kind",
        "criterion__code",
    )


def _values_before(rows: Sequence[dict[str, Any]]) -> dict[int, str]:
    """Tell for each saved edit what the answer said before it, as far as the rows reach back."""
    older: dict[int, str] = {}
    last: dict[int, int] = {}
    for row in rows:
        newer = last.get(row["id"])
        if newer is not None:
            older[newer] = _value_of(row)
        last[row["id"]] = row["history_id"]
    return older


def _value_of(row: dict[str, Any]) -> str:
    if row["not_applicable"]:
        return _("not applicable")
    return "" if row["value"] is None else str(row["value"])


def _edit_line(rows: Sequence[dict[str, Any]], earlier: dict[int, str], reader: Reader) -> Line:
    last = rows[0]
    is_own_answer = last["assessment__kind"] in OWN
    side = MOVED[last["assessment__kind"]]
    edits = tuple(_changes(rows, earlier) if is_own_answer else _codes(rows))
    if is_own_answer:
        text = ngettext(
            "%(count)s answer was changed", "%(count)s answers were changed", len(edits)
        )
    else:
        text = ngettext(
            "%(count)s criterion was edited in a score card",
            "%(count)s criteria were edited in a score card",
            len(edits),
        )
    seen = reader.may_see_name(side, last["history_user"])
    return Line(
        mark=Mark(last["history_date"], 0, last["history_id"]),
        text=text % {"count": len(edits)},
        icon="edit",
        group=ANSWERS,
        side=side,
        who=(last["history_user__name"] or "") if seen else "",
        edits=edits,
    )


def _changes(rows: Sequence[dict[str, Any]], earlier: dict[int, str]) -> Iterator[Edit]:
    """Say for each criterion from what to what it came in the whole bundle."""
    first = {row["id"]: row for row in rows}
    last = {row["id"]: row for row in reversed(rows)}
    for pk in sorted(first, key=lambda pk: str(first[pk]["criterion__code"])):
        yield Edit(
            code=first[pk]["criterion__code"],
            before=earlier.get(first[pk]["history_id"], ""),
            after=_value_of(last[pk]),
        )


def _codes(rows: Sequence[dict[str, Any]]) -> Iterator[Edit]:
    for code in sorted({str(row["criterion__code"]) for row in rows}):
        yield Edit(code=code)


def _quarter_of(moment: datetime) -> datetime:
    seconds = int(moment.timestamp())
    return datetime.fromtimestamp(seconds - seconds % QUARTER, tz=moment.tzinfo)


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
