"""Votes, recusals and what a vote settles."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from certification.errors.committee import (
    MemberAbsent,
    MustRecuse,
    NotYourSeat,
    SeatOfAnotherCommittee,
    VoteNotOpen,
)
from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import (
    ImpartialityAnswer,
    MembershipRole,
    Vote,
)
from certification.operations.meetings import (
    open_vote,
)
from certification.operations.votes import cast_vote
from certification.seating import seating_of
from tests.committee import make_session, state_of, vote
from tests.factories.certification import (
    AffiliationFactory,
    AssignmentFactory,
    ImpartialityDeclarationFactory,
    MembershipFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """Give a session of five with the vote open."""
    made = make_session(members=5)
    open_vote(item=made.item, by=made.chair)
    made.item.refresh_from_db()
    return made


def test_a_present_member_votes_and_the_log_does_not_say_how(session):
    seat = session.seats[1]

    cast_vote(item=session.item, seat=seat, choice="against", dissent=" Brak. ", by=seat.person)

    assert list(Vote.objects.values_list("item", "seat", "choice", "dissent", "entered_by")) == [
        (session.item.pk, seat.pk, "against", "Brak.", seat.person_id)
    ]
    event = session.application.events.get(kind="vote_cast")
    assert (event.facts, event.by, event.seen_by_applicant) == (
        {"meeting": "4/2026", "seat": seat.pk, "entered_for_another": False},
        seat.person,
        False,
    )


def test_a_vote_is_changed_and_not_doubled_until_the_vote_is_closed(session):
    seat = session.seats[1]

    for choice in ("against", "for"):
        cast_vote(item=session.item, seat=seat, choice=choice, dissent="", by=seat.person)

    assert list(Vote.objects.values_list("seat", "choice")) == [(seat.pk, "for")]
    assert list(Vote.history.order_by("history_id").values_list("choice", flat=True)) == [
        "against",
        "for",
    ]


def test_the_database_refuses_a_second_vote_of_a_seat(session):
    vote(session, "for")

    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(
            item=session.item,
            seat=session.seats[0],
            choice="against",
            cast_at=timezone.now(),
            entered_by=session.chair,
        )

    assert list(Vote.objects.values_list("choice", flat=True)) == ["for"]


def test_the_secretariat_enters_a_vote_given_in_the_room_under_its_own_name(session):
    seat = session.seats[2]

    cast_vote(item=session.item, seat=seat, choice="for", dissent="", by=session.secretary)

    assert list(Vote.objects.values_list("seat", "choice", "entered_by")) == [
        (seat.pk, "for", session.secretary.pk)
    ]
    assert session.application.events.get(kind="vote_cast").facts["entered_for_another"] is True


@pytest.mark.parametrize("who", ["chair", "authority", "observer", "signer", "stranger"])
def test_nobody_else_votes_for_a_member(session, who):
    before = state_of(session)

    with pytest.raises(NotYourSeat):
        cast_vote(
            item=session.item,
            seat=session.seats[1],
            choice="for",
            dissent="",
            by=getattr(session, who),
        )

    assert state_of(session) == before


def test_an_absent_member_does_not_vote():
    session = make_session(members=5, present=3)
    open_vote(item=session.item, by=session.chair)
    before = state_of(session)
    seat = session.seats[4]

    with pytest.raises(MemberAbsent):
        cast_vote(item=session.item, seat=seat, choice="for", dissent="", by=seat.person)

    assert state_of(session) == before


def test_a_seat_of_another_committee_does_not_vote(session):
    stranger = SeatFactory()
    before = state_of(session)

    with pytest.raises(SeatOfAnotherCommittee):
        cast_vote(item=session.item, seat=stranger, choice="for", dissent="", by=stranger.person)

    assert state_of(session) == before


@pytest.mark.parametrize("status", ["planned", "voted", "postponed"])
def test_votes_are_cast_only_while_the_vote_is_open(session, status):
    session.item.status = status
    session.item.save()
    before = state_of(session)

    with pytest.raises(VoteNotOpen):
        vote(session, "for")

    assert state_of(session) == before


def test_nobody_votes_on_a_case_that_was_withdrawn_while_the_vote_was_open(session):
    session.application.status = ApplicationStatus.WITHDRAWN
    session.application.save()
    seat = session.seats[1]

    with pytest.raises(VoteNotOpen):
        cast_vote(item=session.item, seat=seat, choice="for", dissent="", by=seat.person)

    assert not Vote.objects.exists()


def advised(session, person):
    AffiliationFactory(person=person, organisation=session.application.applicant, kind="advised")
    return "doradzanie wnioskodawcy lub partnerowi"


def scored(session, person):
    AssignmentFactory(
        application=session.application, person=person, status=AssignmentStatus.COMPLETED
    )
    return "udział w\u00a0ocenie tej sprawy"


def declared_a_conflict(session, person):
    ImpartialityDeclarationFactory(
        application=session.application, person=person, answer=ImpartialityAnswer.CONFLICT
    )
    return "zgłoszony konflikt interesów"


def acted_for_the_applicant(session, person):
    MembershipFactory(
        organisation=session.application.applicant, person=person, role=MembershipRole.READS
    )
    return "działanie w\u00a0imieniu wnioskodawcy"


@pytest.mark.parametrize(
    "part",
    [advised, scored, declared_a_conflict, acted_for_the_applicant],
    ids=lambda f: f.__name__,
)
def test_whoever_had_a_part_in_the_case_has_no_vote_and_has_to_step_back(session, part):
    seat = session.seats[1]
    words = part(session, seat.person)
    before = state_of(session)

    with pytest.raises(MustRecuse) as refused:
        cast_vote(item=session.item, seat=seat, choice="for", dissent="", by=seat.person)

    assert (str(refused.value.params["name"]), str(refused.value.params["part"])) == (
        seat.person.name,
        words,
    )
    assert state_of(session) == before


def test_an_expert_who_declined_without_a_conflict_may_vote(session):
    seat = session.seats[1]
    AssignmentFactory(
        application=session.application, person=seat.person, status=AssignmentStatus.DECLINED
    )

    cast_vote(item=session.item, seat=seat, choice="for", dissent="", by=seat.person)

    assert list(Vote.objects.values_list("seat", "choice")) == [(seat.pk, "for")]


def test_a_seat_that_ended_yesterday_neither_votes_nor_counts():
    session = make_session(members=5, present=5)
    ended = session.seats[4]
    ended.until = timezone.localdate() - timedelta(days=1)
    ended.save()
    open_vote(item=session.item, by=session.chair)

    with pytest.raises(SeatOfAnotherCommittee):
        cast_vote(item=session.item, seat=ended, choice="for", dissent="", by=ended.person)

    quorum = seating_of(session.item).quorum
    assert (quorum.present, quorum.entitled) == (4, 4)
