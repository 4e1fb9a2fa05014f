"""An account: its name, its language, its letters."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied

from certification.models import PostRole, User
from certification.operations.accounts import describe_oneself
from tests.factories.certification import (
    PASSWORD,
    MembershipFactory,
    PostFactory,
    SeatFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NEW = {"name": "Ewa Kowalczyk", "email": "Ewa@Example.org", "password1": "dolina wisły 1410"}


def test_signing_up_keeps_name_and_language_and_sends_one_letter(client):
    client.get("/language/en/")

    client.post("/accounts/signup/", NEW)

    person = User.objects.get()
    assert (person.name, person.email, person.language) == (
        "Ewa Kowalczyk",
        "ewa@example.org",
        "en",
    )
    assert [(letter.subject, letter.to) for letter in mail.outbox] == [
        ("Confirm your e-mail address", ["ewa@example.org"])
    ]


def test_an_account_with_a_known_address_is_answered_alike_and_told_by_letter(client):
    person = UserFactory(email="ewa@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)

    known = client.post("/accounts/signup/", NEW)
    client.cookies.clear()
    unknown = client.post("/accounts/signup/", NEW | {"email": "inna@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [letter.subject for letter in mail.outbox] == [
        "Masz już konto",
        "Potwierdź swój adres e-mail",
    ]


def test_a_new_password_is_set_through_a_letter(client):
    UserFactory(email="ewa@example.org")

    client.post("/accounts/password/reset/", {"email": "ewa@example.org"})

    assert mail.outbox[0].subject == "Ustaw nowe hasło"
    page = client.get(re.search(r"http\S+", mail.outbox[0].body).group(), follow=True)
    client.post(
        page.redirect_chain[-1][0], {"password1": "nowe hasło 77", "password2": "nowe hasło 77"}
    )
    assert User.objects.get().check_password("nowe hasło 77")


def test_a_person_changes_name_and_language(client):
    person = UserFactory(language="pl")
    client.force_login(person)

    response = client.post("/account/", {"name": "Nowe Nazwisko", "language": "en"}, follow=True)

    person.refresh_from_db()
    assert (person.name, person.language) == ("Nowe Nazwisko", "en")
    assert "Your details are saved." in response.content.decode()


def test_a_name_cannot_be_empty(client):
    person = UserFactory(name="Jan Nowak")
    client.force_login(person)

    response = client.post("/account/", {"name": "", "language": "en"})

    person.refresh_from_db()
    assert (response.status_code, person.name) == (200, "Jan Nowak")
    assert response.content.decode().count('href="#id_name"') == 1


def test_nobody_describes_somebody_else():
    person = UserFactory(name="Jan Nowak")

    with pytest.raises(PermissionDenied):
        describe_oneself(person=person, name="X", language="pl", by=UserFactory())

    person.refresh_from_db()
    assert person.name == "Jan Nowak"


def test_logging_out_asks_first_and_needs_a_form(client):
    client.force_login(UserFactory())

    asked = client.get("/accounts/logout/")
    still_in = "_auth_user_id" in client.session
    client.post("/accounts/logout/")

    assert (asked.status_code, still_in) == (200, True)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("make", "place"),
    [
        (UserFactory, "/my/"),
        (lambda: MembershipFactory().person, "/my/"),
        (lambda: PostFactory(role=PostRole.SECRETARIAT).person, "/inbox/"),
        (lambda: PostFactory(role=PostRole.ASSESSOR).person, "/inbox/"),
        (lambda: SeatFactory().person, "/inbox/"),
    ],
)
def test_logging_in_leads_to_ones_own_work(client, make, place):
    person = make()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    typed = {"login": person.email, "password": PASSWORD}

    led = client.post("/accounts/login/", typed)
    client.logout()
    back = client.post("/accounts/login/?next=/standards/", typed | {"next": "/standards/"})

    assert (led.status_code, led.url) == (302, place)
    assert (back.status_code, back.url) == (302, "/standards/")
