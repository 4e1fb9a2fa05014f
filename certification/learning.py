"""What cases teach about a standard: where applicants and experts read a criterion differently.

Only cases whose evaluation is over count, so that nothing leaks from a card that is not sent. A
figure that rests on fewer than five cases is not told, since it could be traced to its people.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from statistics import fmean
from typing import Any

from django.db.models import Avg, Count, Max, Min, Q
from django.utils.formats import number_format

from certification.lifecycle import ApplicationStatus, AssessmentStatus
from certification.models import Answer, AppealPoint, AssessmentKind
from certification.models.appeal import SETTLED
from standards.models import Criterion, StandardVersion

FEWEST_CASES = 5
EVALUATED = (
    ApplicationStatus.AWAITING_COMMITTEE,
    ApplicationStatus.AWAITING_DECISION,
    ApplicationStatus.GRANTED,
    ApplicationStatus.REFUSED,
    ApplicationStatus.CERTIFIED,
)


@dataclass(frozen=True)
class ExpertView:
    """How the experts of one case answered one criterion; without a level where none applied."""

    mean: float | None
    spread: int
    not_applicable: int
    count: int


@dataclass(frozen=True)
class CriterionLesson:
    """One criterion over all cases: levels are means, shares are parts of one.

    ``misread`` is the mean distance between self-assessment and experts as a part of the scale: 0
    where they always agree, 1 where one says all and the other nothing. Figures that rest on too
    few cases are ``None``.
    """

    key: str
    code: str
    text: str
    maximum: int
    cases: int
    own: float | None = None
    experts: float | None = None
    difference: float | None = None
    misread: float | None = None
    spread: float | None = None
    not_applicable: float | None = None
    contested: int | None = None
    won: int | None = None

    @property
    def is_known(self) -> bool:
        """Say whether enough cases compare the two sides."""
        return self.misread is not None

    @property
    def percent(self) -> int:
        """Give the distance as a percentage of the scale."""
        return round(100 * (self.misread or 0))

    @property
    def percent_left_out(self) -> int:
        """Give the share of "not applicable" as a percentage."""
        return round(100 * (self.not_applicable or 0))

    @property
    def signed(self) -> str:
        """Write the difference with its sign, since its direction is the point."""
        shown = round(self.difference or 0.0, 1)
        sign = "+" if shown > 0 else "−" if shown < 0 else ""
        return f"{sign}{number_format(abs(shown), 1)}"


@dataclass(frozen=True)
class Lessons:
    """All criteria of a version, the most often misread first."""

    cases: int
    criteria: tuple[CriterionLesson, ...] = field(default_factory=tuple)

    @property
    def are_enough(self) -> bool:
        """Say whether anything can be told."""
        return self.cases >= FEWEST_CASES

    @property
    def most_misread(self) -> list[CriterionLesson]:
        """Give the criteria in which the two sides differ at all, the widest first."""
        return [one for one in self.criteria if one.misread]


def lessons_of(version: StandardVersion) -> Lessons:
    """Compare self-assessments with score cards, criterion by criterion, with four queries."""
    criteria = Criterion.objects.filter(version=version).annotate(
        maximum=Max("scale__levels__value")
    )
    experts, own, appeals = _experts(version), _own(version), _appeals(version)
    cases = len({case for of_case in experts.values() for case in of_case})
    if cases < FEWEST_CASES:
        return Lessons(cases)
    lessons = [
        replace(
            _lesson(row, row.maximum or 0, own.get(row.pk, {}), experts.get(row.pk, {})),
            **appeals.get(row.pk, {}),
        )
        for row in criteria.order_by("section__position", "position")
    ]
    return Lessons(cases, tuple(sorted(lessons, key=_order)))


def _order(lesson: CriterionLesson) -> tuple[float, float]:
    """Put the widest distance first, then the widest spread; the unknown comes last."""
    if lesson.misread is None:
        return 1.0, 0.0
    return -lesson.misread, -(lesson.spread or 0.0) / (lesson.maximum or 1)


def _experts(version: StandardVersion) -> dict[int, dict[int, ExpertView]]:
    sent = Answer.objects.filter(
        assessment__kind=AssessmentKind.EXPERT,
        assessment__status=AssessmentStatus.SUBMITTED,
        assessment__application__version=version,
        assessment__application__status__in=EVALUATED,
    )
    rows = (
        sent.values("criterion_id", "assessment__application_id")
        .annotate(
            mean=Avg("value"),
            low=Min("value"),
            high=Max("value"),
            left_out=Count("pk", filter=Q(not_applicable=True)),
            count=Count("pk"),
        )
        .order_by()
        .values_list(
            *("criterion_id", "assessment__application_id", "mean", "low", "high"),
            *("left_out", "count"),
        )
    )
    found: dict[int, dict[int, ExpertView]] = {}
    for criterion, case, mean, low, high, left_out, count in rows:
        known = mean is not None
        view = ExpertView(
            float(mean) if known else None, high - low if known else 0, left_out, count
        )
        found.setdefault(criterion, {})[case] = view
    return found


def _own(version: StandardVersion) -> dict[int, dict[int, int]]:
    rows = Answer.objects.filter(
        assessment__kind=AssessmentKind.SELF,
        assessment__application__version=version,
        assessment__application__status__in=EVALUATED,
    ).values_list("criterion_id", "assessment__application_id", "value")
    found: dict[int, dict[int, int]] = {}
    for criterion, case, value in rows:
        if value is not None:
            found.setdefault(criterion, {})[case] = value
    return found


def _appeals(version: StandardVersion) -> dict[int, dict[str, Any]]:
    """Count the settled requests that contest each criterion, and those in which the party won."""
    rows = (
        AppealPoint.objects.filter(criterion__version=version, appeal__status__in=SETTLED)
        .values("criterion_id")
        .annotate(contested=Count("pk"), won=Count("pk", filter=Q(is_right=True)))
        .order_by()
        .values_list("criterion_id", "contested", "won")
    )
    return {
        criterion: {"contested": contested, "won": won}
        for criterion, contested, won in rows
        if contested >= FEWEST_CASES
    }


def _lesson(
    row: Criterion, maximum: int, own: Mapping[int, int], experts: Mapping[int, ExpertView]
) -> CriterionLesson:
    scored = {case: view for case, view in experts.items() if view.mean is not None}
    both = [(own[case], view.mean or 0.0) for case, view in scored.items() if case in own]
    told = len(both) >= FEWEST_CASES
    answers = sum(view.count for view in experts.values())
    return CriterionLesson(
        key=row.key,
        code=row.code,
        text=row.text,
        maximum=maximum,
        cases=len(both),
        own=fmean(value for value, _ in both) if told else None,
        experts=fmean(mean for _, mean in both) if told else None,
        difference=fmean(value - mean for value, mean in both) if told else None,
        misread=fmean(abs(value - mean) / maximum for value, mean in both)
        if told and maximum
        else None,
        spread=fmean(view.spread for view in scored.values())
        if len(scored) >= FEWEST_CASES
        else None,
        not_applicable=sum(view.not_applicable for view in experts.values()) / answers
        if len(experts) >= FEWEST_CASES
        else None,
    )
