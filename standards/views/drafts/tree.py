"""The rows of a draft as its overview shows them, made of the content alone: no further queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from standards.checks.content import plain, points_of
from standards.conditions import explain, problems_of
from standards.languages import shown_language

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Leaf:
    """A criterion in the overview."""

    key: str
    code: str
    text: str
    points: str
    scale: str
    gate: str
    gate_value: int
    condition: str


@dataclass(frozen=True)
class Branch:
    """A section in the overview."""

    key: str
    code: str
    title: str
    points: str
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True)
class Tree:
    """A whole draft."""

    branches: tuple[Branch, ...]
    scales: tuple[Mapping[str, Any], ...]
    points: str
    count: int


def tree_of(data: Data) -> Tree:
    """Lay the content out in the language of the page."""
    branches = tuple(
        Branch(
            key=section["key"],
            code=section["code"],
            title=_said(section.get("title")),
            points=plain(points_of(section)),
            leaves=tuple(_leaf(one) for one in section["criteria"]),
        )
        for section in data["sections"]
    )
    total = sum((points_of(section) for section in data["sections"]), Decimal(0))
    scales = tuple(
        {
            "key": scale["key"],
            "levels": " / ".join(_said(level.get("label")) for level in scale["levels"]),
        }
        for scale in data["scales"]
    )
    return Tree(branches, scales, plain(total), sum(len(one.leaves) for one in branches))


def _leaf(one: Data) -> Leaf:
    condition = one.get("applies_when")
    return Leaf(
        key=one["key"],
        code=one["code"],
        text=_said(one.get("text")),
        points=plain(Decimal(one["weight"])),
        scale=one["scale"],
        gate=one.get("gate", ""),
        gate_value=one.get("gate_value", 0),
        condition=explain(condition) if condition and not problems_of(condition) else "",
    )


def _said(text: Data | None) -> str:
    """Give the text in the language of the page; a missing translation shows the other one."""
    texts = text or {}
    first, second = ("en", "pl") if shown_language() == "en" else ("pl", "en")
    return str(texts.get(first) or texts.get(second) or "")
