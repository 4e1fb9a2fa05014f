"""An issued certificate proves itself: sealed, attested, logged, and its bits follow its state."""

import hashlib
import json

import pytest
from django.utils import timezone

from certification.attested_credential import credential_content
from certification.audit import CHECKS
from certification.issuing import prepare_certificate
from certification.lifecycle import CertificateStatus
from certification.models import Certificate
from certification.operations.certificates import (
    annul,
    issue_certificate,
    restore,
    suspend,
    terminate,
    withdraw,
)
from certification.operations.stamps import add_next_stamp
from certification.seal_audit import seal_differences
from documents.credentials.verifying import check_document, check_jwt, trusted_keys
from documents.issuing import CREDENTIAL_FILE, JWT_FILE, PROOF_FILE, attest
from documents.keys import signer_for
from documents.log.reading import proof_of
from documents.models import Document, Dossier, LogEntry, StatusEntry
from documents.models.key import KeyPurpose
from documents.read import open_document
from documents.sealing import check_seal, pinned_seals
from documents.tasks import sign_status_lists
from tests.committee import granted_session
from tests.factories.certification import CertificateFactory
from tests.sealing_service import stamping_service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    settings.PUBLIC_URL = "https://rejestr.example"


@pytest.fixture
def granted():
    """Give a decision that grants, of a case with everything a decision rests on."""
    return granted_session()


@pytest.fixture
def issued(granted):
    """Give the same with its certificate; the key of the seal stood in the log before."""
    signer_for(KeyPurpose.SEAL)
    granted.certificate = issue_certificate(
        decision=granted.decision, content=prepare_certificate(granted.decision)["pl"]
    )
    return granted


def entries(number):
    """Give what the log says of the credential and the file of a certificate."""
    kinds = ("credential", "sealed_file")
    found = LogEntry.objects.filter(number=number, kind__in=kinds).order_by("position")
    return [(entry.kind, json.loads(entry.leaf)) for entry in found]


def test_the_file_proves_who_sealed_it_what_it_says_and_that_the_log_knows_it(issued):
    certificate, dossier = issued.certificate, Dossier.objects.get()
    content = open_document(certificate.document)

    verdict = check_seal(content, pinned_seals())

    assert (verdict.fault, set(verdict.attachments)) == (
        None,
        {CREDENTIAL_FILE, JWT_FILE, PROOF_FILE},
    )
    assert verdict.attachments[CREDENTIAL_FILE].decode() == dossier.credential
    assert check_document(verdict.attachments[CREDENTIAL_FILE], keys=trusted_keys()).number == (
        certificate.number
    )
    assert check_jwt(verdict.attachments[JWT_FILE], keys=trusted_keys()).number == (
        certificate.number
    )
    (first, credential), (second, file) = entries(certificate.number)
    assert (first, credential["credential_sha256"]) == ("credential", dossier.credential_sha256)
    assert (second, file["file_sha256"]) == ("sealed_file", hashlib.sha256(content).hexdigest())
    entry = LogEntry.objects.get(kind="credential")
    assert verdict.attachments[PROOF_FILE].decode() == proof_of(entry).text


def test_the_credential_says_what_the_decision_granted(issued):
    document = json.loads(Dossier.objects.get().credential)
    certificate = issued.certificate

    subject = document["credentialSubject"]
    identifiers = {one["identityType"]: one["identityHash"] for one in subject["identifier"]}
    assert subject["licenseNumber"] == certificate.number
    assert subject["achievement"]["achievementType"] == "QualityAssuranceCredential"
    assert identifiers["name"] == certificate.holder_name
    assert identifiers["ext:nip"] == certificate.holder_nip
    first = timezone.datetime.fromisoformat(document["validFrom"])
    last = timezone.datetime.fromisoformat(document["validUntil"])
    assert timezone.localdate(first) == certificate.valid_from
    assert timezone.localdate(last) == certificate.valid_until
    assert document["issuer"]["id"] == "did:web:rejestr.example"
    assert document["id"].startswith("urn:uuid:")


def test_issuing_that_is_broken_off_and_begun_again_leaves_one_of_everything(granted):
    decision = granted.decision
    attest(content=credential_content(decision))
    thrown_away = prepare_certificate(decision)["pl"]
    content = prepare_certificate(decision)["pl"]
    first = issue_certificate(decision=decision, content=content)

    again = issue_certificate(decision=decision, content=thrown_away)

    assert first == again
    assert (Certificate.objects.count(), Dossier.objects.count()) == (1, 1)
    assert [kind for kind, _leaf in entries(first.number)] == ["credential", "sealed_file"]
    assert Document.objects.filter(kind="certificate").count() == 1
    assert StatusEntry.objects.count() == 2


