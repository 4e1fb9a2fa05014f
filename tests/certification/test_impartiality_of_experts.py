"""What an expert declares before seeing anything, and how a known link is weighed."""

import pytest
from guardian.shortcuts import get_perms

from certification.errors import TransitionRefused
from certification.errors.evaluation import (
    ExplanationMissing,
    KnownLinkNotDeclared,
    LinkCannotBeWaived,
    NotYourAssignment,
    WaiverByTheExpert,
    WaiverReasonsMissing,
)
from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import (
    Assessment,
    AssessmentKind,
    Assignment,
    CaseEvent,
    Deadline,
    ImpartialityDeclaration,
    Message,
    Side,
    User,
)
from certification.operations.assignments import consider_waiver, declare_impartiality
from standards.deadlines import add_days
from tests.factories.certification import (
    AffiliationFactory,
    DeadlineFactory,
    MembershipFactory,
    make_case,
)
from tests.factories.evaluation import invite, let_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    made = make_case(ApplicationStatus.EVALUATION)
    DeadlineFactory(application=made.application, rule="declaration", waits_for=Side.EXPERT)
    return made


def rights(person, application):
    """Ask afresh, as the next request does."""
    return sorted(get_perms(User.objects.get(pk=person.pk), application))


def nothing_changed(assignment, status=AssignmentStatus.INVITED, declarations=0):
    assert Assignment.objects.get(pk=assignment.pk).status == status
    assert ImpartialityDeclaration.objects.count() == declarations
    assert list(Assessment.objects.filter(kind=AssessmentKind.EXPERT)) == []
    assert list(CaseEvent.objects.exclude(kind="impartiality_declared")) == []
    assert rights(assignment.person, assignment.application) == []
    return True


def test_a_clear_declaration_opens_the_case_and_a_score_card(case):
    assignment = invite(case.application)

    declare_impartiality(assignment=assignment, answer="clear", by=assignment.person)

    assignment.refresh_from_db()
    declaration = ImpartialityDeclaration.objects.get()
    card = Assessment.objects.get(kind=AssessmentKind.EXPERT)
    running = Deadline.objects.running().get()
    edition = case.application.edition
    assert assignment.status == AssignmentStatus.ACCEPTED
    assert assignment.due_on == running.due_on
    assert running.due_on == add_days(running.starts_on, edition.scoring_days, edition.day_count)
    assert (running.rule, running.waits_for) == ("scoring", Side.EXPERT)
    assert (declaration.answer, declaration.capacity) == ("clear", "assessor")
    assert (card.author, card.assignment, card.status) == (assignment.person, assignment, "open")
    assert rights(assignment.person, case.application) == ["read_application", "score_application"]
    event = CaseEvent.objects.get()
    assert (event.kind, event.side, event.seen_by_applicant) == (
        "impartiality_declared",
        Side.EXPERT,
        False,
    )


def test_scoring_begins_when_the_last_expert_has_declared(case):
    first, second = invite(case.application), invite(case.application)

    declare_impartiality(assignment=first, answer="clear", by=first.person)
    before = Deadline.objects.running().get().rule
    declare_impartiality(assignment=second, answer="clear", by=second.person)

    assert (before, Deadline.objects.running().get().rule) == ("declaration", "scoring")


@pytest.mark.parametrize(
    ("answer", "status", "declared", "side", "rule"),
    [
        ("conflict", AssignmentStatus.CONFLICTED, ["conflict"], Side.SECRETARIAT, "assignment"),
        ("decline", AssignmentStatus.DECLINED, [], Side.SECRETARIAT, "assignment"),
        ("ask_waiver", AssignmentStatus.WAIVER_REQUESTED, ["conflict"], Side.SECRETARIAT, "waiver"),
    ],
)
def test_other_answers_leave_the_case_closed(case, answer, status, declared, side, rule):
    assignment = invite(case.application)

    declare_impartiality(
        assignment=assignment,
        answer=answer,
        explanation=" Szkolenie w 2024 r. ",
        by=assignment.person,
    )

    assignment.refresh_from_db()
    running = Deadline.objects.running().get()
    assert assignment.status == status
    assert list(ImpartialityDeclaration.objects.values_list("answer", flat=True)) == declared
    assert (running.waits_for, running.rule) == (side, rule)
    assert list(Assessment.objects.filter(kind=AssessmentKind.EXPERT)) == []
    assert rights(assignment.person, case.application) == []
    assert CaseEvent.objects.get().reason == "Szkolenie w 2024 r."


