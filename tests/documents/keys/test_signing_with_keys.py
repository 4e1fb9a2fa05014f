"""Who may sign, with which key, and where its private half lies."""

import stat
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings as site
from django.db import IntegrityError, connection, transaction

from documents import custody
from documents.errors import KeyIsKept, KeyRefused
from documents.keys import signer_for
from documents.keys.files import path_of, readable_by_others
from documents.keys.operations import (
    Brought,
    activate_key,
    create_demo_keys,
    create_key,
    declare_compromised,
)
from documents.keys.public import certificates_in, from_pem, is_signed_by, raw_bytes
from documents.lifecycle import KeyState
from documents.models import Key
from documents.models.key import KeyAlgorithm, KeyPurpose, KeyStore

pytestmark = pytest.mark.django_db
DATA = b"what is signed"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"


@pytest.mark.parametrize("purpose", KeyPurpose)
def test_the_key_of_a_demonstration_is_made_at_its_first_use_and_kept(purpose):
    first, again = signer_for(purpose), signer_for(purpose)

    key = Key.objects.get()
    assert (first is again, key.kid, key.state, key.is_demo) == (True, first.kid, "active", True)
    assert first.public_key == raw_bytes(from_pem(key.public_pem))
    assert is_signed_by(from_pem(key.public_pem), first.sign(DATA), DATA)
    assert not is_signed_by(from_pem(key.public_pem), first.sign(DATA), DATA + b"!")
    assert stat.S_IMODE(path_of(key.kid).stat().st_mode) == 0o400


def test_a_seal_of_our_own_has_a_chain_whose_root_can_certify_nothing_more():
    signer_for(KeyPurpose.SEAL)

    seal, root = certificates_in(Key.objects.get().certificate_pem)
    seal.verify_directly_issued_by(root)
    assert raw_bytes(seal.public_key()) == signer_for(KeyPurpose.SEAL).public_key
    assert [path.name for path in site.KEYS_DIR.iterdir()] == [f"{Key.objects.get().kid}.pem"]


def test_the_web_process_may_not_hold_keys():
    custody.withdraw()
    try:
        with pytest.raises(KeyRefused, match="only the worker"):
            signer_for(KeyPurpose.LOG)
        with pytest.raises(KeyRefused, match="only the worker"):
            create_demo_keys()
    finally:
        custody.grant()

    assert list(Key.objects.all()) == []


@pytest.mark.parametrize(
    ("start", "granted"),
    [
        ("import config.wsgi", "False"),
        (
            "from config.celery import app; from celery.signals import worker_init; "
            "import django; django.setup(); worker_init.send(sender=None)",
            "True",
        ),
        (
            "from config.celery import app; from celery.signals import beat_init; "
            "import django; django.setup(); beat_init.send(sender=None)",
            "False",
        ),
    ],
    ids=["web", "worker", "scheduler"],
)
def test_a_process_knows_by_its_start_whether_it_may_hold_keys(tmp_path, start, granted):
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{start}; from documents import custody; print(custody.is_granted())",
        ],
        cwd=site.BASE_DIR,
        env={"VAR_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == granted


def test_a_production_makes_no_key_by_itself(settings):
    settings.PRODUCTION = True

    with pytest.raises(KeyRefused, match=r"run manage\.py keys create log"):
        signer_for(KeyPurpose.LOG)

    assert list(Key.objects.all()) == []


def test_a_production_signs_nothing_with_a_key_of_a_demonstration(settings):
    create_demo_keys()
    settings.PRODUCTION = True

    with pytest.raises(KeyRefused, match="demonstration"):
        signer_for(KeyPurpose.LOG)


def test_a_password_protects_the_file(settings):
    settings.KEYS_PASSWORD = "długie hasło"
    signer = signer_for(KeyPurpose.CREDENTIAL_EDDSA)

    assert b"ENCRYPTED" in path_of(signer.kid).read_bytes()


def test_another_password_is_told_in_a_sentence(settings):
    settings.KEYS_PASSWORD = "jedno"
    create_demo_keys()
    settings.KEYS_PASSWORD = "drugie"

    with pytest.raises(KeyRefused, match="KEYS_PASSWORD is not its own"):
        signer_for(KeyPurpose.LOG)


def test_a_missing_file_and_a_foreign_one_are_told_in_a_sentence():
    create_demo_keys()
    mine, other = (
        path_of(Key.objects.get(purpose=purpose).kid)
        for purpose in (KeyPurpose.LOG, KeyPurpose.STATUS_LIST)
    )
    mine.unlink()
    with pytest.raises(KeyRefused, match="is missing: restore it"):
        signer_for(KeyPurpose.LOG)

    mine.write_bytes(other.read_bytes())
    with pytest.raises(KeyRefused, match="is not the one in the table"):
        signer_for(KeyPurpose.LOG)


def test_key_files_that_others_can_read_are_found():
    create_demo_keys()
    assert readable_by_others() == []

    open_to_all = path_of(Key.objects.get(purpose=KeyPurpose.SEAL).kid)
    open_to_all.chmod(0o444)

    assert readable_by_others() == [open_to_all]


def test_a_rotated_key_signs_at_once_and_the_old_one_no_more():
    old = signer_for(KeyPurpose.LOG)
    new = create_key(purpose=KeyPurpose.LOG, store=KeyStore.FILE, by=None)
    assert signer_for(KeyPurpose.LOG).kid == old.kid

    activate_key(key=new, by=None)

    assert signer_for(KeyPurpose.LOG).kid == new.kid


def test_after_a_compromise_nothing_signs_until_another_key_is_activated():
    kid = signer_for(KeyPurpose.LOG).kid
    key = Key.objects.get(kid=kid)
    declare_compromised(key=key, since=key.valid_from, note="kopia na obcym dysku", by=None)

    with pytest.raises(KeyRefused, match="no key in use"):
        signer_for(KeyPurpose.LOG)


def test_a_key_from_elsewhere_is_taken_over_with_its_certificate(tmp_path):
    from django.utils import timezone

    from documents.keys.chain import own_chain

    private = ec.generate_private_key(ec.SECP256R1())
    chain = own_chain(
        private.public_key(), organisation="Centrum przykładowe", moment=timezone.now()
    )

    key = create_key(
        purpose=KeyPurpose.SEAL,
        store=KeyStore.FILE,
        certificate_pem=chain,
        brought=Brought(private=private),
        by=None,
    )

    assert (key.certificate_pem, key.state, key.is_demo) == (chain, KeyState.NEXT, False)
    assert key.algorithm == KeyAlgorithm.P256


def test_an_rsa_key_can_seal():
    key = create_key(
        purpose=KeyPurpose.SEAL, store=KeyStore.FILE, algorithm=KeyAlgorithm.RSA3072, by=None
    )
    activate_key(key=key, by=None)

    signature = signer_for(KeyPurpose.SEAL).sign(DATA)

    assert (len(signature), is_signed_by(from_pem(key.public_pem), signature, DATA)) == (384, True)


def test_no_key_is_ever_removed_nor_its_public_half_changed():
    key = Key.objects.get(kid=signer_for(KeyPurpose.LOG).kid)
    with pytest.raises(KeyIsKept):
        key.delete()
    with pytest.raises(KeyIsKept):
        Key.objects.all().delete()

    for statement in (
        "DELETE FROM documents_key",
        "UPDATE documents_key SET fingerprint = 'ab'",
        "UPDATE documents_key SET public_pem = 'ab'",
        "UPDATE documents_key SET purpose = 'seal'",
    ):
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    assert Key.objects.get().fingerprint == key.fingerprint
