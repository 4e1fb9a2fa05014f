"""What the experts found together: computed from the cards as sent, never stored a second time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from certification.evaluation.as_sent import sheet_from, values_from
from certification.lifecycle import AssessmentStatus, AssignmentStatus
from certification.models import Application, Assessment, AssessmentKind, Assignment
from standards.content import StandardContent
from standards.scoring import (
    AnswerValue,
    Outcome,
    ScoreSheet,
    SectionScore,
    consensus,
    load_content,
)

ENGAGED = frozenset(
    {
        AssignmentStatus.INVITED,
        AssignmentStatus.WAIVER_REQUESTED,
        AssignmentStatus.ACCEPTED,
        AssignmentStatus.COMPLETED,
    }
)
WITH_THIRD = 3


@dataclass(frozen=True)
class ScoreCard:
    """One sent score card: the record, its sheet and its values."""

    assessment: Assessment
    sheet: ScoreSheet
    values: Mapping[str, AnswerValue]

    @classmethod
    def read(cls, assessment: Assessment) -> "ScoreCard":
        """Read a card as it was sent."""
        kept = assessment.sheet or {}
        return cls(assessment, sheet_from(kept), values_from(kept))


@dataclass(frozen=True)
class CriterionResult:
    """One criterion seen by all experts, in the order of their cards."""

    key: str
    values: tuple[AnswerValue | None, ...]
    points: tuple[Fraction | None, ...]
    spread: Fraction
    gate_split: bool

    @cached_property
    def differs(self) -> bool:
        """Say whether the experts answered differently."""
        return len(set(self.values)) > 1


@dataclass(frozen=True)
class EvaluationResult:
    """The common result of the experts: the mean of two cards, the median of three."""

    points: Fraction
    maximum: Fraction
    percent: Fraction
    sections: Mapping[str, SectionScore]
    criteria: tuple[CriterionResult, ...]
    failed_gates: tuple[str, ...]
    gate_splits: tuple[str, ...]
    outcome: Outcome
    difference: Fraction
    needs_third: bool
    cards: int


def sent_cards(application: Application) -> list[ScoreCard]:
    """List the score cards that were sent, in the order of the assignments."""
    sent = (
        Assessment.objects.filter(
            application=application,
            kind=AssessmentKind.EXPERT,
            status=AssessmentStatus.SUBMITTED,
        )
        .select_related("author", "assignment")
        .order_by("pk")
    )
    return [ScoreCard.read(assessment) for assessment in sent]


def result_of(
    application: Application, cards: Sequence[ScoreCard] | None = None
) -> EvaluationResult | None:
    """Compute what the experts found together; nothing is known before the first card is sent."""
    sent = sent_cards(application) if cards is None else cards
    if not sent:
        return None
    content = load_content(application.version)
    joined = consensus(content, [card.sheet for card in sent], application.edition.divergence_limit)
    sheet = joined.sheet
    return EvaluationResult(
        points=sheet.points,
        maximum=sheet.maximum,
        percent=sheet.percent,
        sections=sheet.sections,
        criteria=_criteria(content, sent, joined.split_gates),
        failed_gates=sheet.failed_gates,
        gate_splits=joined.split_gates,
        outcome=sheet.outcome,
        difference=joined.difference,
        needs_third=joined.needs_third,
        cards=len(sent),
    )


def _criteria(
    content: StandardContent, cards: Sequence[ScoreCard], splits: tuple[str, ...]
) -> tuple[CriterionResult, ...]:
    asked = {key for card in cards for key in card.values}
    results = []
    for key in content.criteria:
        if key not in asked:
            continue
        points = tuple(card.sheet.criterion_points.get(key) for card in cards)
        known = [one for one in points if one is not None]
        results.append(
            CriterionResult(
                key=key,
                values=tuple(card.values.get(key) for card in cards),
                points=points,
                spread=max(known) - min(known) if known else Fraction(0),
                gate_split=key in splits,
            )
        )
    return tuple(results)


def experts_still_needed(application: Application, *, without: Assignment | None = None) -> int:
    """Count the experts who still have to be found.

    The call says how many score a case; a third one is needed where two differ by more points than
    it allows or judge a gate differently. Invited, scoring and finished experts count, those who
    declined, were excluded or released do not. ``without`` asks what were if one of them were not.
    """
    engaged = application.assignments.filter(status__in=ENGAGED)
    if without:
        engaged = engaged.exclude(pk=without.pk)
    required = application.edition.experts_required
    result = result_of(application)
    if result is not None and result.needs_third:
        required = max(required, WITH_THIRD)
    return max(0, required - engaged.count())
