"""Credentials verify by libraries that are not ours, and nothing unsigned gets into them."""

import copy
import json
from dataclasses import replace

import pytest
from joserfc import jws
from joserfc.jwk import KeySet
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

from documents.credentials.contents import compose
from documents.credentials.contexts import ContextUnknown, load
from documents.credentials.dossiers import sign_credential
from documents.credentials.identity import did_document, issuer_id, key_set
from documents.credentials.members import MembersRefused, require_defined
from documents.credentials.multibase import base58, from_base58
from documents.credentials.status_lists import sign_due_lists
from documents.credentials.verifying import Fault, check_document, check_jwt, trusted_keys
from documents.keys.operations import activate_key, create_key, declare_compromised
from documents.models import Dossier, Key, StatusEntry
from documents.models.key import KeyPurpose, KeyStore
from tests.documents.credentials.samples import NUMBER, content

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    settings.PUBLIC_URL = "https://rejestr.example"


def key_of(purpose):
    """Give the public key that a stranger would pin."""
    return Key.objects.get(purpose=purpose, state="active").public_pem


def checked(document):
    """Check a document by our own verifier."""
    return check_document(json.dumps(document).encode(), keys=trusted_keys())


def test_both_proofs_and_the_jwt_verify_by_our_own_verifier():
    dossier = sign_credential(content=content())

    as_json = check_document(dossier.credential.encode(), keys=trusted_keys())
    as_jwt = check_jwt(dossier.credential_jwt.encode(), keys=trusted_keys())

    assert (as_json.is_authentic, as_json.number) == (True, NUMBER)
    assert (as_jwt.is_authentic, as_jwt.number) == (True, NUMBER)
    without = {k: v for k, v in as_json.document.items() if k != "proof"}
    assert as_jwt.document == without


def test_a_foreign_library_verifies_the_proof_over_the_meaning():
    dossier = sign_credential(content=content())

    found = OB3LdpVerifier(pubkey_pem=key_of(KeyPurpose.CREDENTIAL_EDDSA)).verify(
        dossier.credential
    )

    assert (found.issuer.id, found.achievement.name) == (issuer_id(), "Certyfikat znaku")


def test_a_foreign_library_finds_our_key_in_the_document_of_our_did(monkeypatch):
    dossier = sign_credential(content=content())
    asked = []

    def resolve(url, *_args, **_options):
        asked.append(url)
        return json.dumps(did_document()).encode()

    found = OB3LdpVerifier.for_issuer_did(issuer_id()).verify(dossier.credential, download=resolve)

    assert found.id == json.loads(dossier.credential)["id"]
    assert asked == ["https://rejestr.example/.well-known/did.json"]


def test_foreign_libraries_verify_the_jwt():
    dossier = sign_credential(content=content())

    found = OB3Verifier(pubkey_pem=key_of(KeyPurpose.CREDENTIAL_ES256)).verify(
        dossier.credential_jwt
    )
    opened = jws.deserialize_compact(
        dossier.credential_jwt, KeySet.import_key_set(key_set()), algorithms=["ES256"]
    )

    assert found.issuer.id == issuer_id()
    assert json.loads(opened.payload)["jti"] == json.loads(dossier.credential)["id"]
    assert opened.headers() == {
        "alg": "ES256",
        "typ": "vc+jwt",
        "cty": "vc",
        "kid": f"{issuer_id()}#{Key.objects.get(purpose='credential_es256').kid}",
    }


def test_a_member_added_after_signing_is_refused_by_us_and_by_the_foreign_library():
    altered = json.loads(sign_credential(content=content()).credential) | {"cena": "x"}

    assert checked(altered).fault == Fault.ALTERED
    with pytest.raises(OB3VerificationError):
        OB3LdpVerifier(pubkey_pem=key_of(KeyPurpose.CREDENTIAL_EDDSA)).verify(json.dumps(altered))


def changed(place, value):
    """Give a change of one place of a document."""

    def change(document):
        *way, last = place
        target = document
        for step in way:
            target = target[step]
        target[last] = value

    return change


def removed(*place):
    """Give the removal of one place of a document."""

    def change(document):
        *way, last = place
        target = document
        for step in way:
            target = target[step]
        del target[last]

    return change


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (changed(["validUntil"], "2039-11-22T22:59:59Z"), Fault.ALTERED),
        (changed(["name"], "Inny"), Fault.ALTERED),
        (changed(["credentialSubject", "licenseNumber"], "ZNAK-2026-0042"), Fault.ALTERED),
        (removed("credentialStatus"), Fault.ALTERED),
        (removed("credentialStatus", 0), Fault.ALTERED),
        (changed(["credentialSubject", "achievement", "cena"], "x"), Fault.ALTERED),
        (changed(["proof", 0, "created"], "2020-01-01T00:00:00Z"), Fault.ALTERED),
        (changed(["proof", 0, "proofValue"], "z" + "1" * 64), Fault.ALTERED),
        (changed(["proof", 1, "proofValue"], "z" + "0" * 64), Fault.ALTERED),
        (changed(["proof", 1, "@context"], []), Fault.ALTERED),
        (changed(["proof", 1, "proofPurpose"], "authentication"), Fault.ALTERED),
        (changed(["issuer", "id"], "did:web:obcy.example"), Fault.FOREIGN),
        (changed(["issuer"], 7), Fault.FOREIGN),
        (changed(["proof", 1, "verificationMethod"], "did:web:rejestr.example#x"), Fault.FOREIGN),
        (removed("proof"), Fault.UNSIGNED),
        (changed(["proof"], []), Fault.UNSIGNED),
        (removed("proof", 0), Fault.UNREADABLE),
        (removed("proof", 1), Fault.UNREADABLE),
        (changed(["proof", 0, "nonce"], "x"), Fault.UNREADABLE),
        (changed(["proof", 0, "cryptosuite"], {}), Fault.UNREADABLE),
        (changed(["proof", 0], None), Fault.UNREADABLE),
    ],
)
def test_each_change_has_its_reason(change, fault):
    document = json.loads(sign_credential(content=content()).credential)

    change(document)

    assert checked(document).fault == fault


