"""A score sheet as it was sent: exact fractions as text, so that it is never rounded nor redone."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from standards.scoring import AnswerValue, ScoreSheet, SectionScore

NOT_APPLICABLE = "na"


def to_json(sheet: ScoreSheet, answers: Mapping[str, AnswerValue]) -> dict[str, Any]:
    """Turn a complete sheet and the answers behind it into plain values of JSON."""
    return {
        "points": str(sheet.points),
        "maximum": str(sheet.maximum),
        "percent": str(sheet.percent),
        "sections": {
            key: {
                "points": str(one.points),
                "maximum": str(one.maximum),
                "percent": str(one.percent),
                "threshold": str(one.threshold),
                "answered": one.answered,
                "count": one.count,
            }
            for key, one in sheet.sections.items()
        },
        "failed_gates": list(sheet.failed_gates),
        "answered": sheet.answered,
        "count": sheet.count,
        "outcome": sheet.outcome,
        "criterion_points": {key: str(one) for key, one in sheet.criterion_points.items()},
        "values": {
            key: NOT_APPLICABLE if one.not_applicable else one.value for key, one in answers.items()
        },
    }


def sheet_from(kept: Mapping[str, Any]) -> ScoreSheet:
    """Read the sheet back, fraction by fraction."""
    return ScoreSheet(
        points=Fraction(kept["points"]),
        maximum=Fraction(kept["maximum"]),
        percent=Fraction(kept["percent"]),
        sections={
            key: SectionScore(
                points=Fraction(one["points"]),
                maximum=Fraction(one["maximum"]),
                percent=Fraction(one["percent"]),
                threshold=Fraction(one["threshold"]),
                answered=one["answered"],
                count=one["count"],
            )
            for key, one in kept["sections"].items()
        },
        failed_gates=tuple(kept["failed_gates"]),
        unanswered=(),
        answered=kept["answered"],
        count=kept["count"],
        outcome=kept["outcome"],
        criterion_points={key: Fraction(one) for key, one in kept["criterion_points"].items()},
    )


def values_from(kept: Mapping[str, Any]) -> dict[str, AnswerValue]:
    """Read the answers back."""
    return {
        key: AnswerValue(None, not_applicable=True) if one == NOT_APPLICABLE else AnswerValue(one)
        for key, one in kept["values"].items()
    }
