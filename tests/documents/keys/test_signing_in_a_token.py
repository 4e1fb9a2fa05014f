"""Keys that never leave a PKCS#11 token, with SoftHSM in the place of the hardware."""

import os
import subprocess
from pathlib import Path

import pkcs11
import pytest
from django.core.management import call_command
from pkcs11 import ObjectClass

from documents.errors import KeyRefused
from documents.keys import signer_for, token
from documents.keys.public import from_pem, is_signed_by
from documents.models import Key
from documents.models.key import KeyPurpose

pytestmark = pytest.mark.django_db
MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so")
PIN, LABEL = "1234", "atest-tests"


@pytest.fixture(scope="session")
def module(tmp_path_factory):
    """Give SoftHSM a token of its own; a machine without it fails here and says what to install."""
    found = [path for path in MODULES if Path(path).exists()]
    assert found, "SoftHSM is not installed: apt-get install softhsm2"
    folder = tmp_path_factory.mktemp("softhsm")
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(configuration)
    subprocess.run(
        [
            *["softhsm2-util", "--init-token", "--free"],
            *["--label", LABEL, "--pin", PIN, "--so-pin", "5678"],
        ],
        check=True,
        capture_output=True,
    )
    return found[0]


@pytest.fixture(autouse=True)
def _token(settings, tmp_path, module):
    settings.KEYS_DIR = tmp_path / "keys"
    settings.PKCS11_MODULE, settings.PKCS11_TOKEN, settings.PKCS11_PIN = module, LABEL, PIN


@pytest.mark.parametrize(
    ("purpose", "algorithm"),
    [("seal", "p256"), ("seal", "rsa3072"), ("credential_es256", "p256"), ("log", "ed25519")],
)
def test_a_key_is_made_in_the_token_signs_there_and_cannot_be_taken_out(purpose, algorithm):
    call_command("keys", "create", purpose, "--algorithm", algorithm)
    key = Key.objects.get()
    call_command("keys", "activate", key.kid)

    signature = signer_for(purpose).sign(b"what is signed")

    assert (key.store, key.algorithm) == ("token", algorithm)
    assert is_signed_by(from_pem(key.public_pem), signature, b"what is signed")
    private = token.session().get_key(object_class=ObjectClass.PRIVATE_KEY, label=key.kid)
    assert private[pkcs11.Attribute.EXTRACTABLE] is False
    assert not Path(token.settings.KEYS_DIR).exists()


def test_a_key_that_is_in_the_token_already_is_taken_over_by_its_name():
    token.generate("made-by-the-officer", token.KeyAlgorithm.P256)

    call_command("keys", "create", "credential_es256", "--label", "made-by-the-officer")
    call_command("keys", "activate", "made-by-the-officer")

    assert signer_for(KeyPurpose.CREDENTIAL_ES256).kid == "made-by-the-officer"


def test_a_wrong_pin_and_a_missing_key_are_told_in_a_sentence(settings):
    with pytest.raises(KeyRefused, match="is not in the token"):
        token.TokenSigner("never-made")

    token._session.cache_clear()
    settings.PKCS11_TOKEN = "another"
    try:
        with pytest.raises(KeyRefused, match="The token another cannot be opened"):
            token.session()
    finally:
        token._session.cache_clear()
