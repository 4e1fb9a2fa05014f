"""What stands around the content of every page."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from certification.models import PostRole
from tests.factories.certification import MembershipFactory, PostFactory, SeatFactory, UserFactory

pytestmark = pytest.mark.django_db


def navigation(response) -> list[str]:
    """List the words of the main navigation."""
    part = re.search(r'<nav aria-label="Główne">(.*?)</nav>', response.content.decode(), re.DOTALL)
    return re.findall(r"<a [^>]*>(.*?)</a>", part.group(1))


def test_a_visitor_finds_checking_registry_and_standards(client):
    response = client.get("/privacy/")

    assert navigation(response) == ["Sprawdź dokument", "Rejestr", "Katalog", "Standardy"]


def test_an_applicant_finds_own_cases(client):
    client.force_login(MembershipFactory().person)

    response = client.get("/privacy/")

    assert navigation(response) == ["Moje sprawy", "Wiadomości", "Rejestr", "Katalog", "Standardy"]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (
            PostRole.SECRETARIAT,
            ["Skrzynka zadań", "Kolejka", "Posiedzenia", "Wiadomości", "Rejestr"],
        ),
        (
            PostRole.ASSESSOR,
            ["Skrzynka zadań", "Karty oceny", "Wiadomości", "Rejestr", "Standardy"],
        ),
        (
            PostRole.AUTHORITY,
            ["Skrzynka zadań", "Posiedzenia", "Wiadomości", "Rejestr", "Standardy"],
        ),
    ],
)
def test_a_post_brings_its_places(client, role, expected):
    client.force_login(PostFactory(role=role).person)

    response = client.get("/privacy/")

    assert navigation(response) == expected


def test_whoever_stands_on_both_sides_still_finds_no_more_than_five_places(client):
    person = MembershipFactory().person
    SeatFactory(person=person)
    client.force_login(person)

    response = client.get("/privacy/")

    assert navigation(response) == [
        "Moje sprawy",
        "Skrzynka zadań",
        "Posiedzenia",
        "Wiadomości",
        "Rejestr",
    ]


def test_the_footer_leads_to_registry_and_standards_whatever_the_navigation_leaves_out(client):
    client.force_login(PostFactory(role=PostRole.SECRETARIAT).person)

    response = client.get("/privacy/")

    footer = response.content.decode().split("<footer", 1)[1]
    assert re.findall(r'href="(/[^"]*/)"', footer)[:8] == [
        "/accessibility/",
        "/privacy/",
        "/registry/",
        "/log/",
        "/keys/",
        "/catalogue/",
        "/mark/",
        "/standards/",
    ]


def test_the_language_link_sets_a_cookie_and_returns_to_the_same_page(client):
    response = client.get("/language/en/", {"next": "/registry/?q=most"})

    assert (response.status_code, response.url) == (302, "/registry/?q=most")
    assert client.cookies["django_language"].value == "en"


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_the_language_link_leads_nowhere_else(client, target):
    response = client.get("/language/en/", {"next": target})

    assert response.url == "/"


def test_an_unknown_language_is_no_page(client):
    assert client.get("/language/xx/").status_code == 404


def test_showing_a_public_page_sets_no_cookie(client):
    response = client.get("/privacy/")

    assert (response.status_code, dict(response.cookies)) == (200, {})


def test_pages_allow_nothing_from_outside(client):
    response = client.get("/privacy/")

    assert sorted(response["Content-Security-Policy"].split("; ")) == [
        "base-uri 'self'",
        "default-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "object-src 'none'",
    ]


def test_the_source_is_handed_out_without_what_is_private(client):
    response = client.get(reverse("source"))

    assert response["Content-Type"] == "application/zip"
    names = ZipFile(BytesIO(response.content)).namelist()
    assert {"LICENSE", "manage.py", "config/settings.py"} <= set(names)
    assert [name for name in names if name.startswith(("var/", ".venv/", ".git"))] == []


def test_the_console_is_for_administrators_only(client):
    client.force_login(PostFactory(role=PostRole.SECRETARIAT).person)

    refused = client.get("/operator/", follow=True)

    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    opened = client.get("/operator/", follow=True)
    assert (refused.status_code, opened.status_code) == (403, 200)
