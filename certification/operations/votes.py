"""Votes and recusals of members, each one personal and on record."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from certification.errors.committee import (
    AlreadyRecused,
    MemberAbsent,
    MemberRecused,
    MustRecuse,
    NotYourSeat,
    RecusalTooLate,
    SeatOfAnotherCommittee,
    VoteNotOpen,
)
from certification.history import save
from certification.lifecycle import AgendaItemStatus, ApplicationStatus
from certification.models import (
    AgendaItem,
    Post,
    PostRole,
    Recusal,
    Seat,
    Side,
    User,
    Vote,
)
from certification.operations.case import log_event
from certification.operations.committee import locked_item
from certification.participation import (
    BARS_FROM_VOTING,
    GROUND_OF_PART,
    Part,
    parts_in_case,
    parts_of,
)
from certification.seating import Seating, composition_day, seating_of

OPEN_ITEM = (AgendaItemStatus.PLANNED, AgendaItemStatus.VOTING)


@transaction.atomic
def cast_vote(*, item: AgendaItem, seat: Seat, choice: str, dissent: str, by: User) -> Vote:
    """Cast a vote or change it while the vote is open.

    Only members who are present vote, and nobody who had a part in the case earlier (KPA, art. 27).
    A vote given in the room may be entered by the secretariat and then names who entered it.
    """
    item = locked_item(item)
    is_waiting = item.application.status == ApplicationStatus.AWAITING_COMMITTEE
    if item.status != AgendaItemStatus.VOTING or not is_waiting:
        raise VoteNotOpen
    seating = seating_of(item)
    seat = _require_seat(seating, seat)
    _require_own_seat(item, seat, by)
    _require_entitled(item, seating, seat)
    vote = Vote.objects.filter(item=item, seat=seat).first() or Vote(item=item, seat=seat)
    vote.choice, vote.dissent = choice, dissent.strip()
    vote.cast_at, vote.entered_by = timezone.now(), by
    vote.full_clean(validate_unique=False, validate_constraints=False)
    save(vote, by=by, reason="cast_vote")
    log_event(
        item.application,
        "vote_cast",
        by=by,
        side=Side.COMMITTEE,
        seen_by_applicant=False,
        meeting=item.meeting.number,
        seat=seat.pk,
        entered_for_another=by.pk != seat.person_id,
    )
    return vote


@transaction.atomic
def recuse(*, item: AgendaItem, seat: Seat, ground: str, explanation: str, by: User) -> Recusal:
    """Step back from one item, before the vote or during it (KPA, art. 24 and 27).

    Nothing is deleted: a vote cast before stays on record and is counted no more, because a doubt
    found late must not leave a doubtful vote standing, and a refusal would keep the person in.
    The seat leaves the base of the quorum. It is no abstention, which counts as presence.
    """
    item = locked_item(item)
    if item.status not in OPEN_ITEM:
        raise RecusalTooLate
    seating = seating_of(item)
    seat = _require_seat(seating, seat)
    _require_own_seat(item, seat, by)
    if seat.pk in seating.recused:
        raise AlreadyRecused(name=str(seat.person))
    recusal = _recuse(item, seat, ground=ground, explanation=explanation.strip(), by=by)
    log_event(
        item.application,
        "recused",
        by=by,
        side=Side.COMMITTEE,
        seen_by_applicant=False,
        meeting=item.meeting.number,
        seat=seat.pk,
        ground=recusal.ground,
    )
    return recusal


@transaction.atomic
def mark_conflicts(*, item: AgendaItem, by: User) -> list[Recusal]:
    """Recuse at once every member whose link or earlier part is known, before materials go out."""
    seating = seating_of(item)
    open_seats = [seat for seat in seating.seats if seat.pk not in seating.recused]
    parts = parts_in_case(
        item.application,
        [seat.person_id for seat in open_seats],
        on=composition_day(item.meeting),
    )
    recusals = []
    for seat in open_seats:
        barring = _barring(parts[seat.person_id])
        if not barring:
            continue
        with override("pl"):
            known = ", ".join(str(part.label) for part in barring)
        ground = GROUND_OF_PART[barring[0]]
        recusals.append(_recuse(item, seat, ground=ground, explanation=known, by=by))
        log_event(
            item.application,
            "recused",
            by=None,
            side=Side.SYSTEM,
            seen_by_applicant=False,
            meeting=item.meeting.number,
            seat=seat.pk,
            ground=str(ground),
        )
    return recusals


def _recuse(item: AgendaItem, seat: Seat, *, ground: str, explanation: str, by: User) -> Recusal:
    recusal = Recusal(
        item=item, seat=seat, ground=ground, explanation=explanation, made_at=timezone.now()
    )
    recusal.full_clean(validate_unique=False, validate_constraints=False)
    save(recusal, by=by, reason="recuse")
    return recusal


def _require_seat(seating: Seating, seat: Seat) -> Seat:
    """Give the seat as it stands in the committee now, or refuse it."""
    for member in seating.seats:
        if member.pk == seat.pk:
            return member
    raise SeatOfAnotherCommittee(name=str(seat.person))


def _require_own_seat(item: AgendaItem, seat: Seat, by: User) -> None:
    """Raise unless it is the person's own seat, or the secretariat enters what was said aloud."""
    if seat.person_id == by.pk:
        return
    secretariat = Post.objects.current(timezone.localdate()).filter(
        person=by,
        operator=item.meeting.committee.operator_id,
        role=PostRole.SECRETARIAT,
    )
    if not secretariat.exists():
        raise NotYourSeat


def _require_entitled(item: AgendaItem, seating: Seating, seat: Seat) -> None:
    """Raise unless the member is present, not recused and had no part in the case."""
    name = str(seat.person)
    if seat.pk in seating.recused:
        raise MemberRecused(name=name)
    if seat.pk not in seating.present:
        raise MemberAbsent(name=name)
    barring = _barring(parts_of(seat.person, item.application))
    if barring:
        raise MustRecuse(name=name, part=barring[0].label)


def _barring(parts: frozenset[Part]) -> list[Part]:
    """List what excludes from voting, the gravest first."""
    return [part for part in Part if part in parts & BARS_FROM_VOTING]
