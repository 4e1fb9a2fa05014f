"""An expert is let go before the card is sent, and the flow goes on without the branch."""

import pytest
from guardian.shortcuts import get_user_perms
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from certification.errors import TransitionRefused
from certification.errors.applicant import AnswerLocked
from certification.errors.evaluation import ReleaseReasonsMissing
from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import (
    Answer,
    Application,
    Assignment,
    CaseEvent,
    Deadline,
    Message,
    PostRole,
)
from certification.operations.answers import save_answer
from certification.operations.assessments import send_score_card
from certification.operations.assignments import (
    assign_experts,
    consider_waiver,
    declare_impartiality,
)
from certification.operations.formal_check import check_formally
from certification.operations.releases import release_everybody, release_expert
from standards.models import Criterion
from tests.factories.certification import (
    DeadlineFactory,
    PostFactory,
    answer_everything,
    make_case,
)
from tests.factories.evaluation import invite, let_in, make_expert
from workflows import api
from workflows.flows import CertificationFlow

pytestmark = pytest.mark.django_db
WHY = "Zmiana obsady."


@pytest.fixture
def case():
    made = make_case(ApplicationStatus.SUBMITTED)
    DeadlineFactory(application=made.application)
    CertificationFlow.start.run(application=made.application)
    step(made, "formal_check", made.secretary, check_formally, outcome="accept")
    made.experts = assign(made, 2)
    return made


def step(case, node, person, operation, **arguments):
    subject = arguments or {}
    if "assignment" not in subject:
        subject = {"application": case.application, **subject}
    task = api.task_for(case.application, node, person)
    return api.do_task(task, person, operation, **subject)


def assign(case, count):
    people = [make_expert(case.application) for _number in range(count)]
    step(case, "assign_experts", case.secretary, assign_experts, people=people)
    return [Assignment.objects.get(person=person) for person in people]


def declare(case, assignment, answer="clear"):
    step(
        case,
        "declare",
        assignment.person,
        declare_impartiality,
        assignment=assignment,
        answer=answer,
        explanation="Znam prezesa." if answer != "clear" else "",
    )


def send(case, assignment):
    answer_everything(Assignment.objects.get(pk=assignment.pk).assessment)
    step(case, "score", assignment.person, send_score_card, assignment=assignment)


def release(case, assignment):
    api.release_from_case(
        assignment=Assignment.objects.get(pk=assignment.pk), reasons=WHY, by=case.secretary
    )


def waiting(case):
    nodes = ("assign_experts", "declare", "consider_waiver", "score", "recommend")
    return [node for node in nodes for _task in api.open_tasks(case.application, node)]


def address(case, assignment):
    return f"/cases/{case.application.number}/experts/{assignment.pk}/release/"


def status_of(assignment):
    return Assignment.objects.get(pk=assignment.pk).status


def test_a_released_expert_loses_every_right_and_learns_why(case):
    first, _second = case.experts
    declare(case, first)

    release(case, first)

    assert status_of(first) == AssignmentStatus.RELEASED
    assert list(get_user_perms(first.person, case.application)) == []
    assert not Application.objects.visible_to(first.person).exists()
    message = Message.objects.get(recipient=first.person, kind="expert_released")
    assert WHY in message.body
    event = CaseEvent.objects.get(kind="expert_released")
    assert (event.by, event.reason, event.seen_by_applicant) == (case.secretary, WHY, False)
    assert event.facts == {"assignment": first.pk, "person": first.person.pk}


def test_the_others_go_on_and_a_new_expert_is_assigned_in_place(case):
    first, second = case.experts
    declare(case, first)
    declare(case, second)

    release(case, first)
    assert waiting(case) == ["score"]
    send(case, second)
    assert waiting(case) == ["assign_experts"]
    (third,) = assign(case, 1)
    declare(case, third)
    send(case, third)

    assert waiting(case) == ["recommend"]
    assert Application.objects.get().status == ApplicationStatus.AWAITING_COMMITTEE
    assert Assignment.objects.get(pk=third.pk).is_third_opinion is False


def test_when_all_are_released_the_secretariat_assigns_again(case):
    first, second = case.experts
    declare(case, second)

    release(case, first)
    release(case, second)

    assert waiting(case) == ["assign_experts"]
    assert Deadline.objects.running().get().rule == "assignment"
    assign(case, 2)
    assert waiting(case) == ["declare", "declare"]


def test_the_last_one_awaited_is_released_after_the_others_have_sent(case):
    first, second = case.experts
    declare(case, first)
    declare(case, second)
    send(case, first)

    release(case, second)

    assert waiting(case) == ["assign_experts"]


def test_an_expert_too_many_is_released_and_the_case_goes_to_the_committee(case):
    first, second = case.experts
    release(case, first)
    release(case, second)
    spare = assign(case, 3)
    for assignment in spare:
        declare(case, assignment)
    send(case, spare[0])
    send(case, spare[1])

    release(case, spare[2])

    assert waiting(case) == ["recommend"]


def test_an_expert_whose_link_is_weighed_can_be_released(case):
    first, second = case.experts
    declare(case, first, "ask_waiver")
    declare(case, second, "ask_waiver")

    release(case, first)

    assert waiting(case) == ["consider_waiver"]
    step(
        case,
        "consider_waiver",
        case.secretary,
        consider_waiver,
        assignment=second,
        waived=True,
        reasons="Dawno.",
    )
    assert waiting(case) == ["score"]


