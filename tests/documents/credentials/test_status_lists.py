"""Places are drawn once, bits follow the certificate, lists are signed on time."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from openbadgeslib.ob3.ldp import OB3LdpVerifier, verify_data_integrity_proof
from openbadgeslib.ob3.verifier import OB3VerificationError

from documents.credentials.dossiers import sign_credential
from documents.credentials.identity import did_document, key_set
from documents.credentials.status_lists import encode, is_set, lists_to_sign, sign_due_lists
from documents.credentials.status_places import record_status, take_places
from documents.credentials.verifying import check_document, trusted_keys
from documents.keys.operations import (
    activate_key,
    create_demo_keys,
    create_key,
    declare_compromised,
)
from documents.models import Key, StatusEntry, StatusList
from documents.models.key import KeyPurpose, KeyStore
from documents.models.status_list import FULL_AT, LENGTH
from documents.tasks import sign_status_lists
from tests.documents.credentials.samples import NUMBER, content

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    settings.PUBLIC_URL = "https://rejestr.example"


def bits(client, number=NUMBER):
    """Read the two bits of a certificate as a stranger does, from the published lists."""
    found = {}
    for entry in StatusEntry.objects.filter(number=number).select_related("list"):
        answer = client.get(reverse("documents:status_list", args=[entry.purpose, 1]))
        verdict = check_document(
            answer.content, keys=trusted_keys(), purpose=KeyPurpose.STATUS_LIST
        )
        assert verdict.is_authentic
        packed = json.loads(answer.content)["credentialSubject"]["encodedList"]
        found[entry.purpose] = is_set(packed, entry.index)
    return found


def test_a_certificate_gets_one_place_in_each_list_and_keeps_it():
    first, again = take_places(number=NUMBER), take_places(number=NUMBER)

    assert first == again
    assert [place.purpose for place in first] == ["revocation", "suspension"]
    assert {place.list_url for place in first} == {
        "https://rejestr.example/status/revocation/1",
        "https://rejestr.example/status/suspension/1",
    }


def test_places_are_unique_and_tell_no_order():
    for turn in range(30):
        take_places(number=f"ZNAK-2026-{turn:04}")

    drawn = list(
        StatusEntry.objects.filter(purpose="revocation")
        .order_by("pk")
        .values_list("index", flat=True)
    )
    assert len(set(drawn)) == 30
    assert drawn != sorted(drawn)


def test_a_half_full_list_is_followed_by_another():
    take_places(number=NUMBER)
    StatusList.objects.filter(purpose="revocation").update(taken=FULL_AT)

    take_places(number="ZNAK-2026-0042")

    numbers = StatusEntry.objects.order_by("pk").values_list("purpose", "list__number")
    assert list(numbers) == [
        ("revocation", 1),
        ("suspension", 1),
        ("revocation", 2),
        ("suspension", 1),
    ]


def test_bits_are_set_and_cleared_and_revocation_stays(client):
    sign_credential(content=content())
    seen = []
    for suspended, ended in [
        (False, False),
        (True, False),
        (False, False),
        (True, False),
        (False, True),
        (False, False),
    ]:
        record_status(number=NUMBER, is_suspended=suspended, is_ended=ended)
        sign_status_lists()
        found = bits(client)
        seen.append((found["suspension"], found["revocation"]))

    assert seen == [
        (False, False),
        (True, False),
        (False, False),
        (True, False),
        (False, True),
        (False, True),
    ]


def test_a_list_is_signed_when_it_changed_and_when_it_grows_old():
    with time_machine.travel(START, tick=False):
        take_places(number=NUMBER)
        assert [sign_due_lists(), sign_due_lists()] == [2, 0]
        record_status(number=NUMBER, is_suspended=True, is_ended=False)
        record_status(number=NUMBER, is_suspended=True, is_ended=False)
        assert [sign_due_lists(), sign_due_lists()] == [1, 0]

    assert lists_to_sign(now=START + timedelta(hours=12)) == []
    assert len(lists_to_sign(now=START + timedelta(hours=12, seconds=1))) == 2


def test_a_signed_list_ends_three_days_later():
    with time_machine.travel(START, tick=False):
        take_places(number=NUMBER)
        sign_due_lists()

    signed = json.loads(StatusList.objects.first().signed)
    assert (signed["validFrom"], signed["validUntil"]) == (
        "2026-11-23T12:00:00Z",
        "2026-11-26T12:00:00Z",
    )


def test_a_certificate_without_a_credential_has_no_bits():
    record_status(number="OWES-2020-0001", is_suspended=True, is_ended=False)

    assert list(StatusEntry.objects.all()) == []


def test_the_packing_agrees_with_the_specification():
    packed = encode([0, 9, LENGTH - 1])

    assert packed.startswith("uH4sIAAAAAAA")
    assert [index for index in (0, 1, 8, 9, LENGTH - 2, LENGTH - 1) if is_set(packed, index)] == [
        0,
        9,
        LENGTH - 1,
    ]
    assert len(encode([])) < 100


@pytest.mark.parametrize(("suspended", "ended"), [(True, False), (False, True)])
def test_a_foreign_library_reads_both_lists(suspended, ended):
    dossier = sign_credential(content=content())
    sign_due_lists()

    def fetch(url, *_args, **_options):
        """Answer from what is published; the library checks lists in JWT only, so we ask it."""
        if url.endswith("/did.json"):
            return json.dumps(did_document()).encode()
        signed = StatusList.objects.get(purpose=url.split("/")[-2]).signed
        pem = Key.objects.get(purpose=KeyPurpose.STATUS_LIST).public_pem
        verify_data_integrity_proof(json.loads(signed), pem.encode())
        return signed.encode()

    def verify():
        return OB3LdpVerifier.for_issuer_did("did:web:rejestr.example").verify(
            dossier.credential, check_status=True, download=fetch, verify_status_list=False
        )

    assert verify().issuer.id == "did:web:rejestr.example"

    record_status(number=NUMBER, is_suspended=suspended, is_ended=ended)
    sign_due_lists()

    with pytest.raises(OB3VerificationError):
        verify()


def test_lists_and_keys_are_open_to_other_origins(client):
    take_places(number=NUMBER)
    unsigned = client.get("/status/revocation/1")
    sign_due_lists()

    answers = [
        client.get(address)
        for address in ("/status/revocation/1", "/.well-known/did.json", "/.well-known/jwks.json")
    ]

    assert unsigned.status_code == 404
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert [answer.headers["Content-Type"] for answer in answers] == [
        "application/vc",
        "application/did+json",
        "application/jwk-set+json",
    ]
    assert {answer.headers["Access-Control-Allow-Origin"] for answer in answers} == {"*"}
    assert client.get("/status/revocation/2").status_code == 404
    assert client.get("/status/other/1").status_code == 404


def test_lists_are_signed_anew_as_soon_as_another_key_signs():
    create_demo_keys()
    take_places(number=NUMBER)
    sign_due_lists()
    lost = Key.objects.get(purpose=KeyPurpose.STATUS_LIST)
    create_key(purpose=KeyPurpose.STATUS_LIST, store=KeyStore.FILE, by=None)

    declare_compromised(key=lost, since=lost.valid_from, note="zgubiony dysk", by=None)
    assert lists_to_sign(now=datetime.now(UTC)) == []  # nothing can sign
    key = activate_key(key=Key.objects.get(state="next"), by=None)

    assert sign_due_lists() == 2
    for one in StatusList.objects.all():
        assert f"#{key.kid}" in one.signed
        assert lost.kid not in one.signed
    assert sign_due_lists() == 0


def test_the_documents_of_keys_hold_their_history():
    create_demo_keys()
    lost = Key.objects.get(purpose=KeyPurpose.CREDENTIAL_EDDSA)
    declare_compromised(key=lost, since=lost.valid_from, note="zgubiony dysk", by=None)
    kept = ["credential_es256", "status_list"]
    names = [f"did:web:rejestr.example#{Key.objects.get(purpose=purpose).kid}" for purpose in kept]

    document, keys = did_document(), key_set()

    assert [method["id"] for method in document["verificationMethod"]] == [
        f"did:web:rejestr.example#{lost.kid}",
        *names,
    ]
    assert [("revoked" in method) for method in document["verificationMethod"]] == [
        True,
        False,
        False,
    ]
    assert document["assertionMethod"] == names
    assert [key["kid"] for key in keys["keys"]] == names


@pytest.mark.parametrize("number", [1, 50])
def test_signing_asks_a_constant_number_of_questions(number, django_assert_num_queries):
    create_demo_keys()
    for turn in range(number):
        take_places(number=f"ZNAK-2026-{turn:04}")
        record_status(number=f"ZNAK-2026-{turn:04}", is_suspended=True, is_ended=False)
    sign_due_lists()
    StatusList.objects.filter(purpose="suspension").update(signed_at=None)

    with django_assert_num_queries(8):
        sign_due_lists()
