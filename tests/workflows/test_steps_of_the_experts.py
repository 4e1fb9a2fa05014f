"""Declaration, waiver and score card, taken on their pages."""

import pytest

from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import (
    Application,
    Assignment,
    ImpartialityDeclaration,
)
from certification.operations.assignments import assign_experts
from certification.operations.formal_check import check_formally
from tests.factories.certification import (
    DeadlineFactory,
    EvidenceFactory,
    answer_everything,
    make_case,
)
from tests.factories.evaluation import make_expert
from workflows import api
from workflows.flows import CertificationFlow

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    made = make_case(ApplicationStatus.SUBMITTED)
    DeadlineFactory(application=made.application)
    CertificationFlow.start.run(application=made.application)
    return made


def page(case, node):
    return f"/cases/{case.application.number}/{node}/"


def home(case):
    return f"/cases/{case.application.number}/"


def accepted(case):
    """Bring a case to the assignment of experts."""
    task = api.task_for(case.application, "formal_check", case.secretary)
    api.do_task(
        task, case.secretary, check_formally, application=case.application, outcome="accept"
    )
    return case


def assigned(case, count=2):
    """Bring a case to the declarations of its experts."""
    accepted(case)
    people = [make_expert(case.application) for _number in range(count)]
    task = api.task_for(case.application, "assign_experts", case.secretary)
    api.do_task(task, case.secretary, assign_experts, application=case.application, people=people)
    return people


def declared(case, client):
    """Bring a case to the score cards, through the pages of the declaration."""
    people = assigned(case)
    for person in people:
        client.force_login(person)
        client.post(page(case, "declare"), {"answer": "clear"})
    return people


def open_nodes(case):
    return sorted(
        task.flow_task.name
        for node in ("formal_check", "complete", "assign_experts", "declare", "score", "recommend")
        for task in api.open_tasks(case.application, node)
    )


def test_before_declaring_only_number_name_and_town_are_shown(client, case):
    piece = EvidenceFactory(application=case.application)
    person = assigned(case)[0]
    client.force_login(person)

    html = client.get(page(case, "declare")).content.decode()

    applicant = case.application.applicant
    for shown in (case.application.number, applicant.name, applicant.city):
        assert shown in html
    for hidden in (applicant.nip, applicant.street, piece.name, "Kryterium A01"):
        assert hidden not in html


def test_who_declines_is_replaced(client, case):
    first, second = assigned(case)
    client.force_login(first)
    decline = client.post(
        page(case, "declare"), {"answer": "decline", "explanation": "Nie mam czasu."}
    )
    client.force_login(second)
    client.post(page(case, "declare"), {"answer": "clear"})
    answer_everything(Assignment.objects.get(person=second).assessment)
    client.post(page(case, "score"), {"summary": ""})

    assert decline["Location"] == "/assessments/"
    assert open_nodes(case) == ["assign_experts"]
    assert Application.objects.get().status == ApplicationStatus.EVALUATION


def test_an_answer_without_an_explanation_is_shown_again(client, case):
    person = assigned(case)[0]
    client.force_login(person)

    response = client.post(page(case, "declare"), {"answer": "conflict", "explanation": ""})

    assert response.status_code == 200
    assert "Wyjaśnij odpowiedź" in response.content.decode()
    assert Assignment.objects.get(person=person).status == AssignmentStatus.INVITED


def test_a_declaration_sent_twice_gets_a_clear_page(client, case):
    person = assigned(case)[0]
    client.force_login(person)
    client.post(page(case, "declare"), {"answer": "clear"})

    again = client.post(page(case, "declare"), {"answer": "clear"})

    assert again.status_code == 409
    assert ImpartialityDeclaration.objects.count() == 1


def waiting(case, client, *people):
    for person in people:
        client.force_login(person)
        client.post(page(case, "declare"), {"answer": "ask_waiver", "explanation": "Szkolenie."})


def test_a_known_link_is_considered_by_the_secretariat(client, case):
    person = assigned(case)[0]
    waiting(case, client, person)
    assignment = Assignment.objects.get(person=person)
    closed = client.get(f"{home(case)}score-card/")
    client.force_login(case.secretary)

    shown = client.get(page(case, "consider_waiver"))
    response = client.post(
        page(case, "consider_waiver"),
        {"assignment": assignment.pk, "waived": "yes", "reasons": "Jedno szkolenie w 2023 r."},
    )

    assert closed.status_code == 403
    assert "Szkolenie." in shown.content.decode()
    assert (response.status_code, response["Location"]) == (302, home(case))
    assert Assignment.objects.get(person=person).status == AssignmentStatus.ACCEPTED
    client.force_login(person)
    assert client.get(f"{home(case)}score-card/").status_code == 200


def test_an_opinion_about_one_expert_never_lands_on_another(client, case):
    people = assigned(case)
    waiting(case, client, *people)
    first, second = Assignment.objects.order_by("pk")
    client.force_login(case.secretary)
    data = {"assignment": first.pk, "waived": "yes", "reasons": "Błaha sprawa."}
    client.post(page(case, "consider_waiver"), data)

    again = client.post(page(case, "consider_waiver"), data)

    second.refresh_from_db()
    assert again.status_code == 409
    assert second.status == AssignmentStatus.WAIVER_REQUESTED


@pytest.mark.parametrize("data", [{}, {"waived": "yes", "reasons": " "}])
def test_an_opinion_without_answer_or_reasons_is_shown_again(client, case, data):
    person = assigned(case)[0]
    waiting(case, client, person)
    assignment = Assignment.objects.get(person=person)
    client.force_login(case.secretary)

    response = client.post(page(case, "consider_waiver"), {"assignment": assignment.pk} | data)

    assignment.refresh_from_db()
    assert response.status_code == 200
    assert assignment.status == AssignmentStatus.WAIVER_REQUESTED


def test_the_check_before_sending_lists_what_lacks_and_refuses(client, case):
    person = declared(case, client)[0]
    card = Assignment.objects.get(person=person).assessment
    answer_everything(card)
    card.answers.filter(criterion__code="A02").update(come_back=True, on_visit=True)
    card.answers.filter(criterion__code="B01").update(value=0)
    card.answers.filter(criterion__code="B02").delete()
    client.force_login(person)

    shown = client.get(page(case, "score"))
    refused = client.post(page(case, "score"), {"summary": "Koniec."})

    listed = {
        name: [entry.criterion.code for entry in shown.context[name]]
        for name in ("empty", "wordless", "marked", "visits")
    }
    assert listed == {"empty": ["B02"], "wordless": ["B01"], "marked": ["A02"], "visits": ["A02"]}
    assert refused.status_code == 200
    assert "Najpierw oceń te kryteria: B02." in refused.content.decode()
    assert Assignment.objects.get(person=person).status == AssignmentStatus.ACCEPTED


def test_a_card_sent_twice_gets_a_clear_page(client, case):
    person = declared(case, client)[0]
    answer_everything(Assignment.objects.get(person=person).assessment)
    client.force_login(person)
    client.post(page(case, "score"), {"summary": ""})

    again = client.post(page(case, "score"), {"summary": ""})

    assert again.status_code == 409
    assert home(case) in again.content.decode()
    assert Assignment.objects.filter(status=AssignmentStatus.COMPLETED).count() == 1
