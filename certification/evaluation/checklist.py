"""A checklist with what was answered and shown, ready for a page; a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from certification.checklist import checklist_of
from certification.models import (
    Answer,
    Application,
    Assessment,
    AssessmentKind,
    Evidence,
)
from standards.models import Criterion, Section
from standards.scoring import AnswerValue


@dataclass(frozen=True)
class Row:
    """One criterion with the applicant's answer and evidence."""

    criterion: Criterion
    answer: Answer | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Part:
    """One section with its rows."""

    section: Section
    rows: list[Row] = field(default_factory=list)

    @property
    def answered(self) -> int:
        """Count the rows with an answer."""
        return sum(is_given(row.answer) for row in self.rows)


def is_given(answer: Answer | None) -> bool:
    """Say whether an answer has been given."""
    return answer is not None and (answer.not_applicable or answer.value is not None)


def value_of(answer: Answer | None) -> AnswerValue | None:
    """Give the value of an answer, if it has been given."""
    if answer is None or not is_given(answer):
        return None
    return AnswerValue(answer.value, not_applicable=answer.not_applicable)


def self_assessment_of(application: Application) -> Assessment | None:
    """Give the checklist that the applicant filled in."""
    return Assessment.objects.filter(application=application, kind=AssessmentKind.SELF).first()


def criteria_of(application: Application) -> tuple[Criterion, ...]:
    """List the criteria of the pinned version in order, with scales, levels and sections."""
    return checklist_of(application.version).criteria


def answers_by_criterion(assessment: Assessment | None) -> dict[int, Answer]:
    """Give the answers of one checklist by the criterion."""
    if assessment is None:
        return {}
    return {answer.criterion_id: answer for answer in assessment.answers.all()}


def evidence_by_criterion(application: Application) -> Mapping[int, list[Evidence]]:
    """Give the standing evidence of a case by the criterion."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    standing = Evidence.objects.standing().of_case(application)
    for piece in standing.select_related("document"):
        found[piece.criterion_id].append(piece)
    return found


def parts_of_checklist(
    criteria: Iterable[Criterion],
    answers: Mapping[int, Answer],
    evidence: Mapping[int, list[Evidence]],
    asked: Collection[str] | None = None,
) -> list[Part]:
    """Put criteria, answers and evidence together, section by section; the unasked are left out."""
    parts: dict[int, Part] = {}
    for criterion in criteria:
        if asked is not None and criterion.key not in asked:
            continue
        part = parts.setdefault(criterion.section_id, Part(criterion.section))
        part.rows.append(
            Row(criterion, answers.get(criterion.pk), tuple(evidence.get(criterion.pk, ())))
        )
    return list(parts.values())
