"""Private keys in files: one a key, readable by its owner alone, optionally under a password."""

import os
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat
from django.conf import settings

from documents.errors import KeyDoesNotFit, KeyRefused
from documents.keys.public import P256_HALF, SHORTEST_RSA, Public, algorithm_of
from documents.models.key import KeyAlgorithm

Private = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
OTHERS_MAY_READ = 0o077


def path_of(kid: str) -> Path:
    """Give the place of a private key."""
    return Path(settings.KEYS_DIR) / f"{kid}.pem"


def generate(algorithm: KeyAlgorithm) -> Private:
    """Make a key."""
    if algorithm == KeyAlgorithm.ED25519:
        return ed25519.Ed25519PrivateKey.generate()
    if algorithm == KeyAlgorithm.P256:
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=SHORTEST_RSA)


def write(kid: str, private: Private) -> None:
    """Keep a private key: the file appears whole, for its owner to read only."""
    password = settings.KEYS_PASSWORD.encode()
    content = private.private_bytes(
        Encoding.PEM,
        PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption(),
    )
    target = path_of(kid)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".arriving-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).chmod(0o400)
    Path(temporary).replace(target)


def parse(content: bytes, *, password: str, name: str) -> Private:
    """Read a private key from the bytes of a file."""
    try:
        private = serialization.load_pem_private_key(content, password.encode() or None)
    except (ValueError, TypeError):
        raise KeyRefused(
            f"The key file {name} cannot be read: it is damaged or KEYS_PASSWORD is not its own."
        ) from None
    algorithm_of(private.public_key())
    return private  # type: ignore[return-value]


class FileSigner:
    """Signs with a key that was read from its file once."""

    certificate_pem = ""

    def __init__(self, kid: str, private: Private) -> None:
        """Keep the parsed key: to parse an RSA key takes longer than to sign with it."""
        self.kid = kid
        self._private = private
        self.public: Public = private.public_key()

    def sign(self, data: bytes) -> bytes:
        """Sign as the kind of the key asks; P-256 gives two numbers of 32 bytes."""
        if isinstance(self._private, ed25519.Ed25519PrivateKey):
            return self._private.sign(data)
        if isinstance(self._private, ec.EllipticCurvePrivateKey):
            pair = decode_dss_signature(self._private.sign(data, ec.ECDSA(hashes.SHA256())))
            return b"".join(number.to_bytes(P256_HALF) for number in pair)
        return self._private.sign(data, padding.PKCS1v15(), hashes.SHA256())


def open_signer(kid: str) -> FileSigner:
    """Read a private key; a missing or foreign file is told in one sentence."""
    path = path_of(kid)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise KeyRefused(f"The key file {path} is missing: restore it or rotate the key.") from None
    except PermissionError:
        raise KeyRefused(
            f"The key file {path} cannot be read by this user: start the worker as its owner."
        ) from None
    return FileSigner(kid, parse(content, password=settings.KEYS_PASSWORD, name=str(path)))


def readable_by_others() -> list[Path]:
    """List the key files that somebody besides their owner could read or change."""
    try:
        return [
            path
            for path in sorted(Path(settings.KEYS_DIR).iterdir())
            if path.is_file() and path.stat().st_mode & OTHERS_MAY_READ
        ]
    except (FileNotFoundError, PermissionError):
        return []


def fits(private: Private, algorithms: tuple[KeyAlgorithm, ...]) -> KeyAlgorithm:
    """Give the kind of a key, or refuse it where the purpose asks for another."""
    algorithm = algorithm_of(private.public_key())
    if algorithm not in algorithms:
        raise KeyDoesNotFit
    return algorithm
