"""The two ways in which the log grows: an entry is appended, a checkpoint is signed.

Nothing here asks for a key, so that a change of keys can itself be put into the log.
"""

import re
from collections.abc import Mapping
from datetime import UTC

import rfc8785
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from documents.log import notes, tree
from documents.log.errors import LeafRefused, LogWasChanged
from documents.log.leaves import written_moment
from documents.log.reading import hashes_at, newest_checkpoint, root_at, tree_size
from documents.models.log import LogCheckpoint, LogEntry, LogHash, LogKind

Fact = str | int | None
# One number for the one writer; it has to be the same in every process.
WRITER = int.from_bytes(b"atestlog", "big")
FACT_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
PLAIN = re.compile(r"[A-Za-z0-9._:/+=#-]{0,200}")


@transaction.atomic
def append(
    *, kind: LogKind | str, number: str, facts: Mapping[str, Fact], once: str = ""
) -> LogEntry:
    """Put one entry at the end of the log, for good.

    Call it last in an operation: until its transaction ends, nobody else can append. A key ``once``
    makes it safe to ask again: the entry already there is given back. Values are codes, days and
    digests, never names or sentences, since nothing can be taken out of the log again.
    """
    kind = LogKind(kind)
    _require_plain(number, facts)
    _become_the_writer()
    # By the number first: its index serves on both databases, the one of ``once`` does not.
    there = LogEntry.objects.filter(number=number, once=once).first() if once else None
    if there is not None:
        return there
    position, now = tree_size(), timezone.now().astimezone(UTC)
    leaf = {
        **facts,
        "kind": kind.value,
        "number": number,
        "time": written_moment(now),
    }
    entry: LogEntry = LogEntry.objects.create(
        position=position,
        kind=kind,
        number=number,
        recorded_at=now,
        leaf=rfc8785.dumps(leaf).decode(),
        once=once,
    )
    made = tree.completed_by(
        position,
        tree.leaf_hash(entry.leaf.encode()),
        hashes_at(tree.left_neighbours(position)) if position & 1 else _no_neighbour,
    )
    first = tree.stored_count(position)
    LogHash.objects.bulk_create(
        LogHash(place=first + offset, value=value) for offset, value in enumerate(made)
    )
    return entry


def _no_neighbour(node: tree.Node) -> bytes:
    raise LookupError(node)


def _require_plain(number: str, facts: Mapping[str, Fact]) -> None:
    reserved = {"kind", "number", "time"} & facts.keys()
    if reserved or not all(FACT_NAME.fullmatch(name) for name in facts):
        raise LeafRefused("The facts of an entry have plain names of their own.")
    texts = [value for value in (number, *facts.values()) if isinstance(value, str)]
    if not all(PLAIN.fullmatch(text) for text in texts):
        raise LeafRefused("An entry holds codes, days and digests, never names or sentences.")


def _become_the_writer() -> None:
    """Wait for whoever appends now; on SQLite the transaction itself is the only writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITER])


@transaction.atomic
def sign_checkpoint(*, signer: notes.Signer) -> LogCheckpoint | None:
    """Sign the log as it stands, once for a size and a key; None while it is empty.

    Nothing is signed that does not continue what was signed before: a log that was changed under
    the triggers stops here instead of getting a signature.
    """
    _become_the_writer()
    size, newest = tree_size(), newest_checkpoint()
    _require_continuation(size, newest)
    if size == 0:
        return None
    if newest is not None and (newest.size, newest.kid) == (size, signer.kid):
        return newest
    root, origin = root_at(size), settings.LOG_ORIGIN
    checkpoint = notes.Checkpoint(origin, size, root)
    return LogCheckpoint.objects.create(
        size=size,
        root=root.hex(),
        kid=signer.kid,
        note=notes.sign_note(str(checkpoint), name=origin, signer=signer),
        signed_at=timezone.now(),
    )


def _require_continuation(size: int, newest: LogCheckpoint | None) -> None:
    if newest is None:
        return
    if size < newest.size or root_at(newest.size).hex() != newest.root:
        raise LogWasChanged(
            f"The log does not continue the checkpoint of {newest.size} entries that was signed "
            f"on {newest.signed_at:%Y-%m-%d}. Run the audit before anything else."
        )
