"""The steps from the formal check to the committee, taken on their pages as people take them."""

import pytest

from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import (
    Application,
    Assignment,
    CompletionCall,
    FormalCheck,
    Gap,
    ImpartialityDeclaration,
    PostRole,
)
from certification.operations.assignments import assign_experts
from certification.operations.formal_check import check_formally
from tests.factories.certification import (
    DeadlineFactory,
    EvidenceFactory,
    MembershipFactory,
    PartnerFactory,
    PostFactory,
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


def gaps(*rows):
    """Give the fields of rows for gaps."""
    data = {"shown": str(max(len(rows), 1))}
    for number, (key, text) in enumerate(rows, start=1):
        data |= {f"gap_{number}_criterion": key, f"gap_{number}_text": text}
    return data


def open_nodes(case):
    return sorted(
        task.flow_task.name
        for node in ("formal_check", "complete", "assign_experts", "declare", "score", "recommend")
        for task in api.open_tasks(case.application, node)
    )


def test_the_whole_way_from_the_formal_check_to_the_committee(client, case):
    client.force_login(case.secretary)
    check = client.post(page(case, "formal_check"), {"outcome": "accept", **gaps(("", ""))})
    experts = [make_expert(case.application), make_expert(case.application)]
    invite = client.post(
        page(case, "assign_experts"), {"people": [person.pk for person in experts]}
    )

    for person in experts:
        client.force_login(person)
        declare = client.post(page(case, "declare"), {"answer": "clear"})
        assert declare["Location"] == f"{home(case)}score-card/"
        answer_everything(Assignment.objects.get(person=person).assessment)
        send = client.post(page(case, "score"), {"summary": "Zgodne z dowodami."})
        assert (send.status_code, send["Location"]) == (302, "/assessments/")

    assert (check.status_code, invite.status_code) == (302, 302)
    assert Application.objects.get().status == ApplicationStatus.AWAITING_COMMITTEE
    assert open_nodes(case) == ["recommend"]


def test_a_call_goes_to_the_applicant(client, case):
    client.force_login(case.secretary)

    response = client.post(
        page(case, "formal_check"),
        {"outcome": "call", **gaps(("a02", "Dołącz umowę."), ("", "Popraw adres."))},
    )

    assert (response.status_code, response["Location"]) == (302, home(case))
    assert list(Gap.objects.values_list("criterion_key", "text")) == [
        ("a02", "Dołącz umowę."),
        ("", "Popraw adres."),
    ]
    assert open_nodes(case) == ["complete"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({**gaps(("", ""))}, "Wynik:"),
        ({"outcome": "call", **gaps(("", ""))}, "Wskaż co najmniej jeden brak"),
        ({"outcome": "call", **gaps(("a02", ""))}, "Napisz, co tutaj uzupełnić."),
        ({"outcome": "decline", **gaps(("", ""))}, "Podaj powody"),
        ({"outcome": "accept", **gaps(("a02", "Dołącz."))}, "usuń braki"),
        ({"outcome": "leave", "reasons": "Brak.", **gaps(("", ""))}, "Wynik:"),
    ],
)
def test_a_check_without_its_grounds_is_shown_again(client, case, data, words):
    client.force_login(case.secretary)

    response = client.post(page(case, "formal_check"), data)

    assert response.status_code == 200
    assert words in response.content.decode()
    assert list(FormalCheck.objects.all()) == []
    assert Application.objects.get().status == ApplicationStatus.SUBMITTED
    assert open_nodes(case) == ["formal_check"]


def test_one_more_row_is_added_without_losing_what_was_typed(client, case):
    client.force_login(case.secretary)

    response = client.post(
        page(case, "formal_check"),
        {"outcome": "call", "add": "1", **gaps(("a02", "Dołącz umowę."), ("", "Popraw adres."))},
    )

    html = response.content.decode()
    assert (response.status_code, response.context["form"].rows) == (200, 3)
    assert "Dołącz umowę." in html
    assert "Popraw adres." in html
    assert "has-error" not in html
    assert list(FormalCheck.objects.all()) == []


def test_there_are_at_most_ten_rows_for_gaps(client, case):
    client.force_login(case.secretary)

    response = client.post(page(case, "formal_check"), {"add": "1", "shown": "10"})

    assert response.context["form"].rows == 10
    assert 'name="add"' not in response.content.decode()


def test_the_check_shows_the_application_with_declarations_answers_and_evidence(client, case):
    partner = PartnerFactory(application=case.application)
    piece = EvidenceFactory(application=case.application)
    case.application.declarations.create(
        organisation=case.application.applicant,
        key="truth",
        text="Dane są prawdziwe.",
        made_by=case.signer,
        made_at=case.application.submitted_at,
    )
    client.force_login(case.secretary)

    html = client.get(page(case, "formal_check")).content.decode()

    for shown in (
        case.application.applicant.nip,
        partner.organisation.name,
        "Dane są prawdziwe.",
        f"/shown/{piece.pk}/",
        "Kryterium B02 jest spełnione.",
    ):
        assert shown in html


