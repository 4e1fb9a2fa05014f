"""Checkpoints and signed notes as C2SP writes them, with Ed25519 keys; all pure.

A checkpoint is three lines: the origin of the log, its size, its root. A signed note is a text, an
empty line, and signatures. Keys and signatures of other kinds are passed over, so that witnesses
may add theirs (https://c2sp.org/tlog-checkpoint, https://c2sp.org/signed-note).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from documents.log.errors import NoteRefused
from documents.log.tree import HASH_SIZE

ED25519 = b"\x01"
KEY_SIZE = 32
ID_SIZE = 4
SIGNATURE = re.compile(r"— (?P<name>[^\s+]+) (?P<value>[A-Za-z0-9+/]+=*)")
CHECKPOINT = re.compile(r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[^\n]+)\n")
PROOF_HEAD = "c2sp.org/tlog-proof@v1"


class Signer(Protocol):
    """Whatever holds a private key and signs with it."""

    @property
    def kid(self) -> str:
        """The name of the key."""

    @property
    def public_key(self) -> bytes:
        """The 32 bytes of its public part."""

    def sign(self, data: bytes) -> bytes:
        """Sign with Ed25519."""


@dataclass(frozen=True)
class VerifierKey:
    """The public half of a log's key, under the name that the log gives itself."""

    name: str
    public_key: bytes

    @property
    def id(self) -> bytes:
        """Give the four bytes by which a signature names its key."""
        seen = self.name.encode() + b"\n" + ED25519 + self.public_key
        return hashlib.sha256(seen).digest()[:ID_SIZE]

    def __str__(self) -> str:
        """Write it as one word that can be printed and typed."""
        return f"{self.name}+{self.id.hex()}+{_base64(ED25519 + self.public_key)}"

    @classmethod
    def read(cls, text: str) -> "VerifierKey":
        """Read it from one word and check that its parts belong together."""
        name, _plus, rest = text.strip().partition("+")
        found_id, _plus, value = rest.partition("+")
        raw = _bytes(value)
        key = cls(name, raw[1:])
        if raw[:1] != ED25519 or len(raw) != KEY_SIZE + 1 or key.id.hex() != found_id:
            raise NoteRefused("This is not the key of a log: name+number+key was expected.")
        return key

    def signed(self, text: str, signature: bytes) -> bool:
        """Check one signature under a text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Checkpoint:
    """What a log says of itself: its name, how many entries it has and what they hash to."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        """Write the text that is signed."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


def sign_note(text: str, *, name: str, signer: Signer) -> str:
    """Put a text and its signature together; the text ends with a line break."""
    key_id = VerifierKey(name, signer.public_key).id
    return f"{text}\n— {name} {_base64(key_id + signer.sign(text.encode()))}\n"


def open_checkpoint(note: str, keys: Iterable[VerifierKey]) -> Checkpoint:
    """Read a checkpoint that one of the keys signed for the log of its name; else refuse.

    A signature by a known key that does not verify spoils the note, whatever else is under it.
    """
    text, signatures = _parts_of(note)
    checkpoint = _read_checkpoint(text)
    known = {(key.name, key.id): key for key in keys if key.name == checkpoint.origin}
    signed = False
    for name, value in signatures:
        key = known.get((name, value[:ID_SIZE]))
        if key is None:
            continue
        if not key.signed(text, value[ID_SIZE:]):
            raise NoteRefused("The signature under the checkpoint is not that of its key.")
        signed = True
    if not signed:
        raise NoteRefused("The checkpoint is not signed by a known key of this log.")
    return checkpoint


def _parts_of(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    text, gap, below = note.rpartition("\n\n")
    if not gap or not below.endswith("\n"):
        raise NoteRefused("This is not a signed note.")
    signatures = []
    for line in below.removesuffix("\n").split("\n"):
        match = SIGNATURE.fullmatch(line)
        if match is None:
            raise NoteRefused("A line under the note is not a signature.")
        signatures.append((match["name"], _bytes(match["value"])))
    return text + "\n", signatures


def _read_checkpoint(text: str) -> Checkpoint:
    match = CHECKPOINT.match(text)
    if match is None:
        raise NoteRefused("This is not a checkpoint: origin, size and root were expected.")
    root = _bytes(match["root"])
    if len(root) != HASH_SIZE:
        raise NoteRefused("The root of the checkpoint is not a hash.")
    return Checkpoint(match["origin"], int(match["size"]), root)


def write_proof(*, position: int, path: Sequence[bytes], note: str) -> str:
    """Write a proof of inclusion that can be checked offline (https://c2sp.org/tlog-proof)."""
    lines = [PROOF_HEAD, f"index {position}", *map(_base64, path)]
    return "\n".join([*lines, "", note])


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as broken:
        raise NoteRefused("A value that should be base64 is not.") from broken