@pytest.mark.parametrize(
    ("uploaded", "fault"),
    [
        (b"", Fault.UNREADABLE),
        (b"[]", Fault.UNREADABLE),
        (b"\xff\xfe", Fault.UNREADABLE),
        (b'{"a": 1, "a": 2}', Fault.UNREADABLE),
        (b'{"a": NaN}', Fault.UNREADABLE),
        (b"[" * 50_000, Fault.UNREADABLE),
        (b'{"a":' * 30 + b"1" + b"}" * 30, Fault.UNREADABLE),
        (b" " * 100_001, Fault.TOO_LARGE),
        (b"{}", Fault.UNSIGNED),
    ],
)
def test_what_is_no_credential_is_told_apart(uploaded, fault):
    assert check_document(uploaded, keys={}).fault == fault


@pytest.mark.parametrize(
    "break_it",
    [
        lambda token: token[:-4] + "AAAA",
        lambda token: token.replace(".", ".A", 1),
        lambda token: ".".join(token.split(".")[:2]) + ".",
    ],
)
def test_a_changed_jwt_is_refused(break_it):
    token = sign_credential(content=content()).credential_jwt

    assert check_jwt(break_it(token).encode(), keys=trusted_keys()).fault in (
        Fault.ALTERED,
        Fault.UNREADABLE,
    )


@pytest.mark.parametrize("token", [b"", b"a.b.c", b"eyJhbGciOiJub25lIn0.e30.", b"." * 90_000])
def test_what_is_no_jwt_is_unreadable(token):
    assert check_jwt(token, keys=trusted_keys()).fault == Fault.UNREADABLE


def test_a_credential_signed_by_somebody_else_is_foreign():
    dossier = sign_credential(content=content())
    keys = trusted_keys()
    others = {f"other-{kid}": key for kid, key in keys.items()}

    assert check_document(dossier.credential.encode(), keys=others).fault == Fault.FOREIGN
    assert check_jwt(dossier.credential_jwt.encode(), keys=others).fault == Fault.FOREIGN


def test_a_key_of_another_purpose_does_not_count():
    sign_credential(content=content())
    sign_due_lists()
    listed = json.loads(StatusEntry.objects.first().list.signed)

    assert checked(listed).fault == Fault.FOREIGN


def test_a_retired_key_still_counts_and_a_compromised_one_does_not():
    dossier = sign_credential(content=content())
    old = Key.objects.get(purpose=KeyPurpose.CREDENTIAL_EDDSA)
    new = create_key(purpose=KeyPurpose.CREDENTIAL_EDDSA, store=KeyStore.FILE, by=None)
    activate_key(key=new, by=None)
    assert check_document(dossier.credential.encode(), keys=trusted_keys()).is_authentic

    declare_compromised(key=old, since=old.valid_from, note="zgubiony dysk", by=None)

    verdict = check_document(dossier.credential.encode(), keys=trusted_keys())
    assert (verdict.fault, verdict.number) == (Fault.COMPROMISED_KEY, "")


def test_the_same_certificate_is_signed_once():
    first, again = sign_credential(content=content()), sign_credential(content=content())

    assert first == again
    assert Dossier.objects.count() == 1
    assert StatusEntry.objects.count() == 2


@pytest.mark.parametrize(
    "spoil",
    [
        changed(["cena"], "x"),
        changed(["credentialSubject", "achievement", "cena"], "x"),
        changed(["credentialSubject", "type"], ["Wymyślony"]),
        changed(["credentialSubject", "id"], "bez-adresu"),
        changed(["@context"], ["https://www.w3.org/ns/credentials/v2"]),
        changed(["@context"], ["https://obcy.example/context"]),
        changed(["@included"], []),
        changed(["https://obcy.example/pole"], "x"),
    ],
)
def test_the_issuer_refuses_what_no_context_defines(spoil):
    document = copy.deepcopy(compose(content()))
    require_defined(document)

    spoil(document)

    with pytest.raises(MembersRefused):
        require_defined(document)


def test_no_context_is_ever_fetched():
    with pytest.raises(ContextUnknown):
        load("https://www.w3.org/2018/credentials/v1")


def test_our_did_follows_the_public_address(settings):
    settings.PUBLIC_URL = "http://127.0.0.1:8101"
    assert issuer_id() == "did:web:127.0.0.1%3A8101"
    settings.PUBLIC_URL = "https://urzad.example/certyfikaty"
    assert issuer_id() == "did:web:urzad.example:certyfikaty"


def test_credentials_of_a_former_address_stay_authentic(settings):
    dossier = sign_credential(content=content())

    settings.PUBLIC_URL = "https://nowy-rejestr.example"

    assert check_document(dossier.credential.encode(), keys=trusted_keys()).is_authentic


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"", ""), (b"\0\0a", "112g"), (b"Hello World!", "2NEpo7TZRRrLZSi2U")],
)
def test_base58_agrees_with_known_values(data, text):
    assert (base58(data), from_base58(text)) == (text, data)


def test_the_content_may_lack_scope_and_places():
    document = compose(replace(content(), narrative="", places=()))

    assert "narrative" not in document["credentialSubject"]
    assert "credentialStatus" not in document
