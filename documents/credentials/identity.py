"""Who we are to other programs: our did:web, its document and the key set, with their history."""

import base64
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from documents.credentials.multibase import multikey
from documents.keys.public import from_pem, raw_bytes
from documents.lifecycle import KeyState
from documents.models.key import Key, KeyAlgorithm, KeyPurpose

PURPOSES = (KeyPurpose.CREDENTIAL_EDDSA, KeyPurpose.CREDENTIAL_ES256, KeyPurpose.STATUS_LIST)
CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]


def issuer_id() -> str:
    """Give our did:web, made of the public address (a port is written with %3A)."""
    parts = urlsplit(settings.PUBLIC_URL)
    return "did:web:" + quote(parts.netloc, safe="") + parts.path.rstrip("/").replace("/", ":")


def method_id(kid: str) -> str:
    """Give the full address of a key, the same in proofs, the document and the key set."""
    return f"{issuer_id()}#{kid}"


def did_document() -> dict[str, Any]:
    """Write the document of our did: every key there ever was; those believed may assert.

    A retired key stays among them, since what it signed must still verify. A compromised one stays
    only as a method marked as revoked (credentials of its time are read with the public log).
    """
    keys = list(Key.objects.filter(purpose__in=PURPOSES).order_by("pk"))
    return {
        "@context": CONTEXTS,
        "id": issuer_id(),
        "verificationMethod": [_method(key) for key in keys],
        "assertionMethod": [
            method_id(key.kid) for key in keys if key.state != KeyState.COMPROMISED
        ],
    }


def _method(key: Key) -> dict[str, Any]:
    method = {
        "id": method_id(key.kid),
        "type": "Multikey",
        "controller": issuer_id(),
        "publicKeyMultibase": multikey(key.algorithm, raw_bytes(from_pem(key.public_pem))),
    }
    if key.compromised_at is not None:
        method["revoked"] = key.compromised_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return method


def key_set() -> dict[str, Any]:
    """Write the keys as JWK, the compromised ones left out: libraries believe what stands here."""
    keys = Key.objects.filter(purpose__in=PURPOSES).exclude(state=KeyState.COMPROMISED)
    return {"keys": [_jwk(key) for key in keys.order_by("pk")]}


def _jwk(key: Key) -> dict[str, str]:
    raw = raw_bytes(from_pem(key.public_pem))
    common = {"kid": method_id(key.kid), "use": "sig"}
    if key.algorithm == KeyAlgorithm.ED25519:
        return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "x": base64url(raw), **common}
    return {
        "kty": "EC",
        "crv": "P-256",
        "alg": "ES256",
        "x": base64url(raw[1:33]),
        "y": base64url(raw[33:]),
        **common,
    }


def base64url(data: bytes) -> str:
    """Write bytes as JOSE does, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
