"""Watching a log from outside: whether it is still the one that was seen, and adds up.

What has to be remembered is small: the last checkpoint and the right edge of its tree. From there
every new entry is hashed, and the root has to come out as signed.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from documents.log import tree
from documents.log.errors import NoteRefused
from documents.log.notes import Checkpoint, VerifierKey, open_checkpoint
from documents.log.tiles import WIDTH, Tile, tiles_of, unpack

Fetch = Callable[[str], bytes]
Tell = Callable[[int, dict[str, Any]], None]
FIELDS = frozenset({"kind", "number", "time"})


class LogIsNotTheSame(Exception):
    """The log contradicts itself or what was seen before; the text says how, in one sentence."""


@dataclass
class Memory:
    """What a monitor keeps from one look to the next."""

    keys: list[str]
    note: str = ""
    size: int = 0
    edge: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        """Write it down."""
        return json.dumps(self.__dict__, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def read(cls, text: str) -> "Memory":
        """Read what was written down."""
        return cls(**json.loads(text))


@dataclass(frozen=True)
class Look:
    """What one look has shown."""

    memory: Memory
    checkpoint: Checkpoint
    new: int


def look_at(memory: Memory, fetch: Fetch, tell: Tell = lambda _position, _entry: None) -> Look:
    """Compare a log with what is remembered of it, and tell of each new entry.

    The old memory stays good if the log is not: only a look without contradiction gives a new one.
    """
    note = fetch("checkpoint").decode("utf-8", "replace")
    try:
        checkpoint = open_checkpoint(note, [VerifierKey.read(key) for key in memory.keys])
    except NoteRefused as refused:
        raise LogIsNotTheSame(f"{refused} Compare its keys with those you trust.") from None
    growing = tree.Growing.from_edge(memory.size, [bytes.fromhex(one) for one in memory.edge])
    if checkpoint.size < memory.size:
        raise LogIsNotTheSame(
            f"The log had {memory.size} entries and has {checkpoint.size} now: "
            "entries were taken away."
        )
    if checkpoint.size == memory.size and checkpoint.root != growing.root:
        raise LogIsNotTheSame(
            f"Two different logs of {memory.size} entries were signed: the log was rewritten."
        )
    for leaf in _leaves(memory.size, checkpoint.size, fetch):
        tell(growing.size, _read(growing.size, leaf))
        growing.add(tree.leaf_hash(leaf))
    if growing.root != checkpoint.root:
        raise LogIsNotTheSame(
            f"The entries do not lead from the checkpoint of {memory.size} entries that was seen "
            f"to the new one of {checkpoint.size}: the log was rewritten."
        )
    edge = [one.hex() for one in growing.edge]
    now = Memory(memory.keys, note, checkpoint.size, edge)
    return Look(now, checkpoint, checkpoint.size - memory.size)


def _leaves(first: int, end: int, fetch: Fetch) -> Iterator[bytes]:
    """Fetch the entries that were not seen yet, bundle by bundle."""
    for tile in tiles_of(0, first, end):
        bundle = unpack(_fetch_either(tile, fetch))
        if bundle is None or len(bundle) < tile.width:
            raise LogIsNotTheSame(f"The entries from {tile.first} on cannot be read.")
        yield from bundle[max(first - tile.first, 0) : tile.width]


def _fetch_either(tile: Tile, fetch: Fetch) -> bytes:
    """Fetch a bundle; a partial one may have given way to the whole one since the checkpoint."""
    try:
        return fetch(tile.entries_path)
    except FileNotFoundError:
        if tile.width == WIDTH:
            raise
        return fetch(Tile(tile.level, tile.index).entries_path)


def _read(position: int, leaf: bytes) -> dict[str, Any]:
    """Read an entry; one that says nothing is as bad as one that is missing."""
    try:
        entry = json.loads(leaf)
    except ValueError:
        entry = None
    if not isinstance(entry, dict) or not entry.keys() >= FIELDS:
        raise LogIsNotTheSame(f"The entry {position} of the log cannot be read.")
    return entry
