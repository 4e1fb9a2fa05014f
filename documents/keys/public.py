"""Public halves: their bytes, their fingerprint, the certificates of a seal, and checking."""

import hashlib

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from documents.errors import KeyDoesNotFit
from documents.models.key import KeyAlgorithm, KeyPurpose

Public = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey
P256_HALF = 32
SHORTEST_RSA = 3072
FITTING = {
    KeyPurpose.SEAL: (KeyAlgorithm.P256, KeyAlgorithm.RSA3072),
    KeyPurpose.CREDENTIAL_EDDSA: (KeyAlgorithm.ED25519,),
    KeyPurpose.CREDENTIAL_ES256: (KeyAlgorithm.P256,),
    KeyPurpose.STATUS_LIST: (KeyAlgorithm.ED25519,),
    KeyPurpose.LOG: (KeyAlgorithm.ED25519,),
}


def algorithm_of(public: object) -> KeyAlgorithm:
    """Say how a key signs; weaker and foreign kinds are refused."""
    if isinstance(public, ed25519.Ed25519PublicKey):
        return KeyAlgorithm.ED25519
    if isinstance(public, ec.EllipticCurvePublicKey) and isinstance(public.curve, ec.SECP256R1):
        return KeyAlgorithm.P256
    if isinstance(public, rsa.RSAPublicKey) and public.key_size >= SHORTEST_RSA:
        return KeyAlgorithm.RSA3072
    raise KeyDoesNotFit


def raw_bytes(public: Public) -> bytes:
    """Give the bare key: 32 bytes of Ed25519, the uncompressed point of P-256, DER of RSA."""
    if isinstance(public, ed25519.Ed25519PublicKey):
        return public.public_bytes_raw()
    if isinstance(public, ec.EllipticCurvePublicKey):
        return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def to_pem(public: Public) -> str:
    """Write the key as text."""
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def from_pem(pem: str) -> Public:
    """Read the key from text."""
    public = serialization.load_pem_public_key(pem.encode())
    algorithm_of(public)
    return public  # type: ignore[return-value]


def certificates_in(pem: str) -> list[x509.Certificate]:
    """Read the certificates of a seal: its own first, then those above it."""
    return x509.load_pem_x509_certificates(pem.encode())


def fingerprint_of(public: Public, certificate: x509.Certificate | None) -> str:
    """Compute the SHA-256 by which people compare a key: of its certificate where it has one."""
    if certificate is not None:
        return certificate.fingerprint(hashes.SHA256()).hex()
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def is_signed_by(public: Public, signature: bytes, data: bytes) -> bool:
    """Check a signature as our signers make it: P-256 as two numbers of 32 bytes."""
    try:
        if isinstance(public, ed25519.Ed25519PublicKey):
            public.verify(signature, data)
        elif isinstance(public, ec.EllipticCurvePublicKey):
            if len(signature) != 2 * P256_HALF:
                return False
            public.verify(der_of(signature), data, ec.ECDSA(hashes.SHA256()))
        else:
            public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def der_of(signature: bytes) -> bytes:
    """Turn the two numbers of a P-256 signature into the form that certificates and PDF use."""
    first, second = signature[:P256_HALF], signature[P256_HALF:]
    return encode_dss_signature(int.from_bytes(first), int.from_bytes(second))
