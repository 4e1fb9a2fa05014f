"""An account has one address, whoever changes it, and it opens nothing unconfirmed."""

import re
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.db.models import F

from certification.errors.accounts import AddressTaken, OwnAddress
from certification.models import User
from certification.operations.accounts import keep_account
from tests.factories.certification import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
OLD, NEW = "stara@example.org", "nowa@example.org"


@pytest.fixture
def administrator():
    """Make an administrator whose address is confirmed."""
    return with_address(UserFactory(email="admin@example.org", is_staff=True, is_superuser=True))


@pytest.fixture
def person(client):
    """Make somebody who has logged in before, with a confirmed address."""
    someone = with_address(UserFactory(email=OLD, name="Ewa Kowal", language="pl"))
    log_in(client, OLD)
    client.logout()
    mail.outbox.clear()
    someone.refresh_from_db()
    return someone


def with_address(person, *, verified=True):
    """Let the accounts package know the address too."""
    EmailAddress.objects.create(user=person, email=person.email, verified=verified, primary=True)
    return person


def addresses(person):
    """List what the accounts package knows of a person."""
    return list(
        EmailAddress.objects.filter(user=person)
        .order_by("pk")
        .values_list("email", "verified", "primary")
    )


def log_in(client, address, password=PASSWORD):
    """Log in through the page; give the address it leads to."""
    return client.post("/accounts/login/", {"login": address, "password": password}).headers.get(
        "Location", ""
    )


def write_account(client, person, **changed):
    """Save somebody's account on the page of the administration."""
    kept = {"email": person.email, "name": person.name, "language": "pl", "is_active": "on"}
    return client.post(
        f"/admin/certification/user/{person.pk}/change/",
        kept | {"reason": "Zgłoszenie telefoniczne."} | changed,
    )


def letters_to(address):
    """Give the subjects of the letters to one address."""
    return [letter.subject for letter in mail.outbox if letter.to == [address]]


def link_to(address):
    """Give the path of the link in the newest letter to one address."""
    letter = next(letter for letter in reversed(mail.outbox) if letter.to == [address])
    return re.search(r"https?://[^/]+(/\S+)", letter.body).group(1)


def change_address(person, administrator, *, is_confirmed=False, address=NEW):
    """Change an address as the page of the administration does."""
    person.email = address
    return keep_account(
        person=person, is_confirmed=is_confirmed, reason="Zgłoszenie.", by=administrator
    )


def test_a_changed_address_is_not_confirmed_and_the_old_one_opens_nothing(
    client, person, administrator
):
    client.force_login(administrator)
    write_account(client, person, email=NEW.upper())
    client.logout()

    person.refresh_from_db()
    assert (person.email, addresses(person)) == (NEW, [(NEW, False, True)])
    assert log_in(client, OLD) == ""
    assert log_in(client, NEW) == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session
    client.post(link_to(NEW))
    assert log_in(client, NEW) == "/my/"
    assert addresses(person) == [(NEW, True, True)]


def test_an_address_the_administrator_vouches_for_opens_the_account_at_once(
    client, person, administrator
):
    client.force_login(administrator)
    write_account(client, person, email=NEW, is_confirmed="on")
    client.logout()

    assert addresses(person) == [(NEW, True, True)]
    assert log_in(client, NEW) == "/my/"


@pytest.mark.django_db(transaction=True)
def test_the_old_address_learns_of_the_change_in_the_language_of_the_person(
    client, person, administrator
):
    client.get("/language/en/")
    client.force_login(administrator)

    write_account(client, person, email=NEW)

    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        ([OLD], "Zmieniono adres Twojego konta")
    ]
    assert f"zmieniono z {OLD} na {NEW}" in mail.outbox[0].body
    assert "127.0.0.1" not in mail.outbox[0].body


def test_no_letter_goes_out_where_the_address_stays(
    client, person, administrator, django_capture_on_commit_callbacks
):
    client.force_login(administrator)

    with django_capture_on_commit_callbacks(execute=True):
        write_account(client, person, name="Ewa Nowak")

    assert (mail.outbox, addresses(person)) == ([], [(OLD, True, True)])


