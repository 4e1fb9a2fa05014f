"""Somebody with a phone checks files: with the registry, and without a network by the kept page."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from certification.registry import lookup_of
from documents.credentials.status_lists import sign_due_lists
from documents.credentials.status_places import record_status
from documents.models import StatusList
from tests.browser.drivers_loop import set_aside
from tests.documents.credentials.samples import NUMBER
from tests.documents.verification.samples import issue
from tests.factories.certification import CertificateFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def issued(settings, tmp_path, site):
    settings.KEYS_DIR = tmp_path / "keys"
    settings.PUBLIC_URL = site
    today = timezone.localdate()
    CertificateFactory(
        decision__certificate_number=NUMBER,
        lookup=lookup_of(NUMBER),
        decision__valid_from=today - timedelta(days=30),
        decision__valid_until=today + timedelta(days=300),
    )
    with set_aside():  # signing runs a loop of its own
        return issue()


def file(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_a_phone_gets_two_answers_to_a_file(phone, issued, axe):
    def bring(content):
        phone.goto("/verify/")
        phone.get_by_label("Plik certyfikatu").set_input_files(file("plik.pdf", content))
        phone.get_by_role("button", name="Sprawdź plik").click()

    bring(issued.pdf)
    expect(phone.get_by_text("Tak, plik jest autentyczny.")).to_be_visible()
    expect(phone.locator(".cert .word")).to_have_text("Ważny")
    axe(phone)

    bring(issued.json.replace(b"2029-11-22", b"2039-11-22"))
    expect(phone.get_by_text("Nie, nie polegaj na tym pliku.")).to_be_visible()
    expect(phone.get_by_text("Plik został zmieniony po opieczętowaniu.")).to_be_visible()
    expect(phone.locator(".cert")).to_have_count(0)
    axe(phone)


@pytest.fixture
def lists(issued):
    """Give what can be downloaded of the lists, before and after a suspension."""

    def signed():
        sign_due_lists()
        return [
            file(f"{one.purpose}.json", one.signed.encode())
            for one in StatusList.objects.order_by("purpose")
        ]

    before = signed()
    record_status(number=NUMBER, is_suspended=True, is_ended=False)
    return before, signed()


def test_the_kept_page_checks_without_a_network_and_never_says_valid(
    new_context, phone, issued, lists, tmp_path, axe
):
    phone.goto("/verify/")
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Pobierz stronę, która działa bez sieci").click()
    kept = tmp_path / "atest-verifier.html"
    download.value.save_as(kept)
    alone = phone.context.browser.new_context(offline=True, locale="pl-PL").new_page()
    alone.goto(kept.as_uri())
    results = alone.locator("#results")
    foreign = json.loads(issued.json)
    foreign["issuer"]["id"] = "did:web:elsewhere.example"

    def bring(*files):
        alone.locator("#files").set_input_files([])
        alone.locator("#files").set_input_files(list(files))

    for name, content in (("c.pdf", issued.pdf), ("c.json", issued.json), ("c.jwt", issued.jwt)):
        bring(file(name, content))
        expect(results).to_contain_text("Dane są autentyczne.")
        expect(results).to_contain_text(NUMBER)
        expect(results).to_contain_text("Stan niesprawdzony.")
    axe(alone)

    bring(file("c.json", issued.json.replace(b"2029-11-22", b"2039-11-22")))
    expect(results).to_contain_text("Dane zostały zmienione.")
    bring(file("c.jwt", issued.jwt[:-3] + b"AAA"))
    expect(results).to_contain_text("Dane zostały zmienione.")
    bring(file("c.json", json.dumps(foreign).encode()))
    expect(results).to_contain_text("Te dane podpisał ktoś inny, nie ten rejestr.")
    bring(file("c.pdf", b"%PDF-1.7 a scan"))
    expect(results).to_contain_text("W tym pliku nie ma podpisanych danych.")
    bring(file("c.bin", b"\x00\x01"))
    expect(results).to_contain_text("Nie da się odczytać pliku.")

    before, after = lists
    bring(file("c.json", issued.json), *before)
    expect(results).to_contain_text("Według listy stanów ani zawieszony, ani zakończony; stan na:")
    bring(file("c.json", issued.json), *before, *after)
    expect(results).to_contain_text("Zawieszony, według listy stanów z:")
    alone.evaluate("Date.now = () => Date.parse('2027-09-01')")
    bring(file("c.json", issued.json), *before)
    expect(results).to_contain_text("Lista stanów jest za stara, by na niej polegać.")
    alone.evaluate("Date.now = () => Date.parse('2040-01-01')")
    bring(file("c.json", issued.json))
    expect(results).to_contain_text("Według własnego terminu certyfikat wygasł.")
    alone.context.close()


def test_the_kept_page_speaks_whole_english_and_says_each_thing_once(
    new_context, issued, lists, tmp_path
):
    reader = new_context().new_page()
    reader.goto("/verify/")
    reader.get_by_role("link", name="English").click()
    expect(reader.locator("html")).to_have_attribute("lang", "en")
    with reader.expect_download() as download:
        reader.get_by_role("link", name="Download the page that works without a network").click()
    kept = tmp_path / "atest-verifier.html"
    download.value.save_as(kept)
    alone = reader.context.browser.new_context(offline=True, locale="en-GB").new_page()
    alone.goto(kept.as_uri())
    before, after = lists
    results = alone.locator("#results")

    def bring(*files):
        alone.locator("#files").set_input_files([])
        alone.locator("#files").set_input_files(list(files))

    bring(file("c.json", issued.json), *before)
    expect(results).to_contain_text(
        "By the status list the certificate is neither suspended nor ended; state as of: "
    )
    expect(results).to_contain_text("22 November 2029")
    bring(file("c.json", issued.json), *before, *after)
    expect(results).to_contain_text("Suspended, by the status list as of: ")
    bring(file("c.json", issued.json.replace(b"2029-11-22", b"2039-11-22")))
    expect(results).to_contain_text("The data was changed. Do not rely on this file.")
    alone.evaluate("Date.now = () => Date.parse('2027-09-01')")
    bring(file("c.json", issued.json), *before)
    expect(results).to_contain_text("The status list is too old to be relied on.")
    assert results.inner_text().count("is too old to be relied on") == 1
    alone.context.close()
