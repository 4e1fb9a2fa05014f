"""Whoever brings a file gets two answers: is it genuine, and is the certificate valid today."""

import json
import re
from datetime import date

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from certification.registry import lookup_of
from certification.verification import EXPLANATIONS, Reason, verify_file
from documents import apart
from documents.keys.operations import declare_compromised
from documents.models import Document, Key
from documents.models.key import KeyPurpose
from documents.verification.apart import LARGEST
from documents.verification.verdicts import FileFault
from tests.documents.credentials.samples import NUMBER
from tests.documents.verification.samples import issue
from tests.factories.certification import CertificateFactory
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)
TERM = {
    "decision__certificate_number": NUMBER,
    "lookup": lookup_of(NUMBER),
    "decision__valid_from": date(2026, 11, 23),
    "decision__valid_until": date(2029, 11, 22),
}


@pytest.fixture
def issued(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    return issue()


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-12-01 10:00+01:00", tick=True):
        yield


def brought(client, content, name="certyfikat.pdf"):
    return client.post(
        "/verify/",
        {"file": SimpleUploadedFile(name, content)},
        headers={"accept-language": "en"},
    )


def words(response):
    """Give what the page says, without its markup."""
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.mark.parametrize(
    ("status", "reasons"),
    [
        ("valid", ()),
        ("suspended", (Reason.SUSPENDED,)),
        ("withdrawn", (Reason.WITHDRAWN,)),
        ("terminated", (Reason.TERMINATED,)),
        ("annulled", (Reason.ANNULLED,)),
    ],
)
def test_a_genuine_file_stays_genuine_whatever_became_of_its_certificate(issued, status, reasons):
    certificate = CertificateFactory(status=status, **TERM)

    answers = [verify_file(file, today=TODAY) for file in (issued.json, issued.jwt)]

    assert {(one.is_authentic, one.reasons) for one in answers} == {(True, reasons)}
    assert {one.certificate for one in answers} == {certificate}


def test_a_term_that_ended_or_has_not_begun_is_told(issued):
    CertificateFactory(**TERM)

    assert verify_file(issued.json, today=date(2030, 1, 1)).reasons == (Reason.EXPIRED,)
    assert verify_file(issued.json, today=date(2026, 1, 1)).reasons == (Reason.NOT_YET_VALID,)


def test_a_genuine_file_of_a_number_nobody_knows_is_not_valid(issued):
    answer = verify_file(issued.json, today=TODAY)

    assert (answer.is_authentic, answer.reasons, answer.certificate) == (
        True,
        (Reason.UNKNOWN_NUMBER,),
        None,
    )


def test_a_changed_file_names_no_certificate_even_where_its_number_is_known(issued):
    CertificateFactory(**TERM)

    answer = verify_file(issued.json.replace(b"2029-11-22", b"2039-11-22"), today=TODAY)

    assert (answer.is_authentic, answer.reasons, answer.certificate) == (
        False,
        (Reason.ALTERED,),
        None,
    )


def test_the_very_bytes_that_were_kept_need_no_key_to_be_believed(issued):
    certificate = CertificateFactory(
        document=DocumentFactory(kind="certificate", content=issued.pdf, origin=NUMBER),
        **TERM,
    )
    for purpose in (KeyPurpose.SEAL, KeyPurpose.CREDENTIAL_EDDSA, KeyPurpose.CREDENTIAL_ES256):
        key = Key.objects.get(purpose=purpose)
        declare_compromised(key=key, by=None, note="stolen", since=timezone.now())

    answers = [verify_file(one, today=TODAY) for one in (issued.pdf, issued.json, issued.jwt)]

    assert [(one.is_authentic, one.certificate) for one in answers] == [
        (True, certificate),
        (True, certificate),
        (None, None),  # the form in one line is not the one whose digest stands in the register
    ]
    assert answers[2].reasons == (Reason.COMPROMISED_KEY,)


def test_the_page_tells_genuine_and_valid_apart(client, issued):
    certificate = CertificateFactory(**TERM)
    before = Document.objects.count()

    valid = words(brought(client, issued.pdf))
    certificate.status = "suspended"
    certificate.save()
    suspended = words(brought(client, issued.pdf))

    assert "Yes, the file is genuine." in valid
    assert "You can rely on it." in valid
    assert "Yes, the file is genuine." in suspended
    assert "Do not rely on it for now." in suspended
    assert "You can rely on it." not in suspended
    assert Document.objects.count() == before


def test_the_page_gives_four_different_answers_to_four_bad_files(client, issued, monkeypatch):
    CertificateFactory(**TERM)
    foreign = json.loads(issued.json)
    foreign["issuer"]["id"] = "did:web:elsewhere.example"
    answers = [
        words(brought(client, issued.json.replace(b"2029-11-22", b"2039-11-22"))),
        words(brought(client, json.dumps(foreign).encode())),
        words(brought(client, b"a scan")),
    ]
    monkeypatch.setattr(apart, "START", "import sys; sys.exit(1)")
    answers.append(words(brought(client, issued.json)))

    said = [
        "The file was changed after it was sealed.",
        "Somebody else sealed this file, not this registry.",
        "This is neither a PDF nor a credential.",
        "The file cannot be checked now. This says nothing about the file.",
    ]
    assert [[text in answer for text in said] for answer in answers] == [
        [row == column for column in range(4)] for row in range(4)
    ]
    assert not any("You can rely on it." in answer for answer in answers)
    unknown = "Without a check of the file it is not known which certificate it speaks of."
    assert [unknown in answer for answer in answers] == [False, False, False, True]


def test_what_pretends_to_be_ours_can_be_reported_from_its_answer(client, issued):
    CertificateFactory(**TERM)
    link = '<a href="/registry/report/">'

    altered = brought(client, issued.json.replace(b"2029-11-22", b"2039-11-22"))
    scan, genuine = brought(client, b"a scan"), brought(client, issued.json)

    shown = [link in answer.content.decode() for answer in (altered, scan, genuine)]
    assert shown == [True, False, False]


def test_a_file_that_is_missing_or_empty_is_told_at_its_field(client):
    missing = client.post("/verify/", headers={"accept-language": "en"})
    empty = words(brought(client, b""))

    assert missing.context["file_form"].errors == {"file": ["Choose the file of the certificate."]}
    assert "The file is empty. Choose the file again." in empty


def test_what_is_too_large_is_turned_away_before_it_is_read(client):
    response = client.post(
        "/verify/",
        data=ContentFile(b"x").read(),
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(LARGEST * 3),
        headers={"accept-language": "en"},
    )

    assert (response.status_code, response["Connection"]) == (413, "close")
    assert "larger than 10 MB" in words(response)


def test_checking_sets_no_cookie_and_asks_for_none(issued):
    client = Client(enforce_csrf_checks=True)

    response = brought(client, issued.json)

    assert (response.status_code, response.cookies) == (200, {})
    assert response["Cache-Control"] == "no-store"


def test_every_fault_of_a_file_is_a_reason_in_words():
    assert {Reason(fault.value) for fault in FileFault} <= set(EXPLANATIONS)


def test_the_page_for_checking_without_a_network_carries_our_keys_and_no_way_out(client, issued):
    response = client.get("/verify/offline.html")

    page = response.content.decode()
    told = json.loads(re.search(r'id="told">(.*?)</script>', page)[1])
    assert {key["kid"].partition("#")[2] for key in told["keys"]} == set(
        Key.objects.exclude(purpose="log").values_list("kid", flat=True)
    )
    assert "attachment" in response["Content-Disposition"]
    assert response["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in response["Vary"]
    assert re.findall(r'(?:src|href|action)="', page) == []


def asked(client, content):
    return client.post("/api/v1/verify", {"file": SimpleUploadedFile("a.pdf", content)})


def test_programs_get_the_same_two_answers(client, issued):
    CertificateFactory(status="suspended", **TERM)

    genuine = asked(client, issued.pdf).json()
    altered = asked(client, issued.json.replace(b"2029-11-22", b"2039-11-22")).json()

    assert (genuine["authentic"], genuine["reasons"]) == (True, ["suspended"])
    assert (genuine["certificate"]["number"], genuine["certificate"]["status"]) == (
        NUMBER,
        client.get(f"/api/v1/certificates/{NUMBER}").json()["status"],
    )
    assert altered == {"authentic": False, "reasons": ["altered"], "certificate": None}


def test_reading_files_has_a_limit_for_each_address(client, settings):
    settings.FILE_CHECKS_A_MINUTE = 1

    answers = [brought(client, b"a scan"), brought(client, b"a scan"), asked(client, b"a scan")]

    assert [one.status_code for one in answers] == [200, 429, 429]
    assert all(int(one["Retry-After"]) <= 60 for one in answers[1:])
