"""Accounts in a browser: by the form, in both languages, on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.certification import UserFactory

ENTRANCES = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accessibility/",
    "/privacy/",
    "/there-is-no-such-page/",
]
OWN_PAGES = [
    "/account/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/logout/",
]


@pytest.mark.parametrize("address", ENTRANCES)
def test_pages_before_logging_in_are_accessible(address, page, phone, axe, fits, db):
    for visitor in (page, phone):
        visitor.goto(address)
        axe(visitor)
        fits(visitor)


@pytest.mark.parametrize("address", OWN_PAGES)
def test_pages_of_ones_own_account_are_accessible(address, page, phone, axe, fits, login):
    person = UserFactory()

    for visitor in (page, phone):
        login(visitor, person.email)
        visitor.goto(address)
        axe(visitor)
        fits(visitor)


def test_a_refused_form_says_so_in_title_and_focus(page, axe, db):
    page.goto("/accounts/signup/")

    page.get_by_role("button", name="Utwórz konto").click()

    expect(page).to_have_title(re.compile("^Błąd: Utwórz konto"))
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name=re.compile("^Imię i nazwisko")).click()
    expect(page.get_by_label("Imię i nazwisko")).to_be_focused()
    axe(page)


def test_the_language_link_keeps_the_page(page, db):
    page.goto("/privacy/")

    page.get_by_role("link", name="English").click()

    expect(page).to_have_url(re.compile("/privacy/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Polski").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prywatność")
