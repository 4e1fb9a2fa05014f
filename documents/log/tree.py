"""The Merkle tree of RFC 6962 as pure functions: hashes, where they are stored, and proofs.

Every complete subtree is named by ``(level, number)``: it covers ``1 << level`` leaves from
``number << level`` on. Its hash never changes once its last leaf is there, so it is stored once
and for all; what is incomplete at the right edge is folded from complete ones.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


class Node(NamedTuple):
    """A complete subtree."""

    level: int
    number: int


class Span(NamedTuple):
    """Leaves from ``first`` up to, not including, ``end``; it begins where a subtree may begin."""

    first: int
    end: int


Fetch = Callable[[Node], bytes]


def leaf_hash(leaf: bytes) -> bytes:
    """Hash one entry; the first byte keeps a leaf from passing for a node (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours into the node above them (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def place_of(node: Node) -> int:
    """Number the stored hashes in the order in which appending makes them."""
    last_leaf = ((node.number + 1) << node.level) - 1
    return 2 * last_leaf - last_leaf.bit_count() + node.level


def stored_count(size: int) -> int:
    """Count the hashes that a tree of this size has stored."""
    return 2 * size - size.bit_count()


def left_neighbours(position: int) -> list[Node]:
    """Name the subtrees that the leaf at this position completes together with itself."""
    found, level = [], 0
    while position >> level & 1:
        found.append(Node(level, (position >> level) - 1))
        level += 1
    return found


def completed_by(position: int, leaf: bytes, fetch: Fetch) -> list[bytes]:
    """Give the hashes that a new leaf brings about: its own, then each subtree it completes."""
    made = [leaf]
    for node in left_neighbours(position):
        made.append(node_hash(fetch(node), made[-1]))
    return made


def nodes_of(span: Span) -> list[Node]:
    """Cut leaves into complete subtrees, the largest first."""
    found, first = [], span.first
    while first < span.end:
        level = (span.end - first).bit_length() - 1
        found.append(Node(level, first >> level))
        first += 1 << level
    return found


def hash_of(span: Span, fetch: Fetch) -> bytes:
    """Fold the hashes of complete subtrees into the one of all of them."""
    hashes = [fetch(node) for node in nodes_of(span)]
    if not hashes:
        return EMPTY_ROOT
    folded = hashes.pop()
    while hashes:
        folded = node_hash(hashes.pop(), folded)
    return folded


def _split(span: Span) -> int:
    """Find where the left part ends: the largest power of two smaller than the length."""
    return span.first + (1 << (span.end - span.first - 1).bit_length() - 1)


def inclusion_spans(position: int, size: int) -> list[Span]:
    """Name what a proof of inclusion is made of, from the leaf upwards (RFC 6962, 2.1.1)."""
    if not 0 <= position < size:
        raise ValueError(f"There is no leaf {position} in a tree of {size}.")
    path, span = [], Span(0, size)
    while span.end - span.first > 1:
        middle = _split(span)
        left, right = Span(span.first, middle), Span(middle, span.end)
        path.append(right if position < middle else left)
        span = left if position < middle else right
    return path[::-1]


def consistency_spans(old: int, new: int) -> list[Span]:
    """Name what a proof of consistency is made of (RFC 6962, 2.1.2).

    From nothing to something proves nothing, although it would verify: it is refused.
    """
    if not 0 < old <= new:
        raise ValueError(f"There is no proof of consistency from {old} to {new}.")
    path, span, is_whole = [], Span(0, new), True
    while span.end != old:
        middle = _split(span)
        left, right = Span(span.first, middle), Span(middle, span.end)
        path.append(right if old <= middle else left)
        is_whole = is_whole and old <= middle
        span = left if old <= middle else right
    if not is_whole:
        path.append(span)
    return path[::-1]


def proves_inclusion(
    *, leaf: bytes, position: int, size: int, root: bytes, path: Sequence[bytes]
) -> bool:
    """Check that a leaf hash stands at its place under a root (RFC 9162, 2.1.3.2)."""
    if not 0 <= position < size:
        return False
    place, last, reached = position, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            reached = node_hash(step, reached)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached = node_hash(reached, step)
        place, last = place >> 1, last >> 1
    return last == 0 and reached == root


def proves_consistency(
    *, old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """Check that the newer tree only added to the older one (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    steps = list(path)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


class Growing:
    """A tree that grows in memory by its right edge alone: for whoever reads a whole log."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.size = 0
        self.edge: list[bytes] = []

    @classmethod
    def from_edge(cls, size: int, edge: list[bytes]) -> "Growing":
        """Go on with a tree of which only the right edge was kept."""
        growing = cls()
        if size.bit_count() != len(edge):
            raise ValueError(f"A tree of {size} leaves has another edge.")
        growing.size, growing.edge = size, list(edge)
        return growing

    def add(self, leaf: bytes) -> list[bytes]:
        """Append a leaf hash; give the stored hashes that came with it, in their order."""
        made = completed_by(self.size, leaf, self._take)
        self.edge.append(made[-1])
        self.size += 1
        return made

    def _take(self, _node: Node) -> bytes:
        """Take the left neighbour, which is always the last complete subtree of the edge."""
        return self.edge.pop()

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Append many leaf hashes."""
        for leaf in leaves:
            self.add(leaf)

    @property
    def root(self) -> bytes:
        """Give the root of what was added so far."""
        if not self.edge:
            return EMPTY_ROOT
        folded = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            folded = node_hash(left, folded)
        return folded