S, V, R = "suspended", "valid", "revoked"


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ([suspend], {"suspension": True, "revocation": False}),
        ([suspend, restore], {"suspension": False, "revocation": False}),
        ([withdraw], {"suspension": False, "revocation": True}),
        ([terminate], {"suspension": False, "revocation": True}),
        ([suspend, withdraw], {"suspension": False, "revocation": True}),
        ([annul], {"suspension": False, "revocation": True}),
        ([withdraw, annul], {"suspension": False, "revocation": True}),
    ],
)
def test_the_bits_follow_every_change_of_the_certificate(issued, acts, expected):
    for act in acts:
        certificate = Certificate.objects.get()
        arguments = {} if act is annul else {"effective_on": timezone.localdate()}
        act(
            certificate=certificate,
            public_note="Powód podany do wiadomości.",
            reason="other",
            by=issued.secretary,
            **arguments,
        )

    bits = dict(StatusEntry.objects.values_list("purpose", "is_set"))
    assert bits == expected
    assert sign_status_lists() == 2
    assert Certificate.objects.get().status in CertificateStatus.values


def test_the_credential_is_handed_out_in_both_forms(client, issued):
    dossier, number = Dossier.objects.get(), issued.certificate.number
    api = f"/api/v1/certificates/{number.lower()}/credential"

    page = client.get(f"/c/{number}").content.decode()
    answers = [
        client.get(f"/c/{number}/credential.json"),
        client.get(f"/c/{number}/credential.jwt"),
        client.get(api),
        client.get(api, headers={"accept": "application/vc"}),
        client.get(api, headers={"accept": "application/vc+jwt"}),
        client.get(api, headers={"accept": "application/json"}),
    ]

    as_json = ("application/vc", dossier.credential)
    as_jwt = ("application/vc+jwt", dossier.credential_jwt)
    found = [(answer.headers["Content-Type"], answer.content.decode()) for answer in answers]
    assert found == [as_json, as_jwt, as_json, as_json, as_jwt, as_json]
    assert [f"/c/{number}/credential.{form}" in page for form in ("json", "jwt")] == [True, True]
    assert client.get(api, headers={"accept": "image/png"}).status_code == 406
    tag = answers[2].headers["ETag"]
    assert client.get(api, headers={"if-none-match": tag}).status_code == 304


def test_a_certificate_without_a_credential_offers_none(client):
    certificate = CertificateFactory()
    number = certificate.number

    page = client.get(f"/c/{number}").content.decode()
    known = client.get(f"/api/v1/certificates/{number}/credential")
    unknown = client.get("/api/v1/certificates/OWES-1999-9999/credential")

    assert "credential.json" not in page
    assert client.get(f"/c/{number}/credential.json").status_code == 404
    assert [answer.json()["type"].rpartition("#")[2] for answer in (known, unknown)] == [
        "no-credential",
        "unknown-number",
    ]


def test_a_stamp_that_the_service_left_out_comes_later(granted, settings):
    settings.TSA_URL = "http://127.0.0.1:9/"
    content = prepare_certificate(granted.decision)["pl"]
    certificate = issue_certificate(decision=granted.decision, content=content)
    assert Dossier.objects.get().awaits_stamp is True
    assert add_next_stamp(after=0) == 0

    with stamping_service() as address:
        settings.TSA_URL = address
        assert add_next_stamp(after=0) == certificate.pk
        assert add_next_stamp(after=0) == 0

    old, new = Document.objects.filter(kind="certificate").order_by("pk")
    certificate.refresh_from_db()
    assert (certificate.document, new.replaces) == (new, old)
    assert open_document(new).startswith(content)
    assert check_seal(open_document(new), pinned_seals()).is_authentic
    assert [kind for kind, _leaf in entries(certificate.number)] == [
        "credential",
        "sealed_file",
        "sealed_file",
    ]
    assert Dossier.objects.get().awaits_stamp is False
    assert list(seal_differences()) == [None]


def test_the_audit_finds_nothing_in_what_was_left_alone(issued):
    assert list(seal_differences()) == [None]


@pytest.mark.parametrize(
    ("change", "places"),
    [
        (lambda: Dossier.objects.all().delete(), ["its credential is missing"]),
        (
            lambda: Dossier.objects.update(credential="{}"),
            [
                "credential in JSON: unsigned",
                "its credential is not the one in the public log",
                "its sealed file carries another credential",
            ],
        ),
        (
            lambda: Dossier.objects.update(credential_jwt="a.b.c"),
            ["credential in JWT: unreadable"],
        ),
        (
            lambda: Certificate.objects.update(document=None),
            ["seal: unreadable", "its sealed file is not the one in the public log"],
        ),
    ],
)
def test_the_audit_names_what_was_changed_behind_our_back(issued, change, places):
    change()

    record = f"certificate {issued.certificate.number}"
    assert list(seal_differences()) == [(record, place) for place in places]


def test_the_whole_audit_agrees_with_everything_that_issuing_wrote(issued):
    differences = [
        (name, found) for name, check in CHECKS.items() for found in check() if found is not None
    ]

    assert differences == []
