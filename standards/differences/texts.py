"""A version of a standard as far as comparing needs it: all its words, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from standards.models.bilingual import Bilingual


@dataclass(frozen=True)
class LevelText:
    """One level of a scale."""

    value: int
    label_pl: str
    label_en: str
    description_pl: str = ""
    description_en: str = ""
    from_ratio: Decimal | None = None

    label = Bilingual()
    description = Bilingual()


@dataclass(frozen=True)
class ScaleText:
    """A scale with its levels from the lowest to the highest."""

    key: str
    kind: str
    levels: tuple[LevelText, ...]

    @cached_property
    def maximum(self) -> int:
        """Give the highest level, which earns the whole weight."""
        return max((level.value for level in self.levels), default=0)


@dataclass(frozen=True)
class SectionText:
    """The heading of a section."""

    key: str
    code: str
    title_pl: str
    title_en: str
    intro_pl: str = ""
    intro_en: str = ""

    title = Bilingual()
    intro = Bilingual()


@dataclass(frozen=True)
class CriterionText:
    """A criterion with everything that is frozen with it."""

    key: str
    code: str
    section: SectionText = field(compare=False)
    scale: ScaleText
    text_pl: str
    text_en: str
    guidance_pl: str = ""
    guidance_en: str = ""
    example_pl: str = ""
    example_en: str = ""
    evidence_pl: str = ""
    evidence_en: str = ""
    checked_by: tuple[str, ...] = ()
    weight: Decimal = Decimal(1)
    gate: str = "none"
    gate_value: int = 0
    not_applicable_allowed: bool = False
    applies_when: Mapping[str, Any] | None = None
    answered_once_per_applicant: bool = False
    replaces: tuple[str, ...] = field(default=(), compare=False)

    text = Bilingual()
    guidance = Bilingual()
    example = Bilingual()
    evidence = Bilingual()

    @property
    def gate_share(self) -> Fraction:
        """Give the part of the scale that must be reached; nothing without a gate."""
        return Fraction(self.gate_value, self.scale.maximum or 1)


@dataclass(frozen=True)
class RuleText:
    """How points become an outcome."""

    is_scored: bool = True
    total_threshold: Decimal = Decimal(0)
    default_section_threshold: Decimal = Decimal(0)
    section_thresholds: Mapping[str, Decimal] = field(default_factory=dict)
    conditional_total: Decimal | None = None
    conditional_section: Decimal | None = None
    conditional_sections_at_most: int = 0

    def threshold_of(self, section_key: str) -> Decimal:
        """Give the percentage a section must reach."""
        return self.section_thresholds.get(section_key, self.default_section_threshold)


@dataclass(frozen=True)
class Generation:
    """An earlier version: which of its criteria took the place of which of the one before it."""

    version: str
    replaces: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class VersionText:
    """A version with its criteria in order, and its predecessors from the nearest to the first."""

    scheme: str
    version: str
    sections: tuple[SectionText, ...]
    criteria: tuple[CriterionText, ...]
    scales: tuple[ScaleText, ...]
    rule: RuleText
    predecessors: tuple[Generation, ...] = ()
    sha256: str = ""

    @cached_property
    def by_key(self) -> Mapping[str, CriterionText]:
        """Give the criteria by their stable keys, in the order of the version."""
        return {one.key: one for one in self.criteria}

    @cached_property
    def points(self) -> Decimal:
        """Give the most points an application can earn."""
        return sum((one.weight for one in self.criteria), Decimal(0))

    @cached_property
    def generations(self) -> tuple[Generation, ...]:
        """Give the version itself as the youngest generation, then its predecessors."""
        own = {one.key: one.replaces for one in self.criteria if one.replaces}
        return (Generation(self.version, own), *self.predecessors)
