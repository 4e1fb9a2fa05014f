"""A certificate is issued in Polish and in English: two sealed files of one number and content."""

import hashlib
import json

import pytest

from certification.audit import Difference, audit_certificates
from certification.issuing import prepare_certificate
from certification.models import Certificate
from certification.operations.certificates import issue_certificate
from certification.operations.decisions import decide
from certification.operations.stamps import add_next_stamp
from certification.seal_audit import seal_differences
from documents.issuing import CREDENTIAL_FILE
from documents.models import Dossier, LogEntry
from documents.read import open_document
from documents.sealing import check_seal, pinned_seals
from tests.committee import make_session, recommended
from tests.sealing_service import stamping_service

pytestmark = pytest.mark.django_db
REASONS = "Wnioskodawca spełnia wymagania standardu, co potwierdzają karty oceny i rekomendacja."


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def decision():
    session = make_session(members=3)
    recommended(session)
    session.application.refresh_from_db()
    return decide(
        application=session.application, granted=True, reasons=REASONS, by=session.authority
    )


def issue(decision):
    pages = prepare_certificate(decision)
    return issue_certificate(decision=decision, content=pages["pl"], content_en=pages["en"])


def test_both_files_are_sealed_carry_one_credential_and_stand_in_the_log(decision):
    certificate = issue(decision)

    files = [open_document(one) for one in (certificate.document, certificate.document_en)]
    verdicts = [check_seal(content, pinned_seals()) for content in files]
    logged = LogEntry.objects.filter(kind="sealed_file").order_by("position")
    assert [verdict.fault for verdict in verdicts] == [None, None]
    assert {verdict.attachments[CREDENTIAL_FILE] for verdict in verdicts} == {
        Dossier.objects.get().credential.encode()
    }
    assert [json.loads(entry.leaf)["file_sha256"] for entry in logged] == [
        hashlib.sha256(content).hexdigest() for content in files
    ]
    assert list(seal_differences()) == [None]


def test_a_stamp_that_comes_later_comes_to_both(decision, settings):
    settings.TSA_URL = "http://127.0.0.1:9/"
    certificate = issue(decision)
    before = [certificate.document, certificate.document_en]

    with stamping_service() as address:
        settings.TSA_URL = address
        assert [add_next_stamp(after=0), add_next_stamp(after=0)] == [certificate.pk, 0]

    certificate.refresh_from_db()
    after = [certificate.document, certificate.document_en]
    assert [one.replaces for one in after] == before
    assert [one.language for one in after] == ["pl", "en"]
    assert list(seal_differences()) == [None]


def test_the_audit_finds_an_exchanged_english_file(decision):
    certificate = issue(decision)
    Certificate.objects.update(document_en=certificate.document)

    assert [one for one in audit_certificates() if one] == [
        Difference(f"certificate {certificate.number}", "its page is not the one drawn for it")
    ]
