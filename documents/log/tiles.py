"""Addresses of tiles as C2SP writes them: 256 hashes or entries each (c2sp.org/tlog-tiles)."""

import re
from dataclasses import dataclass

from documents.log.tree import Node

WIDTH = 256
HEIGHT = 8
HIGHEST_LEVEL = 63
GROUP = 1000
INDEX = r"(?:x[0-9]{3}/){0,5}[0-9]{3}"
ENTRY_SIZE = 2


@dataclass(frozen=True)
class Tile:
    """A row of neighbours at one level; fewer than 256 only at the right edge of the tree."""

    level: int
    index: int
    width: int = WIDTH

    def is_within(self, size: int) -> bool:
        """Say whether a tree of this size has all of it."""
        return self.index * WIDTH + self.width <= size >> (HEIGHT * self.level)

    @property
    def first(self) -> int:
        """Give the index of its first hash, counted along its level."""
        return self.index * WIDTH

    def nodes(self) -> list[Node]:
        """Name the subtrees whose hashes it holds."""
        along = range(self.first, self.first + self.width)
        return [Node(HEIGHT * self.level, index) for index in along]

    @property
    def path(self) -> str:
        """Write its address below the log."""
        return f"tile/{self.level}/{self._place}"

    @property
    def entries_path(self) -> str:
        """Write the address of the entries under its hashes."""
        return f"tile/entries/{self._place}"

    @property
    def _place(self) -> str:
        part = f".p/{self.width}" if self.width < WIDTH else ""
        return write_index(self.index) + part


def write_index(index: int) -> str:
    """Write an index in groups of three digits, all but the last marked with an x."""
    groups = [f"{index % GROUP:03}"]
    while index := index // GROUP:
        groups.insert(0, f"x{index % GROUP:03}")
    return "/".join(groups)


def read_tile(*, level: str, index: str, width: str | None) -> Tile | None:
    """Read an address; None where it is not written as it has to be."""
    if not (re.fullmatch(r"0|[1-9][0-9]?", level) and re.fullmatch(INDEX, index)):
        return None
    if width is not None and not re.fullmatch(r"[1-9][0-9]{0,2}", width):
        return None
    number = int(index.replace("x", "").replace("/", ""))
    tile = Tile(int(level), number, WIDTH if width is None else int(width))
    is_partial = tile.width < WIDTH
    if write_index(number) != index or is_partial != (width is not None):
        return None
    return tile if tile.level <= HIGHEST_LEVEL else None


def tiles_of(level: int, first: int, end: int) -> list[Tile]:
    """Cut hashes of a level, from ``first`` up to ``end`` where the tree ends, into tiles."""
    return [
        Tile(level, index, min(WIDTH, end - index * WIDTH))
        for index in range(first // WIDTH, -(-end // WIDTH))
    ]


def pack(leaves: list[bytes]) -> bytes:
    """Write entries one after another, each behind its length."""
    return b"".join(len(leaf).to_bytes(ENTRY_SIZE, "big") + leaf for leaf in leaves)


def unpack(bundle: bytes) -> list[bytes] | None:
    """Read entries back; None where the bundle is cut or spoilt."""
    found, at = [], 0
    while at < len(bundle):
        length = int.from_bytes(bundle[at : at + ENTRY_SIZE], "big")
        end = at + ENTRY_SIZE + length
        if end > len(bundle) or at + ENTRY_SIZE > len(bundle):
            return None
        found.append(bundle[at + ENTRY_SIZE : end])
        at = end
    return found
