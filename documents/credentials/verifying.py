"""Checks credentials that come back to us; pure, with a closed list of what can be wrong.

Who signed is told by the key alone: it has to stand in our table. Both proofs have to verify, since
the one over RDF lets members through that no context defines.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from documents.credentials.identity import PURPOSES
from documents.credentials.members import MembersRefused, require_defined
from documents.credentials.multibase import from_base58
from documents.credentials.proofs import HEADER, JCS, RDFC, SUITES, signed_bytes, with_context
from documents.keys.public import from_pem, is_signed_by
from documents.models.key import Key, KeyPurpose

LARGEST = 100_000
DEEPEST = 20
SIGNED_BESIDE = {"iss", "jti", "sub", "nbf", "exp"}
MEMBERS_OF_A_PROOF = {
    RDFC: {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"},
}
MEMBERS_OF_A_PROOF[JCS] = MEMBERS_OF_A_PROOF[RDFC] | {"@context"}


class Fault(StrEnum):
    """All that can be wrong with a credential itself; whether it is in force is another matter."""

    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    UNSIGNED = "unsigned"
    FOREIGN = "foreign"
    COMPROMISED_KEY = "compromised_key"
    ALTERED = "altered"


@dataclass(frozen=True)
class TrustedKey:
    """A public key of ours and, where it is no more believed, since when."""

    pem: str
    purpose: str
    compromised_at: datetime | None = None


@dataclass(frozen=True)
class Verdict:
    """What was found: the credential as it was signed, or the one fault."""

    fault: Fault | None
    document: Mapping[str, Any] | None = None
    kid: str = ""

    @property
    def is_authentic(self) -> bool:
        """Say whether we signed it and nobody changed it."""
        return self.fault is None

    @property
    def number(self) -> str:
        """Give the number of the certificate, or nothing."""
        subject = (self.document or {}).get("credentialSubject", {})
        return str(subject.get("licenseNumber", "")) if self.is_authentic else ""

    @property
    def valid_from(self) -> datetime | None:
        """Give the moment from which the credential holds."""
        told = (self.document or {}).get("validFrom", "") if self.is_authentic else ""
        try:
            return datetime.fromisoformat(told)
        except (TypeError, ValueError):
            return None


class _Wrong(Exception):
    """Carries the fault out of the middle of a check."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def trusted_keys() -> dict[str, TrustedKey]:
    """Read every key that ever signed a credential or a status list, by its name."""
    rows = Key.objects.filter(purpose__in=PURPOSES)
    return {key.kid: TrustedKey(key.public_pem, key.purpose, key.compromised_at) for key in rows}


def check_document(
    content: bytes,
    *,
    keys: Mapping[str, TrustedKey],
    purpose: KeyPurpose = KeyPurpose.CREDENTIAL_EDDSA,
) -> Verdict:
    """Check a credential in JSON by both of its proofs."""
    try:
        document = _parse(content)
        proofs = _proofs_of(document)
        unsigned = {name: held for name, held in document.items() if name != "proof"}
        kid = _kid_of(proofs, unsigned)
        key = _key(kid, keys, purpose)
        _require_signatures(unsigned, proofs, key)
    except _Wrong as wrong:
        return Verdict(wrong.fault)
    return Verdict(None, document, kid)


def check_jwt(content: bytes, *, keys: Mapping[str, TrustedKey]) -> Verdict:
    """Check a credential in one line by its signature."""
    try:
        header = _header_of(content)
        kid = str(header["kid"]).rpartition("#")[2]
        key = _key(kid, keys, KeyPurpose.CREDENTIAL_ES256)
        claims = _parse(_payload(content, key))
        document = {name: held for name, held in claims.items() if name not in SIGNED_BESIDE}
        _require_own_issuer(document, str(header["kid"]))
    except _Wrong as wrong:
        return Verdict(wrong.fault)
    return Verdict(None, document, kid)


def _header_of(content: bytes) -> Mapping[str, Any]:
    if len(content) > LARGEST:
        raise _Wrong(Fault.TOO_LARGE)
    try:
        found = jws.extract_compact(content.strip()).headers()
    except (JoseError, ValueError, TypeError, RecursionError):
        raise _Wrong(Fault.UNREADABLE) from None
    if found.get("alg") == "none" or set(found) != {*HEADER, "kid"}:
        raise _Wrong(Fault.UNREADABLE)
    if any(found[name] != value for name, value in HEADER.items()):
        raise _Wrong(Fault.UNREADABLE)
    return found


