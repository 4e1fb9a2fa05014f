"""The public page on which anybody compares a fingerprint."""

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.keys import signer_for
from documents.keys.operations import activate_key, create_key, declare_compromised
from documents.keys.shown import in_fours
from documents.models import Key
from documents.models.key import KeyPurpose, KeyStore

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"


def generations(number):
    """Make this many keys of the log, one after another."""
    for _turn in range(number):
        activate_key(key=create_key(purpose=KeyPurpose.LOG, store=KeyStore.FILE, by=None), by=None)


def test_every_key_is_shown_with_its_fingerprint_and_fate(client):
    generations(2)
    old = Key.objects.earliest("pk")
    declare_compromised(key=old, since=timezone.now(), note="zgubiony dysk", by=None)
    signer_for(KeyPurpose.SEAL)

    page = client.get(reverse("documents:keys"))

    text = page.content.decode()
    assert page.headers["Cache-Control"] == "public, max-age=60"
    for key in Key.objects.all():
        assert text.count(in_fours(key.fingerprint)) == 1
        assert text.count(key.kid) == 1
    assert [text.count(words) for words in ("zgubiony dysk", "W użyciu", "klucz pokazowy")] == [
        1,
        2,
        1,
    ]


@pytest.mark.parametrize("number", [1, 50])
def test_the_page_asks_the_database_once(client, number, django_assert_num_queries):
    generations(number)

    with django_assert_num_queries(1):
        client.get(reverse("documents:keys"))
