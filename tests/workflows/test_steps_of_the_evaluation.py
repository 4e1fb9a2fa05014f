"""The steps from the formal check to the committee, taken on their pages as people take them."""

import pytest
from django.utils import timezone

from certification.lifecycle import ApplicationStatus
from certification.models import (
    Application,
    Assignment,
    CompletionCall,
    FormalCheck,
    Gap,
    PostRole,
)
from certification.operations.assignments import assign_experts
from certification.operations.formal_check import check_formally
from standards.models import Criterion
from tests.factories.certification import (
    AttachmentFactory,
    DeadlineFactory,
    DeclarationFactory,
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
from workflows.forms.evaluation import FIRST_GAPS, FormalCheckForm

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


def test_a_call_is_answered_on_its_page_once_something_has_changed(client, case):
    DeclarationFactory(application=case.application)
    client.force_login(case.secretary)
    client.post(page(case, "formal_check"), {"outcome": "call", **gaps(("a02", "Dołącz umowę."))})
    client.force_login(case.signer)

    early = client.post(page(case, "complete"))
    EvidenceFactory(
        application=case.application,
        criterion=Criterion.objects.get(version=case.application.version, key="a02"),
    )
    ready = client.get(page(case, "complete"))
    sent = client.post(page(case, "complete"))

    told = client.get(home(case)).content.decode()

    assert "Uzupełnienie jest już w sekretariacie." in told
    assert [one.text for one in early.context["missing"]] == [
        "A02 Od wezwania nic się tu nie zmieniło. Popraw odpowiedź albo dodaj plik"
    ]
    assert "Zmienione od wezwania" in ready.content.decode()
    assert (sent.status_code, open_nodes(case)) == (302, ["formal_check"])


def test_the_page_of_gaps_shows_what_was_attached_since_the_call(client, case):
    AttachmentFactory(application=case.application, name="Wcześniej.pdf", added_at=timezone.now())
    client.force_login(case.secretary)
    client.post(page(case, "formal_check"), {"outcome": "call", **gaps(("", "Dołącz statut."))})
    AttachmentFactory(application=case.application, name="Statut.pdf", added_at=timezone.now())
    client.force_login(case.signer)

    shown = client.get(page(case, "complete"))

    assert [piece.name for piece in shown.context["attached"]] == ["Statut.pdf"]
    assert "Dołączone od wezwania" in shown.content.decode()


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


@pytest.mark.parametrize("shown", ["\u00b2", "9" * 5000, "-1", "0", "x"])
def test_a_number_of_rows_that_makes_no_sense_gives_the_usual_rows(case, shown):
    form = FormalCheckForm({"shown": shown}, application=case.application)

    assert form.rows == FIRST_GAPS
