"""The formal check: accept, call for completion, decline, leave unexamined."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from certification.errors import ImpartialityViolated, TransitionRefused
from certification.errors.evaluation import (
    CompletionStillRuns,
    FormalReasonsMissing,
    GapCalledBefore,
    GapsMissing,
    GapsNeedACall,
    GapUnknown,
    NotCalledBefore,
)
from certification.lifecycle import ApplicationStatus, AssessmentStatus
from certification.models import (
    AffiliationKind,
    Application,
    Assessment,
    CaseEvent,
    CompletionCall,
    Deadline,
    FormalCheck,
    Gap,
    Message,
    Side,
)
from certification.operations.formal_check import check_formally
from tests.factories.certification import (
    LONG_AGO,
    AffiliationFactory,
    CompletionCallFactory,
    DeadlineFactory,
    GapFactory,
    make_case,
)
from tests.factories.evaluation import yesterday
from tests.factories.standards import EditionFactory, make_standard
from workflows.forms.evaluation import FormalCheckForm

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 3, 4, 12, tzinfo=ZoneInfo("Europe/Warsaw"))


@pytest.fixture
def case():
    with time_machine.travel(WEDNESDAY, tick=False):
        made = make_case(ApplicationStatus.SUBMITTED, edition=EditionFactory(completion_days=10))
        DeadlineFactory(application=made.application)
        yield made


def nothing_changed(case, status=ApplicationStatus.SUBMITTED, checks=0):
    assert Application.objects.get().status == status
    assert FormalCheck.objects.count() == checks
    assert list(CaseEvent.objects.all()) == []
    assert list(Message.objects.all()) == []
    running = Deadline.objects.running().get()
    assert (running.rule, running.waits_for) == ("formal_check", Side.SECRETARIAT)
    return True


def test_an_accepted_application_goes_to_the_secretariat_to_find_experts(case):
    check_formally(application=case.application, outcome="accept", by=case.secretary)

    check = FormalCheck.objects.get()
    running = Deadline.objects.running().get()
    event = CaseEvent.objects.get(kind="formally_checked")
    assert (check.outcome, check.checked_by, check.checked_at) == (
        "accept",
        case.secretary,
        WEDNESDAY,
    )
    assert Application.objects.get().status == ApplicationStatus.EVALUATION
    assert Application.objects.get().closed_at is None
    assert (running.rule, running.waits_for, running.due_on) == (
        "assignment",
        Side.SECRETARIAT,
        date(2026, 3, 9),
    )
    assert (event.side, event.facts, event.seen_by_applicant) == (
        Side.SECRETARIAT,
        {"outcome": "accept", "gaps": 0},
        True,
    )
    assert sorted(message.recipient.email for message in Message.objects.all()) == sorted(
        person.email for person in (case.signer, case.editor, case.reader)
    )
    assert Assessment.objects.get().status == AssessmentStatus.SUBMITTED


def test_a_call_names_gaps_gives_time_and_opens_the_self_assessment(case):
    check_formally(
        application=case.application,
        outcome="call",
        gaps=[("a02", "Dołącz umowę. "), ("", "Popraw adres.")],
        by=case.secretary,
    )

    call = CompletionCall.objects.get()
    own = Assessment.objects.get()
    running = Deadline.objects.running().get()
    assert list(Gap.objects.values_list("call", "criterion_key", "text")) == [
        (call.pk, "a02", "Dołącz umowę."),
        (call.pk, "", "Popraw adres."),
    ]
    # Ten days from 4 March end on Saturday the 14th, so the term ends on Monday (KPA, art. 57 § 4).
    assert call.due_on == running.due_on == date(2026, 3, 16)
    assert (running.rule, running.waits_for) == ("completion", Side.APPLICANT)
    assert (own.status, own.submitted_at) == (AssessmentStatus.OPEN, None)
    assert Application.objects.get().status == ApplicationStatus.COMPLETION_CALLED
    assert {message.path for message in Message.objects.all()} == {
        f"/cases/{case.application.number}/complete/"
    }


def test_a_call_says_at_once_until_when(case):
    check_formally(
        application=case.application,
        outcome="call",
        gaps=[("a02", "Dołącz umowę.")],
        by=case.secretary,
    )

    subjects = Message.objects.filter(recipient=case.signer).values_list("subject", flat=True)
    assert list(subjects) == [f"{case.application.number}: Uzupełnij wniosek do 16 marca 2026"]


def test_a_call_about_the_application_as_a_whole_leaves_the_answers_locked(case):
    check_formally(
        application=case.application,
        outcome="call",
        gaps=[("", "Popraw adres.")],
        by=case.secretary,
    )

    assert Assessment.objects.get().status == AssessmentStatus.SUBMITTED


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        ({"outcome": "call"}, GapsMissing),
        ({"outcome": "call", "gaps": [("a02", " ")]}, GapsMissing),
        ({"outcome": "call", "gaps": [("z99", "Dołącz.")]}, GapUnknown),
        ({"outcome": "accept", "gaps": [("a02", "Dołącz.")]}, GapsNeedACall),
        ({"outcome": "decline", "reasons": "  "}, FormalReasonsMissing),
        ({"outcome": "leave", "reasons": ""}, FormalReasonsMissing),
        ({"outcome": "leave", "reasons": "Brak odpowiedzi."}, NotCalledBefore),
    ],
)
def test_an_outcome_without_its_grounds_is_refused(case, arguments, refusal):
    with pytest.raises(refusal):
        check_formally(application=case.application, by=case.secretary, **arguments)

    assert nothing_changed(case)


def test_a_gap_of_a_criterion_that_does_not_concern_the_applicant_is_refused():
    standard = make_standard(criteria=4, sections=2, published=False)
    criterion = standard.criteria.get(code="B01")
    criterion.applies_when = {"equals": ["is_partnership", True]}
    criterion.save()
    edition = EditionFactory(version=standard, scheme=standard.scheme)
    case = make_case(ApplicationStatus.SUBMITTED, edition=edition)
    DeadlineFactory(application=case.application)

    offered = FormalCheckForm(application=case.application).fields["gap_1_criterion"].choices
    with pytest.raises(GapUnknown):
        check_formally(
            application=case.application,
            outcome="call",
            gaps=[("b01", "Dołącz umowę.")],
            by=case.secretary,
        )

    assert [key for key, _text in offered] == ["", "a01", "a02", "b02"]
    assert nothing_changed(case)


def test_a_declined_application_is_closed_with_reasons(case):
    check_formally(
        application=case.application,
        outcome="decline",
        reasons=" Forma prawna poza programem. ",
        by=case.secretary,
    )

    application = Application.objects.get()
    assert (application.status, application.closed_at) == (ApplicationStatus.DECLINED, WEDNESDAY)
    assert FormalCheck.objects.get().reasons == "Forma prawna poza programem."
    assert list(Deadline.objects.running()) == []
    assert {message.path for message in Message.objects.all()} == {
        f"/cases/{application.number}/formal-check/"
    }


def test_an_application_is_not_left_unexamined_on_the_last_day_of_the_call(case):
    CompletionCallFactory(check_made__application=case.application, due_on=WEDNESDAY.date())
    Application.objects.filter(pk=case.application.pk).update(
        status=ApplicationStatus.COMPLETION_CALLED
    )

    with pytest.raises(CompletionStillRuns):
        check_formally(
            application=case.application, outcome="leave", reasons="Brak.", by=case.secretary
        )

    assert nothing_changed(case, ApplicationStatus.COMPLETION_CALLED, checks=1)


@pytest.mark.parametrize(
    "status", [ApplicationStatus.COMPLETION_CALLED, ApplicationStatus.SUBMITTED]
)
def test_an_application_is_left_unexamined_the_day_after(case, status):
    CompletionCallFactory(check_made__application=case.application, due_on=yesterday())
    Application.objects.filter(pk=case.application.pk).update(status=status)

    check_formally(
        application=case.application, outcome="leave", reasons="Brak.", by=case.secretary
    )

    application = Application.objects.get()
    assert (application.status, application.closed_at) == (
        ApplicationStatus.LEFT_UNEXAMINED,
        WEDNESDAY,
    )
    assert list(Deadline.objects.running()) == []


def test_a_completed_application_is_checked_again_and_may_be_called_about_something_else(case):
    GapFactory(call__check_made__application=case.application, criterion_key="a02")

    check_formally(
        application=case.application,
        outcome="call",
        gaps=[("b01", "Dołącz umowę.")],
        by=case.secretary,
    )

    assert list(Gap.objects.values_list("criterion_key", flat=True)) == ["a02", "b01"]
    assert Application.objects.get().status == ApplicationStatus.COMPLETION_CALLED


def test_nobody_is_called_twice_about_the_same_criterion(case):
    GapFactory(call__check_made__application=case.application, criterion_key="a02")

    with pytest.raises(GapCalledBefore):
        check_formally(
            application=case.application,
            outcome="call",
            gaps=[("a02", "Dołącz umowę.")],
            by=case.secretary,
        )

    assert nothing_changed(case, checks=1)


@pytest.mark.parametrize(
    "status",
    [
        status
        for status in ApplicationStatus
        if status not in {ApplicationStatus.SUBMITTED, ApplicationStatus.WITHDRAWN}
    ],
)
def test_only_a_sent_application_can_be_accepted(case, status):
    Application.objects.filter(pk=case.application.pk).update(status=status)

    with pytest.raises(TransitionRefused):
        check_formally(application=case.application, outcome="accept", by=case.secretary)

    assert nothing_changed(case, status)


@pytest.mark.parametrize("kind", [AffiliationKind.ADVISED, AffiliationKind.EMPLOYED])
def test_whoever_is_linked_with_the_applicant_does_not_check_it(case, kind):
    AffiliationFactory(
        person=case.secretary,
        organisation=case.application.applicant,
        kind=kind,
        since=LONG_AGO,
        until=WEDNESDAY.date() - timedelta(days=300),
    )

    with pytest.raises(ImpartialityViolated):
        check_formally(application=case.application, outcome="accept", by=case.secretary)

    assert nothing_changed(case)
