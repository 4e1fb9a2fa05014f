"""The result of the evaluation: sealed until the cards are in, then side by side."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certification.lifecycle import ApplicationStatus
from certification.models import Answer
from certification.operations.assessments import finish_evaluation
from tests.factories.certification import AgendaItemFactory, SeatFactory, make_case
from tests.factories.evaluation import invite, let_in, score
from tests.factories.standards import EditionFactory, SchemeFactory, make_standard

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make_case(ApplicationStatus.EVALUATION)


def page(case):
    return f"/cases/{case.application.number}/evaluation/"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretary", 200),
        ("authority", 200),
        ("observer", 200),
        ("signer", 403),
        ("editor", 403),
        ("reader", 403),
        ("assessor", 404),
        ("stranger", 404),
    ],
)
def test_only_readers_of_the_evaluation_see_it(client, case, who, status):
    score(case.application)
    score(case.application)
    finish_evaluation(application=case.application)
    client.force_login(getattr(case, who))

    assert client.get(page(case)).status_code == status


def test_a_member_of_the_committee_reads_it_when_the_case_is_on_the_agenda(client, case):
    score(case.application)
    score(case.application)
    finish_evaluation(application=case.application)
    seat = SeatFactory(
        committee__operator=case.application.edition.operator,
        committee__scheme=case.application.edition.scheme,
    )
    client.force_login(seat.person)
    before = client.get(page(case)).status_code
    AgendaItemFactory(application=case.application, meeting__committee=seat.committee)

    assert (before, client.get(page(case)).status_code) == (404, 200)


def test_the_first_card_stays_sealed_until_the_second_is_in(client, case):
    first = score(case.application, value=1)
    Answer.objects.filter(assessment=first).update(justification="Tajne uzasadnienie.")
    client.force_login(case.secretary)

    response = client.get(page(case))

    assert response.context["is_open"] is False
    assert "Tajne uzasadnienie." not in response.content.decode()
    assert "Wysłane karty: 1 z 2." in response.content.decode()


def test_the_cards_stand_side_by_side_with_differences_sections_and_gates(client, case):
    first = score(case.application)
    second = score(case.application, value=0)
    Answer.objects.filter(assessment=second, criterion__code="A02").update(
        justification="Brak umowy.", note="Zapytać o aneks."
    )
    client.force_login(case.secretary)

    response = client.get(page(case))

    html = response.content.decode()
    assert [card.assessment for card in response.context["cards"]] == [first, second]
    assert [row["criterion"].code for row in response.context["differences"]] == [
        "A01",
        "A02",
        "B01",
        "B02",
    ]
    assert [criterion.code for criterion in response.context["failed"]] == ["A01"]
    assert [criterion.code for criterion in response.context["splits"]] == ["A01"]
    for shown in (
        first.author.name,
        second.author.name,
        "Brak umowy.",
        "Zapytać o aneks.",
        "50,00 z 100,00 punktów (50%)",
        "Wynik negatywny",
        "potrzebny jest trzeci ekspert",
    ):
        assert shown in html


def test_an_expert_reads_the_other_card_only_after_the_evaluation_ended(client, case):
    first = score(case.application)
    client.force_login(first.author)
    alone = client.get(page(case)).status_code
    second = score(case.application)
    both = client.get(page(case)).status_code
    finish_evaluation(application=case.application)

    response = client.get(page(case))

    assert (alone, both, response.status_code) == (403, 403, 200)
    assert [card.assessment for card in response.context["cards"]] == [first, second]


def test_an_expert_with_a_post_that_reads_evaluations_stays_blind(client, case):
    score(case.application)
    score(case.application, value=0)
    third = let_in(case.application)
    third.person.posts.create(
        operator=case.application.edition.operator, role="observer", since="2020-01-01"
    )
    client.force_login(third.person)

    assert client.get(page(case)).status_code == 403


def test_an_invited_expert_is_led_to_the_declaration(client, case):
    client.force_login(invite(case.application).person)

    response = client.get(page(case))

    assert (response.status_code, response["Location"]) == (
        302,
        f"/cases/{case.application.number}/declare/",
    )


def test_before_anybody_is_assigned_the_page_says_so(client, case):
    client.force_login(case.secretary)

    response = client.get(page(case))

    assert "Nikt jeszcze nie dostał przydziału." in response.content.decode()
    assert response.context["is_open"] is False


@pytest.mark.parametrize("criteria", [20, 140, 500])
def test_the_result_asks_the_database_as_often_for_any_number_of_criteria(client, criteria):
    scheme = SchemeFactory()
    standard = make_standard(criteria=criteria, sections=5, scheme=scheme)
    case = make_case(
        ApplicationStatus.EVALUATION,
        edition=EditionFactory(version=standard, scheme=scheme),
    )
    score(case.application, value=1)
    score(case.application, value=1)
    finish_evaluation(application=case.application)
    client.force_login(case.authority)
    client.get(page(case))

    with CaptureQueriesContext(connection) as asked:
        response = client.get(page(case))

    assert len(asked) == 11
    assert sum(len(section["rows"]) for section in response.context["sections"]) == criteria
