"""Whatever changes a person says who did it and why; a password is in no row of history."""

import importlib
import re

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.db import connection

from certification.models import User
from certification.operations.accounts import describe_oneself
from tests.factories.certification import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NEW = {"name": "Ewa Kowalczyk", "email": "ewa@example.org", "password1": "dolina wisły 1410"}
ADDED = {
    "email": "Nowa@Example.org",
    "name": "Nowa Osoba",
    "language": "pl",
    "is_active": "on",
    "reason": "Przyjęta do sekretariatu.",
}


def rows(person):
    """Read the history of a person, the oldest row first."""
    return [
        (row.history_type, row.history_user_id, row.history_change_reason)
        for row in person.history.order_by("history_id")
    ]


def known(person):
    """Forget how a person came to be, to see only what follows."""
    person.history.all().delete()
    return person


@pytest.fixture
def administrator(client):
    """Log an administrator in."""
    person = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


def test_a_change_of_oneself_keeps_what_was_before():
    person = UserFactory(name="Jan Nowak", language="pl")

    describe_oneself(person=person, name="Jan Kowal", language="en", by=person)

    assert [
        (row.name, row.language, row.history_change_reason, row.history_user_id)
        for row in person.history.order_by("history_id")
    ] == [
        ("Jan Nowak", "pl", "create_user", None),
        ("Jan Kowal", "en", "describe_oneself", person.pk),
    ]


def test_signing_up_and_confirming_the_address_are_the_persons_own_acts(client):
    client.post("/accounts/signup/", NEW)
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body).group(1)
    client.post(link)

    person = User.objects.get()
    assert rows(person) == [
        ("+", person.pk, "sign_up"),
        ("~", person.pk, "sign_up"),
        ("~", person.pk, "confirm_email"),
    ]


def test_a_new_address_counts_once_it_is_confirmed_and_the_old_one_stays_in_history(client):
    person = UserFactory(email="stara@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    known(person)

    client.post("/accounts/email/", {"email": "nowa@example.org", "action_add": ""})
    before = rows(person)
    letter = next(one for one in mail.outbox if one.to == ["nowa@example.org"])
    client.logout()
    client.post(re.search(r"https?://[^/]+(/\S+)", letter.body).group(1))

    person.refresh_from_db()
    assert (before, person.email) == ([], "nowa@example.org")
    assert [row.email for row in person.history.all()] == ["nowa@example.org"]
    assert rows(person) == [("~", person.pk, "confirm_email")]


def test_setting_a_password_is_told_and_no_column_holds_one(client):
    person = known(UserFactory(email="ewa@example.org"))
    client.post("/accounts/password/reset/", {"email": person.email})
    page = client.get(re.search(r"http\S+", mail.outbox[0].body).group(), follow=True)

    client.post(
        page.redirect_chain[-1][0], {"password1": "nowe hasło 77", "password2": "nowe hasło 77"}
    )

    person.refresh_from_db()
    assert person.check_password("nowe hasło 77")
    assert rows(person) == [("~", person.pk, "set_password")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM certification_historicaluser")
        columns = {column[0] for column in cursor.description}
        kept = [str(value) for row in cursor.fetchall() for value in row]
    assert columns == {
        "id",
        "email",
        "name",
        "language",
        "is_staff",
        "is_superuser",
        "is_active",
        "is_demo",
        "joined_at",
        "history_id",
        "history_date",
        "history_change_reason",
        "history_type",
        "history_user_id",
    }
    assert [value for value in kept if person.password in value or "$" in value] == []


def test_logging_in_writes_no_history_and_still_counts(client):
    person = UserFactory(last_login=None)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    known(person)

    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})

    person.refresh_from_db()
    assert (person.last_login is None, rows(person)) == (False, [])


def test_the_administration_adds_an_account_with_a_reason(client, administrator):
    response = client.post("/admin/certification/user/add/", ADDED)

    person = User.objects.exclude(pk=administrator.pk).get()
    assert (response.status_code, person.email, person.check_password("")) == (
        302,
        "nowa@example.org",
        False,
    )
    assert rows(person) == [("+", administrator.pk, "Przyjęta do sekretariatu.")]


def test_deactivating_somebody_says_who_and_why_and_shows_what_was(client, administrator):
    person = known(UserFactory(email="jan@example.org", name="Jan Nowak"))
    page = f"/admin/certification/user/{person.pk}"
    asked = {"email": "jan@example.org", "name": "Jan Nowak", "language": "pl"}

    response = client.post(f"{page}/change/", asked | {"reason": "Koniec umowy."})

    assert response.status_code == 302
    assert [
        (row.is_active, row.history_user_id, row.history_change_reason)
        for row in person.history.all()
    ] == [(False, administrator.pk, "Koniec umowy.")]
    shown = client.get(f"{page}/history/").content.decode()
    assert shown.count("Koniec umowy.") == 1


def test_nobody_is_changed_without_a_reason(client, administrator):
    person = known(UserFactory(email="jan@example.org", name="Jan Nowak"))

    response = client.post(
        f"/admin/certification/user/{person.pk}/change/",
        {"email": "jan@example.org", "name": "Inne Nazwisko", "language": "pl", "reason": " "},
    )

    person.refresh_from_db()
    assert response.context["adminform"].form.errors == {"reason": ["To pole jest wymagane."]}
    assert (person.name, person.is_active, rows(person)) == ("Jan Nowak", True, [])


def test_whoever_was_there_before_gets_a_first_row():
    person = known(UserFactory(email="jan@example.org", name="Jan Nowak", is_staff=True))
    migration = importlib.import_module("certification.migrations.0023_history_of_people_begins")

    migration.begin(apps, None)

    assert [(row.email, row.name, row.is_staff, row.is_active) for row in person.history.all()] == [
        ("jan@example.org", "Jan Nowak", True, True)
    ]
    assert rows(person) == [("+", None, "history_begins")]