def test_whoever_reads_a_mistyped_letter_box_sets_no_new_password(client, person, administrator):
    change_address(person, administrator)

    client.post("/accounts/password/reset/", {"email": NEW})
    client.post("/accounts/password/reset/", {"email": OLD})

    assert letters_to(NEW) == ["Najpierw potwierdź adres"]
    assert letters_to(OLD) == ["Nie ma konta z tym adresem"]


def test_a_new_password_goes_to_an_address_that_is_vouched_for(client, person, administrator):
    change_address(person, administrator, is_confirmed=True)

    client.post("/accounts/password/reset/", {"email": NEW})

    assert letters_to(NEW) == ["Ustaw nowe hasło"]


def test_an_address_that_waits_to_be_confirmed_sets_no_new_password(client, person):
    log_in(client, OLD)
    client.post("/accounts/email/", {"email": NEW, "action_add": ""})
    client.logout()
    mail.outbox.clear()

    client.post("/accounts/password/reset/", {"email": NEW})

    assert letters_to(NEW) == ["Najpierw potwierdź adres"]


def test_links_from_before_the_change_are_worth_nothing(client, person, administrator):
    client.post("/accounts/password/reset/", {"email": OLD})
    log_in(client, OLD)
    client.post("/accounts/email/", {"email": "literowka@example.org", "action_add": ""})
    client.logout()
    change_address(person, administrator)

    confirming = client.post(link_to("literowka@example.org"))
    setting = client.get(link_to(OLD), follow=True)

    assert confirming.status_code == 404
    assert "password1" not in setting.content.decode()
    assert addresses(person) == [(NEW, False, True)]


def test_a_session_ends_with_the_address_it_began_under(client, person, administrator):
    log_in(client, OLD)

    change_address(person, administrator)

    assert client.get("/account/").headers.get("Location") == "/accounts/login/?next=/account/"


def test_a_session_ends_with_nothing_else_an_administrator_writes(client, person, administrator):
    log_in(client, OLD)

    person.name = "Ewa Nowak"
    keep_account(person=person, is_confirmed=False, reason="Ślub.", by=administrator)

    assert client.get("/account/").status_code == 200


def test_confirming_ones_own_new_address_ends_the_other_sessions_only(client, person):
    elsewhere = type(client)()
    log_in(client, OLD)
    log_in(elsewhere, OLD)
    client.post("/accounts/email/", {"email": NEW, "action_add": ""})

    client.post(link_to(NEW))

    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert addresses(person) == [(NEW, True, True)]
    assert letters_to(OLD) == ["Zmieniono adres Twojego konta"]


def test_an_address_somebody_else_has_confirmed_is_refused(client, person, administrator):
    other = UserFactory(email="inna@example.org")
    EmailAddress.objects.create(user=other, email=NEW, verified=True)
    client.force_login(administrator)

    response = write_account(client, person, email=NEW)
    with pytest.raises(AddressTaken):
        change_address(person, administrator)

    assert response.context["adminform"].form.errors == {
        "email": ["Ten adres potwierdzono już na innym koncie. Podaj inny."]
    }
    person.refresh_from_db()
    assert (person.email, addresses(person)) == (OLD, [(OLD, True, True)])


def test_a_link_confirms_no_address_that_became_another_account(client, person, administrator):
    log_in(client, OLD)
    client.post("/accounts/email/", {"email": NEW, "action_add": ""})
    link = link_to(NEW)
    User.objects.create_user(NEW)

    client.post(link)

    person.refresh_from_db()
    assert (person.email, addresses(person)) == (OLD, [(OLD, True, True), (NEW, False, False)])


def test_a_claim_of_somebody_else_to_the_address_is_dropped(client, person, administrator):
    log_in(client, OLD)
    client.post("/accounts/email/", {"email": NEW, "action_add": ""})

    added = User(email=NEW, name="Jan Nowak")
    keep_account(person=added, is_confirmed=False, reason="Przyjęcie.", by=administrator)

    assert (addresses(person), addresses(added)) == ([(OLD, True, True)], [(NEW, False, True)])


def test_administrators_change_their_own_address_in_their_account(client, administrator):
    client.force_login(administrator)

    response = write_account(
        client, administrator, email=NEW, is_staff="on", is_superuser="on", is_confirmed="on"
    )
    with pytest.raises(OwnAddress):
        change_address(administrator, administrator)

    assert response.context["adminform"].form.errors == {
        "email": ["Swój adres zmień na stronie „Konto”: zastąpi stary, gdy go potwierdzisz."]
    }
    administrator.refresh_from_db()
    assert administrator.email == "admin@example.org"


