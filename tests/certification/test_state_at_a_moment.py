"""The page and the paper answer for a day by what was known then, or refuse in a sentence."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from certification.operations.certificates import suspend, withdraw
from tests.factories.certification import CertificateFactory, PostFactory

pytestmark = pytest.mark.django_db
NOTE = "Nie usunięto uchybień wskazanych w czasie nadzoru."


@pytest.fixture
def certificate():
    """Suspended from 1 May, told on 1 May; withdrawn from 10 May, told only on 1 July."""
    with time_machine.travel("2026-01-10T12:00:00+01:00", tick=False):
        made = CertificateFactory(
            issued_on=date(2026, 1, 10),
            valid_from=date(2026, 1, 10),
            valid_until=date(2028, 1, 9),
        )
        made.status_changes.exists()
    by = PostFactory(operator=made.application.edition.operator).person
    with time_machine.travel("2026-05-01T12:00:00+02:00", tick=False):
        suspend(
            certificate=made,
            effective_on=date(2026, 5, 1),
            public_note=NOTE,
            reason="nonconformity",
            by=by,
        )
    with time_machine.travel("2026-07-01T12:00:00+02:00", tick=False):
        withdraw(
            certificate=made,
            effective_on=date(2026, 5, 10),
            public_note=NOTE,
            reason="not_remedied",
            by=by,
        )
    return made


def page(client, certificate, **question):
    return client.get(reverse("certification:certificate", args=[certificate.number]), question)


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ({}, "withdrawn"),
        ({"on": "2026-04-30"}, "valid"),
        ({"on": "2026-05-20"}, "withdrawn"),
        ({"on": "2026-05-20", "known_at": "2026-05-20"}, "suspended"),
        ({"on": "2026-05-20", "known_at": "2026-06-30"}, "suspended"),
        ({"on": "2026-05-20", "known_at": "2026-07-01"}, "withdrawn"),
        ({"on": "2026-05-20", "known_at": "2026-07-01T11:59:59+02:00"}, "suspended"),
        ({"on": "2026-05-20", "known_at": "2026-07-01T11:59:59"}, "suspended"),
        ({"on": "2026-05-20", "known_at": "2026-04-01"}, "valid"),
        ({"on": "2026-05-20", "known_at": "2025-12-31"}, "not_yet_valid"),
        ({"on": "", "known_at": ""}, "withdrawn"),
    ],
)
def test_the_page_says_what_was_known(client, certificate, question, word):
    response = page(client, certificate, **question)

    assert (response.status_code, response.context["word"]) == (200, word)


def test_what_came_to_be_known_later_is_not_shown_and_today_stands_beside(client, certificate):
    response = page(client, certificate, on="2026-05-20", known_at="2026-05-20")

    shown = response.content.decode()
    assert [entry["status"] for entry in response.context["history"]] == ["suspended", "valid"]
    assert "Opiera się na tym, co było wiadomo 20 maja 2026 o godzinie 23:59." in shown
    assert "Dziś: Cofnięty." in shown


def test_before_it_was_issued_the_registry_did_not_have_it(client, certificate):
    response = page(client, certificate, on="2026-05-20", known_at="2025-12-31")

    assert response.context["history"] == []
    assert "W tamtej chwili w rejestrze nie było jeszcze tego certyfikatu." in (
        response.content.decode()
    )


def test_a_change_recorded_later_is_told_beside_the_answer_of_today(client, certificate):
    response = page(client, certificate, on="2026-05-20")

    assert "Tego dnia rejestr pokazywał stan „Zawieszony”; zmianę zapisano 1 lipca 2026." in (
        response.content.decode()
    )


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"on": "2026-02-30"}, "Nie ma takiego dnia w kalendarzu."),
        ({"known_at": "wczoraj"}, "Nie ma takiego dnia w kalendarzu."),
        ({"known_at": "2026-13-01"}, "Nie ma takiego dnia w kalendarzu."),
        ({"known_at": "0001-01-01T00:00:00+14:00"}, "Nie ma takiego dnia w kalendarzu."),
        ({"known_at": "9999-12-31T23:59:59-14:00"}, "Nie ma takiego dnia w kalendarzu."),
        ({"known_at": "9999-01-01"}, "Nikt nie wie, co będzie wiadomo w przyszłości."),
    ],
)
@pytest.mark.parametrize("door", ["certificate", "certificate_confirmation"])
def test_what_cannot_be_answered_is_refused_in_a_sentence(
    client, certificate, door, question, sentence
):
    response = client.get(reverse(f"certification:{door}", args=[certificate.number]), question)

    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert "Ważny" not in response.content.decode()


def text_of(response):
    return " ".join(
        page.extract_text() for page in PdfReader(BytesIO(response.content)).pages
    ).replace("\n", " ")


def test_the_paper_says_the_same_as_the_page(client, certificate):
    address = reverse("certification:certificate_confirmation", args=[certificate.number])

    response = client.get(address, {"on": "2026-05-20", "known_at": "2026-05-20"})

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        f'attachment; filename="{certificate.number}-2026-05-20.pdf"'
    )
    text = text_of(response)
    for part in (
        "Stan na dzień 20 maja 2026: Zawieszony.",
        "20 maja 2026, 23:59",
        certificate.number,
        certificate.holder_name.split()[0],
        f"/c/{certificate.number}",
    ):
        assert part in text, part
    assert "Cofnięty" not in text
    assert "Cofnięty" in text_of(client.get(address))


def test_an_unknown_number_has_no_paper(client):
    response = client.get(
        reverse("certification:certificate_confirmation", args=["OWES-1999-9999"])
    )

    assert response.status_code == 404


def test_page_and_paper_ask_little_however_long_the_history(
    client, certificate, django_assert_num_queries
):
    with django_assert_num_queries(2):
        page(client, certificate, on="2026-05-20", known_at="2026-05-20")
    by = PostFactory(operator=certificate.application.edition.operator).person
    certificate.status_changes.model.objects.bulk_create(
        certificate.status_changes.model(
            certificate=certificate,
            status="suspended",
            effective_on=date(2026, 5, 2),
            recorded_at=timezone.now() - timedelta(days=1, minutes=number),
            recorded_by=by,
            reason="nonconformity",
        )
        for number in range(50)
    )
    with django_assert_num_queries(2):
        page(client, certificate, on="2026-05-20", known_at="2026-05-20")
    with django_assert_num_queries(2):
        client.get(reverse("certification:certificate_confirmation", args=[certificate.number]))
