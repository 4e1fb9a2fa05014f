"""The first page of an applicant: whose move it is, and everything else below it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from certification.completeness import address_of
from certification.lifecycle import ApplicationStatus
from certification.models import CaseEvent, Invitation, Membership, Side
from tests.factories.certification import (
    ApplicationFactory,
    CertificateFactory,
    CompletionCallFactory,
    DeadlineFactory,
    GapFactory,
    InvitationFactory,
    MembershipFactory,
    MessageFactory,
    OrganisationFactory,
    PartnerFactory,
    UserFactory,
)
from tests.factories.standards import EditionFactory

pytestmark = pytest.mark.django_db
A = ApplicationStatus
TODAY = timezone.localdate


@pytest.fixture
def signer():
    return MembershipFactory()


@pytest.fixture
def edition():
    return EditionFactory()


def visit(client, person, query=None):
    client.force_login(person)
    return client.get(reverse("certification:my"), query)


def case(membership, edition, status, **fields):
    return ApplicationFactory(
        edition=edition,
        applicant=membership.organisation,
        status=status,
        created_by=membership.person,
        with_self_assessment=True,
        **fields,
    )


def happened(application, side, *kinds):
    """Write into the log of the case what happened just now."""
    for kind in kinds:
        CaseEvent.objects.create(application=application, kind=kind, side=side, at=timezone.now())


def call_for(application, *, days=7):
    DeadlineFactory(
        application=application,
        waits_for=Side.APPLICANT,
        rule="completion",
        starts_on=TODAY(),
        days=days,
    )
    return CompletionCallFactory(application=application, due_on=TODAY() + timedelta(days=days))


def test_without_an_organisation_the_way_begins_there(client):
    page = visit(client, UserFactory())

    assert (page.context["own"], page.context["main"]) == ([], None)
    assert f'href="{reverse("certification:organisation_new")}"' in page.content.decode()


@pytest.mark.parametrize(
    ("role", "may_begin"), [("signs", True), ("edits", True), ("reads", False)]
)
def test_without_a_case_whoever_may_is_led_to_an_application(client, role, may_begin):
    person = MembershipFactory(role=role).person

    page = visit(client, person)

    link = f'href="{reverse("certification:application_new")}"'
    assert page.context["main"] is None
    assert (link in page.content.decode()) is may_begin


def test_the_first_visit_accepts_what_waits_for_the_address(client):
    person = UserFactory()
    invitation = InvitationFactory(email=person.email, role="reads")

    page = visit(client, person)

    assert [one.organisation for one in page.context["own"]] == [invitation.organisation]
    assert Invitation.objects.filter(accepted_at=None).count() == 0
    assert list(Membership.objects.values_list("person", "role")) == [(person.pk, "reads")]


def test_gaps_come_before_drafts_and_these_before_what_others_do(client, signer, edition):
    evaluated = case(signer, edition, A.EVALUATION)
    draft = case(signer, edition, A.DRAFT)
    later = case(signer, edition, A.COMPLETION_CALLED)
    sooner = case(signer, edition, A.COMPLETION_CALLED)
    closed = case(signer, edition, A.REFUSED)
    call_for(later, days=9)
    call_for(sooner, days=3)

    page = visit(client, signer.person)

    assert page.context["main"].application == sooner
    assert [row.application for row in page.context["rows"]] == [closed, later, draft, evaluated]


def test_the_draft_of_the_call_that_closes_first_is_the_most_urgent(client, signer, edition):
    case(signer, edition, A.DRAFT)
    closing = EditionFactory(closes_on=TODAY() + timedelta(days=5))
    urgent = case(signer, closing, A.DRAFT)
    case(signer, edition, A.DRAFT)

    main = visit(client, signer.person).context["main"]

    assert (main.application, main.days_left, main.is_own_move) == (urgent, 5, True)


@time_machine.travel("2026-11-23T10:00:00Z")
def test_a_call_shows_its_gaps_with_links_and_the_days_left(client, signer, edition):
    application = case(signer, edition, A.COMPLETION_CALLED)
    call = call_for(application)
    criterion = application.version.criteria.select_related("section").first()
    GapFactory(call=call, criterion_key=criterion.key, text="dołącz regulamin")
    GapFactory(call=call, criterion_key="", text="podaj adres")

    page = visit(client, signer.person)

    assert [(task.text, task.url) for task in page.context["tasks"]] == [
        (f"{criterion.code}: dołącz regulamin", address_of(application, criterion)),
        ("podaj adres", reverse("certification:application", args=[application.number])),
    ]
    text = " ".join(page.content.decode().split())
    assert "do 30 listopada 2026" in text
    assert "zostało 7 dni" in text
    assert f'href="{reverse("workflows:complete", args=[application.number])}"' in text


@pytest.mark.parametrize(
    ("role", "heading"),
    [("edits", "Teraz Twój ruch: uzupełnij 0 braków"), ("reads", "Teraz ruch Twojego zespołu")],
)
def test_whoever_cannot_send_is_led_to_the_application(client, signer, edition, role, heading):
    application = case(signer, edition, A.COMPLETION_CALLED)
    call_for(application)
    person = MembershipFactory(organisation=signer.organisation, role=role).person

    text = visit(client, person).content.decode()

    assert reverse("workflows:complete", args=[application.number]) not in text
    assert f'href="{reverse("certification:application", args=[application.number])}"' in text
    assert heading in text


def test_a_draft_shows_its_sections_with_what_is_left(client, signer, edition):
    application = case(signer, edition, A.DRAFT)

    page = visit(client, signer.person)

    sections = application.version.sections.order_by("position")
    criteria = [section.criteria.count() for section in sections]
    tasks = page.context["tasks"][: len(criteria)]
    assert [(task.missing, task.is_done) for task in tasks] == [
        (count, False) for count in criteria
    ]
    assert page.context["tasks_left"] == len(page.context["tasks"])


def test_when_others_act_it_says_who_and_by_when(client, signer, edition):
    application = case(signer, edition, A.SUBMITTED)
    DeadlineFactory(application=application, waits_for=Side.SECRETARIAT, starts_on=TODAY(), days=9)

    page = visit(client, signer.person)

    main = page.context["main"]
    assert (main.who, main.days_left, main.is_own_move) == ("sekretariat", 9, False)
    assert page.context["tasks"] == []


def test_a_partner_sees_the_case_and_has_no_move_in_it(client, edition):
    membership = MembershipFactory()
    application = ApplicationFactory(edition=edition, is_partnership=True)
    PartnerFactory(application=application, organisation=membership.organisation)

    main = visit(client, membership.person).context["main"]

    assert (main.application, main.is_own_move, main.who) == (application, False, "wnioskodawca")


def test_cases_of_others_are_not_here_even_for_staff(client, signer, edition):
    ApplicationFactory(edition=edition, status=A.SUBMITTED)
    ended = MembershipFactory(person=signer.person, until=TODAY() - timedelta(days=1))
    case(ended, edition, A.SUBMITTED)
    CertificateFactory()
    MessageFactory()

    page = visit(client, signer.person)

    context = page.context
    assert (context["main"], context["rows"], context["certificates"]) == (None, [], [])
    assert list(context["latest_messages"]) == []


def test_certificates_of_own_organisations_have_the_word_of_today(client):
    certificate = CertificateFactory()
    person = MembershipFactory(organisation=certificate.holder).person

    page = visit(client, person)

    rows = page.context["certificates"]
    assert [(row.certificate, str(row.label.text)) for row in rows] == [(certificate, "Ważny")]


STATES = {
    A.DRAFT: ["now", "todo", "todo", "todo", "todo", "todo", "todo"],
    A.SUBMITTED: ["done", "now", "todo", "todo", "todo", "todo", "todo"],
    A.COMPLETION_CALLED: ["done", "done", "now", "todo", "todo", "todo", "todo"],
    A.EVALUATION: ["done", "done", "done", "now", "todo", "todo", "todo"],
    A.AWAITING_COMMITTEE: ["done", "done", "done", "done", "now", "todo", "todo"],
    A.AWAITING_DECISION: ["done", "done", "done", "done", "done", "now", "todo"],
    A.GRANTED: ["done", "done", "done", "done", "done", "done", "now"],
    A.CERTIFIED: ["done", "done", "done", "done", "done", "done", "done"],
    A.REFUSED: ["done", "done", "done", "done", "done", "done"],
}


@pytest.mark.parametrize("status", STATES)
def test_the_course_has_seven_steps_and_one_of_them_is_now(client, signer, edition, status):
    application = case(signer, edition, status)
    if status == A.COMPLETION_CALLED:
        call_for(application)

    milestones = visit(client, signer.person).context["milestones"]

    assert [step.state for step in milestones] == STATES[status]


def test_a_completed_application_stands_at_its_gaps_until_they_are_checked(client, signer, edition):
    application = case(signer, edition, A.SUBMITTED)
    CompletionCallFactory(application=application, due_on=TODAY())
    happened(application, Side.APPLICANT, "submitted", "formally_checked", "call_answered")

    milestones = visit(client, signer.person).context["milestones"]

    assert [step.state for step in milestones] == ["done", "done", "now"] + ["todo"] * 4


def test_pages_of_other_cases_follow_without_gap_or_repetition(client, signer, edition):
    main = case(signer, edition, A.DRAFT)
    every = [case(signer, edition, A.SUBMITTED).pk for _number in range(22)]

    first = visit(client, signer.person)
    second = visit(client, signer.person, {"before": first.context["next_page"]})

    seen = [row.application.pk for page in (first, second) for row in page.context["rows"]]
    assert first.context["main"].application == second.context["main"].application == main
    assert (seen, second.context["next_page"]) == (every[::-1], None)


# Session (read, and kept alive by three statements), person, roles of the navigation; invitations,
# organisations, the most urgent case; its call with gaps and its steps; the other cases,
# certificates, messages and how many of them are unread.
QUERIES_OF_THE_DASHBOARD = 14


@pytest.mark.parametrize("count", [1, 50])
def test_the_page_asks_the_database_as_often_for_one_row_as_for_fifty(
    client, django_assert_num_queries, signer, edition, count
):
    application = case(signer, edition, A.COMPLETION_CALLED)
    call = call_for(application)
    key = application.version.criteria.first().key
    for _row in range(count):
        GapFactory(call=call, criterion_key=key)
        other = case(signer, edition, A.EVALUATION)
        DeadlineFactory(application=other, waits_for=Side.EXPERT)
        MessageFactory(recipient=signer.person, application=other)
        CertificateFactory(
            decision__recommendation__item__application__applicant=signer.organisation
        )
    visit(client, signer.person)

    with django_assert_num_queries(QUERIES_OF_THE_DASHBOARD):
        page = client.get(reverse("certification:my"))

    shown = page.context
    assert [len(shown["tasks"]), len(shown["certificates"]), len(shown["latest_messages"])] == [
        count,
        min(count, 10),
        min(count, 5),
    ]
    assert len(shown["rows"]) == min(2 * count, 20)


@pytest.mark.parametrize("organisations", [1, 50])
def test_many_organisations_cost_no_more_than_one(
    client, django_assert_num_queries, edition, organisations
):
    person = UserFactory()
    for _row in range(organisations):
        membership = MembershipFactory(person=person, organisation=OrganisationFactory())
        case(membership, edition, A.SUBMITTED)
    visit(client, person)

    with django_assert_num_queries(QUERIES_OF_THE_DASHBOARD - 2):
        client.get(reverse("certification:my"))


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("assignment", "Sekretariat wybiera ekspertów, których nic z Tobą nie łączy."),
        ("declaration", "Eksperci oświadczają, czy coś ich z Tobą łączy, a potem oceniają."),
        ("scoring", "Eksperci oceniają wniosek."),
    ],
)
def test_what_comes_next_in_the_evaluation_follows_from_the_time_limit(
    client, signer, edition, rule, sentence
):
    evaluated = case(signer, edition, A.EVALUATION)
    DeadlineFactory(application=evaluated, rule=rule, starts_on=TODAY(), days=14)

    assert str(visit(client, signer.person).context["main"].next_step) == sentence


def course(client, person):
    return [
        (str(step.name), step.state, step.words)
        for step in visit(client, person).context["milestones"]
    ]


def test_a_request_to_reconsider_is_a_step_of_the_course(client, signer, edition):
    refused = case(signer, edition, A.REFUSED)
    happened(
        refused, Side.SYSTEM, "submitted", "formally_checked", "evaluation_finished", "decided"
    )
    before = course(client, signer.person)
    happened(refused, Side.APPLICANT, "reconsideration_asked")

    asked = course(client, signer.person)
    happened(refused, Side.AUTHORITY, "reconsidered")
    settled = course(client, signer.person)

    name = "Ponowne rozpatrzenie sprawy"
    assert asked == [
        *before,
        (name, "now", "osoby, które wcześniej nie brały udziału w sprawie"),
    ]
    assert settled == [*before, (name, "done", date_format(TODAY(), "DATE_FORMAT"))]


def test_a_reconsideration_that_grants_stands_before_the_certificate(client, signer, edition):
    granted = case(signer, edition, A.CERTIFIED)
    happened(granted, Side.SYSTEM, "submitted", "decided", "reconsideration_asked", "reconsidered")

    names = [name for name, _state, _words in course(client, signer.person)]

    assert names[-3:] == ["Decyzja", "Ponowne rozpatrzenie sprawy", "Certyfikat"]


def test_a_request_that_was_taken_back_leaves_no_step(client, signer, edition):
    refused = case(signer, edition, A.REFUSED)
    happened(refused, Side.APPLICANT, "submitted", "decided")
    happened(refused, Side.APPLICANT, "reconsideration_asked", "reconsideration_taken_back")

    names = [name for name, _state, _words in course(client, signer.person)]

    assert "Ponowne rozpatrzenie sprawy" not in names
