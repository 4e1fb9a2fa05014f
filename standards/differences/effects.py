"""What a new version does to the counting: points, thresholds, gates, scales and the rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from standards.differences.texts import (
    CriterionText,
    RuleText,
    ScaleText,
    SectionText,
    VersionText,
)

ZERO = Decimal(0)


@dataclass(frozen=True)
class SectionEffect:
    """A section of either version: criteria, points and the percentage it must reach."""

    key: str
    old: SectionText | None
    new: SectionText | None
    old_count: int
    new_count: int
    old_points: Decimal
    new_points: Decimal
    old_threshold: Decimal | None
    new_threshold: Decimal | None

    @property
    def is_changed(self) -> bool:
        """Say whether anything but single criteria differs."""
        return (self.old, self.old_count, self.old_points, self.old_threshold) != (
            self.new,
            self.new_count,
            self.new_points,
            self.new_threshold,
        )


@dataclass(frozen=True)
class GateEffect:
    """A gate that came, went or asks for another part of the scale."""

    old: CriterionText | None
    new: CriterionText | None


@dataclass(frozen=True)
class ScaleEffect:
    """A scale that came, went or has other levels."""

    key: str
    old: ScaleText | None
    new: ScaleText | None


@dataclass(frozen=True)
class RuleEffect:
    """A part of the decision rule that changes, by the name of its field."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Effects:
    """All effects of a new version on the counting."""

    old_points: Decimal
    new_points: Decimal
    old_count: int
    new_count: int
    sections: tuple[SectionEffect, ...]
    gates: tuple[GateEffect, ...]
    scales: tuple[ScaleEffect, ...]
    rule: tuple[RuleEffect, ...]


def effects_of(old: VersionText, new: VersionText, pairs: Iterable[tuple[str, str]]) -> Effects:
    """Compare the counting of two versions; ``pairs`` say which criterion comes from which."""
    return Effects(
        old_points=old.points,
        new_points=new.points,
        old_count=len(old.criteria),
        new_count=len(new.criteria),
        sections=tuple(_sections(old, new)),
        gates=tuple(_gates(old, new, pairs)),
        scales=tuple(_scales(old, new)),
        rule=tuple(_rule(old.rule, new.rule)),
    )


def _sections(old: VersionText, new: VersionText) -> Iterable[SectionEffect]:
    before, after = _by_key(old.sections), _by_key(new.sections)
    old_sums, new_sums = _sums(old), _sums(new)
    for key in _in_order(before, after):
        one, two = before.get(key), after.get(key)
        old_count, old_points = old_sums.get(key, (0, ZERO))
        new_count, new_points = new_sums.get(key, (0, ZERO))
        yield SectionEffect(
            key=key,
            old=one,
            new=two,
            old_count=old_count,
            new_count=new_count,
            old_points=old_points,
            new_points=new_points,
            old_threshold=_threshold(old, key, old_points),
            new_threshold=_threshold(new, key, new_points),
        )


def _in_order(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Take the order of the new version, with what is gone after what stood before it."""
    keys = list(after)
    for place, key in enumerate(before):
        if key not in after:
            earlier = list(before)[:place]
            keys.insert(keys.index(earlier[-1]) + 1 if earlier else 0, key)
    return keys


def _by_key(rows: Iterable[Any]) -> dict[str, Any]:
    return {row.key: row for row in rows}


def _sums(text: VersionText) -> dict[str, tuple[int, Decimal]]:
    sums: dict[str, tuple[int, Decimal]] = {}
    for one in text.criteria:
        count, points = sums.get(one.section.key, (0, ZERO))
        sums[one.section.key] = (count + 1, points + one.weight)
    return sums


def _threshold(text: VersionText, key: str, points: Decimal) -> Decimal | None:
    """Give the threshold of a section that has points to be counted."""
    return text.rule.threshold_of(key) if text.rule.is_scored and points else None


def _gates(
    old: VersionText, new: VersionText, pairs: Iterable[tuple[str, str]]
) -> Iterable[GateEffect]:
    before, after = old.by_key, new.by_key
    joined = list(pairs)
    has_old, has_new = {one for one, _ in joined}, {two for _, two in joined}
    for one, two in joined:
        if _gate(before[one]) != _gate(after[two]):
            yield GateEffect(before[one], after[two])
    for criterion in new.criteria:
        if criterion.key not in has_new and criterion.gate_value:
            yield GateEffect(None, criterion)
    for criterion in old.criteria:
        if criterion.key not in has_old and criterion.gate_value:
            yield GateEffect(criterion, None)


def _gate(one: CriterionText) -> tuple[Any, ...]:
    return one.gate, one.gate_value, one.gate_share


def _scales(old: VersionText, new: VersionText) -> Iterable[ScaleEffect]:
    before, after = _by_key(old.scales), _by_key(new.scales)
    for key in _in_order(before, after):
        if before.get(key) != after.get(key):
            yield ScaleEffect(key, before.get(key), after.get(key))


def _rule(old: RuleText, new: RuleText) -> Iterable[RuleEffect]:
    """Compare the rule field by field; the thresholds of sections stand with the sections."""
    for field in fields(RuleText):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before != after and field.name != "section_thresholds":
            yield RuleEffect(field.name, before, after)
