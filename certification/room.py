"""A meeting as its pages show it: read in a constant number of queries, whatever its length.

What a person recused from an item may not see is left out here already, not in the templates.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from certification import labels
from certification.labels import Label
from certification.lifecycle import AgendaItemStatus, MeetingStatus
from certification.models import (
    AgendaItem,
    Meeting,
    Post,
    PostRole,
    Recommendation,
    Recusal,
    Seat,
    User,
    Vote,
    VoteChoice,
)
from certification.seating import Records, Seating, composition_day, records_of
from certification.voting import Tally

SEEING_POSTS = (PostRole.SECRETARIAT, PostRole.AUTHORITY, PostRole.OBSERVER)
FINISHED = (AgendaItemStatus.VOTED, AgendaItemStatus.POSTPONED)


def visible_meetings(person: User) -> QuerySet[Meeting]:
    """Keep the meetings the person may know of: by a seat in the committee or a post."""
    today = timezone.localdate()
    seats = Seat.objects.current(today).filter(person=person)
    posts = Post.objects.current(today).filter(person=person, role__in=SEEING_POSTS)
    return Meeting.objects.filter(
        Q(committee__in=seats.values("committee"))
        | Q(committee__operator__in=posts.values("operator"))
    ).select_related("committee__operator", "committee__scheme")


@dataclass(frozen=True)
class Place:
    """One member at one item."""

    seat: Seat
    is_present: bool | None
    recusal: Recusal | None
    vote: Vote | None

    @property
    def initials(self) -> str:
        """Give the letters that stand for the person in the drawing of the seats."""
        words = str(self.seat.person).replace("-", " ").split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if words[1:] else words)).upper()


@dataclass(frozen=True)
class Bar:
    """One line of the drawing of a result."""

    choice: VoteChoice
    number: int
    width: str
    look: str


@dataclass(frozen=True)
class ItemView:
    """One item of the agenda as one person may see it."""

    item: AgendaItem
    seating: Seating
    recusals: tuple[Recusal, ...]
    votes: tuple[Vote, ...]
    viewer: Seat | None

    @property
    def is_hidden(self) -> bool:
        """Say whether the viewer is recused: then only the number of the item is shown."""
        return self.viewer is not None and self.viewer.pk in self.seating.recused

    @property
    def label(self) -> Label:
        """Give the word of the item's status."""
        return labels.AGENDA_ITEM[self.item.status]

    @property
    def is_voting(self) -> bool:
        """Say whether the vote is open."""
        return self.item.status == AgendaItemStatus.VOTING

    @property
    def is_voted(self) -> bool:
        """Say whether the vote is closed and its result known."""
        return self.item.status == AgendaItemStatus.VOTED

    @property
    def recommendation(self) -> Recommendation | None:
        """Give the recommendation that followed, if it is recorded."""
        return getattr(self.item, "recommendation", None)

    @cached_property
    def places(self) -> list[Place]:
        """List the members with presence, recusal and vote."""
        recusals = {recusal.seat_id: recusal for recusal in self.recusals}
        votes = {vote.seat_id: vote for vote in self.votes}
        return [
            Place(
                seat=seat,
                is_present=(
                    True
                    if seat.pk in self.seating.present
                    else False
                    if seat.pk in self.seating.absent
                    else None
                ),
                recusal=recusals.get(seat.pk),
                vote=votes.get(seat.pk),
            )
            for seat in self.seating.seats
        ]

    @cached_property
    def present_places(self) -> list[Place]:
        """List the members who may vote."""
        return [one for one in self.places if one.seat in self.seating.entitled_present]

    @property
    def given(self) -> int:
        """Count the votes given so far; which ones they are is known after closing."""
        return len(self.seating.counted(self.votes))

    @property
    def discounted(self) -> list[Place]:
        """List the members whose vote is on record but does not count."""
        return [one for one in self.places if one.vote and one.recusal]

    @property
    def own(self) -> Place | None:
        """Give the viewer's own place."""
        return next((one for one in self.places if one.seat == self.viewer), None)

    @property
    def may_vote(self) -> bool:
        """Say whether the viewer may vote on this item now."""
        return self.is_voting and self.viewer in self.seating.entitled_present

    @property
    def may_recuse(self) -> bool:
        """Say whether the viewer has a seat that can still step back."""
        return self.viewer in self.seating.seats and self.item.status not in FINISHED

    @property
    def presides(self) -> bool:
        """Say whether the viewer is in the chair at this item."""
        return self.viewer is not None and self.viewer == self.seating.presiding

    @cached_property
    def tally(self) -> Tally:
        """Count the votes."""
        return self.seating.tally(self.votes)

    @cached_property
    def settled(self) -> VoteChoice | None:
        """Give the side that won."""
        return self.seating.settled(self.votes)

    @property
    def is_settled_by_chair(self) -> bool:
        """Say whether the casting vote made the result."""
        return self.settled is not None and self.tally.votes_for == self.tally.votes_against

    @property
    def bars(self) -> list[Bar]:
        """Give the lines of the drawing: the width is a share of everybody who voted."""
        numbers = (self.tally.votes_for, self.tally.votes_against, self.tally.abstained)
        whole = max(1, self.tally.given)
        return [
            Bar(choice, number, f"{number * 100 // whole}%", look)
            for choice, number, look in zip(VoteChoice, numbers, ("", "hatch", "open"), strict=True)
        ]


