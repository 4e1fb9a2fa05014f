"""Somebody with a phone checks files: with the registry, and without a network by the kept page."""

import json
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from certification.registry import lookup_of
from documents.credentials.status_lists import sign_due_lists
from documents.credentials.status_places import record_status
from documents.drawing import draw_certificate
from documents.finishing import finish
from documents.keys.operations import activate_key, create_key, declare_compromised
from documents.models import Key, StatusList
from documents.models.key import KeyAlgorithm, KeyPurpose, KeyStore
from documents.sealing import add_time_stamp
from documents.sealing.signing import _sign
from tests.browser.drivers_loop import set_aside
from tests.documents.credentials.samples import NUMBER
from tests.documents.samples import TO_SEAL
from tests.documents.sealing.attacks import ATTACKS, flipped, foreign_signer
from tests.documents.verification.samples import attached, issue
from tests.factories.certification import CertificateFactory
from tests.sealing_service import stamper

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

    for name, content, answer in (
        ("c.pdf", issued.pdf, "Plik jest autentyczny."),
        ("c.json", issued.json, "Dane są autentyczne."),
        ("c.jwt", issued.jwt, "Dane są autentyczne."),
    ):
        bring(file(name, content))
        expect(results).to_contain_text(answer)
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
    expect(results).to_contain_text("W tym PDF nie ma pieczęci.")
    bring(file("c.json", b'{"type": "VerifiableCredential"}'))
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


@contextmanager
def kept_page(phone, folder):
    """Keep the page as it is now, and open it where there is no network."""
    kept = folder / "atest-verifier.html"
    kept.write_bytes(phone.request.get("/verify/offline.html").body())
    context = phone.context.browser.new_context(offline=True, locale="pl-PL")
    page = context.new_page()
    page.goto(kept.as_uri())
    yield page
    context.close()


def answer_of(alone, content):
    """Bring one file to the kept page and give its answer."""
    alone.locator("#files").set_input_files([])
    expect(alone.locator("#results .note")).to_have_count(0)
    alone.locator("#files").set_input_files(file("c.pdf", content))
    return alone.locator("#results .note").first.inner_text()


@pytest.fixture
def answer(phone, issued, tmp_path):
    """Give the answers of the kept page."""
    with kept_page(phone, tmp_path) as alone:
        yield lambda content: answer_of(alone, content)


GENUINE = "Plik jest autentyczny. Pochodzi z rejestru."
CHANGED = "Plik został zmieniony po opieczętowaniu. Nie polegaj na tym pliku."
ADDED = "Po opieczętowaniu do pliku coś dopisano"
# What the kept page says of each attack; none is said to be genuine.
SAID = {
    "overlay": ADDED,
    "script": ADDED,
    "swapped attachment": ADDED,
    "note": ADDED,
    "title": ADDED,
    "saved without a change": ADDED,
    "another field": ADDED,
    "trailing bytes": ADDED,
    "a second file behind": ADDED,
    "rewritten": CHANGED,
    "stripped": CHANGED,
    "encrypted": CHANGED,
    "empty contents": CHANGED,
    "contents of nothing": CHANGED,
    "no range": "W tym PDF nie ma pieczęci.",
    "empty range": CHANGED,
    "wrapped": CHANGED,
    "cut short": "W tym PDF nie ma pieczęci.",
    "bytes before": "Nie da się odczytać pliku.",
    "too large": "Nie da się odczytać pliku.",
    "not a file": "Nie da się odczytać pliku.",
}


def test_without_a_network_no_changed_file_is_genuine(issued, answer):
    assert answer(issued.pdf).startswith(GENUINE)
    told = {name: answer(change(issued.pdf)) for name, (change, _reasons) in ATTACKS.items()}
    assert {name: SAID[name] for name, said in told.items() if SAID[name] not in said} == {}
    assert [name for name, said in told.items() if "Plik jest autentyczny" in said] == []

    for share in (number / 23 for number in range(1, 23)):
        assert answer(flipped(share)(issued.pdf)).startswith(CHANGED)


def test_without_a_network_a_seal_is_told_by_its_key(issued, answer):
    page = finish(
        draw_certificate(TO_SEAL), attachments=(attached(issued.dossier),), signature_field=True
    )
    with set_aside():
        forged = _sign(page, foreign_signer(Key.objects.get(purpose="seal")), None)
        stamped = add_time_stamp(issued.pdf, service=stamper())
    assert "podpisał ktoś inny, nie ten rejestr" in answer(forged)
    said = answer(stamped)
    assert said.startswith("Dane są autentyczne.")
    assert ADDED in said


def test_without_a_network_an_rsa_seal_is_genuine_until_its_key_is_lost(
    settings, tmp_path, site, phone
):
    settings.KEYS_DIR = tmp_path / "keys"
    settings.PUBLIC_URL = site
    key = create_key(
        purpose=KeyPurpose.SEAL, store=KeyStore.FILE, algorithm=KeyAlgorithm.RSA3072, by=None
    )
    key = activate_key(key=key, by=None)
    with set_aside():
        pdf = issue().pdf

    with kept_page(phone, tmp_path) as alone:
        assert answer_of(alone, pdf).startswith(GENUINE)
    declare_compromised(key=key, since=key.valid_from, note="zgubiony dysk", by=None)
    with kept_page(phone, tmp_path) as alone:
        assert answer_of(alone, pdf).startswith("Nie da się tego stwierdzić.")


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
