"""The recommendation says what the vote said, with its reasons."""

import pytest

from certification.errors.committee import (
    OnlyTheChair,
    ReasonsTooShort,
    RecommendationAgainstVote,
    VoteNotHeld,
)
from certification.lifecycle import ApplicationStatus
from certification.models import (
    Deadline,
    Recommendation,
)
from certification.operations.meetings import (
    close_vote,
    open_vote,
    record_recommendation,
)
from tests.committee import REASONS, make_session, sent_card, state_of, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """Give a session of five with the vote open."""
    made = make_session(members=5)
    open_vote(item=made.item, by=made.chair)
    made.item.refresh_from_db()
    return made


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
