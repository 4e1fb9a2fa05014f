"""The page of a case and its history: who sees what, and in how many queries."""

from datetime import timedelta

import pytest
from django.utils import timezone
from guardian.shortcuts import assign_perm

from certification.case_history import Viewer
from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import Obligation, SeatRole, Side
from certification.operations.case import log_event
from certification.permissions import EXPERT_RIGHTS
from tests.factories.certification import (
    AgendaItemFactory,
    AssignmentFactory,
    CertificateFactory,
    DeadlineFactory,
    FormalCheckFactory,
    MembershipFactory,
    MessageFactory,
    PartnerFactory,
    PostFactory,
    SeatFactory,
    make_case,
)

pytestmark = pytest.mark.django_db
S = AssignmentStatus
QUERIES_OF_THE_CASE = 21


def case_page(client, person, application):
    client.force_login(person)
    return client.get(f"/cases/{application.number}/", headers={"accept-language": "en"})


def history_page(client, person, application, **query):
    client.force_login(person)
    return client.get(
        f"/cases/{application.number}/history/", query, headers={"accept-language": "en"}
    )


def expert_of(application, status=S.ACCEPTED, name="Adam Nowicki"):
    assignment = AssignmentFactory(application=application, status=status, person__name=name)
    if status in (S.ACCEPTED, S.COMPLETED):
        for right in EXPERT_RIGHTS:
            assign_perm(right, assignment.person, application)
    return assignment


def committee_member(application):
    item = AgendaItemFactory(application=application)
    return SeatFactory(committee=item.meeting.committee, role=SeatRole.MEMBER).person


@pytest.mark.parametrize(
    ("role", "viewer"),
    [
        ("signer", Viewer.APPLICANT),
        ("editor", Viewer.APPLICANT),
        ("reader", Viewer.APPLICANT),
        ("partner", Viewer.APPLICANT),
        ("secretary", Viewer.STAFF),
        ("authority", Viewer.STAFF),
        ("observer", Viewer.STAFF),
        ("member", Viewer.STAFF),
        ("expert", Viewer.EXPERT),
        ("assessor", None),
        ("stranger", None),
    ],
)
def test_everybody_sees_the_case_from_their_own_side(client, role, viewer):
    case = make_case(ApplicationStatus.EVALUATION, answered=False)
    if role == "partner":
        partner = PartnerFactory(application=case.application)
        person = MembershipFactory(organisation=partner.organisation).person
    elif role == "member":
        person = committee_member(case.application)
    elif role == "expert":
        person = expert_of(case.application).person
    else:
        person = getattr(case, role)

    page = case_page(client, person, case.application)
    history = history_page(client, person, case.application)

    status = 200 if viewer else 404
    assert (page.status_code, history.status_code) == (status, status)
    if viewer:
        assert page.context["viewer"] == viewer.value


def test_a_draft_is_known_to_its_applicant_only(client):
    case = make_case()

    statuses = {
        role: case_page(client, getattr(case, role), case.application).status_code
        for role in ("signer", "secretary", "authority")
    }

    assert statuses == {"signer": 200, "secretary": 404, "authority": 404}


def test_a_stranger_without_an_account_is_asked_to_log_in(client):
    case = make_case()

    response = client.get(f"/cases/{case.application.number}/")

    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_an_expert_declares_impartiality_before_seeing_the_case(client):
    case = make_case(ApplicationStatus.EVALUATION, answered=False)
    person = expert_of(case.application, S.INVITED).person
    number = case.application.number

    page = case_page(client, person, case.application)
    history = history_page(client, person, case.application)
    table = client.get(f"/cases/{number}/history.csv")

    assert page.url == f"/cases/{number}/declare/"
    assert (history.url, table.url) == (f"/cases/{number}/", f"/cases/{number}/")


def test_an_expert_whose_link_is_considered_sees_the_name_and_place_only(client):
    case = make_case(ApplicationStatus.EVALUATION, answered=False)
    person = expert_of(case.application, S.WAIVER_REQUESTED).person

    text = case_page(client, person, case.application).content.decode()

    assert "until then the case is closed to you" in text
    assert case.application.applicant.name in text
    assert case.application.applicant.nip not in text


def test_a_person_of_the_applicant_with_a_post_sees_the_applicants_side(client):
    case = make_case(ApplicationStatus.EVALUATION, answered=False)
    PostFactory(person=case.editor, operator=case.application.edition.operator)

    assert case_page(client, case.editor, case.application).context["viewer"] == "applicant"


@pytest.mark.parametrize(
    ("status", "role", "links"),
    [
        ("draft", "signer", ["my/applications/{n}/", "cases/{n}/submit/"]),
        ("draft", "editor", ["my/applications/{n}/"]),
        ("draft", "reader", []),
        ("submitted", "secretary", ["cases/{n}/formal_check/"]),
        ("submitted", "signer", []),
        ("submitted", "authority", []),
        ("completion_called", "signer", ["cases/{n}/complete/"]),
        ("completion_called", "secretary", []),
        ("evaluation", "secretary", ["cases/{n}/assign_experts/"]),
        ("awaiting_committee", "secretary", ["meetings/"]),
        ("awaiting_decision", "authority", ["cases/{n}/decide/"]),
        ("awaiting_decision", "secretary", []),
        ("refused", "secretary", []),
    ],
)
def test_next_actions_follow_from_the_state_and_the_role(client, status, role, links):
    case = make_case(status, answered=False)

    response = case_page(client, getattr(case, role), case.application)

    assert [action.url for action in response.context["actions"]] == [
        "/" + link.format(n=case.application.number) for link in links
    ]


