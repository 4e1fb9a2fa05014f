"""``signer_for``: the one door to a private key, whichever place keeps it."""

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.db import IntegrityError, transaction

from documents import custody
from documents.errors import KeyRefused
from documents.keys import files
from documents.keys.operations import create_demo_key
from documents.keys.public import from_pem, raw_bytes
from documents.lifecycle import KeyState
from documents.models.key import Key, KeyPurpose, KeyStore

if TYPE_CHECKING:
    from documents.keys.token import TokenSigner


class _Held(Protocol):
    """What a place of keys gives: it signs, and shows its public half."""

    def sign(self, data: bytes) -> bytes:
        """Sign the bytes."""


class Signer:
    """A key that can be used: its name, its public half and the act of signing.

    Signatures: 64 bytes of Ed25519; two numbers of 32 bytes of P-256; PKCS#1 v1.5 of RSA.
    """

    def __init__(self, key: Key, held: _Held) -> None:
        """Tie a row of the table to its private half."""
        self.kid: str = key.kid
        self.algorithm: str = key.algorithm
        self.public_key: bytes = raw_bytes(from_pem(key.public_pem))
        self.certificate_pem: str = key.certificate_pem
        self._held = held

    def sign(self, data: bytes) -> bytes:
        """Sign the bytes."""
        return self._held.sign(data)


def signer_for(purpose: KeyPurpose | str) -> Signer:
    """Give the key that signs now for a purpose; only the worker and commands may ask.

    Which key that is, the table says each time, so that a rotation counts at once; the private half
    is read once in each process and kept.
    """
    custody.require()
    key = Key.objects.active(purpose).first()
    if key is None:
        key = _first_key(KeyPurpose(purpose))
    return _open(key.pk, key.kid, os.getpid())


def _first_key(purpose: KeyPurpose) -> Key:
    """Make the key of a demonstration at its first use; a production makes its own on purpose."""
    if settings.PRODUCTION or Key.objects.filter(purpose=purpose).exists():
        raise KeyRefused(
            f"There is no key in use for the purpose {purpose}: "
            f"run manage.py keys create {purpose}, then manage.py keys activate."
        )
    try:
        with transaction.atomic():
            return create_demo_key(purpose=purpose)
    except IntegrityError:
        # Somebody else made it in this very moment.
        found: Key = Key.objects.active(purpose).get()
        return found


@lru_cache(maxsize=32)
def _open(pk: int, kid: str, _process: int) -> Signer:
    key = Key.objects.get(pk=pk, kid=kid)
    if key.state != KeyState.ACTIVE:
        raise KeyRefused(f"The key {kid} is not in use.")
    if settings.PRODUCTION and key.is_demo:
        raise KeyRefused(f"The key {kid} is one of a demonstration and signs nothing here.")
    held = _in_token(kid) if key.store == KeyStore.TOKEN else files.open_signer(kid)
    if raw_bytes(held.public) != raw_bytes(from_pem(key.public_pem)):
        raise KeyRefused(f"The private key {kid} is not the one in the table of keys.")
    return Signer(key, held)


def _in_token(kid: str) -> "TokenSigner":
    # The library is loaded only where keys are in a token.
    from documents.keys.token import TokenSigner

    return TokenSigner(kid)
