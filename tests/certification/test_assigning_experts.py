"""Experts are chosen from the pool, without links with the case, and as many as it needs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.errors import TransitionRefused
from certification.errors.evaluation import (
    ExpertAssignedBefore,
    ExpertBarred,
    ExpertNotInPool,
    NoExpertNeeded,
    TooFewExperts,
)
from certification.evaluation import candidates, conflict_hints, experts_still_needed
from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import (
    AffiliationKind,
    Assignment,
    CaseEvent,
    Deadline,
    MembershipRole,
    Message,
    PostRole,
    Side,
    User,
)
from certification.operations.assignments import assign_experts
from tests.factories.certification import (
    LONG_AGO,
    AffiliationFactory,
    AssignmentFactory,
    DeadlineFactory,
    FormalCheckFactory,
    MembershipFactory,
    PartnerFactory,
    PostFactory,
    UserFactory,
    make_case,
)
from tests.factories.evaluation import make_expert, score, yesterday
from tests.factories.standards import EditionFactory, OperatorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    made = make_case(ApplicationStatus.EVALUATION)
    DeadlineFactory(application=made.application, rule="assignment")
    return made


def refused(case, people, error):
    with pytest.raises(error):
        assign_experts(application=case.application, people=people, by=case.secretary)
    assert list(Assignment.objects.filter(status=AssignmentStatus.INVITED)) == []
    assert list(CaseEvent.objects.all()) == []
    assert list(Message.objects.all()) == []
    assert Deadline.objects.running().get().rule == "assignment"
    return True


def test_two_experts_are_invited_and_have_to_declare_first(case):
    experts = [make_expert(case.application), make_expert(case.application)]

    invited = assign_experts(application=case.application, people=experts, by=case.secretary)

    assert [one.person for one in invited] == experts
    assert {
        (one.status, one.is_third_opinion, one.assigned_by) for one in Assignment.objects.all()
    } == {(AssignmentStatus.INVITED, False, case.secretary)}
    assert {one.due_on for one in invited} == {Deadline.objects.running().get().due_on}
    assert Deadline.objects.running().get().waits_for == Side.EXPERT
    assert Deadline.objects.running().get().rule == "declaration"
    assert [(one.recipient, one.path) for one in Message.objects.order_by("pk")] == [
        (person, f"/cases/{case.application.number}/declare/") for person in experts
    ]
    event = CaseEvent.objects.get(kind="experts_assigned")
    assert event.facts == {"experts": 2, "is_third_opinion": False}
    for person in experts:
        assert not person.has_perm("certification.read_application", case.application)
        assert not person.has_perm("certification.score_application", case.application)


def test_an_expert_of_a_national_operator_may_be_chosen(case):
    elsewhere = PostFactory(
        operator=OperatorFactory(is_national=True), role=PostRole.ASSESSOR
    ).person

    assign_experts(
        application=case.application,
        people=[elsewhere, make_expert(case.application)],
        by=case.secretary,
    )

    assert Assignment.objects.filter(person=elsewhere).count() == 1


def nobody_of_the_pool(case):
    return UserFactory()


def former_expert(case):
    return PostFactory(
        operator=case.application.edition.operator, role=PostRole.ASSESSOR, until=yesterday()
    ).person


def expert_of_another_region(case):
    return PostFactory(
        operator=OperatorFactory(is_national=False, voivodeship="02"), role=PostRole.ASSESSOR
    ).person


def deactivated_expert(case):
    return make_expert(case.application, is_active=False)


@pytest.mark.parametrize(
    "make", [nobody_of_the_pool, former_expert, expert_of_another_region, deactivated_expert]
)
def test_who_holds_no_current_post_is_refused(case, make):
    assert refused(case, [make(case), make_expert(case.application)], ExpertNotInPool)


def member(case):
    return MembershipFactory(
        organisation=case.application.applicant, role=MembershipRole.READS
    ).person


def member_two_years_ago(case):
    return MembershipFactory(
        organisation=case.application.applicant,
        since=LONG_AGO,
        until=timezone.localdate() - timedelta(days=700),
    ).person


def member_of_a_partner(case):
    partner = PartnerFactory(application=case.application)
    return MembershipFactory(organisation=partner.organisation).person


def linked(kind):
    def make(case):
        return AffiliationFactory(
            organisation=case.application.applicant,
            kind=kind,
            since=LONG_AGO,
            until=timezone.localdate() - timedelta(days=1000),
        ).person

    make.__name__ = kind.value
    return make


def adviser_of_a_partner(case):
    partner = PartnerFactory(application=case.application)
    return AffiliationFactory(
        organisation=partner.organisation, kind=AffiliationKind.ADVISED, since=LONG_AGO
    ).person


def checker(case):
    return FormalCheckFactory(application=case.application).checked_by


def author_of_the_application(case):
    return case.application.created_by


def secretary(case):
    return case.secretary


def authority(case):
    return case.authority


@pytest.mark.parametrize(
    "make",
    [
        member,
        member_two_years_ago,
        member_of_a_partner,
        *(linked(kind) for kind in AffiliationKind),
        adviser_of_a_partner,
        checker,
        author_of_the_application,
        secretary,
        authority,
    ],
)
def test_who_is_linked_with_the_case_or_acted_in_it_is_refused(case, make):
    person = make(case)
    PostFactory(operator=case.application.edition.operator, role=PostRole.ASSESSOR, person=person)

    assert refused(case, [person, make_expert(case.application)], ExpertBarred)
    assert list(conflict_hints(case.application, [person])) == [person.pk]


def test_a_link_that_ended_more_than_three_years_ago_is_no_bar(case):
    person = make_expert(case.application)
    AffiliationFactory(
        person=person,
        organisation=case.application.applicant,
        kind=AffiliationKind.ADVISED,
        since=LONG_AGO,
        until=timezone.localdate() - timedelta(days=3 * 366 + 1),
    )

    assert conflict_hints(case.application, [person]) == {}


def test_nobody_is_assigned_twice_even_after_declining(case):
    person = make_expert(case.application)
    AssignmentFactory(application=case.application, person=person, status=AssignmentStatus.DECLINED)

    assert refused(case, [person, make_expert(case.application)], ExpertAssignedBefore)


def test_fewer_experts_than_needed_are_refused(case):
    assert refused(case, [make_expert(case.application)], TooFewExperts)


def test_the_same_person_chosen_twice_counts_once(case):
    person = make_expert(case.application)

    assert refused(case, [person, person], TooFewExperts)


def test_a_case_with_enough_experts_takes_no_more(case):
    for _number in range(2):
        AssignmentFactory(application=case.application, status=AssignmentStatus.ACCEPTED)

    assert refused(case, [make_expert(case.application)], NoExpertNeeded)


@pytest.mark.parametrize(
    "status", [status for status in ApplicationStatus if status != ApplicationStatus.EVALUATION]
)
def test_experts_are_assigned_in_the_evaluation_only(status):
    case = make_case(status)
    DeadlineFactory(application=case.application, rule="assignment")
    people = [make_expert(case.application), make_expert(case.application)]

    assert refused(case, people, TransitionRefused)


@pytest.mark.parametrize(
    ("statuses", "needed"),
    [
        ([], 2),
        (["invited"], 1),
        (["invited", "waiver_requested"], 0),
        (["accepted", "declined"], 1),
        (["conflicted", "declined", "released"], 2),
        (["accepted", "accepted", "declined"], 0),
    ],
)
def test_experts_who_declined_or_were_excluded_do_not_count(case, statuses, needed):
    for status in statuses:
        AssignmentFactory(application=case.application, status=status)

    assert experts_still_needed(case.application) == needed


def test_one_expert_suffices_where_the_call_says_so():
    case = make_case(ApplicationStatus.EVALUATION, edition=EditionFactory(experts_required=1))
    score(case.application)

    assert experts_still_needed(case.application) == 0


def test_a_third_opinion_is_assigned_when_two_cards_lie_far_apart(case):
    score(case.application)
    score(case.application, value=0)

    invited = assign_experts(
        application=case.application, people=[make_expert(case.application)], by=case.secretary
    )

    assert [one.is_third_opinion for one in invited] == [True]
    assert experts_still_needed(case.application) == 0


def test_the_pool_shows_bars_load_and_nearness_and_puts_who_can_be_chosen_first(case):
    busy = make_expert(case.application, name="Anna")
    for _number in range(3):
        AssignmentFactory(person=busy, status=AssignmentStatus.ACCEPTED)
    near = make_expert(case.application, name="Beata")
    MembershipFactory(person=near, organisation__voivodeship=case.application.voivodeship)
    barred = make_expert(case.application, name="Celina")
    MembershipFactory(person=barred, organisation=case.application.applicant)
    AssignmentFactory(person=barred, status=AssignmentStatus.COMPLETED)
    User.objects.filter(pk=case.assessor.pk).update(name="Daria")

    rows = candidates(case.application)

    assert [
        (str(row.person), bool(row.bars), row.open_assignments, row.same_voivodeship)
        for row in rows
    ] == [
        ("Daria", False, 0, False),
        ("Beata", False, 0, True),
        ("Anna", False, 3, False),
        ("Celina", True, 0, True),
    ]
