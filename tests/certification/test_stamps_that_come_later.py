"""A stamp that comes later goes to the files that wait for it, whatever became of others."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from certification.issuing import prepare_certificate
from certification.models import Certificate
from certification.operations.certificates import issue_certificate
from certification.operations.decisions import decide
from certification.operations.stamps import add_next_stamp, keep_stamped
from documents.models import Document, DocumentKind, Dossier
from documents.operations import store_document
from documents.read import open_document
from tests.committee import REASONS, make_session, recommended
from tests.sealing_service import answering, stamping_service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    settings.TSA_URL = "http://127.0.0.1:9/"


def issued():
    """Issue one certificate while the service is silent."""
    session = make_session(members=3)
    recommended(session)
    session.application.refresh_from_db()
    decision = decide(
        application=session.application, granted=True, reasons=REASONS, by=session.authority
    )
    return issue_certificate(decision=decision, content=prepare_certificate(decision)["pl"])


def waiting():
    """Give which dossiers wait for a stamp."""
    rows = Dossier.objects.filter(awaits_stamp=True).order_by("number", "revision")
    return list(rows.values_list("number", "revision"))


def other_revision(certificate):
    """Let the second revision be sealed, but not kept yet."""
    return Dossier.objects.create(
        number=certificate.number,
        revision=2,
        credential="{}",
        credential_jwt="",
        credential_sha256="0" * 64,
        awaits_stamp=True,
    )


@pytest.mark.parametrize("content", [None, b"no PDF"])
def test_a_file_that_cannot_be_stamped_holds_up_no_other_one(settings, content):
    first, second = issued(), issued()
    if content is None:
        Path(default_storage.path(first.document.storage_path)).unlink()
    else:
        _replace(first, content)

    with stamping_service() as settings.TSA_URL:
        found = [add_next_stamp(after=0), add_next_stamp(after=first.pk)]
        last = add_next_stamp(after=second.pk)

    assert ([*found, last], waiting()) == ([first.pk, second.pk, 0], [(first.number, 1)])


def _replace(certificate, content):
    page = store_document(
        kind=DocumentKind.CERTIFICATE,
        name="x.pdf",
        content=content,
        content_type="application/pdf",
        origin=certificate.number,
        by=None,
    )
    Certificate.objects.filter(pk=certificate.pk).update(document=page)


def test_a_service_that_fails_ends_the_sweep(settings):
    issued()

    with answering(b"rubbish\r\n\r\n") as settings.TSA_URL:
        assert add_next_stamp(after=0) == 0


def test_a_revision_that_is_not_kept_yet_waits_for_its_own_files(settings):
    certificate = issued()
    other_revision(certificate)
    with stamping_service() as settings.TSA_URL:
        found = [add_next_stamp(after=0), add_next_stamp(after=0)]

    assert (found, waiting()) == ([certificate.pk, 0], [(certificate.number, 2)])


def test_stamps_of_files_that_were_replaced_meanwhile_are_thrown_away():
    certificate = issued()
    stamped = {"document": open_document(certificate.document) + b"stamp"}
    Certificate.objects.update(revision=2, sealed_revision=2)

    keep_stamped(certificate=certificate, stamped=stamped, revision=1)

    assert Document.objects.filter(kind="certificate").count() == 1
    assert waiting() == [(certificate.number, 1)]
