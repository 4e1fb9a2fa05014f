"""Private keys in a PKCS#11 token, which signs inside and never gives them out."""

import hashlib
import os
import threading
from functools import lru_cache
from typing import Any

import pkcs11
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from django.conf import settings
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters
from pkcs11.util.rsa import encode_rsa_public_key

from documents.errors import KeyRefused
from documents.keys.public import SHORTEST_RSA, Public, algorithm_of
from documents.models.key import KeyAlgorithm

_lock = threading.Lock()
ED25519_PARAMETERS = b"\x13\x0cedwards25519"


def is_configured() -> bool:
    """Say whether the settings name a token."""
    return bool(settings.PKCS11_MODULE)


def session() -> Any:
    """Give the open session of this process; one that was forked opens its own."""
    return _session(os.getpid())


@lru_cache(maxsize=1)
def _session(_process: int) -> Any:
    if not is_configured():
        raise KeyRefused("PKCS11_MODULE is missing: name the library of the token.")
    try:
        library = pkcs11.lib(settings.PKCS11_MODULE)
        token = library.get_token(token_label=settings.PKCS11_TOKEN)
        return token.open(user_pin=settings.PKCS11_PIN, rw=True)
    except (pkcs11.PKCS11Error, RuntimeError) as problem:
        raise KeyRefused(
            f"The token {settings.PKCS11_TOKEN} cannot be opened ({type(problem).__name__}): "
            "check PKCS11_MODULE, PKCS11_TOKEN and PKCS11_PIN."
        ) from None


def generate(kid: str, algorithm: KeyAlgorithm) -> Public:
    """Make a key inside the token under this name; give its public half."""
    with _lock:
        try:
            if algorithm == KeyAlgorithm.RSA3072:
                session().generate_keypair(KeyType.RSA, SHORTEST_RSA, store=True, label=kid)
            else:
                _generate_on_curve(kid, algorithm)
        except pkcs11.PKCS11Error as problem:
            raise KeyRefused(
                f"The token cannot make a key of the kind {algorithm.label} "
                f"({type(problem).__name__}): keep it in a file with --store file."
            ) from None
    return TokenSigner(kid).public


def _generate_on_curve(kid: str, algorithm: KeyAlgorithm) -> None:
    if algorithm == KeyAlgorithm.P256:
        kind, curve = KeyType.EC, encode_named_curve_parameters("secp256r1")
    else:
        kind, curve = KeyType.EC_EDWARDS, ED25519_PARAMETERS
    parameters = session().create_domain_parameters(kind, {Attribute.EC_PARAMS: curve}, local=True)
    parameters.generate_keypair(
        mechanism=Mechanism.EC_EDWARDS_KEY_PAIR_GEN if kind == KeyType.EC_EDWARDS else None,
        store=True,
        label=kid,
    )


class TokenSigner:
    """Signs by asking the token; the private key is only a name here."""

    certificate_pem = ""

    def __init__(self, kid: str) -> None:
        """Find both halves by their name."""
        self.kid = kid
        try:
            self._private = session().get_key(object_class=ObjectClass.PRIVATE_KEY, label=kid)
            public = session().get_key(object_class=ObjectClass.PUBLIC_KEY, label=kid)
        except pkcs11.PKCS11Error as problem:
            raise KeyRefused(
                f"The key {kid} is not in the token ({type(problem).__name__}): "
                "check PKCS11_TOKEN or rotate the key."
            ) from None
        self.public: Public = _public_of(public)
        self._algorithm = algorithm_of(self.public)

    def sign(self, data: bytes) -> bytes:
        """Sign inside the token; P-256 gets the digest, since not every token hashes by itself."""
        with _lock:
            if self._algorithm == KeyAlgorithm.ED25519:
                signature = self._private.sign(data, mechanism=Mechanism.EDDSA)
            elif self._algorithm == KeyAlgorithm.P256:
                digest = hashlib.sha256(data).digest()
                signature = self._private.sign(digest, mechanism=Mechanism.ECDSA)
            else:
                signature = self._private.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS)
        return bytes(signature)


def _public_of(found: Any) -> Public:
    if found.key_type == KeyType.RSA:
        der = encode_rsa_public_key(found)
        return serialization.load_der_public_key(_rsa_info(der))  # type: ignore[return-value]
    if found.key_type == KeyType.EC:
        return serialization.load_der_public_key(  # type: ignore[return-value]
            encode_ec_public_key(found)
        )
    # The point is wrapped into an octet string of DER: two bytes before the key.
    point = bytes(found[Attribute.EC_POINT])
    return ed25519.Ed25519PublicKey.from_public_bytes(point[-32:])


def _rsa_info(pkcs1: bytes) -> bytes:
    """Wrap the bare RSA key into the form every other key has."""
    from asn1crypto.keys import PublicKeyInfo, RSAPublicKey

    return bytes(PublicKeyInfo.wrap(RSAPublicKey.load(pkcs1), "rsa").dump())
