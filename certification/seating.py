"""Who sits, is present and is recused at one item: the base of quorum, chair and result."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from certification.lifecycle import MeetingStatus
from certification.models import (
    AgendaItem,
    Attendance,
    Meeting,
    Recusal,
    Seat,
    SeatRole,
    Vote,
    VoteChoice,
)
from certification.voting import Quorum, Tally, count, quorum, settle
from standards.models import Edition


@dataclass(frozen=True)
class Seating:
    """The members at one item. Presence that was not noted is neither presence nor absence."""

    edition: Edition
    seats: tuple[Seat, ...]
    present: frozenset[int]
    absent: frozenset[int]
    recused: frozenset[int]

    @cached_property
    def quorum(self) -> Quorum:
        """Count the quorum of the item by the rule of its call."""
        return quorum(
            seated=len(self.seats),
            recused=sum(seat.pk in self.recused for seat in self.seats),
            present=len(self.entitled_present),
            numerator=self.edition.quorum_numerator,
            denominator=self.edition.quorum_denominator,
        )

    @cached_property
    def entitled_present(self) -> tuple[Seat, ...]:
        """List the members who are present and not recused: those who may vote."""
        return tuple(
            seat for seat in self.seats if seat.pk in self.present and seat.pk not in self.recused
        )

    @cached_property
    def presiding(self) -> Seat | None:
        """Give who is in the chair: the chair, unless recused or absent; then the first present."""
        for seat in self.seats:
            away = seat.pk in self.recused or seat.pk in self.absent
            if seat.role == SeatRole.CHAIR and not away:
                return seat
        return self.entitled_present[0] if self.entitled_present else None

    def counted(self, votes: Iterable[Vote]) -> list[Vote]:
        """Keep the votes that count; that of a member recused afterwards is on record only."""
        return [vote for vote in votes if vote.seat_id not in self.recused]

    def tally(self, votes: Iterable[Vote]) -> Tally:
        """Count the votes that count."""
        return count(vote.choice for vote in self.counted(votes))

    def settled(self, votes: Iterable[Vote]) -> VoteChoice | None:
        """Give the result of the vote, or None where nothing is settled."""
        counted = self.counted(votes)
        chair = self.presiding.pk if self.presiding else None
        return settle(
            self.tally(counted),
            chair=next((vote.choice for vote in counted if vote.seat_id == chair), None),
            chair_breaks_tie=self.edition.chair_breaks_tie,
        )


@dataclass(frozen=True)
class Records:
    """What is on record of one meeting, read at once: seats, presence as noted, recusals."""

    meeting: Meeting
    seats: tuple[Seat, ...]
    noted: tuple[tuple[datetime, int, bool], ...]
    recusals: tuple[Recusal, ...]

    def members(self, day: date) -> tuple[Seat, ...]:
        """List who sits in the committee on a day: the chair, then by length of sitting."""
        held = [
            seat
            for seat in self.seats
            if seat.since <= day and (seat.until is None or seat.until >= day)
        ]
        return tuple(sorted(held, key=lambda seat: seat.role != SeatRole.CHAIR))

    def presence(self, moment: datetime | None) -> dict[int, bool]:
        """Tell by seat who is noted as present now, or was at a moment."""
        return {
            seat: is_present
            for at, seat, is_present in self.noted
            if moment is None or at <= moment
        }

    def at(self, item: AgendaItem) -> Seating:
        """Give the seating of an item: as it is now, or as it was when the item was closed."""
        moment = item.closed_at
        presence = self.presence(moment)
        return Seating(
            edition=item.application.edition,
            seats=self.members(
                timezone.localdate(moment) if moment else composition_day(self.meeting)
            ),
            present=frozenset(seat for seat, is_present in presence.items() if is_present),
            absent=frozenset(seat for seat, is_present in presence.items() if not is_present),
            recused=frozenset(
                recusal.seat_id for recusal in self.recusals if recusal.item_id == item.pk
            ),
        )


def composition_day(meeting: Meeting) -> date:
    """Give the day whose members make up the committee: today, or the day a meeting was closed."""
    if meeting.status == MeetingStatus.CLOSED and meeting.closed_at:
        return timezone.localdate(meeting.closed_at)
    return timezone.localdate()


def records_of(meeting: Meeting) -> Records:
    """Read what is on record of a meeting in three queries."""
    seats = Seat.objects.filter(committee=meeting.committee_id).select_related("person")
    noted = Attendance.history.filter(meeting=meeting).order_by("history_date", "history_id")
    return Records(
        meeting=meeting,
        seats=tuple(seats.order_by("since", "pk")),
        noted=tuple(noted.values_list("history_date", "seat", "is_present")),
        recusals=tuple(Recusal.objects.filter(item__meeting=meeting).order_by("pk")),
    )


def members_of(meeting: Meeting) -> tuple[Seat, ...]:
    """List who sits in the committee of a meeting: the chair, then by length of sitting."""
    return records_of(meeting).members(composition_day(meeting))


def seating_of(item: AgendaItem) -> Seating:
    """Read who sits, is present and is recused at one item."""
    return records_of(item.meeting).at(item)