@dataclass(frozen=True)
class Room:
    """A whole meeting as one person may see it."""

    meeting: Meeting
    records: Records
    items: tuple[ItemView, ...]
    viewer: Seat | None

    @property
    def chair(self) -> Seat | None:
        """Give the chair of the committee."""
        members = self.records.members(composition_day(self.meeting))
        return members[0] if members and members[0].role == "chair" else None

    @property
    def is_open(self) -> bool:
        """Say whether the meeting is in session."""
        return self.meeting.status == MeetingStatus.OPEN

    @property
    def is_planned(self) -> bool:
        """Say whether the meeting has not begun."""
        return self.meeting.status == MeetingStatus.PLANNED

    @property
    def is_closed(self) -> bool:
        """Say whether the minutes are final."""
        return self.meeting.status == MeetingStatus.CLOSED

    @property
    def label(self) -> Label:
        """Give the word of the meeting's status."""
        return labels.MEETING[self.meeting.status]

    @property
    def seen(self) -> list[ItemView]:
        """List the items whose content the viewer may see."""
        return [one for one in self.items if not one.is_hidden]

    @property
    def hides_something(self) -> bool:
        """Say whether the viewer is recused from an item."""
        return len(self.seen) < len(self.items)

    @property
    def waits(self) -> list[ItemView]:
        """List the items that still have to be settled or postponed."""
        return [
            one
            for one in self.items
            if one.item.status != AgendaItemStatus.POSTPONED and not one.recommendation
        ]

    @property
    def hidden_now(self) -> ItemView | None:
        """Give the item under vote from which the viewer is recused."""
        return next((one for one in self.items if one.is_voting and one.is_hidden), None)

    def current(self) -> ItemView | None:
        """Give the item to show on top: under vote, then to be settled, then the last."""
        seen = self.seen
        ranked = [
            *(one for one in seen if one.is_voting),
            *(one for one in seen if one.is_voted and not one.recommendation),
            *(one for one in seen if one.item.status == AgendaItemStatus.PLANNED),
            *reversed(seen),
        ]
        return ranked[0] if ranked else None

    def results(self, current: ItemView | None) -> list[ItemView]:
        """List the other items with a result, the newest first."""
        return [one for one in reversed(self.seen) if one.is_voted and one is not current]


def room_of(meeting: Meeting, person: User) -> Room:
    """Read a meeting with all its items for one person."""
    records = records_of(meeting)
    items = meeting.agenda_items.select_related(
        "application__applicant",
        "application__offer",
        "application__edition__scheme",
        "application__edition__operator",
        "application__version",
        "recommendation",
    )
    votes: dict[int, list[Vote]] = defaultdict(list)
    for vote in Vote.objects.filter(item__meeting=meeting).order_by("seat"):
        votes[vote.item_id].append(vote)
    viewer = _seat_of(person, records.members(composition_day(meeting)))
    views = []
    for item in items:
        item.meeting = meeting
        views.append(
            ItemView(
                item=item,
                seating=records.at(item),
                recusals=tuple(one for one in records.recusals if one.item_id == item.pk),
                votes=tuple(votes[item.pk]),
                viewer=viewer,
            )
        )
    return Room(meeting=meeting, records=records, items=tuple(views), viewer=viewer)


def _seat_of(person: User, seats: Sequence[Seat]) -> Seat | None:
    return next((seat for seat in seats if seat.person_id == person.pk), None)