def test_the_same_step_taken_in_two_tabs_gets_a_clear_page(client, case):
    client.force_login(case.secretary)
    data = {"outcome": "accept", **gaps(("", ""))}
    client.post(page(case, "formal_check"), data)

    again = client.post(page(case, "formal_check"), data)

    assert again.status_code == 409
    assert home(case) in again.content.decode()
    assert FormalCheck.objects.count() == 1


def test_the_choice_of_experts_shows_bars_in_words(client, case):
    accepted(case)
    barred = make_expert(case.application, name="Celina Cicha")
    MembershipFactory(person=barred, organisation=case.application.applicant)
    client.force_login(case.secretary)

    html = client.get(page(case, "assign_experts")).content.decode()

    assert "Celina Cicha" in html
    assert "nie można wybrać" in html
    assert f'value="{barred.pk}"' not in html
    assert f'value="{case.assessor.pk}"' in html
    assert "Potrzeba 2 ekspertów." in html


def test_a_barred_person_sent_by_hand_is_refused(client, case):
    accepted(case)
    barred = make_expert(case.application)
    MembershipFactory(person=barred, organisation=case.application.applicant)
    client.force_login(case.secretary)

    response = client.post(page(case, "assign_experts"), {"people": [barred.pk, case.assessor.pk]})

    assert response.status_code == 200
    assert "ta osoba nie może oceniać tej sprawy" in response.content.decode()
    assert list(Assignment.objects.all()) == []
    assert open_nodes(case) == ["assign_experts"]


@pytest.mark.parametrize("data", [{}, {"people": ["999999"]}])
def test_choosing_nobody_is_refused(client, case, data):
    accepted(case)
    client.force_login(case.secretary)

    response = client.post(page(case, "assign_experts"), data)

    assert response.status_code == 200
    assert list(Assignment.objects.all()) == []


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


@pytest.mark.parametrize("node", ["formal_check", "assign_experts"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretary", 200),
        ("authority", 403),
        ("observer", 403),
        ("signer", 403),
        ("editor", 403),
        ("reader", 403),
        ("assessor", 404),
        ("stranger", 404),
    ],
)
def test_steps_of_the_secretariat_are_its_own(client, case, node, who, status):
    if node == "assign_experts":
        accepted(case)
    client.force_login(getattr(case, who))

    assert client.get(page(case, node)).status_code == status


@pytest.mark.parametrize("node", ["declare", "score"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretary", 403),
        ("authority", 403),
        ("signer", 403),
        ("assessor", 404),
        ("stranger", 404),
    ],
)
def test_steps_of_an_expert_are_nobody_elses(client, case, node, who, status):
    if node == "declare":
        assigned(case)
    else:
        declared(case, client)
    client.force_login(getattr(case, who))

    assert client.get(page(case, node)).status_code == status


@pytest.mark.parametrize(
    "node", ["formal_check", "assign_experts", "declare", "consider_waiver", "score"]
)
def test_who_is_not_logged_in_is_asked_to(client, case, node):
    response = client.get(page(case, node))

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_a_secretary_of_another_operator_does_not_find_the_case(client, case):
    client.force_login(PostFactory(role=PostRole.SECRETARIAT).person)

    assert client.get(page(case, "formal_check")).status_code == 404


def test_the_letter_of_a_call_is_drawn_once_and_stays(client, case):
    client.force_login(case.secretary)
    client.post(page(case, "formal_check"), {"outcome": "call", **gaps(("a02", "Dołącz umowę."))})
    client.force_login(case.signer)
    address = f"{home(case)}letters/completion-call.pdf"

    first, second = client.get(address), client.get(address)

    assert first.content == second.content
    assert first.content.startswith(b"%PDF")
    assert CompletionCall.objects.get().letter.size == len(first.content)
    assert "A02 Kryterium A02 jest spełnione. – Dołącz umowę." in (
        client.get(page(case, "formal-check")).content.decode()
    )


def test_the_letter_of_a_decline_is_drawn_once_and_stays(client, case):
    client.force_login(case.secretary)
    client.post(
        page(case, "formal_check"),
        {"outcome": "decline", "reasons": "Poza programem.", **gaps(("", ""))},
    )
    client.force_login(case.reader)
    address = f"{home(case)}letters/not-accepted.pdf"

    first, second = client.get(address), client.get(address)

    assert first.content == second.content
    assert first.content.startswith(b"%PDF")
    assert "Poza programem." in client.get(page(case, "formal-check")).content.decode()
