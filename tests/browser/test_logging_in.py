"""Every way into an account, by the forms and links that people see."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from certification.models import PostRole, User
from tests.factories.certification import PostFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "dolina wisły 1410"
OTHER_PASSWORD = "zamek w czersku 1526"


@pytest.fixture(autouse=True)
def no_attempts_yet():
    """Limits of attempts are counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def person() -> User:
    return with_password(UserFactory(email="ewa@example.org", name="Ewa Kowalczyk"))


def with_password(person: User) -> User:
    """Give somebody a password and a confirmed address."""
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def give_password(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Hasło", exact=True).fill(password)
    press(page, "Zaloguj się")


def log_out(page: Page) -> None:
    page.locator(".who").get_by_role("button", name="Wyloguj się").click()
    expect(page.locator(".who")).to_contain_text("Zaloguj się")


def logged_in(page: Page, name: str = "Ewa Kowalczyk") -> None:
    expect(page.locator(".who .person")).to_have_text(name)


def confirm_who(page: Page) -> None:
    """Give the password once more, as every change to the way of logging in asks for it."""
    heading(page, "Potwierdź, że to Ty")
    page.get_by_label("Hasło", exact=True).fill(PASSWORD)
    press(page, "Potwierdź")


def link_in_letter(number: int = -1) -> str:
    found = re.search(r"http\S+", str(mail.outbox[number].body))
    assert found, mail.outbox[number].body
    return found.group()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up_app(page: Page) -> tuple[str, list[str]]:
    """Set up the app from the account's page; give its secret and the recovery codes."""
    page.goto("/account/")
    page.get_by_role("link", name=re.compile("^Drugi składnik")).click()
    page.get_by_role("link", name="Ustaw aplikację").click()
    confirm_who(page)
    secret = page.locator("#secret").inner_text()
    page.get_by_label("Kod z aplikacji").fill(code_of(secret))
    press(page, "Włącz aplikację")
    heading(page, "Kody zapasowe")
    return secret, page.locator(".codes li").all_inner_texts()


@pytest.fixture
def keys() -> Callable[[Page], None]:
    """Put a key that answers at once into the computer of a visitor."""

    def plug_in(page: Page) -> None:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )

    return plug_in


def test_a_person_creates_an_account_confirms_it_logs_in_and_out(page, axe):
    page.goto("/accounts/signup/")
    page.get_by_label("Imię i nazwisko").fill("Ewa Kowalczyk")
    page.get_by_label("E-mail").fill("ewa@example.org")
    page.get_by_label("Hasło").fill(PASSWORD)
    press(page, "Utwórz konto")
    heading(page, "Sprawdź skrzynkę")
    give_password(page, "ewa@example.org")
    heading(page, "Sprawdź skrzynkę")

    page.goto(link_in_letter(0))
    press(page, "Potwierdź adres")
    axe(page)
    give_password(page, "EWA@example.org")

    logged_in(page)
    log_out(page)
    expect(page.locator(".who .person")).to_have_count(0)


def test_a_confirming_link_works_once(page):
    page.goto("/accounts/signup/")
    page.get_by_label("Imię i nazwisko").fill("Ewa Kowalczyk")
    page.get_by_label("E-mail").fill("ewa@example.org")
    page.get_by_label("Hasło").fill(PASSWORD)
    press(page, "Utwórz konto")
    link = link_in_letter()
    page.goto(link)
    press(page, "Potwierdź adres")

    page.goto(link)

    expect(page.locator("main")).to_contain_text("Ten link wygasł albo został już użyty")
    expect(page.locator("main").get_by_role("link", name="Zaloguj się")).to_be_visible()


def test_a_forgotten_password_is_set_anew_by_a_link(page, person, axe):
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Nie pamiętasz hasła?").click()
    page.get_by_label("E-mail").fill(person.email)
    press(page, "Wyślij link")
    heading(page, "Sprawdź skrzynkę")
    link = link_in_letter()

    page.goto(link)
    page.get_by_label("Nowe hasło", exact=True).fill(OTHER_PASSWORD)
    page.get_by_label("Nowe hasło (ponownie)").fill(OTHER_PASSWORD)
    press(page, "Ustaw hasło")

    heading(page, "Nowe hasło jest ustawione")
    axe(page)
    assert [letter.subject for letter in mail.outbox] == ["Ustaw nowe hasło", "Nowe hasło do konta"]
    give_password(page, person.email)
    expect(page.get_by_role("alert")).to_contain_text("Adres e-mail albo hasło są niepoprawne.")
    give_password(page, person.email, OTHER_PASSWORD)
    logged_in(page)
    log_out(page)
    page.goto(link)
    heading(page, "Ten link już nie działa")


def test_a_new_address_takes_the_place_of_the_old_one_once_it_is_confirmed(page, person, axe):
    give_password(page, person.email)
    page.goto("/accounts/email/")
    page.get_by_label("E-mail").fill("nowa@example.org")
    press(page, "Zmień adres")
    expect(page.locator("main")).to_contain_text("Nowy adres czeka na potwierdzenie")
    axe(page)

    page.goto(link_in_letter())
    press(page, "Potwierdź adres")

    person.refresh_from_db()
    assert person.email == "nowa@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("nowa@example.org", True, True)
    ]


def test_an_app_is_set_up_and_its_code_asked_for_after_the_password(page, person, axe):
    give_password(page, person.email)
    secret, codes = set_up_app(page)
    axe(page)
    assert len({*codes}) == 10
    log_out(page)

    give_password(page, person.email)

    heading(page, "Drugi krok logowania")
    axe(page)
    page.get_by_label("Kod z aplikacji albo kod zapasowy").fill("000000")
    press(page, "Zaloguj się")
    expect(page.get_by_role("alert")).to_contain_text("Ten kod jest błędny albo już wykorzystany.")
    expect(page.locator(".who .person")).to_have_count(0)
    page.get_by_label("Kod z aplikacji albo kod zapasowy").fill(code_of(secret))
    press(page, "Zaloguj się")
    logged_in(page)


