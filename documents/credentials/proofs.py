"""Two proofs in one document, and the same document as JWT.

Most wallets know ``eddsa-rdfc-2022`` alone, which signs the meaning; ``eddsa-jcs-2022`` signs every
byte (VC Data Integrity EdDSA Cryptosuites 1.0, 3.2 and 3.3). Both are always made together, since
some programs demand that a set of proofs verifies as a whole. The JWT is ES256, which the public
validator of Open Badges asks for (VC-JOSE-COSE).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import rfc8785
from pyld import jsonld

from documents.credentials.contents import moment
from documents.credentials.contexts import load
from documents.credentials.identity import base64url, method_id
from documents.credentials.multibase import base58
from documents.keys import Signer

RDFC, JCS = "eddsa-rdfc-2022", "eddsa-jcs-2022"
SUITES = (RDFC, JCS)
HEADER = {"alg": "ES256", "typ": "vc+jwt", "cty": "vc"}


def canonical_rdf(document: Mapping[str, Any]) -> bytes:
    """Write the meaning of a document as sorted N-Quads (RDFC-1.0)."""
    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": load,
    }
    text: str = jsonld.normalize(dict(document), options)
    return text.encode()


def canonical_json(document: Mapping[str, Any]) -> bytes:
    """Write a document in the one form that JSON has for it (RFC 8785)."""
    return rfc8785.dumps(dict(document))


def signed_bytes(document: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    """Give what a proof signs: the digest of its options, then that of the document."""
    canonical = canonical_rdf if options["cryptosuite"] == RDFC else canonical_json
    return b"".join(
        hashlib.sha256(canonical(part)).digest()
        for part in (with_context(options, document), document)
    )


def with_context(options: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """Give the options of a proof the context of its document."""
    return {"@context": document["@context"], **options}


def with_proofs(document: Mapping[str, Any], *, signer: Signer, now: datetime) -> dict[str, Any]:
    """Sign a document with both suites."""
    return {**document, "proof": [_proof(document, suite, signer, now) for suite in SUITES]}


def _proof(
    document: Mapping[str, Any], suite: str, signer: Signer, now: datetime
) -> dict[str, Any]:
    options: dict[str, Any] = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": moment(now),
        "verificationMethod": method_id(signer.kid),
        "proofPurpose": "assertionMethod",
    }
    if suite == JCS:
        # This suite carries the context in the proof itself (3.3.1, step 2).
        options = with_context(options, document)
    return {**options, "proofValue": "z" + base58(signer.sign(signed_bytes(document, options)))}


def as_jwt(document: Mapping[str, Any], *, signer: Signer) -> str:
    """Sign the document as one line, with the claims that libraries of JWT look at beside it."""
    header = {**HEADER, "kid": method_id(signer.kid)}
    claims = {
        **document,
        "iss": document["issuer"]["id"],
        "jti": document["id"],
        "sub": document["credentialSubject"]["id"],
        "nbf": seconds(document["validFrom"]),
        "exp": seconds(document["validUntil"]),
    }
    signed = ".".join(base64url(_compact(part)) for part in (header, claims))
    return f"{signed}.{base64url(signer.sign(signed.encode()))}"


def _compact(part: Mapping[str, Any]) -> bytes:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode()


def seconds(text: str) -> int:
    """Give a moment in the seconds that JWT counts in."""
    return int(datetime.fromisoformat(text).timestamp())
