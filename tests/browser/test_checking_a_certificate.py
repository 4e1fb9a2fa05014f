"""One certificate of each scheme, checked on a phone by each way there is; then it is suspended."""

import json
import subprocess
from datetime import timedelta

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from certification.issuing import prepare_certificate
from certification.lifecycle import ApplicationStatus
from certification.models import Certificate
from certification.operations.certificates import issue_certificate, suspend
from certification.operations.reissuing import issue_revision
from certification.operations.scope import reduce_scope
from documents.credentials.status_lists import is_set, sign_due_lists
from documents.models import StatusEntry
from documents.read import open_document
from tests.browser.drivers_loop import set_aside
from tests.factories.catalogue import CatalogueEntryFactory
from tests.factories.certification import (
    DecisionFactory,
    MembershipFactory,
    OfferFactory,
    PostFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
AREA = "powiat pierwszy\npowiat drugi"
CASE = "recommendation__item__application__"
NOTE = "Trwa wyjaśnianie, czy wymagania są nadal spełnione."


def issued(kind: str) -> Certificate:
    """Issue a certificate of a scheme with everything that proves it."""
    today = timezone.localdate()
    is_mark = kind == "product_mark"
    decision = DecisionFactory(
        granted=True,
        certificate_number="ZNAK-2026-0101" if is_mark else "OWES-2026-0101",
        valid_from=today - timedelta(days=30),
        valid_until=today + timedelta(days=300),
        **{
            f"{CASE}edition__scheme__kind": kind,
            f"{CASE}status": ApplicationStatus.GRANTED,
            f"{CASE}scope": "" if is_mark else AREA,
        },
    )
    application = decision.application
    if is_mark:
        application.offer = OfferFactory(organisation=application.applicant, name="Miód lipowy")
        application.save()
    with set_aside():  # sealing runs a loop of its own
        pages = prepare_certificate(decision)
        certificate = issue_certificate(
            decision=decision, content=pages["pl"], content_en=pages["en"]
        )
        sign_due_lists()
    if is_mark:
        CatalogueEntryFactory(offer=application.offer)
    return certificate


@pytest.fixture(params=["accreditation", "product_mark"])
def certificate(request, settings, tmp_path, site):
    settings.KEYS_DIR = tmp_path / "keys"
    settings.PUBLIC_URL = site
    return issued(request.param)


def bring(phone: Page, name: str, content: bytes) -> None:
    phone.goto("/verify/")
    phone.get_by_label("Plik certyfikatu").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    phone.get_by_role("button", name="Sprawdź plik").click()


def test_by_number_however_typed_by_the_code_on_paper_by_file_and_by_programs(
    phone, certificate, tmp_path, axe, fits
):
    number = certificate.number
    for typed in (
        number.lower(),
        number.replace("-", " "),
        number.replace("0", "O"),
        f" {number.replace('-', '–').replace('1', 'I')} ",
        number.replace("-", "").replace("0", "o").replace("1", "i").lower(),
    ):
        phone.goto("/verify/")
        phone.get_by_label("Numer certyfikatu").fill(typed)
        phone.get_by_label("Numer certyfikatu").press("Enter")
        expect(phone.locator("h1.word")).to_have_text("Ważny")
        expect(phone.locator(".cert .no")).to_have_text(number)
    axe(phone)
    fits(phone)

    with phone.expect_download() as download:
        phone.get_by_role("link", name="Pobierz certyfikat (PDF)").click()
    pdf = tmp_path / "certyfikat.pdf"
    download.value.save_as(pdf)
    picture = tmp_path / "papier"
    subprocess.run(["pdftoppm", "-r", "90", "-png", "-singlefile", pdf, picture], check=True)
    (code,) = zxingcpp.read_barcodes(Image.open(picture.with_suffix(".png")))
    phone.goto(code.text)
    expect(phone.locator("h1.word")).to_have_text("Ważny")
    expect(phone.locator(".cert .no")).to_have_text(number)

    files = {"c.pdf": pdf.read_bytes()}
    for form in ("json", "jwt"):
        files[f"c.{form}"] = phone.request.get(f"/c/{number}/credential.{form}").body()
    for name, content in files.items():
        bring(phone, name, content)
        expect(phone.get_by_text("Tak, plik jest autentyczny.")).to_be_visible()
        expect(phone.locator(".cert .word")).to_have_text("Ważny")
        told = phone.request.post(
            "/api/v1/verify",
            multipart={"file": {"name": name, "mimeType": "text/plain", "buffer": content}},
        ).json()
        assert (told["authentic"], told["reasons"]) == (True, [])
        assert told["certificate"]["number"] == number
    axe(phone)
    fits(phone)


def test_a_suspension_turns_every_door(phone, login, certificate):
    number, offer = certificate.number, certificate.offer
    member = MembershipFactory(organisation=certificate.holder).person
    office = PostFactory(operator=certificate.application.edition.operator).person
    place = StatusEntry.objects.get(number=number, purpose="suspension")
    if offer:
        login(phone, member.email)

    def doors() -> dict[str, object]:
        phone.goto(f"/c/{number}")
        phone.reload()  # a browser may keep the page for a minute
        told = {"page": phone.locator("h1.word").inner_text().lower()}
        told["api"] = phone.request.get(f"/api/v1/certificates/{number}").json()["status"]
        badge = phone.request.get(f"/badge/{number}.svg")
        told["badge"] = ("Ważny" in badge.text(), badge.headers["cache-control"])
        signed = phone.request.get(f"/status/suspension/{place.list.number}").json()
        told["list"] = is_set(signed["credentialSubject"]["encodedList"], place.index)
        bring(phone, "c.pdf", open_document(certificate.document))
        told["file"] = phone.locator(".cert .word").inner_text().lower()
        if offer:
            phone.goto("/catalogue/")
            told["catalogue"] = phone.get_by_role("link", name=offer.name).count()
            kit = f"/my/certificates/{number}/mark/"
            told["mark"] = phone.request.get(f"{kit}colour.svg").status
            phone.goto(kit)
            told["kit"] = phone.get_by_role("link", name="SVG").count() > 0
        return told

    before = doors()
    suspend(
        certificate=certificate,
        effective_on=timezone.localdate(),
        public_note=NOTE,
        reason="nonconformity",
        by=office,
    )
    with set_aside():
        sign_due_lists()
    after = doors()

    live = "public, no-cache"
    always = {"page": "ważny", "api": "valid", "badge": (True, live), "list": False}
    never = {"page": "zawieszony", "api": "suspended", "badge": (False, live), "list": True}
    kept = {"catalogue": 1, "mark": 200, "kit": True} if offer else {}
    gone = {"catalogue": 0, "mark": 410, "kit": False} if offer else {}
    assert before == always | {"file": "ważny"} | kept
    assert after == never | {"file": "zawieszony"} | gone


@pytest.mark.parametrize("certificate", ["accreditation"], indirect=True)
def test_the_file_of_a_wider_scope_is_told_apart_with_and_without_a_network(
    phone, certificate, tmp_path, axe, fits
):
    old = open_document(certificate.document)
    reduce_scope(
        certificate=certificate,
        remaining=["powiat pierwszy"],
        effective_on=timezone.localdate(),
        public_note=NOTE,
        reason="part_not_met",
        by=PostFactory(operator=certificate.application.edition.operator).person,
    )
    with set_aside():
        issue_revision(pk=certificate.pk)
        sign_due_lists()
    new = open_document(Certificate.objects.get().document)

    bring(phone, "c.pdf", old)
    expect(phone.get_by_text("Ten plik zastąpiło nowsze wydanie")).to_be_visible()
    expect(phone.locator(".cert .word")).to_have_text("Ważny")
    axe(phone)
    fits(phone)
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Pobierz najnowsze wydanie (PDF)").click()
    assert download.value.path().read_bytes() == new

    places = json.loads(phone.request.get(f"/c/{certificate.number}/credential.json").body())
    lists = [
        {
            "name": f"{one['statusPurpose']}.json",
            "mimeType": "application/json",
            "buffer": phone.request.get(one["statusListCredential"]).body(),
        }
        for one in places["credentialStatus"]
    ]
    kept = tmp_path / "atest-verifier.html"
    kept.write_bytes(phone.request.get("/verify/offline.html").body())
    alone = phone.context.browser.new_context(offline=True, locale="pl-PL").new_page()
    alone.goto(kept.as_uri())
    for content, told in ((old, "Zakończony na stałe albo zastąpiony"), (new, "ani zakończony")):
        one = {"name": "c.pdf", "mimeType": "application/pdf", "buffer": content}
        alone.locator("#files").set_input_files([])
        alone.locator("#files").set_input_files([one, *lists])
        expect(alone.locator("#results")).to_contain_text(told)
    both = [
        {"name": name, "mimeType": "application/pdf", "buffer": content}
        for name, content in (("old.pdf", old), ("new.pdf", new))
    ]
    alone.locator("#files").set_input_files([])
    alone.locator("#files").set_input_files(both)
    expect(alone.get_by_text("Zastąpiony nowszym wydaniem, które jest wśród tych")).to_have_count(1)
    alone.context.close()
