"""What the experts found, criterion by criterion, as the applicant and the authority read it.

Only justifications, written for the centre; notes for the committee and names stay inside.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from certification.evaluation import EvaluationResult, result_of
from certification.lifecycle import AssessmentStatus
from certification.models import Answer, Application, AssessmentKind
from standards.models import Criterion, Section
from standards.scoring import SectionScore


@dataclass(frozen=True)
class CriterionFinding:
    """One criterion with the experts' justifications."""

    criterion: Criterion
    points: Fraction | None
    is_failed_gate: bool
    justifications: tuple[str, ...]


@dataclass(frozen=True)
class SectionFinding:
    """One section with its result and the criteria that the experts wrote about."""

    section: Section
    score: SectionScore
    criteria: tuple[CriterionFinding, ...]


@dataclass(frozen=True)
class Findings:
    """The whole result of an evaluation with its justifications."""

    result: EvaluationResult
    sections: tuple[SectionFinding, ...]


def findings_of(application: Application) -> Findings | None:
    """Read the common result and the justifications in a constant number of queries."""
    result = result_of(application)
    if result is None:
        return None
    criteria: dict[int, list[CriterionFinding]] = defaultdict(list)
    words = _justifications(application)
    points = {one.key: [p for p in one.points if p is not None] for one in result.criteria}
    rows = Criterion.objects.filter(version=application.version_id).order_by("position")
    for criterion in rows:
        is_failed = criterion.key in result.failed_gates
        if not (words[criterion.key] or is_failed):
            continue
        known = points.get(criterion.key, [])
        criteria[criterion.section_id].append(
            CriterionFinding(
                criterion=criterion,
                points=Fraction(median(known)) if known else None,
                is_failed_gate=is_failed,
                justifications=tuple(words[criterion.key]),
            )
        )
    sections = Section.objects.filter(version=application.version_id).order_by("position")
    return Findings(
        result=result,
        sections=tuple(
            SectionFinding(section, result.sections[section.key], tuple(criteria[section.pk]))
            for section in sections
        ),
    )


def _justifications(application: Application) -> dict[str, list[str]]:
    """Collect the justifications of sent score cards by criterion, each text once."""
    words: dict[str, list[str]] = defaultdict(list)
    answers = Answer.objects.filter(
        assessment__application=application,
        assessment__kind=AssessmentKind.EXPERT,
        assessment__status=AssessmentStatus.SUBMITTED,
    ).order_by("assessment", "pk")
    for key, text in answers.values_list("criterion__key", "justification"):
        if text.strip() and text.strip() not in words[key]:
            words[key].append(text.strip())
    return words
