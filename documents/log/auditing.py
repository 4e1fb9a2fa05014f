"""Reads the whole log again: an edit, a removal, a reorder and a cut tail each leave a trace.

One pass over entries and stored hashes side by side, in constant memory however long the log.
"""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import rfc8785

from documents.log import tree
from documents.log.errors import NoteRefused
from documents.log.leaves import written_moment
from documents.log.notes import VerifierKey, open_checkpoint
from documents.log.reading import root_at, tree_size
from documents.models.log import LogCheckpoint, LogEntry, LogHash

CHUNK = 2000


def differences_in_entries() -> Iterator[tuple[str, str] | None]:
    """Name each entry and each checkpoint that is not as it was; None for one that is."""
    growing = tree.Growing()
    stored = LogHash.objects.order_by("place").values_list("place", "value").iterator(CHUNK)
    checkpoints = LogCheckpoint.objects.order_by("size", "pk").iterator(CHUNK)
    upcoming = next(checkpoints, None)
    for entry in LogEntry.objects.order_by("position").iterator(CHUNK):
        if entry.position != growing.size:
            yield f"log entry {growing.size}", "it is missing, or stands at another place"
            return
        made = growing.add(tree.leaf_hash(entry.leaf.encode()))
        kept = list(islice(stored, len(made)))
        place = _difference_of(entry) or _difference_of_hashes(growing.size, made, kept)
        yield (f"log entry {entry.position}", place) if place else None
        while upcoming is not None and upcoming.size <= growing.size:
            yield _told_of(upcoming, growing.root)
            upcoming = next(checkpoints, None)
    while upcoming is not None:
        yield f"checkpoint of {upcoming.size} entries", f"the log ends after {growing.size}"
        upcoming = next(checkpoints, None)
    if next(stored, None) is not None:
        yield "log", "it has hashes of entries that are missing at its end"


def _told_of(checkpoint: LogCheckpoint, root: bytes) -> tuple[str, str] | None:
    """Compare a checkpoint with the log as it is read now."""
    if checkpoint.root == root.hex():
        return None
    return f"checkpoint of {checkpoint.size} entries", "the log hashes to another root"


def _difference_of(entry: LogEntry) -> str:
    """Compare the columns by which an entry is found with what was hashed."""
    try:
        leaf = json.loads(entry.leaf)
        written = rfc8785.dumps(leaf).decode()
    except ValueError:
        return "it cannot be read"
    moment = written_moment(entry.recorded_at)
    told = {"kind": entry.kind, "number": entry.number, "time": moment}
    if written != entry.leaf or {name: leaf.get(name) for name in told} != told:
        return "it is filed under other facts than it holds"
    return ""


def _difference_of_hashes(size: int, made: list[bytes], kept: list[tuple[int, Any]]) -> str:
    """Compare the hashes that the entry brought about with those stored for it."""
    first = tree.stored_count(size) - len(made)
    if [(place, bytes(value)) for place, value in kept] == list(enumerate(made, first)):
        return ""
    return "it does not have the hash that is stored for it"


def differences_in_signatures(keys: dict[str, VerifierKey]) -> Iterator[tuple[str, str] | None]:
    """Check the signature under each checkpoint with the key that it names."""
    for checkpoint in LogCheckpoint.objects.order_by("pk").iterator(CHUNK):
        name = f"checkpoint of {checkpoint.size} entries"
        key = keys.get(checkpoint.kid)
        try:
            signed = open_checkpoint(checkpoint.note, [key] if key else [])
        except NoteRefused as refused:
            yield name, str(refused)
            continue
        same = (signed.size, signed.root.hex()) == (checkpoint.size, checkpoint.root)
        yield None if same else (name, "it is filed under other facts than are signed")


def differences_from_kept(
    note: str, keys: dict[str, VerifierKey]
) -> Iterator[tuple[str, str] | None]:
    """Compare the log with a checkpoint that was kept where nobody here can change it.

    What the log, its hashes and its checkpoints lost together is shown by nothing else. The hashes
    stored here are held to the entries by ``differences_in_entries``.
    """
    try:
        kept = open_checkpoint(note, keys.values())
    except NoteRefused as refused:
        yield "kept checkpoint", str(refused)
        return
    name, size = f"kept checkpoint of {kept.size} entries", tree_size()
    if kept.size > size:
        yield name, f"the log ends after {size}"
        return
    try:
        same = root_at(kept.size) == kept.root
    except KeyError:
        same = False
    yield None if same else (name, "the log hashes to another root")
