"""A seal says who and when, allows no change, and waits for nobody's server."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from documents.errors import KeyRefused
from documents.keys.operations import activate_key, create_key, declare_compromised
from documents.models import Key
from documents.models.key import KeyAlgorithm, KeyPurpose, KeyStore
from documents.sealing import SealFault, add_time_stamp, check_seal, pinned_seals, seal
from documents.sealing.stamping import configured_service
from tests.archive import opinion_of_pdfsig, opinion_of_qpdf
from tests.documents.samples import ATTACHMENTS
from tests.sealing_service import stamping_service

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


@pytest.mark.usefixtures("service")
def test_a_stamp_that_comes_later_leaves_the_seal_whole(sealed):
    stamped = add_time_stamp(sealed, service=configured_service())

    verdict = check_seal(stamped, pinned_seals())

    assert stamped.startswith(sealed)
    assert (verdict.fault, len(verdict.attachments)) == (None, 3)
