"""Reading the log: its size, its root at any size, proofs; each costs some twenty hashes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.log import notes, tree
from documents.log.errors import NotInTheLogYet
from documents.log.tiles import Tile
from documents.log.tree import Fetch, Node, Span
from documents.models.log import LogCheckpoint, LogEntry, LogHash


def tree_size() -> int:
    """Count the entries, by the place of the last one."""
    last = LogEntry.objects.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def newest_checkpoint() -> LogCheckpoint | None:
    """Give what was signed last; the log is public as far as it reaches and no further."""
    return LogCheckpoint.objects.order_by("-pk").first()


def hashes_at(nodes: Iterable[Node]) -> Fetch:
    """Fetch the hashes of subtrees in one query; a missing one is an error, never a guess."""
    places = {tree.place_of(node) for node in nodes}
    found = dict(LogHash.objects.filter(place__in=places).values_list("place", "value"))

    def fetch(node: Node) -> bytes:
        return bytes(found[tree.place_of(node)])

    return fetch


def hashes_of(spans: Sequence[Span]) -> list[bytes]:
    """Compute the hashes of several stretches of leaves in one query."""
    fetch = hashes_at(node for span in spans for node in tree.nodes_of(span))
    return [tree.hash_of(span, fetch) for span in spans]


def root_at(size: int) -> bytes:
    """Compute the root that the log had when it was so long."""
    return hashes_of([Span(0, size)])[0]


def inclusion_path(position: int, size: int) -> list[bytes]:
    """Prove that an entry is under the root of a size."""
    return hashes_of(tree.inclusion_spans(position, size))


def consistency_path(old: int, new: int) -> list[bytes]:
    """Prove that the log of one size is the beginning of the log of another."""
    return hashes_of(tree.consistency_spans(old, new))


@dataclass(frozen=True)
class LogProof:
    """Everything that is needed to check offline that an entry stands in the signed log."""

    entry: LogEntry
    checkpoint: LogCheckpoint
    path: Sequence[bytes]

    @property
    def leaf_hash(self) -> bytes:
        """Give the hash with which the path begins."""
        return tree.leaf_hash(self.entry.leaf.encode())

    @property
    def text(self) -> str:
        """Write it as a ``.tlog-proof`` file."""
        return notes.write_proof(
            position=self.entry.position, path=self.path, note=self.checkpoint.note
        )


def proof_of(entry: LogEntry) -> LogProof:
    """Prove an entry by the newest checkpoint; the worker signs one every minute."""
    checkpoint = newest_checkpoint()
    if checkpoint is None or checkpoint.size <= entry.position:
        raise NotInTheLogYet
    return proofs_of([entry], checkpoint)[0]


def proofs_of(entries: Sequence[LogEntry], checkpoint: LogCheckpoint) -> list[LogProof]:
    """Prove several entries by one checkpoint that covers them, in one query."""
    spans = [tree.inclusion_spans(entry.position, checkpoint.size) for entry in entries]
    hashes = iter(hashes_of([span for path in spans for span in path]))
    return [
        LogProof(entry, checkpoint, [next(hashes) for _span in path])
        for entry, path in zip(entries, spans, strict=True)
    ]


def tile_of(tile: Tile) -> bytes:
    """Put the hashes of a tile one after another."""
    nodes = tile.nodes()
    fetch = hashes_at(nodes)
    return b"".join(map(fetch, nodes))


def leaves_of(tile: Tile) -> list[bytes]:
    """Fetch the entries under a tile of the lowest level, in their order."""
    rows = LogEntry.objects.filter(
        position__gte=tile.first, position__lt=tile.first + tile.width
    ).order_by("position")
    return [leaf.encode() for leaf in rows.values_list("leaf", flat=True)]
