"""A version of a standard as far as counting needs it: plain values, loaded once and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from standards.conditions import Condition, Profile, holds
from standards.models import Criterion, DecisionRule, Scale, Section, StandardVersion

ZERO = Fraction(0)


@dataclass(frozen=True)
class Band:
    """A band of a measured scale: from this share of the median on, the level is ``value``."""

    value: int
    from_ratio: Fraction


@dataclass(frozen=True)
class CriterionContent:
    """A criterion as far as counting needs it."""

    key: str
    code: str
    weight: Fraction
    levels: frozenset[int]
    gate_value: int = 0
    not_applicable_allowed: bool = False
    applies_when: Condition | None = None
    answered_once_per_applicant: bool = False
    bands: tuple[Band, ...] = ()

    @cached_property
    def maximum(self) -> int:
        """Give the highest level, which earns the whole weight."""
        return max(self.levels)

    def applies_to(self, profile: Profile | None) -> bool:
        """Say whether the criterion is asked of an applicant; without a profile it is."""
        return profile is None or holds(self.applies_when, profile)

    def points(self, value: int) -> Fraction:
        """Give the points of a level."""
        return self.weight * value / self.maximum


@dataclass(frozen=True)
class SectionContent:
    """A section with its criteria in order and the percentage it must reach."""

    key: str
    code: str
    criteria: tuple[CriterionContent, ...]
    threshold: Fraction = ZERO


@dataclass(frozen=True)
class RuleContent:
    """How points become an outcome; percentages are exact."""

    is_scored: bool = True
    total: Fraction = ZERO
    conditional_total: Fraction | None = None
    conditional_section: Fraction | None = None
    conditional_sections_at_most: int = 0


@dataclass(frozen=True)
class StandardContent:
    """A version of a standard as far as counting needs it."""

    scheme: str
    version: str
    sha256: str
    sections: tuple[SectionContent, ...]
    rule: RuleContent

    @cached_property
    def criteria(self) -> Mapping[str, CriterionContent]:
        """Give all criteria by key, in the order of the standard."""
        return {one.key: one for section in self.sections for one in section.criteria}

    def applicable(self, profile: Profile | None) -> tuple[str, ...]:
        """Give the keys of the criteria that apply to a profile; without a profile all apply."""
        return tuple(key for key, one in self.criteria.items() if one.applies_to(profile))

    @cached_property
    def unit(self) -> int:
        """Give the common denominator of all points, so that sums are sums of whole numbers."""
        return lcm(*(one.weight.denominator * one.maximum for one in self.criteria.values()))

    @cached_property
    def units(self) -> Mapping[str, Mapping[int, int]]:
        """Give the points of every level of every criterion, in units."""
        return {
            key: {value: int(one.points(value) * self.unit) for value in one.levels}
            for key, one in self.criteria.items()
        }


_loaded: dict[str, StandardContent] = {}


def load_content(version: StandardVersion) -> StandardContent:
    """Load a version with a constant number of queries; frozen versions are kept in the process."""
    if not version.is_frozen:
        return _read_content(version)
    if version.sha256 not in _loaded:
        _loaded[version.sha256] = _read_content(version)
    return _loaded[version.sha256]


def _read_content(version: StandardVersion) -> StandardContent:
    rule = DecisionRule.objects.filter(version=version).first() or DecisionRule(version=version)
    scales = {
        scale.pk: scale
        for scale in Scale.objects.filter(version=version).prefetch_related("levels")
    }
    criteria: dict[int, list[CriterionContent]] = {}
    for row in Criterion.objects.filter(version=version).order_by("position"):
        criteria.setdefault(row.section_id, []).append(_criterion(row, scales[row.scale_id]))
    return StandardContent(
        scheme=version.scheme.code,
        version=version.version,
        sha256=version.sha256,
        sections=tuple(
            SectionContent(
                key=section.key,
                code=section.code,
                criteria=tuple(criteria.get(section.pk, ())),
                threshold=Fraction(
                    str(rule.section_thresholds.get(section.key, rule.default_section_threshold))
                ),
            )
            for section in Section.objects.filter(version=version).order_by("position")
        ),
        rule=RuleContent(
            is_scored=rule.is_scored,
            total=Fraction(rule.total_threshold),
            conditional_total=_fraction(rule.conditional_total),
            conditional_section=_fraction(rule.conditional_section),
            conditional_sections_at_most=rule.conditional_sections_at_most,
        ),
    )


def _criterion(row: Criterion, scale: Scale) -> CriterionContent:
    levels = list(scale.levels.all())
    return CriterionContent(
        key=row.key,
        code=row.code,
        weight=Fraction(row.weight),
        levels=frozenset(level.value for level in levels),
        gate_value=row.gate_value,
        not_applicable_allowed=row.not_applicable_allowed,
        applies_when=row.applies_when,
        answered_once_per_applicant=row.answered_once_per_applicant,
        bands=tuple(
            Band(level.value, Fraction(level.from_ratio))
            for level in levels
            if level.from_ratio is not None
        ),
    )


def _fraction(value: object) -> Fraction | None:
    return None if value is None else Fraction(str(value))
