"""Whoever is linked with a case does not run its evaluation either (ISO/IEC 17065, 4.2)."""

import pytest

from certification.errors import ImpartialityViolated, TransitionRefused
from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import Assignment, CaseEvent, ImpartialityDeclaration
from certification.operations.assignments import (
    assign_experts,
    consider_waiver,
    declare_impartiality,
)
from certification.operations.case import take_up_issue
from certification.operations.releases import release_expert
from tests.factories.certification import AffiliationFactory, make_case
from tests.factories.evaluation import invite, make_expert

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    made = make_case(ApplicationStatus.EVALUATION)
    AffiliationFactory(person=made.secretary, organisation=made.application.applicant)
    return made


def test_a_linked_secretary_does_not_choose_the_experts(case):
    people = [make_expert(case.application), make_expert(case.application)]

    with pytest.raises(ImpartialityViolated):
        assign_experts(application=case.application, people=people, by=case.secretary)

    assert not Assignment.objects.exists()


def test_a_linked_secretary_does_not_weigh_links_of_others(case):
    assignment = invite(case.application)
    declare_impartiality(
        assignment=assignment, answer="ask_waiver", explanation="Znam.", by=assignment.person
    )

    with pytest.raises(ImpartialityViolated):
        consider_waiver(assignment=assignment, waived=True, reasons="Dawno.", by=case.secretary)

    assert ImpartialityDeclaration.objects.get().answer == "conflict"
    assert Assignment.objects.get().status == AssignmentStatus.WAIVER_REQUESTED


def test_a_linked_secretary_does_not_release_an_expert(case):
    assignment = invite(case.application)

    with pytest.raises(ImpartialityViolated):
        release_expert(assignment=assignment, reasons="Bo tak.", by=case.secretary)

    assert Assignment.objects.get().status == AssignmentStatus.INVITED


def test_a_certificate_is_sent_to_be_issued_again_only_after_a_grant(case):
    with pytest.raises(TransitionRefused):
        take_up_issue(application=case.application, by=case.secretary)

    assert not CaseEvent.objects.filter(kind="issue_taken_up").exists()
