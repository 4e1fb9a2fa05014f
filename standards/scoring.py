"""The arithmetic of an assessment: a pure function with exact fractions.

Points of a criterion are weight × level ÷ highest level. Thresholds are compared with the exact
value, rounding is only for the eye. A criterion that is "not applicable" leaves both the points and
the maximum; one without an answer counts zero and is listed. Gates (knock-outs and minimum levels)
decide before any points.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any, Literal

from standards.conditions import Profile
from standards.content import (
    ZERO,
    CriterionContent,
    RuleContent,
    StandardContent,
    load_content,
)
from standards.errors import AnswerRefused, NotApplicableRefused

__all__ = (
    "AnswerValue",
    "Consensus",
    "ScoreSheet",
    "SectionScore",
    "consensus",
    "load_content",
    "median_value",
    "outcome_of",
    "score",
)

Outcome = Literal["positive", "conditional", "negative"]


@dataclass(frozen=True)
class AnswerValue:
    """What one person answered to one criterion; no value and applicable means not answered yet."""

    value: int | None
    not_applicable: bool = False

    @property
    def is_given(self) -> bool:
        """Say whether there is an answer at all."""
        return self.not_applicable or self.value is not None


NO_ANSWER = AnswerValue(None)


@dataclass(frozen=True)
class SectionScore:
    """The result of one section."""

    points: Fraction
    maximum: Fraction
    percent: Fraction
    answered: int
    count: int
    threshold: Fraction = ZERO

    @property
    def is_reached(self) -> bool:
        """Say whether the section reaches its threshold; without points there is none to reach."""
        return not self.maximum or self.percent >= self.threshold

    @property
    def share(self) -> Fraction | None:
        """Give the per cent to show; a section of gates alone has none."""
        return self.percent if self.maximum else None

    @property
    def required(self) -> Fraction | None:
        """Give the threshold to show; a section of gates alone has none."""
        return self.threshold if self.maximum else None


@dataclass(frozen=True)
class ScoreSheet:
    """The whole result of one filled checklist."""

    points: Fraction
    maximum: Fraction
    percent: Fraction
    sections: Mapping[str, SectionScore]
    failed_gates: tuple[str, ...]
    unanswered: tuple[str, ...]
    answered: int
    count: int
    outcome: Outcome
    criterion_points: Mapping[str, Fraction]

    @property
    def is_complete(self) -> bool:
        """Say whether every criterion that applies has an answer."""
        return not self.unanswered


def score(
    content: StandardContent,
    answers: Mapping[str, AnswerValue],
    profile: Profile | None = None,
) -> ScoreSheet:
    """Count one filled checklist; criteria that do not apply to the profile are left out."""
    if unknown := answers.keys() - content.criteria.keys():
        raise AnswerRefused(criterion=min(unknown), value="–")
    failed: list[str] = []
    unanswered: list[str] = []
    earned: dict[str, int] = {}
    sections: dict[str, SectionScore] = {}
    for section in content.sections:
        asked = [one for one in section.criteria if one.applies_to(profile)]
        total = maximum = missing = 0
        for criterion in asked:
            answer = answers.get(criterion.key, NO_ANSWER)
            _require_allowed(criterion, answer)
            if answer.not_applicable:
                continue
            if answer.value is None:
                missing += 1
                unanswered.append(criterion.key)
            value = answer.value or 0
            units = content.units[criterion.key]
            total += units[value]
            maximum += units[criterion.maximum]
            earned[criterion.key] = units[value]
            if value < criterion.gate_value:
                failed.append(criterion.key)
        sections[section.key] = SectionScore(
            points=Fraction(total, content.unit),
            maximum=Fraction(maximum, content.unit),
            percent=_percent(total, maximum),
            answered=len(asked) - missing,
            count=len(asked),
            threshold=section.threshold,
        )
    points = sum((one.points for one in sections.values()), ZERO)
    maximum_points = sum((one.maximum for one in sections.values()), ZERO)
    percent = _percent(points, maximum_points)
    return ScoreSheet(
        points=points,
        maximum=maximum_points,
        percent=percent,
        sections=sections,
        failed_gates=tuple(failed),
        unanswered=tuple(unanswered),
        answered=sum(one.answered for one in sections.values()),
        count=sum(one.count for one in sections.values()),
        outcome=outcome_of(content.rule, percent, sections, failed),
        criterion_points={key: Fraction(units, content.unit) for key, units in earned.items()},
    )


def _require_allowed(criterion: CriterionContent, answer: AnswerValue) -> None:
    if answer.not_applicable and not criterion.not_applicable_allowed:
        raise NotApplicableRefused(criterion=criterion.code)
    if answer.value is not None and answer.value not in criterion.levels:
        raise AnswerRefused(criterion=criterion.code, value=answer.value)


def _percent(points: Fraction | int, maximum: Fraction | int) -> Fraction:
    return Fraction(points * 100) / maximum if maximum else ZERO


def outcome_of(  # noqa: PLR0911 -- a ladder of questions
    rule: RuleContent,
    percent: Fraction,
    sections: Mapping[str, SectionScore],
    failed_gates: Sequence[str],
) -> Outcome:
    """Tell the outcome: gates first, then thresholds; a near miss may be conditional.

    Conditional means: no gate failed, the whole reaches at least ``conditional_total``, and the
    sections below their threshold are few and each reaches at least ``conditional_section``.
    """
    if failed_gates:
        return "negative"
    if not rule.is_scored:
        return "positive"
    below = [section for section in sections.values() if not section.is_reached]
    if percent >= rule.total and not below:
        return "positive"
    if percent < (rule.total if rule.conditional_total is None else rule.conditional_total):
        return "negative"
    if len(below) > rule.conditional_sections_at_most:
        return "negative"
    if below and (
        rule.conditional_section is None
        or any(section.percent < rule.conditional_section for section in below)
    ):
        return "negative"
    return "conditional"


def median_value(
    measured: Decimal | int | Fraction, median: Decimal | int | Fraction, levels: Sequence[Any]
) -> int:
    """Give the level of a measured value: the highest band that its share of the median reaches.

    ``levels`` are bands or rows of a measured scale, each with ``value`` and ``from_ratio``.
    """
    ratio = Fraction(measured) / Fraction(median)
    reached = [
        level.value
        for level in levels
        if level.from_ratio is not None and ratio >= Fraction(level.from_ratio)
    ]
    return max(reached, default=0)


@dataclass(frozen=True)
class Consensus:
    """What several experts found together, and whether another one has to look."""

    sheet: ScoreSheet
    difference: Fraction
    split_gates: tuple[str, ...]
    needs_third: bool


def consensus(
    content: StandardContent, sheets: Sequence[ScoreSheet], divergence_limit: Decimal | None = None
) -> Consensus:
    """Join the sheets of experts: the mean of two, the median of three.

    A third expert is needed where two differ by more points than the limit or judge a gate
    differently. A gate passes where more than half of the experts let it pass; a split that three
    leave is for the committee to settle by a recorded vote.
    """
    merge = _mean if len(sheets) < 3 else median  # noqa: PLR2004 -- three experts make a median
    sections = {
        section.key: _merged_section([sheet.sections[section.key] for sheet in sheets], merge)
        for section in content.sections
    }
    votes = {key: sum(key in sheet.failed_gates for sheet in sheets) for key in content.criteria}
    failed = tuple(key for key, count in votes.items() if count and count * 2 >= len(sheets))
    split = tuple(key for key, count in votes.items() if 0 < count < len(sheets))
    points = merge([sheet.points for sheet in sheets])
    maximum = merge([sheet.maximum for sheet in sheets])
    percent = merge([sheet.percent for sheet in sheets])
    unanswered = {key for sheet in sheets for key in sheet.unanswered}
    joined = ScoreSheet(
        points=points,
        maximum=maximum,
        percent=percent,
        sections=sections,
        failed_gates=failed,
        unanswered=tuple(key for key in content.criteria if key in unanswered),
        answered=min(sheet.answered for sheet in sheets),
        count=max(sheet.count for sheet in sheets),
        outcome=outcome_of(content.rule, percent, sections, failed),
        criterion_points=_merged_criteria([sheet.criterion_points for sheet in sheets], merge),
    )
    totals = [sheet.points for sheet in sheets]
    difference = max(totals) - min(totals)
    far_apart = divergence_limit is not None and difference > Fraction(divergence_limit)
    return Consensus(
        joined,
        difference,
        split,
        needs_third=len(sheets) == 2 and (far_apart or bool(split)),  # noqa: PLR2004
    )


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, ZERO) / len(values)


def _merged_criteria(sheets: Sequence[Mapping[str, Fraction]], merge: Any) -> dict[str, Fraction]:
    """Join criterion by criterion, leaving out those that any expert found not applicable."""
    return {
        key: merge([sheet[key] for sheet in sheets])
        for key in sheets[0]
        if all(key in sheet for sheet in sheets)
    }


def _merged_section(scores: Sequence[SectionScore], merge: Any) -> SectionScore:
    return SectionScore(
        points=merge([one.points for one in scores]),
        maximum=merge([one.maximum for one in scores]),
        percent=merge([one.percent for one in scores]),
        answered=min(one.answered for one in scores),
        count=max(one.count for one in scores),
        threshold=scores[0].threshold,
    )
