"""Somebody else's application does not exist for people who stand elsewhere."""

from http import HTTPStatus

import pytest
from django.urls import reverse

from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import MembershipRole
from tests.factories.certification import (
    AgendaItemFactory,
    AssignmentFactory,
    EvidenceFactory,
    MembershipFactory,
    PartnerFactory,
    SeatFactory,
    make_case,
)

pytestmark = pytest.mark.django_db

PAGES = (
    "certification:application",
    "certification:subject",
    "certification:partners",
    "certification:application_copy",
    "certification:declarations",
    "certification:receipt",
    "certification:receipt_pdf",
    "workflows:submit",
    "workflows:withdraw",
)
ROLES = ("secretary", "authority", "observer", "assessor", "stranger", "expert", "seat", "rival")


def addresses(case):
    number = case.application.number
    return [
        *(reverse(page, args=[number]) for page in PAGES),
        reverse("certification:assessment_section", args=[number, "A"]),
    ]


def posts(case):
    number = case.application.number
    return [
        reverse("certification:answer_field", args=[number, "A", "a02", "value"]),
        reverse("certification:evidence_upload", args=[number, "A", "a02"]),
        reverse("certification:assessment_section", args=[number, "A"]),
        reverse("workflows:submit", args=[number]),
        reverse("workflows:withdraw", args=[number]),
    ]


def everybody(case):
    item = AgendaItemFactory(application=case.application)
    return {
        **vars(case),
        "expert": AssignmentFactory(
            application=case.application, status=AssignmentStatus.ACCEPTED
        ).person,
        "seat": SeatFactory(committee=item.meeting.committee).person,
        "rival": MembershipFactory().person,
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("status", [ApplicationStatus.DRAFT, ApplicationStatus.EVALUATION])
def test_people_of_other_sides_find_no_page_of_the_applicant(client, role, status):
    case = make_case(status)
    client.force_login(everybody(case)[role])

    read = {address: client.get(address).status_code for address in addresses(case)}
    written = {address: client.post(address).status_code for address in posts(case)}

    assert read == dict.fromkeys(addresses(case), HTTPStatus.NOT_FOUND)
    assert written == dict.fromkeys(posts(case), HTTPStatus.NOT_FOUND)


def test_whoever_is_not_logged_in_is_led_to_the_login(client):
    case = make_case(ApplicationStatus.EVALUATION)

    answers = {client.get(address).url.partition("?")[0] for address in addresses(case)}

    assert answers == {reverse("account_login")}


@pytest.mark.parametrize("role", ["signer", "editor", "reader"])
def test_the_whole_team_reads_the_application(client, role):
    case = make_case()
    client.force_login(vars(case)[role])

    pages = ("application", "partners", "application_copy", "declarations")

    assert {
        page: client.get(
            reverse(f"certification:{page}", args=[case.application.number])
        ).status_code
        for page in pages
    } == dict.fromkeys(pages, HTTPStatus.OK)


@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("editor", 200), ("signer", 200)])
def test_only_who_edits_may_say_what_the_application_is_about(client, role, status):
    case = make_case()
    client.force_login(vars(case)[role])

    answer = client.get(reverse("certification:subject", args=[case.application.number]))

    assert answer.status_code == status


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_an_editor_or_a_reader_can_neither_send_nor_withdraw(client, role):
    case = make_case()
    client.force_login(vars(case)[role])
    number = case.application.number

    sent = client.post(reverse("workflows:submit", args=[number]))
    withdrawn = client.post(reverse("workflows:withdraw", args=[number]))

    assert (sent.status_code, withdrawn.status_code) == (403, 403)
    case.application.refresh_from_db()
    assert case.application.status == ApplicationStatus.DRAFT


def test_people_of_a_partner_read_and_only_declare(client):
    case = make_case(is_partnership=True)
    partner = PartnerFactory(application=case.application)
    person = MembershipFactory(organisation=partner.organisation).person
    client.force_login(person)
    number = case.application.number

    read = client.get(reverse("certification:application_copy", args=[number]))
    written = client.post(
        reverse("certification:answer_field", args=[number, "A", "a02", "value"]), {"value-a02": 1}
    )

    assert (read.status_code, written.status_code) == (HTTPStatus.OK, HTTPStatus.FORBIDDEN)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("signer", 200),
        ("reader", 200),
        ("secretary", 200),
        ("authority", 200),
        ("observer", 200),
        ("seat", 200),
        ("assessor", 404),
        ("stranger", 404),
        ("rival", 404),
    ],
)
def test_evidence_is_handed_to_whoever_may_read_the_case(client, role, status):
    case = make_case(ApplicationStatus.AWAITING_COMMITTEE)
    evidence = EvidenceFactory(application=case.application)
    client.force_login(everybody(case)[role])

    answer = client.get(
        reverse("certification:evidence", args=[case.application.number, evidence.pk])
    )

    assert answer.status_code == status


def test_an_expert_sees_no_evidence_before_declaring_impartiality(client):
    case = make_case(ApplicationStatus.EVALUATION)
    evidence = EvidenceFactory(application=case.application)
    assignment = AssignmentFactory(application=case.application)
    client.force_login(assignment.person)

    answer = client.get(
        reverse("certification:evidence", args=[case.application.number, evidence.pk])
    )

    assert answer.status_code == HTTPStatus.FOUND
    assert answer.url == reverse("workflows:declare", args=[case.application.number])


def test_evidence_of_another_case_is_not_found_under_a_known_number(client):
    case, other = make_case(), make_case()
    evidence = EvidenceFactory(application=other.application)
    client.force_login(case.signer)

    answer = client.get(
        reverse("certification:evidence", args=[case.application.number, evidence.pk])
    )

    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_a_partner_confirms_and_declares_for_itself(client):
    case = make_case(is_partnership=True)
    partner = PartnerFactory(application=case.application)
    client.force_login(
        MembershipFactory(organisation=partner.organisation, role=MembershipRole.SIGNS).person
    )
    url = reverse("certification:declarations", args=[case.application.number])

    answer = client.post(url, {"truth": "on"})

    partner.refresh_from_db()
    assert (answer.status_code, answer.url) == (HTTPStatus.FOUND, url)
    assert partner.confirmed_at is not None
    assert list(case.application.declarations.values_list("organisation", "key", "text")) == [
        (partner.organisation.pk, "truth", "Dane są prawdziwe.")
    ]


@pytest.mark.parametrize("role", [MembershipRole.EDITS, MembershipRole.READS])
def test_only_who_signs_declares(client, role):
    case = make_case(is_partnership=True)
    partner = PartnerFactory(application=case.application)
    partners_person = MembershipFactory(organisation=partner.organisation, role=role).person
    url = reverse("certification:declarations", args=[case.application.number])

    statuses = []
    for person in (partners_person, case.editor, case.reader):
        client.force_login(person)
        statuses.append(client.post(url, {"truth": "on"}).status_code)

    assert statuses == [HTTPStatus.FORBIDDEN] * 3
    assert case.application.declarations.count() == 0
