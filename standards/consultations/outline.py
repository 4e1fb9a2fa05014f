"""The text consulted as the public page shows it, with how much was said on each place."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count

from standards.conditions import explain
from standards.consultations.content import text_consulted
from standards.differences.texts import CriterionText, SectionText
from standards.models import Comment, CommentPlace, Consultation, Criterion
from standards.presenting import CHECKED_BY, CriterionLine, SectionOutline


@dataclass(frozen=True)
class Said:
    """How many public comments are about one place, by the name that forms and links use."""

    about: str
    count: int


def comments_by_place(consultation: Consultation) -> Mapping[tuple[str, str], int]:
    """Count the public comments of a round by place, in one query."""
    rows = Comment.objects.filter(consultation=consultation).public().order_by()
    counted = rows.values_list("place", "place_key").annotate(count=Count("pk"))
    return Counter({(place, key): count for place, key, count in counted})


def outline_consulted(consultation: Consultation) -> dict[str, Any]:
    """Give the whole text consulted, as ``outline_of`` gives that of a version."""
    text = text_consulted(consultation)
    counts = comments_by_place(consultation)
    by_section: dict[str, list[CriterionText]] = {one.key: [] for one in text.sections}
    for criterion in text.criteria:
        by_section[criterion.section.key].append(criterion)
    sections = []
    for section in text.sections:
        rows = by_section[section.key]
        points = sum((row.weight for row in rows), Decimal(0))
        scored = bool(points) and text.rule.is_scored
        sections.append(
            SectionOutline(
                section=section,  # type: ignore[arg-type]
                lines=tuple(_line(row, counts) for row in rows),
                count=len(rows),
                points=points,
                threshold=text.rule.threshold_of(section.key) if scored else None,
                said=_said(counts, CommentPlace.SECTION, section),
            )
        )
    return {
        "rule": text.rule,
        "sections": sections,
        "scales_consulted": text.scales,
        "points": text.points,
        "criteria_count": len(text.criteria),
        "gates": [row for row in text.criteria if row.gate != Criterion.Gate.NONE],
        "said_on_whole": Said(CommentPlace.WHOLE, counts[CommentPlace.WHOLE, ""]),
        "comment_count": sum(counts.values()),
    }


def _line(row: CriterionText, counts: Mapping[tuple[str, str], int]) -> CriterionLine:
    return CriterionLine(
        criterion=row,  # type: ignore[arg-type]
        checked_by=", ".join(str(CHECKED_BY[letter]) for letter in row.checked_by),
        applies_when=explain(dict(row.applies_when)) if row.applies_when else "",
        said=_said(counts, CommentPlace.CRITERION, row),
    )


def _said(
    counts: Mapping[tuple[str, str], int], place: str, row: SectionText | CriterionText
) -> Said:
    return Said(f"{place}:{row.key}", counts[place, row.key])
