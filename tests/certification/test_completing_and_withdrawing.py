"""Completing the gaps of a call, and withdrawing an application."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.errors import TransitionRefused
from certification.errors.applicant import (
    ApplicationIncomplete,
    CompletionTooLate,
)
from certification.lifecycle import ApplicationStatus, AssessmentStatus
from certification.models import (
    Answer,
    CaseEvent,
    Deadline,
    Evidence,
    Side,
)
from certification.operations.applications import (
    answer_call,
    make_declarations,
    submit,
    withdraw_application,
)
from certification.operations.formal_check import check_formally
from tests.factories.certification import (
    ApplicationFactory,
    EvidenceFactory,
    make_case,
)

pytestmark = pytest.mark.django_db


def ready(**fields):
    case = make_case(**fields)
    declare(case)
    return case


def declare(case, organisation=None):
    make_declarations(
        application=case.application,
        organisation=organisation or case.application.applicant,
        keys=["truth"],
        by=case.signer,
    )


def change_answer(key, **fields):
    Answer.objects.filter(criterion__key=key).update(**fields)


def called():
    case = ready()
    submit(application=case.application, by=case.signer)
    check_formally(
        application=case.application,
        outcome="call",
        reasons="",
        gaps=[("a02", "Podaj liczbę godzin.")],
        by=case.secretary,
    )
    case.application.refresh_from_db()
    return case


def test_completed_gaps_go_back_to_the_secretariat():
    case = called()
    change_answer("a02", justification="120 godzin w roku.", changed_at=timezone.now())

    answer_call(application=case.application, by=case.signer)

    case.application.refresh_from_db()
    case.assessment.refresh_from_db()
    call = case.application.completion_calls.get()
    assert case.application.status == ApplicationStatus.SUBMITTED
    assert case.assessment.status == AssessmentStatus.SUBMITTED
    assert call.answered_by == case.signer
    assert list(Deadline.objects.running().values_list("waits_for", "rule")) == [
        (Side.SECRETARIAT, "formal_check")
    ]
    assert CaseEvent.objects.get(kind="call_answered").facts == {"gaps": 1}


def test_gaps_completed_after_their_day_are_refused(time_machine):
    case = called()
    call = case.application.completion_calls.get()
    time_machine.move_to(f"{call.due_on.replace(year=call.due_on.year + 1)} 08:00+01:00")

    with pytest.raises(CompletionTooLate):
        answer_call(application=case.application, by=case.signer)

    case.application.refresh_from_db()
    assert case.application.status == ApplicationStatus.COMPLETION_CALLED


def test_gaps_are_not_sent_back_while_an_answer_is_incomplete():
    case = called()
    change_answer("a02", value=1, justification="")

    with pytest.raises(ApplicationIncomplete):
        answer_call(application=case.application, by=case.signer)

    case.application.refresh_from_db()
    assert case.application.status == ApplicationStatus.COMPLETION_CALLED


def test_a_call_is_not_answered_by_nothing():
    case = called()

    with pytest.raises(ApplicationIncomplete) as refused:
        answer_call(application=case.application, by=case.signer)

    assert [one.criterion.key for one in refused.value.missing] == ["a02"]
    case.application.refresh_from_db()
    assert case.application.status == ApplicationStatus.COMPLETION_CALLED
    assert not CaseEvent.objects.filter(kind="call_answered").exists()


@pytest.mark.parametrize("moment", ["added_at", "withdrawn_at"])
def test_a_file_added_or_taken_back_since_the_call_is_an_answer(moment):
    case = called()
    evidence = EvidenceFactory(
        application=case.application,
        criterion=Answer.objects.get(criterion__key="a02").criterion,
        added_at=timezone.now() - timedelta(days=1),
    )
    Evidence.objects.filter(pk=evidence.pk).update(**{moment: timezone.now()})

    answer_call(application=case.application, by=case.signer)

    case.application.refresh_from_db()
    assert case.application.status == ApplicationStatus.SUBMITTED


def test_there_is_nothing_to_complete_without_a_call():
    case = make_case(ApplicationStatus.EVALUATION)

    with pytest.raises(TransitionRefused):
        answer_call(application=case.application, by=case.signer)

    assert CaseEvent.objects.count() == 0


OPEN = [
    ApplicationStatus.DRAFT,
    ApplicationStatus.SUBMITTED,
    ApplicationStatus.COMPLETION_CALLED,
    ApplicationStatus.EVALUATION,
    ApplicationStatus.AWAITING_COMMITTEE,
    ApplicationStatus.AWAITING_DECISION,
]


@pytest.mark.parametrize("status", OPEN)
def test_an_open_case_can_be_withdrawn(status):
    case = make_case(status)

    withdraw_application(application=case.application, reasons="Zmiana planów.", by=case.signer)

    case.application.refresh_from_db()
    assert case.application.status == ApplicationStatus.WITHDRAWN
    assert case.application.closed_at is not None
    assert list(CaseEvent.objects.filter(kind="withdrawn").values_list("reason", flat=True)) == [
        "Zmiana planów."
    ]
    assert Deadline.objects.running().count() == 0


@pytest.mark.parametrize("status", [one for one in ApplicationStatus.values if one not in OPEN])
def test_a_case_that_ended_cannot_be_withdrawn(status):
    application = ApplicationFactory(status=status)

    with pytest.raises(TransitionRefused):
        withdraw_application(application=application, reasons="", by=application.created_by)

    application.refresh_from_db()
    assert application.status == status