def _payload(content: bytes, key: TrustedKey) -> bytes:
    try:
        opened = jws.deserialize_compact(
            content.strip(), ECKey.import_key(key.pem), algorithms=["ES256"]
        )
    except (JoseError, ValueError, InvalidSignature):
        raise _Wrong(Fault.ALTERED) from None
    return bytes(opened.payload)


def _parse(content: bytes) -> dict[str, Any]:
    """Read JSON strictly: no name twice, no number that is none, not too deep."""
    if len(content) > LARGEST:
        raise _Wrong(Fault.TOO_LARGE)
    try:
        document = json.loads(
            content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant
        )
    except (ValueError, RecursionError):
        raise _Wrong(Fault.UNREADABLE) from None
    if not isinstance(document, dict) or any(depth > DEEPEST for depth in _depths(document)):
        raise _Wrong(Fault.UNREADABLE)
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) != len(pairs):
        raise ValueError("a name twice")
    return held


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _depths(value: Any, depth: int = 1) -> Iterator[int]:
    yield depth
    if depth <= DEEPEST and isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _depths(one, depth + 1)


def _proofs_of(document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Give the two proofs by their suite; anything else in their place is no credential of ours."""
    proofs = document.get("proof")
    if not proofs:
        raise _Wrong(Fault.UNSIGNED)
    if not isinstance(proofs, list) or len(proofs) != len(SUITES):
        raise _Wrong(Fault.UNREADABLE)
    found: dict[str, dict[str, Any]] = {}
    for proof in proofs:
        suite = proof.get("cryptosuite") if isinstance(proof, dict) else None
        if not isinstance(suite, str) or set(proof) != MEMBERS_OF_A_PROOF.get(suite):
            raise _Wrong(Fault.UNREADABLE)
        if not all(isinstance(proof[name], str) for name in MEMBERS_OF_A_PROOF[RDFC]):
            raise _Wrong(Fault.UNREADABLE)
        found[suite] = proof
    if set(found) != set(SUITES):
        raise _Wrong(Fault.UNREADABLE)
    return found


def _kid_of(proofs: Mapping[str, Mapping[str, Any]], document: Mapping[str, Any]) -> str:
    """Give the name of the one key that made both proofs in the name of the issuer."""
    methods = {str(proof["verificationMethod"]) for proof in proofs.values()}
    if len(methods) != 1:
        raise _Wrong(Fault.FOREIGN)
    method = methods.pop()
    _require_own_issuer(document, method)
    return method.rpartition("#")[2]


def _require_own_issuer(document: Mapping[str, Any], method: str) -> None:
    issuer = document.get("issuer")
    named = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not isinstance(named, str) or method.rpartition("#")[0] != named:
        raise _Wrong(Fault.FOREIGN)


def _key(kid: str, keys: Mapping[str, TrustedKey], purpose: KeyPurpose) -> TrustedKey:
    key = keys.get(kid)
    if key is None or key.purpose != purpose:
        raise _Wrong(Fault.FOREIGN)
    if key.compromised_at is not None:
        raise _Wrong(Fault.COMPROMISED_KEY)
    return key


def _require_signatures(
    document: dict[str, Any], proofs: Mapping[str, dict[str, Any]], key: TrustedKey
) -> None:
    """Check the proof over every byte first: what follows then works on our own words only."""
    public = from_pem(key.pem)
    for suite in (JCS, RDFC):
        proof = dict(proofs[suite])
        value = proof.pop("proofValue")
        if (proof["type"], proof["proofPurpose"]) != ("DataIntegrityProof", "assertionMethod"):
            raise _Wrong(Fault.ALTERED)
        if suite == JCS and proof != with_context(proof, document):
            raise _Wrong(Fault.ALTERED)
        try:
            signature = from_base58(value.removeprefix("z")) if value.startswith("z") else b""
            if suite == RDFC:
                require_defined(document)
            is_signed = is_signed_by(public, signature, signed_bytes(document, proof))
        except (MembersRefused, ValueError):
            raise _Wrong(Fault.ALTERED) from None
        if not is_signed:
            raise _Wrong(Fault.ALTERED)
