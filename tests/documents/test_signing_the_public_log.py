"""The worker signs the log with the key of the log, and puts every change of a key into it."""

import json
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.utils import timezone

from documents import custody
from documents.errors import KeyRefused
from documents.keys import signer_for
from documents.keys.operations import create_key, declare_compromised, rotate_key
from documents.log.notes import VerifierKey, open_checkpoint
from documents.log.operations import append
from documents.log.publishing import publish_checkpoint
from documents.models.key import Key, KeyPurpose, KeyStore
from documents.models.log import LogCheckpoint, LogEntry
from documents.tasks import publish_log

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys_of_their_own(settings, tmp_path):
    settings.KEYS_DIR = tmp_path


def leaves():
    return [json.loads(entry.leaf) for entry in LogEntry.objects.order_by("position")]


def test_the_first_signature_makes_the_key_of_a_demonstration_and_covers_its_entries():
    assert publish_log() == 2

    signer = signer_for(KeyPurpose.LOG)
    checkpoint = open_checkpoint(
        LogCheckpoint.objects.get().note, [VerifierKey(settings.LOG_ORIGIN, signer.public_key)]
    )
    assert (checkpoint.origin, checkpoint.size) == (settings.LOG_ORIGIN, 2)
    assert [(leaf["number"], leaf["state"]) for leaf in leaves()] == [
        (signer.kid, "next"),
        (signer.kid, "active"),
    ]


def test_a_new_key_signs_the_same_log_once_more():
    publish_checkpoint()
    create_key(purpose=KeyPurpose.LOG, store=KeyStore.FILE, by=None)
    before = publish_checkpoint()

    rotate_key(purpose=KeyPurpose.LOG, by=None)
    after = publish_checkpoint()

    assert (before.size, after.size) == (3, 6)
    assert before.kid != after.kid == signer_for(KeyPurpose.LOG).kid


def test_every_change_of_a_key_is_an_entry_without_a_word_of_its_note():
    key = create_key(purpose=KeyPurpose.CREDENTIAL_EDDSA, store=KeyStore.FILE, by=None)
    since = datetime(2026, 5, 1, 12, tzinfo=UTC)

    declare_compromised(key=key, since=since, note="The laptop of the keeper was lost.", by=None)

    known = {
        "kind": "key",
        "number": key.kid,
        "purpose": "credential_eddsa",
        "algorithm": "ed25519",
        "fingerprint": key.fingerprint,
    }
    assert [leaf | {"time": ""} for leaf in leaves()] == [
        known | {"state": "next", "compromised_at": None, "time": ""},
        known | {"state": "compromised", "compromised_at": since.isoformat(), "time": ""},
    ]


def test_a_process_without_keys_signs_nothing(monkeypatch):
    append(kind="standard", number="owes-2026.1", facts={})
    monkeypatch.setattr(custody._Custody, "granted", False)

    with pytest.raises(KeyRefused):
        publish_checkpoint()

    assert list(LogCheckpoint.objects.all()) == list(Key.objects.all()) == []
    assert timezone.now() > LogEntry.objects.get().recorded_at
