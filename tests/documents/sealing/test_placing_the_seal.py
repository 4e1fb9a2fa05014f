"""A seal says who and when, allows no change, and waits for nobody's server."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from documents.errors import KeyRefused
from documents.keys.operations import activate_key, create_key, declare_compromised
from documents.models import Key
from documents.models.key import KeyAlgorithm, KeyPurpose, KeyStore
from documents.sealing import SealFault, add_time_stamp, check_seal, pinned_seals, seal
from documents.sealing.stamping import SILENT, configured_service
from tests.archive import opinion_of_pdfsig, opinion_of_qpdf
from tests.documents.samples import ATTACHMENTS
from tests.sealing_service import answering, stamping_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(settings):
    """Set the address of a service that answers."""
    with stamping_service() as address:
        settings.TSA_URL = address
        yield address


def test_our_seal_is_found_authentic_with_what_the_file_carries(finished):
    result = seal(finished)

    verdict = check_seal(result.content, pinned_seals())

    assert (verdict.fault, verdict.kid) == (None, Key.objects.get().kid)
    assert abs(verdict.sealed_at - datetime.now(UTC)) < timedelta(minutes=5)
    assert verdict.attachments == {one.name: one.content for one in ATTACHMENTS}
    assert (result.kid, result.is_stamped) == (verdict.kid, False)
    assert result.content.startswith(finished)


def test_other_programs_find_the_seal_valid(sealed):
    assert "Signature is Valid." in " ".join(opinion_of_pdfsig(sealed))
    assert "No syntax or stream encoding errors" in opinion_of_qpdf(sealed)


def test_an_rsa_key_seals_as_well(finished):
    key = create_key(
        purpose=KeyPurpose.SEAL, store=KeyStore.FILE, algorithm=KeyAlgorithm.RSA3072, by=None
    )
    activate_key(key=key, by=None)

    assert check_seal(seal(finished).content, pinned_seals()).kid == key.kid


def test_a_seal_outlives_the_rotation_of_its_key(finished, sealed):
    create_key(purpose=KeyPurpose.SEAL, store=KeyStore.FILE, by=None)
    call_command("keys", "rotate", "seal")

    assert check_seal(sealed, pinned_seals()).is_authentic
    assert check_seal(seal(finished).content, pinned_seals()).is_authentic


def test_a_compromised_key_seals_nothing_that_is_believed(finished, sealed):
    key = Key.objects.get()
    declare_compromised(key=key, since=key.valid_from, note="zgubiony dysk", by=None)

    assert check_seal(sealed, pinned_seals()).fault == SealFault.COMPROMISED_KEY
    with pytest.raises(KeyRefused):
        seal(finished)


@pytest.mark.usefixtures("service")
def test_with_a_service_the_seal_bears_its_time(finished):
    result = seal(finished)

    assert result.is_stamped
    assert check_seal(result.content, pinned_seals()).is_authentic


def test_a_silent_service_keeps_nothing_from_being_sealed(finished, settings):
    settings.TSA_URL = "http://127.0.0.1:9/"

    result = seal(finished)

    assert result.is_stamped is False
    assert check_seal(result.content, pinned_seals()).is_authentic


OK = b"HTTP/1.1 200 OK\r\n"
RUBBISH = {
    "no HTTP": b"rubbish\r\n\r\n",
    "an error": b"HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n",
    "cut off": OK + b"Content-Length: 500\r\n\r\nabc",
    "cut off in pieces": OK + b"Transfer-Encoding: chunked\r\n\r\n50\r\nabc",
    "nothing": OK + b"Content-Length: 0\r\n\r\n",
    "no stamp": OK + b"Content-Length: 7\r\n\r\n<html/>",
    "another structure": OK + b"Content-Length: 5\r\n\r\n\x30\x03\x02\x01\x00",
    "granted, but without a stamp": OK + b"Content-Length: 7\r\n\r\n\x30\x05\x30\x03\x02\x01\x00",
    "refused": OK + b"Content-Length: 7\r\n\r\n\x30\x05\x30\x03\x02\x01\x02",
}


@pytest.mark.parametrize("answer", RUBBISH.values(), ids=RUBBISH)
def test_a_service_that_answers_rubbish_keeps_nothing_from_being_sealed(finished, settings, answer):
    with answering(answer) as settings.TSA_URL:
        result = seal(finished)
        with pytest.raises(SILENT):
            add_time_stamp(result.content, service=configured_service())

    assert result.is_stamped is False
    assert check_seal(result.content, pinned_seals()).is_authentic


@pytest.mark.usefixtures("service")
def test_a_stamp_that_comes_later_leaves_the_seal_whole(sealed):
    stamped = add_time_stamp(sealed, service=configured_service())

    verdict = check_seal(stamped, pinned_seals())

    assert stamped.startswith(sealed)
    assert (verdict.fault, len(verdict.attachments)) == (None, 3)
