"""Recusals: before the vote, after it, and what they do to the quorum."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from certification.errors.committee import (
    AlreadyRecused,
    MemberRecused,
    NotYourSeat,
    QuorumMissing,
    RecusalTooLate,
)
from certification.models import (
    Vote,
)
from certification.operations.meetings import (
    close_vote,
    open_vote,
)
from certification.operations.votes import cast_vote, recuse
from certification.seating import seating_of
from certification.voting import Tally
from tests.committee import make_session, state_of, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """Give a session of five with the vote open."""
    made = make_session(members=5)
    open_vote(item=made.item, by=made.chair)
    made.item.refresh_from_db()
    return made


def test_a_recused_member_has_no_vote(session):
    seat = session.seats[1]
    recuse(item=session.item, seat=seat, ground="doubt", explanation="", by=seat.person)
    before = state_of(session)

    with pytest.raises(MemberRecused):
        cast_vote(item=session.item, seat=seat, choice="for", dissent="", by=seat.person)

    assert state_of(session) == before


def test_the_database_refuses_a_vote_of_a_recused_seat(session):
    seat = session.seats[1]
    recuse(item=session.item, seat=seat, ground="doubt", explanation="", by=seat.person)

    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(
            item=session.item,
            seat=seat,
            choice="for",
            cast_at=timezone.now(),
            entered_by=seat.person,
        )

    assert list(Vote.objects.all()) == []


def test_a_member_steps_back_before_the_vote_and_the_base_of_the_quorum_shrinks():
    session = make_session(members=4, present=3)
    seat = session.seats[2]

    recuse(item=session.item, seat=seat, ground="kin", explanation=" Siostra. ", by=seat.person)

    assert list(session.item.recusals.values_list("seat", "ground", "explanation")) == [
        (seat.pk, "kin", "Siostra.")
    ]
    quorum = seating_of(session.item).quorum
    assert (quorum.present, quorum.needed, quorum.entitled) == (2, 2, 3)
    event = session.application.events.get(kind="recused")
    assert (event.facts, event.seen_by_applicant) == (
        {"meeting": "4/2026", "seat": seat.pk, "ground": "kin"},
        False,
    )


def test_a_vote_cast_before_stepping_back_stays_on_record_and_does_not_count(session):
    vote(session, "for", "against", "against")
    seat = session.seats[2]

    recuse(item=session.item, seat=seat, ground="interest", explanation="", by=seat.person)

    assert list(session.item.votes.order_by("seat").values_list("seat", "choice")) == [
        (session.seats[0].pk, "for"),
        (session.seats[1].pk, "against"),
        (seat.pk, "against"),
    ]
    seating = seating_of(session.item)
    assert seating.tally(session.item.votes.all()) == Tally(1, 1, 0)


def test_stepping_back_may_cost_the_quorum():
    session = make_session(members=5, present=3)
    open_vote(item=session.item, by=session.chair)
    vote(session, "for", "for", "for")
    for seat in session.seats[1:3]:
        recuse(item=session.item, seat=seat, ground="doubt", explanation="", by=seat.person)
    before = state_of(session)

    with pytest.raises(QuorumMissing):
        close_vote(item=session.item, by=session.chair)

    assert state_of(session) == before


@pytest.mark.parametrize("status", ["voted", "postponed"])
def test_nobody_steps_back_from_an_item_that_is_closed(session, status):
    session.item.status = status
    session.item.save()
    before = state_of(session)
    seat = session.seats[1]

    with pytest.raises(RecusalTooLate):
        recuse(item=session.item, seat=seat, ground="doubt", explanation="", by=seat.person)

    assert state_of(session) == before


def test_one_recusal_is_enough(session):
    seat = session.seats[1]
    recuse(item=session.item, seat=seat, ground="doubt", explanation="", by=seat.person)
    before = state_of(session)

    with pytest.raises(AlreadyRecused):
        recuse(item=session.item, seat=seat, ground="kin", explanation="", by=seat.person)

    assert state_of(session) == before


def test_nobody_is_recused_by_a_colleague(session):
    before = state_of(session)

    with pytest.raises(NotYourSeat):
        recuse(
            item=session.item,
            seat=session.seats[1],
            ground="doubt",
            explanation="",
            by=session.chair,
        )

    assert state_of(session) == before
