"""Watching on a phone without JavaScript: asked for, confirmed, ended by the links of letters."""

import pytest
from playwright.sync_api import expect

from certification.models import Watch
from tests.browser.looking import PHONE
from tests.factories.certification import CertificateFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stranger_watches_a_certificate_and_stops(new_context):
    certificate = CertificateFactory()
    phone = new_context(PHONE, java_script_enabled=False).new_page()
    phone.goto(f"/c/{certificate.number}")
    phone.get_by_role("link", name="Powiadom mnie o zmianach e-mailem").click()
    phone.get_by_label("Adres e-mail").fill("ktos@example.org")
    phone.locator("main form button").click()
    expect(phone.locator("h1")).to_have_text("Sprawdź pocztę")

    token = Watch.objects.get().token
    phone.goto(f"/registry/watch/{token}/confirm/")
    phone.locator("main form button").click()
    expect(phone.locator("h1")).to_have_text("Obserwujesz rejestr")
    assert Watch.objects.get().confirmed_at is not None

    phone.goto(f"/registry/watch/{token}/end/")
    phone.locator("main form button").click()
    expect(phone.locator("main")).to_contain_text("Obserwacja zakończona")
    assert Watch.objects.count() == 0