def test_an_account_that_was_added_is_opened_by_a_new_password_and_a_link(client, administrator):
    added = User(email=NEW, name="Jan Nowak", language="pl")
    added.set_unusable_password()
    keep_account(person=added, is_confirmed=False, reason="Przyjęcie.", by=administrator)

    client.post("/accounts/password/reset/", {"email": NEW})
    page = client.get(link_to(NEW), follow=True).redirect_chain[-1][0]
    client.post(page, {"password1": "nowe hasło 77", "password2": "nowe hasło 77"})

    assert log_in(client, NEW, "nowe hasło 77") == "/accounts/confirm-email/"
    client.post(link_to(NEW))
    assert log_in(client, NEW, "nowe hasło 77") == "/my/"


def test_an_address_is_confirmed_later_without_a_change(client, person, administrator):
    change_address(person, administrator)
    client.force_login(administrator)
    shown = client.get(f"/admin/certification/user/{person.pk}/change/").content.decode()

    write_account(client, person, is_confirmed="on")

    assert "jeszcze niepotwierdzony" in shown
    assert addresses(person) == [(NEW, True, True)]


def test_an_address_known_to_the_accounts_package_alone_is_dropped(person, administrator):
    User.objects.filter(pk=person.pk).update(email=NEW)
    person.refresh_from_db()

    keep_account(person=person, is_confirmed=False, reason="Porządki.", by=administrator)

    assert addresses(person) == [(NEW, False, True)]


def test_addresses_are_only_looked_at_where_the_accounts_package_lists_them(
    client, person, administrator
):
    address = EmailAddress.objects.get(user=person)
    page = f"/admin/account/emailaddress/{address.pk}"
    client.force_login(administrator)

    listed = client.get("/admin/account/emailaddress/").content.decode()
    written = client.post(f"{page}/change/", {"user": person.pk, "email": NEW, "verified": "on"})
    added = client.get("/admin/account/emailaddress/add/")
    deleted = client.post(f"{page}/delete/", {"post": "yes"})

    assert (OLD in listed, "make_verified" in listed) == (True, False)
    assert [written.status_code, added.status_code, deleted.status_code] == [403, 403, 403]
    assert addresses(person) == [(OLD, True, True)]


def test_the_administration_is_entered_through_the_one_log_in_page(client, administrator):
    response = client.post(
        "/admin/login/?next=/admin/", {"username": administrator.email, "password": PASSWORD}
    )

    assert (response.status_code, response.url) == (302, "/accounts/login/?next=%2Fadmin%2F")
    assert "_auth_user_id" not in client.session


def test_whoever_is_no_administrator_is_refused_and_not_asked_to_log_in_again(client, person):
    client.force_login(person)

    assert client.get("/admin/", follow=True).status_code == 403


def test_accounts_with_two_addresses_are_listed_and_none_is_changed(person, administrator):
    with_address(UserFactory(email="zgodny@example.org"))
    waiting = with_address(UserFactory(email="czeka@example.org"))
    EmailAddress.objects.create(user=waiting, email="nowszy@example.org")
    without = UserFactory(email="bez@example.org")
    written = with_address(UserFactory(email="Wielkie@example.org"))
    EmailAddress.objects.filter(user=written).update(email="wielkie@example.org")
    unconfirmed = with_address(UserFactory(email="dawny@example.org"), verified=False)
    User.objects.filter(pk__in=[person.pk, unconfirmed.pk]).update(email=F("name"))
    before = list(EmailAddress.objects.order_by("pk").values())
    said = StringIO()

    with pytest.raises(CommandError) as refused:
        call_command("check_addresses", stdout=said)

    assert refused.value.returncode == 1
    assert said.getvalue().split() == [
        f"/admin/certification/user/{one.pk}/change/"
        for one in sorted((person, unconfirmed), key=lambda one: one.pk)
    ]
    assert "@" not in said.getvalue() + str(refused.value)
    assert list(EmailAddress.objects.order_by("pk").values()) == before
    assert without.pk not in {row["user_id"] for row in before}


def test_accounts_that_agree_are_said_to_agree(person, administrator):
    said = StringIO()

    call_command("check_addresses", stdout=said)

    assert said.getvalue() == "Every account has one address.\n"
