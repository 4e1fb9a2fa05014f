"""A party contests a decision; people outside the case look again, and the answer takes effect."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from certification.errors import RuleViolation
from certification.errors.reconsideration import (
    CriterionNotAsked,
    DeclarationMissing,
    GroundsTooShort,
    NobodyToReview,
    NothingToReconsider,
    NotOnThePanel,
    ObjectionTooLate,
    ReconsideredBefore,
    RequestIsClosed,
    RequestTooLate,
    ReviewerActedBefore,
    ReviewerNotInPool,
)
from certification.models import Appeal, AppealReviewer, CaseEvent, Message
from certification.operations.decisions import decide
from certification.operations.panel import appoint_panel, declare_for_panel, give_opinion
from certification.operations.reconsiderations import (
    note_service,
    take_request_back,
)
from certification.reconsidering import panel_candidates, requests_waiting_for
from tests.committee import make_session, recommended
from tests.factories.certification import UserFactory
from tests.factories.standards import EditionFactory
from tests.reconsideration import (
    OPINION,
    REASONS,
    ask,
    contested,
    refused,
    reviewed,
    whose_move,
)

pytestmark = pytest.mark.django_db


def test_a_request_names_criteria_and_starts_a_month():
    session = refused()

    appeal = ask(session, points=[("a02", "Umowa jest w aktach."), ("a02", "Strona 4.")])

    assert appeal.status == "filed"
    assert list(appeal.points.values_list("criterion__key", "grounds", "is_right")) == [
        ("a02", "Umowa jest w aktach.\n\nStrona 4.", None)
    ]
    assert whose_move(session) == ("secretariat", "reconsideration", appeal.due_on)
    assert appeal.due_on >= timezone.localdate() + timedelta(days=28)
    assert CaseEvent.objects.filter(kind="reconsideration_asked").count() == 1
    told = Message.objects.filter(kind__startswith="reconsideration")
    assert set(told.values_list("kind", "recipient")) >= {
        ("reconsideration_asked", session.signer.pk),
        ("reconsideration_to_do", session.secretary.pk),
    }
    session.application.refresh_from_db()
    assert session.application.status == "refused"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"grounds": "Nie."}, GroundsTooShort),
        ({"points": [("nieznane", "Bo tak.")]}, CriterionNotAsked),
        ({"points": [("a02", " ")]}, GroundsTooShort),
    ],
)
def test_a_request_without_reasons_changes_nothing(changes, refusal):
    session = refused()

    with pytest.raises(refusal):
        ask(session, **changes)

    assert not Appeal.objects.exists()
    assert whose_move(session) is None


def test_a_case_is_contested_once():
    session = contested()

    with pytest.raises(ReconsideredBefore):
        ask(session)

    assert Appeal.objects.count() == 1


def test_a_full_grant_leaves_nothing_to_reconsider():
    session = make_session(members=3)
    recommended(session)
    session.application.refresh_from_db()
    decide(application=session.application, granted=True, reasons=REASONS, by=session.authority)

    with pytest.raises(NothingToReconsider):
        ask(session)


@pytest.mark.parametrize(
    ("opened_after", "asked_after", "is_late"),
    [(0, 14, False), (0, 15, True), (3, 17, False), (3, 18, True), (None, 29, False)],
)
def test_the_time_runs_from_service(time_machine, opened_after, asked_after, is_late):
    # A Monday; none of the last days below is free.
    monday = date(2026, 9, 7)
    time_machine.move_to(f"{monday}T10:00:00+02:00", tick=False)
    session = refused(edition=EditionFactory(scheme__is_statutory=True, appeal_days=14))
    if opened_after is not None:
        time_machine.move_to(f"{monday + timedelta(days=opened_after)}T10:00:00+02:00", tick=False)
        note_service(decision=session.decision, by=session.reader)
        note_service(decision=session.decision, by=session.signer)
    time_machine.move_to(f"{monday + timedelta(days=asked_after)}T10:00:00+02:00", tick=False)

    if is_late:
        with pytest.raises(RequestTooLate, match="129"):
            ask(session)
    else:
        served = 15 if opened_after is None else opened_after
        assert ask(session).served_on == monday + timedelta(days=served)
    opened = CaseEvent.objects.filter(kind="decision_served").count()
    assert opened == (opened_after is not None)
    assert Appeal.objects.count() == (not is_late)


def test_an_objection_that_is_late_names_the_rules_of_the_call(time_machine):
    time_machine.move_to("2026-09-07T10:00:00+02:00", tick=False)
    session = refused(edition=EditionFactory(scheme__is_statutory=False))
    time_machine.move_to("2026-12-07T10:00:00+01:00", tick=False)

    with pytest.raises(ObjectionTooLate, match="14"):
        ask(session)


def test_nobody_from_the_history_of_the_case_can_be_picked():
    session = contested()

    candidates = {one.person: one.bars for one in panel_candidates(session.appeal)}

    acted = [seat.person for seat in session.seats]
    assert {person for person, bars in candidates.items() if not bars} >= {
        session.outside_expert,
        session.outside_member,
    }
    assert all(candidates[person] for person in acted)
    for person in acted:
        with pytest.raises(ReviewerActedBefore):
            appoint_panel(appeal=session.appeal, people=[person], by=session.secretary)
    with pytest.raises(ReviewerNotInPool):
        appoint_panel(appeal=session.appeal, people=[UserFactory()], by=session.secretary)
    with pytest.raises(NobodyToReview):
        appoint_panel(appeal=session.appeal, people=[], by=session.secretary)
    assert not AppealReviewer.objects.exists()


def test_the_database_refuses_a_reviewer_from_the_case_and_takes_another():
    session = contested()

    def appoint(person):
        AppealReviewer.objects.create(
            appeal=session.appeal,
            person=person,
            appointed_by=session.secretary,
            appointed_at=timezone.now(),
        )

    for person in (session.seats[0].person, session.authority, session.signer):
        with pytest.raises(IntegrityError, match="whoever acted"), transaction.atomic():
            appoint(person)
    appoint(session.outside_expert)

    assert [one.person for one in AppealReviewer.objects.all()] == [session.outside_expert]


def test_the_panel_declares_before_it_reads_and_speaks():
    session = contested()
    appoint_panel(
        appeal=session.appeal,
        people=[session.outside_expert, session.outside_member],
        by=session.secretary,
    )

    with pytest.raises(DeclarationMissing):
        give_opinion(appeal=session.appeal, opinion=OPINION, by=session.outside_expert)
    before = session.outside_expert.has_perm("certification.read_application", session.application)
    declare_for_panel(appeal=session.appeal, is_clear=True, by=session.outside_expert)
    expert = type(session.outside_expert).objects.get(pk=session.outside_expert.pk)
    give_opinion(appeal=session.appeal, opinion=OPINION, by=expert)

    assert (before, expert.has_perm("certification.read_evaluation", session.application)) == (
        False,
        True,
    )
    assert whose_move(session)[0] == "panel"
    with pytest.raises(NotOnThePanel):
        give_opinion(appeal=session.appeal, opinion=OPINION, by=session.secretary)


def test_whoever_steps_back_does_not_see_the_case_any_more():
    session = contested()
    appoint_panel(appeal=session.appeal, people=[session.outside_expert], by=session.secretary)

    declare_for_panel(
        appeal=session.appeal,
        is_clear=False,
        explanation="Znam prezesa.",
        by=session.outside_expert,
    )

    seen = type(session.application).objects.visible_to(session.outside_expert)
    assert not seen.filter(pk=session.application.pk).exists()
    assert whose_move(session)[0] == "secretariat"
    with pytest.raises(ReviewerActedBefore):
        appoint_panel(appeal=session.appeal, people=[session.outside_expert], by=session.secretary)


def test_a_new_panel_lets_go_of_those_who_have_not_spoken():
    session = reviewed()
    appoint_panel(
        appeal=session.appeal,
        people=[session.outside_expert, session.outside_member],
        by=session.secretary,
    )

    appoint_panel(appeal=session.appeal, people=[session.outside_expert], by=session.secretary)

    assert [one.person for one in session.appeal.reviewers.on_panel()] == [session.outside_expert]
    assert whose_move(session)[0] == "authority"


def test_a_request_taken_back_can_be_made_again_in_time():
    session = contested()

    take_request_back(appeal=session.appeal, by=session.signer)

    assert whose_move(session) is None
    with pytest.raises(RequestIsClosed):
        take_request_back(appeal=session.appeal, by=session.signer)
    assert ask(session).status == "filed"


def test_what_waits_for_whom():
    session = contested()

    def waits():
        people = ("secretary", "outside_expert", "authority", "other_authority", "signer")
        return {
            who: [one.page for one in requests_waiting_for(getattr(session, who))] for who in people
        }

    nothing = {
        "secretary": [],
        "outside_expert": [],
        "authority": [],
        "other_authority": [],
        "signer": [],
    }
    assert waits() == nothing | {"secretary": ["certification:appoint_panel"]}
    appoint_panel(appeal=session.appeal, people=[session.outside_expert], by=session.secretary)
    assert waits() == nothing | {"outside_expert": ["certification:give_opinion"]}
    declare_for_panel(appeal=session.appeal, is_clear=True, by=session.outside_expert)
    give_opinion(appeal=session.appeal, opinion=OPINION, by=session.outside_expert)
    assert waits() == nothing | {"other_authority": ["workflows:settle"]}


def test_every_refusal_is_a_sentence():
    from certification.errors import reconsideration

    rules = [one for one in vars(reconsideration).values() if isinstance(one, type)]

    assert all(issubclass(one, RuleViolation) and one.sentence and one.code for one in rules)