@pytest.mark.parametrize(
    ("status", "links"),
    [
        (S.INVITED, []),
        (S.WAIVER_REQUESTED, ["consider_waiver"]),
        (S.ACCEPTED, []),
        (S.COMPLETED, ["assign_experts"]),
        (S.DECLINED, ["assign_experts"]),
    ],
)
def test_actions_of_the_secretariat_follow_from_the_assignments(client, status, links):
    case = make_case(ApplicationStatus.EVALUATION, answered=False)
    expert_of(case.application, status)

    response = case_page(client, case.secretary, case.application)

    assert [action.url for action in response.context["actions"]] == [
        f"/cases/{case.application.number}/{link}/" for link in links
    ]


def test_an_expert_sees_the_own_assignment_and_the_way_to_send_the_card(client):
    case = make_case(ApplicationStatus.EVALUATION, answered=False)
    own = expert_of(case.application, name="Adam Nowicki")
    expert_of(case.application, name="Barbara Lis")

    response = case_page(client, own.person, case.application)

    assert [one for one, _label in response.context["assignments"]] == [own]
    assert "Barbara Lis" not in response.content.decode()
    assert [action.url for action in response.context["actions"]] == [
        f"/cases/{case.application.number}/score-card/",
        f"/cases/{case.application.number}/score/",
    ]


def test_the_page_says_whose_move_it_is_and_until_when(client):
    case = make_case(ApplicationStatus.COMPLETION_CALLED, answered=False)
    due = timezone.localdate() + timedelta(days=7)
    DeadlineFactory(application=case.application, waits_for=Side.APPLICANT, due_on=due)

    own = case_page(client, case.signer, case.application).content.decode()
    other = case_page(client, case.secretary, case.application).content.decode()

    assert "Now it is your move" in own
    assert "7 days left" in own
    assert "Now: applicant" in other


def test_letters_and_the_certificate_are_linked(client):
    certificate = CertificateFactory()
    application = certificate.application
    FormalCheckFactory(application=application)
    person = MembershipFactory(organisation=application.applicant).person
    number = application.number

    response = case_page(client, person, application)

    assert [letter.url for letter in response.context["letters"]] == [
        f"/cases/{number}/receipt/",
        f"/cases/{number}/formal-check/",
        f"/cases/{number}/decision/",
    ]
    assert f'href="/c/{certificate.number}"' in response.content.decode()


def test_a_case_that_ended_well_says_what_the_certificate_asks_for(client):
    certificate = CertificateFactory()
    person = MembershipFactory(organisation=certificate.application.applicant).person
    today = timezone.localdate()
    for kind, days in (("renewal", 700), ("surveillance", 365)):
        Obligation.objects.create(
            certificate=certificate,
            kind=kind,
            period=1,
            due_on=today + timedelta(days=days),
        )
    Obligation.objects.create(
        certificate=certificate,
        kind="annual_report",
        period=1,
        due_on=today,
        met_at=timezone.now(),
    )

    response = case_page(client, person, certificate.application)

    shown = [(one.kind, one.due_on) for one in response.context["obligations"]]
    assert shown == [
        ("surveillance", today + timedelta(days=365)),
        ("renewal", today + timedelta(days=700)),
    ]
    assert "Nothing more will happen in this case." not in response.content.decode()


def test_an_ended_certificate_asks_for_nothing(client):
    certificate = CertificateFactory(status="withdrawn")
    person = MembershipFactory(organisation=certificate.application.applicant).person
    Obligation.objects.create(
        certificate=certificate, kind="renewal", period=1, due_on=timezone.localdate()
    )

    response = case_page(client, person, certificate.application)

    assert response.context["obligations"] == []
    assert "Nothing more will happen in this case." in response.content.decode()


def test_the_secretariat_gets_the_way_to_change_the_certificate(client):
    certificate = CertificateFactory()
    person = PostFactory(operator=certificate.application.edition.operator).person

    response = case_page(client, person, certificate.application)

    assert [action.url for action in response.context["actions"]] == [
        f"/certificates/{certificate.number}/actions/"
    ]


@pytest.mark.parametrize("rows", [1, 50])
def test_the_case_keeps_its_number_of_queries(client, django_assert_num_queries, rows):
    case = make_case(ApplicationStatus.EVALUATION, answered=False)
    for number in range(rows):
        expert_of(case.application, name=f"Expert {number}")
        PartnerFactory(application=case.application)
        FormalCheckFactory(application=case.application)
        MessageFactory(application=case.application, recipient=case.secretary)
        log_event(case.application, "changed", by=case.signer, side=Side.APPLICANT)
    client.force_login(case.secretary)

    with django_assert_num_queries(QUERIES_OF_THE_CASE):
        response = client.get(f"/cases/{case.application.number}/")

    assert response.status_code == 200
