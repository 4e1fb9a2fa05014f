"""Votes, recusals and what a vote settles."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from certification.errors.committee import (
    AlreadyRecused,
    MemberAbsent,
    MemberRecused,
    MustRecuse,
    NotYourSeat,
    NoVotesCast,
    OnlyTheChair,
    QuorumMissing,
    ReasonsTooShort,
    RecommendationAgainstVote,
    RecusalTooLate,
    SeatOfAnotherCommittee,
    VoteNotHeld,
    VoteNotOpen,
    VoteTied,
)
from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import (
    Deadline,
    ImpartialityAnswer,
    MembershipRole,
    Recommendation,
    Vote,
    VoteChoice,
)
from certification.operations.meetings import (
    close_vote,
    note_presence,
    open_vote,
    record_recommendation,
)
from certification.operations.votes import cast_vote, recuse
from certification.seating import seating_of
from certification.voting import Tally, count, settle
from tests.committee import REASONS, make_session, sent_card, state_of, vote
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


OUTCOMES = [
    # for, against, abstained, chair's vote, chair breaks a tie, result
    (3, 2, 0, "for", True, "for"),
    (2, 3, 0, "for", True, "against"),
    (1, 0, 4, "abstain", True, "for"),
    (0, 1, 4, "abstain", True, "against"),
    (2, 2, 1, "for", True, "for"),
    (2, 2, 1, "against", True, "against"),
    (2, 2, 1, "abstain", True, None),
    (2, 2, 0, None, True, None),
    (2, 2, 1, "for", False, None),
    (2, 2, 1, "against", False, None),
    (0, 0, 5, "abstain", True, None),
    (0, 0, 0, None, True, None),
    (5, 0, 0, "for", False, "for"),
    (0, 5, 0, "against", False, "against"),
]


@pytest.mark.parametrize(
    ("votes_for", "votes_against", "abstained", "chair", "breaks", "result"), OUTCOMES
)
def test_what_a_vote_settles(votes_for, votes_against, abstained, chair, breaks, result):
    tally = count(
        [VoteChoice.FOR] * votes_for
        + [VoteChoice.AGAINST] * votes_against
        + [VoteChoice.ABSTAIN] * abstained
    )

    assert tally == Tally(votes_for, votes_against, abstained)
    assert settle(tally, chair=chair, chair_breaks_tie=breaks) == result


def test_closing_the_vote_needs_the_chair(session):
    vote(session, "for", "for", "for", "for", "for")
    before = state_of(session)

    with pytest.raises(OnlyTheChair):
        close_vote(item=session.item, by=session.seats[1].person)

    assert state_of(session) == before


def test_the_quorum_is_kept_until_the_vote_is_closed(session):
    vote(session, "for", "for", "for", "for", "for")
    note_presence(meeting=session.meeting, seats_present=session.seats[:2], by=session.secretary)
    before = state_of(session)

    with pytest.raises(QuorumMissing):
        close_vote(item=session.item, by=session.chair)

    assert state_of(session) == before


def test_abstentions_alone_settle_nothing(session):
    vote(session, "abstain", "abstain", "abstain", "abstain", "abstain")
    before = state_of(session)

    with pytest.raises(NoVotesCast):
        close_vote(item=session.item, by=session.chair)

    assert state_of(session) == before


def test_the_vote_of_the_chair_breaks_a_tie(session):
    vote(session, "against", "for", "for", "against", "abstain")

    close_vote(item=session.item, by=session.chair)

    session.item.refresh_from_db()
    assert session.item.status == "voted"
    assert seating_of(session.item).settled(session.item.votes.all()) == "against"
    assert session.application.events.get(kind="vote_closed").facts == {
        "meeting": "4/2026",
        "votes_for": 2,
        "votes_against": 2,
        "votes_abstained": 1,
    }


def test_a_tie_stays_open_where_the_call_gives_no_casting_vote(session):
    edition = session.application.edition
    edition.chair_breaks_tie = False
    edition.save()
    vote(session, "against", "for", "for", "against", "abstain")
    before = state_of(session)

    with pytest.raises(VoteTied):
        close_vote(item=session.item, by=session.chair)

    assert state_of(session) == before


def test_presence_noted_later_does_not_touch_a_closed_vote(session):
    vote(session, "against", "for", "for", "against")
    close_vote(item=session.item, by=session.chair)

    note_presence(meeting=session.meeting, seats_present=[], by=session.secretary)

    session.item.refresh_from_db()
    seating = seating_of(session.item)
    assert (seating.quorum.present, seating.settled(session.item.votes.all())) == (5, "against")


def closed(session, *choices):
    vote(session, *choices)
    close_vote(item=session.item, by=session.chair)


def test_the_recommendation_keeps_the_numbers_and_hands_the_case_to_the_authority(session):
    closed(session, "for", "for", "for", "against", "abstain")

    recommendation = record_recommendation(
        application=session.application, outcome="grant", reasons=REASONS, by=session.chair
    )

    assert Recommendation.objects.values_list(
        "application",
        "item",
        "outcome",
        "reasons",
        "votes_for",
        "votes_against",
        "votes_abstained",
        "present",
        "entitled",
        "quorum",
        "recorded_by",
    ).get() == (
        session.application.pk,
        session.item.pk,
        "grant",
        REASONS,
        3,
        1,
        1,
        5,
        5,
        3,
        session.chair.pk,
    )
    session.application.refresh_from_db()
    assert session.application.status == ApplicationStatus.AWAITING_DECISION
    assert list(Deadline.objects.running().values_list("waits_for", "rule", "days")) == [
        ("authority", "decision", session.application.edition.decision_days)
    ]
    event = session.application.events.get(kind="recommendation_recorded")
    assert (event.facts["outcome"], event.reason, event.seen_by_applicant) == (
        "grant",
        recommendation.reasons,
        False,
    )


def test_recording_closes_a_vote_that_is_still_open(session):
    vote(session, "for", "for", "for")

    record_recommendation(
        application=session.application,
        outcome="grant_with_recommendations",
        reasons=REASONS,
        by=session.chair,
    )

    session.item.refresh_from_db()
    assert (session.item.status, session.item.closed_at is not None) == ("voted", True)


@pytest.mark.parametrize(
    ("choice", "outcome", "agrees"),
    [
        ("for", "grant", True),
        ("for", "grant_with_recommendations", True),
        ("for", "refuse", False),
        ("against", "grant", False),
        ("against", "grant_with_recommendations", False),
        ("against", "refuse", True),
    ],
)
def test_the_recommendation_says_what_the_vote_said(session, choice, outcome, agrees):
    closed(session, *[choice] * 5)
    before = state_of(session)
    arguments = {
        "application": session.application,
        "outcome": outcome,
        "reasons": REASONS,
        "by": session.chair,
    }

    if agrees:
        record_recommendation(**arguments)
        assert state_of(session)["recommendations"] == [(outcome,)]
    else:
        with pytest.raises(RecommendationAgainstVote):
            record_recommendation(**arguments)
        assert state_of(session) == before


def test_there_is_no_recommendation_without_a_vote():
    session = make_session()
    before = state_of(session)

    with pytest.raises(VoteNotHeld):
        record_recommendation(
            application=session.application, outcome="grant", reasons=REASONS, by=session.chair
        )

    assert state_of(session) == before


def test_a_recommendation_needs_reasons_and_a_refusal_keeps_the_vote_open(session):
    vote(session, *["for"] * 5)
    before = state_of(session)

    with pytest.raises(ReasonsTooShort):
        record_recommendation(
            application=session.application, outcome="grant", reasons="Dobrze.", by=session.chair
        )

    assert state_of(session) == before


def test_a_member_does_not_record_the_recommendation(session):
    closed(session, *["for"] * 5)
    before = state_of(session)

    with pytest.raises(OnlyTheChair):
        record_recommendation(
            application=session.application,
            outcome="grant",
            reasons=REASONS,
            by=session.seats[1].person,
        )

    assert state_of(session) == before


def test_gates_that_the_experts_judged_differently_are_named_in_the_reasons(session):
    sent_card(session.application)
    sent_card(session.application, lowered={"a01": 0})
    closed(session, *["for"] * 5)

    recommendation = record_recommendation(
        application=session.application, outcome="grant", reasons=REASONS, by=session.chair
    )

    assert recommendation.reasons == (
        f"{REASONS}\n\nEksperci różnie ocenili kryteria progowe: A01. Rozstrzygnęło to głosowanie."
    )


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
