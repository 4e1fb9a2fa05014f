"""A score card is sent whole and justified; then it is locked, and the last one ends the stage."""

from datetime import date
from fractions import Fraction

import pytest
from guardian.shortcuts import get_perms

from certification.errors import TransitionRefused
from certification.errors.applicant import AnswerLocked
from certification.errors.evaluation import (
    EvaluationUnfinished,
    JustificationMissing,
    NotYourAssignment,
    ScoreCardIncomplete,
)
from certification.evaluation.as_sent import sheet_from, to_json, values_from
from certification.lifecycle import ApplicationStatus, AssessmentStatus, AssignmentStatus
from certification.models import (
    Answer,
    Application,
    Assessment,
    AssessmentKind,
    Assignment,
    CaseEvent,
    Deadline,
    Side,
    User,
)
from certification.operations.answers import save_answer, save_answers
from certification.operations.assessments import finish_evaluation, send_score_card
from certification.sheets import answers_of, sheet_of
from standards.models import Criterion
from tests.factories.certification import answer_everything, make_case
from tests.factories.evaluation import invite, let_in, score
from tests.factories.standards import EditionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make_case(ApplicationStatus.EVALUATION)


def rights(person, application):
    """Ask afresh, as the next request does."""
    return sorted(get_perms(User.objects.get(pk=person.pk), application))


def refused(assignment, error, by=None):
    deadlines = list(Deadline.objects.values())
    events = CaseEvent.objects.count()
    with pytest.raises(error) as refusal:
        send_score_card(assignment=assignment, summary="Tak.", by=by or assignment.person)
    card = Assessment.objects.get(assignment=assignment)
    assert (card.status, card.submitted_at, card.sheet, card.summary) == ("open", None, None, "")
    assert Assignment.objects.get(pk=assignment.pk).status == AssignmentStatus.ACCEPTED
    assert CaseEvent.objects.count() == events
    assert list(Deadline.objects.values()) == deadlines
    assert rights(assignment.person, assignment.application) == [
        "read_application",
        "score_application",
    ]
    return refusal.value


def test_a_sent_card_is_locked_and_its_author_only_reads(case):
    assignment = let_in(case.application)
    answer_everything(assignment.assessment)

    send_score_card(assignment=assignment, summary=" Mocny wniosek. ", by=assignment.person)

    card = Assessment.objects.get(kind=AssessmentKind.EXPERT)
    event = CaseEvent.objects.latest("pk")
    assert (card.status, card.summary) == (AssessmentStatus.SUBMITTED, "Mocny wniosek.")
    assert Assignment.objects.get().status == AssignmentStatus.COMPLETED
    assert rights(assignment.person, case.application) == ["read_application"]
    assert (event.kind, event.seen_by_applicant) == ("score_card_sent", False)
    assert event.facts == {"assignment": assignment.pk, "person": assignment.person_id}
    with pytest.raises(AnswerLocked):
        save_answer(
            assessment=card,
            criterion=Criterion.objects.get(version=case.application.version, code="A01"),
            field="value",
            data=0,
            seen=1,
            by=assignment.person,
        )
    assert set(card.answers.values_list("value", flat=True)) == {1, 2}


def test_the_sheet_is_kept_with_exact_fractions(case):
    assignment = let_in(case.application)
    answer_everything(assignment.assessment, value=1)

    card = send_score_card(assignment=assignment, summary="", by=assignment.person)

    card.refresh_from_db()
    counted, values = sheet_of(card), answers_of(card)
    assert sheet_from(card.sheet) == counted
    assert values_from(card.sheet) == values
    assert to_json(counted, values) == card.sheet
    assert {type(card.sheet["points"]), type(card.sheet["percent"])} == {str}
    assert Fraction(card.sheet["points"]) == Fraction(25) + 3 * Fraction(25, 2)


def test_a_card_with_empty_criteria_is_not_sent(case):
    assignment = let_in(case.application)
    answer_everything(assignment.assessment)
    Answer.objects.filter(assessment=assignment.assessment, criterion__code="B02").delete()

    refusal = refused(assignment, ScoreCardIncomplete)

    assert refusal.params == {"codes": "B02"}