@pytest.mark.parametrize("answer", ["conflict", "decline", "ask_waiver"])
def test_other_answers_need_an_explanation(case, answer):
    assignment = invite(case.application)

    with pytest.raises(ExplanationMissing):
        declare_impartiality(
            assignment=assignment, answer=answer, explanation=" ", by=assignment.person
        )

    assert nothing_changed(assignment)


def test_nobody_declares_for_the_expert(case):
    assignment = invite(case.application)

    with pytest.raises(NotYourAssignment):
        declare_impartiality(assignment=assignment, answer="clear", by=case.secretary)

    assert nothing_changed(assignment)


def test_a_link_in_our_records_cannot_be_declared_away(case):
    assignment = invite(case.application)
    AffiliationFactory(person=assignment.person, organisation=case.application.applicant)

    with pytest.raises(KnownLinkNotDeclared):
        declare_impartiality(assignment=assignment, answer="clear", by=assignment.person)

    assert nothing_changed(assignment)


@pytest.mark.parametrize(
    "status", [status for status in AssignmentStatus if status != AssignmentStatus.INVITED]
)
def test_impartiality_is_declared_once(case, status):
    assignment = invite(case.application, status=status)

    with pytest.raises(TransitionRefused):
        declare_impartiality(
            assignment=assignment, answer="conflict", explanation="Znam.", by=assignment.person
        )

    assert nothing_changed(assignment, status)


def asked(case):
    assignment = invite(case.application)
    declare_impartiality(
        assignment=assignment, answer="ask_waiver", explanation="Znam.", by=assignment.person
    )
    return assignment


def test_a_waived_link_opens_the_case(case):
    assignment = asked(case)

    consider_waiver(
        assignment=assignment, waived=True, reasons=" Dawna znajomość. ", by=case.secretary
    )

    declaration = ImpartialityDeclaration.objects.get()
    assert Assignment.objects.get().status == AssignmentStatus.ACCEPTED
    assert (declaration.answer, declaration.waived_by, declaration.waiver_reasons) == (
        "waived",
        case.secretary,
        "Dawna znajomość.",
    )
    assert rights(assignment.person, case.application) == ["read_application", "score_application"]
    assert [message.recipient for message in Message.objects.all()] == [assignment.person]
    assert Deadline.objects.running().get().rule == "scoring"


def test_a_link_that_is_not_waived_excludes_the_expert(case):
    assignment = asked(case)

    consider_waiver(assignment=assignment, waived=False, reasons="Za bliska.", by=case.secretary)

    declaration = ImpartialityDeclaration.objects.get()
    assert Assignment.objects.get().status == AssignmentStatus.CONFLICTED
    assert (declaration.answer, declaration.waiver_reasons) == ("conflict", "Za bliska.")
    assert rights(assignment.person, case.application) == []
    assert list(Message.objects.all()) == []
    assert Deadline.objects.running().get().rule == "assignment"


def test_the_expert_does_not_consider_the_own_link(case):
    assignment = asked(case)

    with pytest.raises(WaiverByTheExpert):
        consider_waiver(assignment=assignment, waived=True, reasons="Nic.", by=assignment.person)

    assert nothing_changed(assignment, AssignmentStatus.WAIVER_REQUESTED, declarations=1)


def test_a_waiver_needs_reasons(case):
    assignment = asked(case)

    with pytest.raises(WaiverReasonsMissing):
        consider_waiver(assignment=assignment, waived=True, reasons=" ", by=case.secretary)

    assert nothing_changed(assignment, AssignmentStatus.WAIVER_REQUESTED, declarations=1)


def test_acting_for_the_applicant_is_never_waived(case):
    assignment = asked(case)
    MembershipFactory(person=assignment.person, organisation=case.application.applicant)

    with pytest.raises(LinkCannotBeWaived):
        consider_waiver(assignment=assignment, waived=True, reasons="Nic.", by=case.secretary)

    assert nothing_changed(assignment, AssignmentStatus.WAIVER_REQUESTED, declarations=1)


def test_only_a_link_that_was_named_is_considered(case):
    assignment = let_in(case.application)

    with pytest.raises(TransitionRefused):
        consider_waiver(assignment=assignment, waived=False, reasons="Nic.", by=case.secretary)

    assert Assignment.objects.get().status == AssignmentStatus.ACCEPTED
    assert ImpartialityDeclaration.objects.get().waived_by is None
