"""A key that signs the public log in tests, made without the table of keys."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass(frozen=True)
class TestSigner:
    """Signs with a private key made of one repeated byte."""

    __test__ = False

    kid: str
    private: Ed25519PrivateKey

    @property
    def public_key(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        return self.private.sign(data)


def make_signer(byte: bytes = b"a") -> TestSigner:
    return TestSigner(f"log-{byte.decode()}", Ed25519PrivateKey.from_private_bytes(byte * 32))


SIGNER = make_signer()