@pytest.mark.parametrize(
    ("claimed", "value", "not_applicable", "needs_words"),
    [
        (2, 2, False, False),
        (2, 1, False, True),
        (1, 1, False, True),
        (1, 2, False, True),
        (0, 0, False, True),
        (2, None, True, True),
    ],
)
def test_scores_below_the_top_or_unlike_the_claim_are_justified(
    case, claimed, value, not_applicable, needs_words
):
    Answer.objects.filter(assessment=case.assessment, criterion__code="B02").update(value=claimed)
    assignment = let_in(case.application)
    answer_everything(assignment.assessment)
    Answer.objects.filter(assessment=assignment.assessment, criterion__code="B02").update(
        value=value, not_applicable=not_applicable
    )

    if needs_words:
        assert refused(assignment, JustificationMissing).params == {"codes": "B02"}
        Answer.objects.filter(assessment=assignment.assessment, criterion__code="B02").update(
            justification="Dokument jest z 2022 r."
        )
    send_score_card(assignment=assignment, by=assignment.person)

    assert Assignment.objects.get().status == AssignmentStatus.COMPLETED


def test_nobody_sends_the_card_of_another(case):
    assignment = let_in(case.application)
    answer_everything(assignment.assessment)

    assert refused(assignment, NotYourAssignment, by=case.secretary)


def test_a_card_is_sent_once(case):
    card = score(case.application)
    sent_at = card.submitted_at

    with pytest.raises(TransitionRefused):
        send_score_card(assignment=card.assignment, by=card.author)

    assert Assessment.objects.get(pk=card.pk).submitted_at == sent_at
    assert CaseEvent.objects.filter(kind="score_card_sent").count() == 1


def test_the_card_of_another_expert_is_not_written_into(case):
    first, second = let_in(case.application), let_in(case.application)
    criterion = Criterion.objects.get(version=case.application.version, code="A02")

    with pytest.raises(NotYourAssignment):
        save_answers(
            assessment=first.assessment,
            answers=[{"criterion": criterion, "value": 0, "justification": "Nie."}],
            by=second.person,
        )

    assert list(Answer.objects.filter(assessment=first.assessment)) == []


def test_the_last_card_hands_the_case_to_the_committee(case):
    cards = [score(case.application), score(case.application)]

    finish_evaluation(application=case.application)

    running = Deadline.objects.running().get()
    event = CaseEvent.objects.latest("pk")
    assert Application.objects.get().status == ApplicationStatus.AWAITING_COMMITTEE
    assert (running.waits_for, running.rule, running.days) == (Side.COMMITTEE, "committee", 60)
    assert (event.kind, event.side, event.by) == ("evaluation_finished", Side.SYSTEM, None)
    assert [rights(card.author, case.application) for card in cards] == [
        ["read_application", "read_evaluation"],
        ["read_application", "read_evaluation"],
    ]


def still_evaluated(case):
    with pytest.raises(EvaluationUnfinished):
        finish_evaluation(application=case.application)
    assert Application.objects.get().status == ApplicationStatus.EVALUATION
    assert list(CaseEvent.objects.filter(kind="evaluation_finished")) == []
    return True


def test_the_evaluation_is_not_finished_while_a_card_is_awaited(case):
    score(case.application)
    let_in(case.application)

    assert still_evaluated(case)


def test_the_evaluation_is_not_finished_with_an_invited_expert(case):
    score(case.application)
    invite(case.application)

    assert still_evaluated(case)


def test_the_evaluation_is_not_finished_when_a_third_opinion_is_needed(case):
    score(case.application)
    score(case.application, value=0)

    assert still_evaluated(case)
    assert Deadline.objects.running().get().rule == "assignment"

    score(case.application)
    finish_evaluation(application=case.application)

    assert Application.objects.get().status == ApplicationStatus.AWAITING_COMMITTEE


def test_the_evaluation_is_finished_once(case):
    score(case.application)
    score(case.application)
    finish_evaluation(application=case.application)

    with pytest.raises(TransitionRefused):
        finish_evaluation(application=case.application)

    assert CaseEvent.objects.filter(kind="evaluation_finished").count() == 1


def test_one_card_suffices_where_the_call_says_so():
    case = make_case(ApplicationStatus.EVALUATION, edition=EditionFactory(experts_required=1))
    score(case.application)

    finish_evaluation(application=case.application)

    assert Application.objects.get().status == ApplicationStatus.AWAITING_COMMITTEE
    assert Deadline.objects.running().get().due_on > date(2026, 1, 1)
