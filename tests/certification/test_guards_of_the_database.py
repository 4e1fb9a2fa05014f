"""The database itself keeps apart who evaluates, who recommends and who decides (17065, 7.6.2)."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from certification.models import (
    Decision,
    ImpartialityDeclaration,
    Recommendation,
    Vote,
)
from tests.committee import make_session, recommended, sent_card
from tests.factories.certification import (
    ImpartialityDeclarationFactory,
    SeatFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def who_scored(session):
    return sent_card(session.application).author


def who_has_a_conflict(session):
    return ImpartialityDeclarationFactory(
        application=session.application, person=UserFactory(), answer="conflict"
    ).person


def who_voted(session):
    return session.seats[1].person


def vote(session, person):
    seat = SeatFactory(committee=session.committee, person=person)
    Vote.objects.create(
        item=session.item, seat=seat, choice="for", cast_at=timezone.now(), entered_by=person
    )


def recommendation(session, person):
    Recommendation.objects.create(
        application=session.application,
        item=session.item,
        outcome="grant",
        reasons="-",
        votes_for=3,
        votes_against=0,
        votes_abstained=0,
        present=3,
        entitled=3,
        quorum=2,
        recorded_by=person,
        recorded_at=timezone.now(),
    )


def decision(session, person):
    Decision.objects.create(
        application=session.application,
        number="DEC-1",
        recommendation=session.recommendation,
        granted=False,
        reasons="-",
        legal_basis="-",
        remedy_notice="-",
        decided_by=person,
        decided_at=timezone.now(),
        snapshot={},
        snapshot_sha256="-",
    )


@pytest.mark.parametrize(
    ("act", "who"),
    [
        (vote, who_scored),
        (vote, who_has_a_conflict),
        (recommendation, who_scored),
        (recommendation, who_has_a_conflict),
        (decision, who_scored),
        (decision, who_has_a_conflict),
        (decision, who_voted),
    ],
    ids=lambda one: one.__name__,
)
def test_the_database_refuses_who_had_a_part_in_the_case(act, who):
    session = make_session(members=3)
    if act is decision:
        session.recommendation = recommended(session)
    person = who(session)

    with pytest.raises(IntegrityError, match="whoever"), transaction.atomic():
        act(session, person)


@pytest.mark.parametrize("act", [vote, recommendation, decision], ids=lambda one: one.__name__)
def test_the_database_takes_the_same_acts_of_others(act):
    session = make_session(members=3)
    if act is decision:
        session.recommendation = recommended(session)
    who_has_a_conflict(session)

    act(session, UserFactory())

    model = {vote: Vote, recommendation: Recommendation, decision: Decision}[act]
    assert model.objects.exists()


def test_a_link_that_was_waived_bars_nobody():
    session = make_session(members=3)
    person = who_has_a_conflict(session)
    ImpartialityDeclaration.objects.update(
        answer="waived", waived_by=session.secretary, waiver_reasons="Dawno."
    )

    vote(session, person)

    assert Vote.objects.get().seat.person == person
