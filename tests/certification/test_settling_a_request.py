"""A request to reconsider is settled by somebody outside the case, and the answer takes effect."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from certification.audit import audit_decisions
from certification.errors import TransitionRefused
from certification.errors.reconsideration import (
    OpinionsMissing,
    PointNotAnswered,
    SettlerActedBefore,
)
from certification.models import CaseEvent, Decision, Message
from certification.operations.decisions import decide
from certification.operations.panel import appoint_panel, declare_for_panel, give_opinion
from certification.operations.settlements import settle
from tests.committee import make_session, recommended
from tests.factories.certification import PostFactory
from tests.factories.standards import EditionFactory
from tests.reconsideration import (
    GROUNDS,
    OPINION,
    REASONS,
    answers,
    ask,
    contested,
    refused,
    reviewed,
    whose_move,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("outcome", "granted", "status", "move"),
    [
        ("kept", False, "refused", None),
        ("changed", True, "granted", "system"),
        ("annulled", True, "granted", "system"),
    ],
)
def test_a_settlement_takes_effect(outcome, granted, status, move):
    session = reviewed()

    decision = settle(
        appeal=session.appeal,
        outcome=outcome,
        reasons=REASONS,
        points=answers(session, is_right=granted),
        by=session.other_authority,
    )

    session.application.refresh_from_db()
    session.appeal.refresh_from_db()
    assert (decision.granted, decision.kind, session.application.status) == (
        granted,
        "reconsideration",
        status,
    )
    assert (session.appeal.status, session.appeal.settlement) == (outcome, decision)
    assert bool(decision.certificate_number) is granted
    assert (whose_move(session) or (None,))[0] == move
    assert list(session.appeal.points.values_list("is_right", flat=True)) == [granted]
    [event] = CaseEvent.objects.filter(kind="reconsidered")
    assert (event.facts["settled"], event.facts["points_won"]) == (outcome, int(granted))
    assert Message.objects.filter(kind="reconsidered", recipient=session.signer).exists()
    assert list(audit_decisions()) == [None, None]
    assert Decision.objects.get(pk=session.decision.pk).granted is False


def test_the_settlement_keeps_what_it_answers():
    session = reviewed()

    decision = settle(
        appeal=session.appeal,
        outcome="kept",
        reasons=REASONS,
        points=answers(session, is_right=False),
        by=session.other_authority,
    )

    kept = decision.snapshot["appeal"]
    assert (kept["against"], kept["grounds"], kept["points"]) == (
        session.decision.number,
        GROUNDS,
        [
            {
                "criterion": "a02",
                "grounds": "Umowa jest w załączniku 3.",
                "is_right": False,
                "finding": "Umowa potwierdza spełnienie kryterium.",
            }
        ],
    )
    assert [one["opinion"] for one in kept["opinions"]] == [OPINION]


@pytest.mark.parametrize("who", ["authority", "outside_expert", "chair", "signer"])
def test_whoever_acted_in_the_case_does_not_settle(who):
    session = reviewed()

    with pytest.raises(SettlerActedBefore):
        settle(
            appeal=session.appeal,
            outcome="annulled",
            reasons=REASONS,
            points=answers(session),
            by=getattr(session, who),
        )

    session.application.refresh_from_db()
    assert (session.application.status, Decision.objects.count()) == ("refused", 1)
    assert list(session.appeal.points.values_list("is_right", flat=True)) == [None]


@pytest.mark.parametrize("who", ["authority", "outside_expert", "chair"])
def test_the_database_refuses_a_settlement_by_whoever_acted(who):
    session = reviewed()

    with pytest.raises(IntegrityError, match="whoever"), transaction.atomic():
        Decision.objects.create(
            application=session.application,
            kind="reconsideration",
            number="DEC-X",
            recommendation=session.decision.recommendation,
            granted=False,
            reasons="-",
            legal_basis="-",
            remedy_notice="-",
            decided_by=getattr(session, who),
            decided_at=timezone.now(),
            snapshot={},
            snapshot_sha256="-",
        )


def test_nothing_is_settled_before_the_panel_spoke_or_a_point_is_answered():
    session = contested()
    facts = {"outcome": "kept", "reasons": REASONS, "by": session.other_authority}

    with pytest.raises(OpinionsMissing):
        settle(appeal=session.appeal, points=answers(session), **facts)
    appoint_panel(appeal=session.appeal, people=[session.outside_expert], by=session.secretary)
    declare_for_panel(appeal=session.appeal, is_clear=True, by=session.outside_expert)
    give_opinion(appeal=session.appeal, opinion=OPINION, by=session.outside_expert)
    with pytest.raises(PointNotAnswered, match="A02"):
        settle(appeal=session.appeal, points={}, **facts)

    assert Decision.objects.count() == 1


def test_conditions_of_a_grant_are_lifted_and_its_certificate_stays():
    session = make_session(members=3, edition=EditionFactory(conditional_allowed=True))
    recommended(session)
    session.application.refresh_from_db()
    decide(
        application=session.application,
        granted=True,
        is_conditional=True,
        reasons=REASONS,
        by=session.authority,
    )
    session.application.refresh_from_db()
    session.__dict__.update(people_outside(session))
    session.appeal = ask(session)
    appoint_panel(appeal=session.appeal, people=[session.outside_expert], by=session.secretary)
    declare_for_panel(appeal=session.appeal, is_clear=True, by=session.outside_expert)
    give_opinion(appeal=session.appeal, opinion=OPINION, by=session.outside_expert)

    decision = settle(
        appeal=session.appeal,
        outcome="changed",
        reasons=REASONS,
        points=answers(session),
        by=session.other_authority,
    )

    first = session.application.decisions.get(kind="first")
    assert (decision.granted, decision.is_conditional, decision.certificate_number) == (
        True,
        False,
        None,
    )
    assert (decision.valid_from, decision.valid_until) == (first.valid_from, first.valid_until)


def people_outside(session):
    operator = session.application.edition.operator
    return {
        "outside_expert": PostFactory(role="assessor", operator=operator).person,
        "other_authority": PostFactory(role="authority", operator=operator).person,
    }


def test_a_refused_case_is_not_decided_again_by_the_usual_way():
    session = refused()

    with pytest.raises(TransitionRefused):
        decide(
            application=session.application,
            granted=True,
            reasons=REASONS,
            by=session.other_authority,
        )