def test_a_recovery_code_lets_in_once(page, person):
    give_password(page, person.email)
    _secret, codes = set_up_app(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Pobierz kody").click()
    assert taken.value.path().read_text().split() == codes
    log_out(page)

    give_password(page, person.email)
    page.get_by_label("Kod z aplikacji albo kod zapasowy").fill(codes[0])
    press(page, "Zaloguj się")
    logged_in(page)
    log_out(page)
    give_password(page, person.email)
    page.get_by_label("Kod z aplikacji albo kod zapasowy").fill(codes[0])
    press(page, "Zaloguj się")

    expect(page.get_by_role("alert")).to_contain_text("Ten kod jest błędny albo już wykorzystany.")
    expect(page.locator(".who .person")).to_have_count(0)


def test_new_recovery_codes_take_the_place_of_the_old_ones(page, person):
    give_password(page, person.email)
    _secret, codes = set_up_app(page)

    page.get_by_role("link", name="Utwórz nowe kody").click()
    press(page, "Utwórz nowe kody")

    heading(page, "Kody zapasowe")
    fresh = page.locator(".codes li").all_inner_texts()
    assert (len(fresh), {*fresh} & {*codes}) == (10, set())


def test_the_app_is_switched_off_after_a_second_thought(page, person, axe):
    give_password(page, person.email)
    set_up_app(page)
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Wyłącz aplikację").click()
    axe(page)

    press(page, "Wyłącz aplikację")

    expect(page.locator("main")).to_contain_text("Aplikacja z kodami jest wyłączona.")
    assert not Authenticator.objects.exists()


def test_a_passkey_is_added_and_logs_in_by_itself(page, person, keys, axe):
    keys(page)
    give_password(page, person.email)
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Dodaj klucz dostępu").click()
    axe(page)
    confirm_who(page)
    axe(page)
    page.get_by_label("Nazwa klucza").fill("Laptop w biurze")
    page.get_by_label("Loguj mnie samym kluczem, bez hasła").check()
    press(page, "Dodaj klucz dostępu")
    heading(page, "Kody zapasowe")
    page.goto("/accounts/2fa/webauthn/")
    expect(page.locator("main table")).to_contain_text("Laptop w biurze")
    log_out(page)

    page.goto("/accounts/login/")
    press(page, "Zaloguj się kluczem dostępu")

    logged_in(page)


def test_a_passkey_is_the_second_step_after_the_password(page, person, keys):
    keys(page)
    give_password(page, person.email)
    page.goto("/accounts/2fa/webauthn/add/")
    confirm_who(page)
    press(page, "Dodaj klucz dostępu")
    heading(page, "Kody zapasowe")
    log_out(page)

    give_password(page, person.email)
    heading(page, "Drugi krok logowania")
    press(page, "Użyj klucza dostępu")

    logged_in(page)


def test_a_passkey_that_is_not_read_is_said_in_words(page, person, axe):
    page.goto("/accounts/login/")
    page.evaluate("""() => {
      navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    }""")

    press(page, "Zaloguj się kluczem dostępu")

    expect(page.get_by_role("alert")).to_have_text(
        "Nie udało się odczytać klucza. Spróbuj jeszcze raz albo wybierz inny sposób."
    )
    axe(page)


def test_a_passkey_is_renamed_and_removed(page, person, keys):
    keys(page)
    give_password(page, person.email)
    page.goto("/accounts/2fa/webauthn/add/")
    confirm_who(page)
    press(page, "Dodaj klucz dostępu")
    heading(page, "Kody zapasowe")
    page.goto("/accounts/2fa/webauthn/")
    page.get_by_role("link", name=re.compile("^Zmień nazwę")).click()
    page.get_by_label("Nazwa klucza").fill("Klucz w sejfie")
    press(page, "Zapisz nazwę")
    expect(page.locator("main table")).to_contain_text("Klucz w sejfie")

    page.get_by_role("link", name=re.compile("^Usuń")).click()
    press(page, "Usuń klucz dostępu")

    expect(page.locator("main")).to_contain_text("Nie masz jeszcze klucza dostępu.")


def test_staff_are_led_to_a_second_factor_and_then_to_their_work(page, settings, axe):
    settings.STAFF_MFA_REQUIRED = True
    post = PostFactory(role=PostRole.SECRETARIAT)
    with_password(post.person)

    give_password(page, post.person.email)
    page.goto("/inbox/")

    heading(page, "Drugi składnik logowania")
    expect(page.locator("main .note")).to_contain_text("potrzebujesz drugiego składnika")
    axe(page)
    page.get_by_role("link", name="Ustaw aplikację").click()
    confirm_who(page)
    secret = page.locator("#secret").inner_text()
    page.get_by_label("Kod z aplikacji").fill(code_of(secret))
    press(page, "Włącz aplikację")
    answer = page.goto("/inbox/")
    assert answer is not None
    assert (answer.status, page.url.endswith("/inbox/")) == (200, True)


def test_who_tries_too_often_is_told_to_wait(page, person, axe):
    for _attempt in range(5):
        give_password(page, person.email, "zgaduję hasło")

    give_password(page, person.email)

    expect(page.get_by_role("alert")).to_contain_text(
        "Za dużo nieudanych prób logowania. Odczekaj pięć minut i spróbuj ponownie."
    )
    axe(page)
