"""A long version in leaves: so many criteria a page that a phone can show them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from standards.presenting import SectionOutline

CRITERIA_A_LEAF = 200


@dataclass(frozen=True)
class Leaf:
    """One page of a version, and on which page each section begins."""

    number: int
    count: int
    sections: tuple[SectionOutline, ...]
    contents: tuple[tuple[SectionOutline, int], ...]

    @property
    def is_only(self) -> bool:
        """Say whether the version fits on one page."""
        return self.count == 1

    @property
    def previous(self) -> int | None:
        """Give the number of the page before."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """Give the number of the page after."""
        return self.number + 1 if self.number < self.count else None


def leaf_of(sections: Sequence[SectionOutline], *, page: str = "", criterion: str = "") -> Leaf:
    """Cut a page out of a version: the page of a criterion, or by its number, or the first."""
    keys = [line.criterion.key for part in sections for line in part.lines]
    count = max(1, -(-len(keys) // CRITERIA_A_LEAF))
    if criterion in keys:
        number = keys.index(criterion) // CRITERIA_A_LEAF + 1
    else:
        number = min(max(int(page), 1), count) if page.isdecimal() and len(page) < 6 else 1  # noqa: PLR2004 -- digits
    first, last = (number - 1) * CRITERIA_A_LEAF, number * CRITERIA_A_LEAF
    shown: list[SectionOutline] = []
    contents: list[tuple[SectionOutline, int]] = []
    start = 0
    for part in sections:
        contents.append((part, min(start // CRITERIA_A_LEAF + 1, count)))
        lines = part.lines[max(0, first - start) : max(0, last - start)]
        if lines or contents[-1][1] == number:
            shown.append(replace(part, lines=lines))
        start += len(part.lines)
    return Leaf(number, count, tuple(shown), tuple(contents))


def leaf_context(outline: dict[str, Any], *, page: str, criterion: str) -> dict[str, Any]:
    """Give the outline with the sections of one page only, and the page itself as ``leaf``."""
    leaf = leaf_of(outline["sections"], page=page, criterion=criterion)
    return {**outline, "sections": leaf.sections, "leaf": leaf}
