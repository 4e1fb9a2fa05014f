"""Pages for everybody: no login, no cookie, few queries, and a clear word for every state."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from certification.registry import lookup_of
from tests.factories.certification import (
    CertificateFactory,
    OfferFactory,
    StatusChangeFactory,
    UserFactory,
)
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db
EVIL = '<script>alert("x")</script>'
DAY = date(2026, 1, 10)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01 10:00+02:00", tick=False):
        yield


def make(number="OWES-2026-0031", **fields):
    fields = {"decision__valid_from": DAY, "decision__valid_until": date(2027, 1, 9)} | fields
    return CertificateFactory(
        decision__certificate_number=number, lookup=lookup_of(number), **fields
    )


def page(client, certificate, query="", language="en"):
    return client.get(f"/c/{certificate.number}{query}", headers={"accept-language": language})


@pytest.mark.parametrize(
    ("fields", "change", "word", "advice"),
    [
        ({}, "", "Valid", "You can rely on it."),
        (
            {"decision__valid_from": date(2026, 7, 1)},
            "",
            "Not yet valid",
            "Do not rely on it yet.",
        ),
        ({"decision__valid_until": date(2026, 5, 31)}, "", "Expired", "It is no longer in force."),
        ({"status": "suspended"}, "suspended", "Suspended", "Do not rely on it for now."),
        ({"status": "withdrawn"}, "withdrawn", "Withdrawn", "Do not rely on it."),
        ({"status": "terminated"}, "terminated", "Terminated", "It is no longer in force."),
        ({"status": "annulled"}, "annulled", "Annulled", "Do not rely on it."),
    ],
)
def test_every_state_has_its_own_word_and_advice(client, fields, change, word, advice):
    certificate = make(**fields)
    if change:
        StatusChangeFactory(
            certificate=certificate, status=change, effective_on=date(2026, 3, 1), reason="misuse"
        )

    response = page(client, certificate)

    text = response.content.decode()
    assert response.status_code == 200
    assert f'<h1 class="word">{word}</h1>' in text
    assert f"<strong>{advice}</strong>" in text


@pytest.mark.parametrize(
    "typed", ["owes-2026-0031", "OWES20260031", "0wes 2o26 oo3i", "OWES–2026–0031"]
)
def test_a_number_is_forgiven_its_case_spaces_dashes_and_look_alikes(client, typed):
    make()

    assert client.get(f"/c/{typed}").status_code == 200
    assert client.get(f"/C/{typed}").status_code == 200


def test_an_unknown_number_has_its_own_page(client):
    make()

    response = client.get("/c/OWES-2026-0032", headers={"accept-language": "en"})

    text = response.content.decode()
    assert response.status_code == 404
    assert '<h1 class="word">There is no such number</h1>' in text
    assert 'value="OWES-2026-0032"' in text


def test_the_page_asks_for_no_session_sets_no_cookie_and_is_kept_for_a_minute(client):
    response = page(client, make())

    assert dict(response.cookies) == {}
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert set(response.headers["Vary"].split(", ")) == {"Cookie", "Accept-Language"}
    assert len(response.content) < 20_000


def test_the_page_is_the_same_for_a_person_who_is_logged_in(client, admin_client):
    certificate = make()

    assert page(admin_client, certificate).content == page(client, certificate).content


@pytest.mark.parametrize("changes", [1, 50])
def test_the_page_takes_two_queries_however_long_the_history(
    client, django_assert_num_queries, changes
):
    certificate = make()
    for _ in range(changes - 1):
        StatusChangeFactory(certificate=certificate)

    with django_assert_num_queries(2):
        page(client, certificate)


def test_the_page_answers_for_a_past_day_and_says_so(client):
    certificate = make(status="withdrawn")
    StatusChangeFactory(certificate=certificate, status="withdrawn", effective_on=date(2026, 5, 20))

    text = page(client, certificate, "?on=2026-05-01").content.decode()

    assert '<h1 class="word">Valid</h1>' in text
    assert "This is the answer for 1 May 2026, not for today." in text
    assert "Today: Withdrawn." in text
    assert "You can rely on it." not in text


def test_the_page_tells_what_the_registry_showed_on_that_day(client):
    with time_machine.travel("2026-01-10 10:00+01:00", tick=False):
        certificate = make(status="withdrawn")
    with time_machine.travel("2026-05-25 10:00+02:00", tick=False):
        StatusChangeFactory(
            certificate=certificate, status="withdrawn", effective_on=date(2026, 5, 1)
        )

    text = page(client, certificate, "?on=2026-05-10").content.decode()

    assert '<h1 class="word">Withdrawn</h1>' in text
    assert "On that day the registry showed “Valid”" in text
    assert "the change was recorded on 25 May 2026." in text


def test_a_day_that_is_none_gives_a_sentence_and_no_state(client):
    response = page(client, make(), "?on=2026-13-01")

    text = response.content.decode()
    assert response.status_code == 400
    assert "This is not a day of the calendar." in text
    assert 'class="cert' not in text


def test_names_are_escaped_on_every_public_page(client):
    certificate = make(
        holder_name=EVIL, holder_city=EVIL, offer_name=EVIL, scope=[EVIL], search_text="evil"
    )
    StatusChangeFactory(certificate=certificate, public_note=EVIL)

    pages = [
        page(client, certificate),
        client.get("/registry/", {"q": "evil"}),
        client.get("/registry/", {"q": EVIL}),
        client.get("/verify/", {"number": EVIL}, follow=True),
        client.get(f"/c/{EVIL.replace('/', '')}"),
    ]

    assert [EVIL in response.content.decode() for response in pages] == [False] * 5
    assert escape(EVIL) in pages[0].content.decode()


def test_the_stored_document_is_handed_out_to_everybody(client):
    document = DocumentFactory(content=b"%PDF-1.7 stored", name="OWES-2026-0031.pdf")
    make(document=document)

    response = client.get("/c/owes20260031/pdf")

    assert response.content == b"%PDF-1.7 stored"
    assert response.headers["Content-Type"] == "application/pdf"
    assert client.get("/c/OWES-2026-0099/pdf").status_code == 404


def test_the_certificate_in_english_is_handed_out_where_there_is_one(client):
    english = DocumentFactory(content=b"%PDF-1.7 English", name="OWES-2026-0031-en.pdf")
    certificate = make(document_en=english)
    make(number="OWES-2026-0032")

    response = client.get("/c/owes20260031/pdf/en")

    link = reverse("certification:certificate_pdf_en", args=[certificate.number])
    assert response.content == b"%PDF-1.7 English"
    assert client.get("/c/OWES-2026-0032/pdf/en").status_code == 404
    assert link in client.get("/c/OWES-2026-0031").content.decode()
    assert "/pdf/en" not in client.get("/c/OWES-2026-0032").content.decode()


def test_the_rosette_depends_on_the_digest_alone(client, django_assert_num_queries):
    certificate = make()

    with django_assert_num_queries(0):
        response = client.get(reverse("certification:rosette", args=[certificate.digest]))

    assert response.content.startswith(b"<svg")
    assert "immutable" in response.headers["Cache-Control"]


def test_a_number_typed_by_hand_leads_to_its_certificate(client):
    assert client.get("/verify/", {"number": " owes 2026 0031 "}).url == "/c/OWES-2026-0031"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("", "Type the number of the certificate."),
        ("-- ?", "A number is made of letters and digits, for example OWES-2026-0031."),
    ],
)
def test_a_number_that_is_none_is_asked_for_again(client, number, sentence):
    response = client.get("/verify/", {"number": number}, headers={"accept-language": "en"})

    assert response.status_code == 200
    assert response.context["form"].errors == {"number": [sentence]}


@pytest.mark.parametrize("rows", [1, 50])
def test_the_registry_keeps_its_number_of_queries(client, django_assert_num_queries, rows):
    for number in range(rows):
        make(f"OWES-2026-{number:04d}")

    # Schemes, one page of rows, the tally and, as it is small, the counts.
    with django_assert_num_queries(4):
        response = client.get("/registry/")

    assert (len(response.context["page"].rows), response.context["count"]) == (
        min(rows, 20),
        rows,
    )


def test_the_registry_shows_the_state_of_today_right_after_the_name(client):
    make("OWES-2026-0001", decision__valid_until=date(2026, 5, 31))
    make("OWES-2026-0002", status="suspended")
    make("OWES-2026-0003")

    response = client.get("/registry/")

    rows = response.context["page"].rows
    shown = [("OWES-2026-0003", "seal"), ("OWES-2026-0002", "pause"), ("OWES-2026-0001", "clock")]
    assert [row["number"] for row in rows] == [number for number, _icon in shown]
    assert all(f"#i-{icon}" in row["tag"] for row, (_n, icon) in zip(rows, shown, strict=True))


def test_unknown_filters_count_as_none(client):
    make()

    response = client.get("/registry/", {"scheme": "x", "status": "y", "page": "z"})

    assert response.context["count"] == 1


def test_nothing_found_says_so_and_offers_the_whole_registry(client):
    make()

    response = client.get("/registry/", {"q": "dolina"}, headers={"accept-language": "en"})

    assert "Nothing was found for “dolina”." in response.content.decode()


def test_links_to_neighbours_keep_the_question(client):
    for number in range(25):
        make(f"OWES-2026-{number:04d}", voivodeship="06")

    response = client.get("/registry/", {"voivodeship": "06"})
    second = client.get(f"/registry/?{response.context['older']}")

    assert len(second.context["page"].rows) == 5
    assert second.context["newer"].startswith("voivodeship=06&page=before.")
    assert (response.context["newer"], second.context["older"]) == ("", "")


def test_the_start_page_offers_the_check_the_registry_and_the_schemes(
    client, django_assert_num_queries
):
    offer = OfferFactory()
    certificate = make(offer=offer)

    with django_assert_num_queries(2):
        response = client.get("/", headers={"accept-language": "en"})

    text = response.content.decode()
    assert response.status_code == 200
    assert certificate.scheme.name_en in text
    for address in ("/verify/", "/registry/", f"/rules/{certificate.scheme.code}/", "/my/"):
        assert f'"{address}"' in text


def test_public_pages_answer_a_person_and_a_stranger_alike():
    certificate = make()
    known = Client()
    known.force_login(UserFactory())

    for address in ("/", "/verify/", "/registry/", f"/c/{certificate.number}"):
        assert (Client().get(address).status_code, known.get(address).status_code) == (200, 200)


def test_public_pages_only_read(client):
    certificate = make()

    for address in ("/", "/registry/", "/registry/map/", f"/c/{certificate.number}"):
        assert client.post(address).status_code == 405