def test_the_reminder_goes_with_the_task(case):
    first, _second = case.experts
    declare(case, first)

    release(case, first)

    timers = Task.objects.filter(flow_task=CertificationFlow.score__timeout)
    assert [timer.status for timer in timers] == [STATUS.CANCELED]


def test_a_sent_card_cannot_be_released(case):
    first, _second = case.experts
    declare(case, first)
    send(case, first)

    with pytest.raises(api.TaskAlreadyDone):
        release(case, first)
    with pytest.raises(TransitionRefused):
        release_expert(assignment=first, reasons=WHY, by=case.secretary)

    assert status_of(first) == AssignmentStatus.COMPLETED


def test_without_reasons_nothing_happens(case):
    first, _second = case.experts

    with pytest.raises(ReleaseReasonsMissing):
        api.release_from_case(assignment=first, reasons="  ", by=case.secretary)

    assert status_of(first) == AssignmentStatus.INVITED
    assert waiting(case) == ["declare", "declare"]


def test_the_card_of_a_released_expert_is_closed():
    made = make_case(ApplicationStatus.EVALUATION)
    assignment = let_in(made.application)
    release_expert(assignment=assignment, reasons=WHY, by=made.secretary)
    criterion = Criterion.objects.get(version=made.application.version, code="A02")

    with pytest.raises(AnswerLocked):
        save_answer(
            assessment=assignment.assessment,
            criterion=criterion,
            field="value",
            data=1,
            seen=0,
            by=assignment.person,
        )

    assert not Answer.objects.filter(assessment=assignment.assessment).exists()


def test_the_secretariat_releases_on_the_page(client, case):
    first, second = case.experts
    client.force_login(case.secretary)
    shown = client.get(f"/cases/{case.application.number}/").content.decode()
    asked = client.get(address(case, first))

    done = client.post(address(case, first), {"reasons": WHY})

    assert address(case, first) in shown
    assert address(case, second) in shown
    assert str(first.person) in asked.content.decode()
    assert (done.status_code, done["Location"]) == (302, f"/cases/{case.application.number}/")
    assert status_of(first) == AssignmentStatus.RELEASED
    assert waiting(case) == ["declare"]


def test_the_page_asks_for_reasons(client, case):
    first, _second = case.experts
    client.force_login(case.secretary)

    response = client.post(address(case, first), {"reasons": ""})

    assert "Podaj powody." in response.content.decode()
    assert status_of(first) == AssignmentStatus.INVITED


def test_releasing_twice_is_answered_with_a_word_that_it_is_done(client, case):
    first, _second = case.experts
    client.force_login(case.secretary)
    client.post(address(case, first), {"reasons": WHY})

    response = client.post(address(case, first), {"reasons": WHY})

    assert response.status_code == 409
    assert CaseEvent.objects.filter(kind="expert_released").count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("signer", 403),
        ("authority", 403),
        ("other_expert", 403),
        ("secretary_elsewhere", 404),
        ("stranger_expert", 404),
    ],
)
def test_nobody_but_the_secretariat_of_the_case_releases(client, case, who, status):
    first, second = case.experts
    declare(case, second)
    operator = case.application.edition.operator
    people = {
        "signer": lambda: case.signer,
        "authority": lambda: PostFactory(operator=operator, role=PostRole.AUTHORITY).person,
        "other_expert": lambda: second.person,
        "secretary_elsewhere": lambda: PostFactory(role=PostRole.SECRETARIAT).person,
        "stranger_expert": lambda: make_expert(case.application),
    }
    client.force_login(people[who]())

    read = client.get(address(case, first))
    written = client.post(address(case, first), {"reasons": WHY})

    assert (read.status_code, written.status_code) == (status, status)
    assert status_of(first) == AssignmentStatus.INVITED


def test_an_expert_of_another_case_is_not_found_in_this_one(client, case):
    foreign = invite(make_case(ApplicationStatus.EVALUATION).application)
    client.force_login(case.secretary)

    response = client.post(address(case, foreign), {"reasons": WHY})

    assert response.status_code == 404
    assert status_of(foreign) == AssignmentStatus.INVITED


def test_a_withdrawn_case_lets_its_experts_go(case):
    first, second = case.experts
    declare(case, first)
    send(case, first)
    declare(case, second)

    api.withdraw_case(application=case.application, reasons="Rezygnujemy.", by=case.signer)

    assert status_of(first) == AssignmentStatus.COMPLETED
    assert status_of(second) == AssignmentStatus.RELEASED
    assert list(get_user_perms(second.person, case.application)) == []
    assert [message.recipient for message in Message.objects.filter(kind="expert_released")] == [
        second.person
    ]


def test_a_case_under_evaluation_keeps_its_experts(case):
    with pytest.raises(TransitionRefused):
        release_everybody(application=case.application, by=case.secretary)

    assert [status_of(one) for one in case.experts] == [AssignmentStatus.INVITED] * 2


def test_nobody_declares_or_sends_in_a_withdrawn_case():
    made = make_case(ApplicationStatus.EVALUATION)
    invited, scoring = invite(made.application), let_in(made.application)
    answer_everything(scoring.assessment)
    Application.objects.filter(pk=made.application.pk).update(status=ApplicationStatus.WITHDRAWN)

    with pytest.raises(TransitionRefused):
        declare_impartiality(assignment=invited, answer="clear", by=invited.person)
    with pytest.raises(TransitionRefused):
        send_score_card(assignment=scoring, by=scoring.person)

    assert list(get_user_perms(invited.person, made.application)) == []
    assert status_of(scoring) == AssignmentStatus.ACCEPTED
