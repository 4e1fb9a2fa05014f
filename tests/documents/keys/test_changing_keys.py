"""Announcing, activating, rotating and disbelieving keys, by the commands an operator has."""

import itertools
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from config.startup import refuse_demo_keys
from documents.errors import KeyMoveRefused
from documents.keys import files, signer_for
from documents.keys.operations import create_demo_keys
from documents.lifecycle import KEY_MOVES, KeyState, require_key_move
from documents.models import Key
from documents.models.key import KeyAlgorithm, KeyPurpose, KeyStore

pytestmark = pytest.mark.django_db
NOW = "2026-11-23T12:00:00+01:00"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"


def keys(*words):
    """Run the command; give what it printed."""
    out = StringIO()
    call_command("keys", *words, stdout=out)
    return out.getvalue()


def make_key(state):
    """Write a key in a state, past its life so far."""
    return Key.objects.create(
        kid="k",
        purpose=KeyPurpose.LOG,
        algorithm=KeyAlgorithm.ED25519,
        store=KeyStore.FILE,
        public_pem="-",
        fingerprint="ab" * 32,
        state=state,
        compromised_at=timezone.now() if state == KeyState.COMPROMISED else None,
    )


def states():
    """Give the states of all keys, the oldest first."""
    return list(Key.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize(("source", "target"), list(itertools.product(KeyState, KeyState)))
def test_every_move_of_a_key_follows_the_table(source, target):
    if target in KEY_MOVES[source]:
        require_key_move(source=source, target=target)
    else:
        with pytest.raises(KeyMoveRefused):
            require_key_move(source=source, target=target)


def test_a_new_key_is_announced_then_activated_and_the_old_one_retires():
    signer_for(KeyPurpose.LOG)
    keys("create", "log")
    assert states() == ["active", "next"]
    new = Key.objects.latest("pk")

    with time_machine.travel(NOW, tick=False):
        assert keys("activate", new.kid) == f"{new.kid} signs from now on.\n"
        now = timezone.now()

    old, new = Key.objects.order_by("pk")
    assert (old.state, old.valid_until) == ("retired", now)
    assert (new.state, new.valid_from, new.is_demo) == ("active", now, False)
    assert [row.history_change_reason for row in new.history.order_by("history_id")] == [
        "create_key",
        "activate_key",
    ]


def test_a_rotation_activates_the_announced_key_and_announces_another():
    signer_for(KeyPurpose.SEAL)
    keys("create", "seal", "--algorithm", "rsa3072")

    keys("rotate", "seal")

    assert states() == ["retired", "active", "next"]
    assert [key.algorithm for key in Key.objects.order_by("pk")] == ["p256", "rsa3072", "rsa3072"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["rotate", "log"], "No key is announced for this purpose. Create one first."),
        (["activate", "log-none"], "There is no key log-none; manage.py keys list shows them."),
        (["create", "log", "--algorithm", "p256"], "This key does not fit its purpose"),
        (["compromise", "log-none", "--note", "x"], "There is no key log-none"),
        (["create", "seal", "--certificate", "none.pem"], "The file none.pem cannot be read."),
        (["create", "log", "--store", "token"], "PKCS11_MODULE is missing"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(words, sentence):
    signer_for(KeyPurpose.LOG)
    from django.utils import translation

    with translation.override("en"), pytest.raises(CommandError, match=sentence):
        keys(*words)

    assert states() == ["active"]


def test_a_second_announcement_names_the_first():
    keys("create", "log")
    announced = Key.objects.get()

    with pytest.raises(CommandError, match=announced.kid):
        keys("create", "log")

    assert states() == ["next"]


def test_a_compromised_key_is_told_with_its_day_and_reason():
    signer_for(KeyPurpose.LOG)
    key = Key.objects.get()
    since = (timezone.now() - timedelta(hours=2)).replace(microsecond=0)

    said = keys("compromise", key.kid, "--since", since.isoformat(), "--note", "zgubiony dysk")

    key.refresh_from_db()
    assert (key.state, key.compromised_at, key.note) == ("compromised", since, "zgubiony dysk")
    assert "Nothing signs for log now: activate another key." in said
    with pytest.raises(CommandError):
        keys("activate", key.kid)


def test_a_moment_without_an_offset_is_one_of_the_clock_on_the_wall():
    signer_for(KeyPurpose.LOG)
    key = Key.objects.get()

    keys("compromise", key.kid, "--since", "2026-07-01T14:00", "--note", "zgubiony dysk")

    key.refresh_from_db()
    assert key.compromised_at.isoformat() == "2026-07-01T12:00:00+00:00"


@pytest.mark.parametrize(("source", "target"), list(itertools.product(KeyState, KeyState)))
def test_the_database_allows_the_moves_of_the_table_and_no_other(source, target):
    key = make_key(state=source)
    since = timezone.now() if target == "compromised" else None
    since = key.compromised_at if source == target else since

    if target == source or target in KEY_MOVES[source]:
        Key.objects.filter(pk=key.pk).update(state=target, compromised_at=since)
        assert states() == [target]
    else:
        with pytest.raises(DatabaseError, match="moves forward only"), transaction.atomic():
            Key.objects.filter(pk=key.pk).update(state=target, compromised_at=since)
        assert states() == [source]


@pytest.mark.parametrize(
    ("state", "change"),
    [
        ("compromised", {"compromised_at": None}),
        ("compromised", {"compromised_at": "2031-01-01T00:00:00Z"}),
        ("compromised", {"state": "retired", "compromised_at": None}),
        ("active", {"state": "compromised"}),
        ("active", {"compromised_at": "2031-01-01T00:00:00Z"}),
    ],
)
def test_the_database_keeps_the_moment_of_a_compromise(state, change):
    key = make_key(state=state)

    with pytest.raises(DatabaseError, match="moves forward only"), transaction.atomic():
        Key.objects.filter(pk=key.pk).update(**change)

    key.refresh_from_db()
    assert (key.state, key.compromised_at is None) == (state, state != "compromised")


def test_a_certificate_of_another_key_is_refused(tmp_path):
    signer_for(KeyPurpose.SEAL)
    certificate = tmp_path / "foreign.pem"
    certificate.write_text(Key.objects.get().certificate_pem)

    with pytest.raises(CommandError):
        keys("create", "seal", "--certificate", str(certificate))

    assert states() == ["active"]


def test_a_private_key_from_elsewhere_is_taken_over(tmp_path):
    private = files.generate(KeyAlgorithm.ED25519)
    path = tmp_path / "brought.pem"
    path.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    keys("create", "log", "--private-key", str(path))
    keys("activate", Key.objects.get().kid)

    assert signer_for(KeyPurpose.LOG).public_key == private.public_key().public_bytes_raw()


def test_the_list_shows_each_key_in_a_line():
    create_demo_keys()

    lines = keys("list").splitlines()

    assert [line.split()[0] for line in lines] == sorted(KeyPurpose.values)
    assert all(line.endswith("file demo") for line in lines)


def test_a_production_refuses_keys_of_a_demonstration_and_readable_files(settings):
    create_demo_keys()
    refuse_demo_keys()

    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="was made for a demonstration"):
        refuse_demo_keys()

    for key in Key.objects.all():
        keys("compromise", key.kid, "--note", "klucz pokazowy")
    refuse_demo_keys()

    files.path_of(Key.objects.first().kid).chmod(0o440)
    with pytest.raises(ImproperlyConfigured, match="can be read by others than its owner"):
        refuse_demo_keys()
