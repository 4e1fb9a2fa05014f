"""What a vote settles, the quorum up to its end, and ties."""

import pytest

from certification.errors.committee import (
    NoVotesCast,
    OnlyTheChair,
    QuorumMissing,
    VoteTied,
)
from certification.models import (
    VoteChoice,
)
from certification.operations.meetings import (
    close_vote,
    note_presence,
    open_vote,
)
from certification.seating import seating_of
from certification.voting import Tally, count, settle
from tests.committee import make_session, state_of, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """Give a session of five with the vote open."""
    made = make_session(members=5)
    open_vote(item=made.item, by=made.chair)
    made.item.refresh_from_db()
    return made


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
