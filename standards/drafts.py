"""What can be edited in a draft, and the mark by which two editors of one row notice each other."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from django.db.models import Model

from standards.models import Criterion, DecisionRule, Scale, ScaleLevel, Section, StandardVersion

Values = dict[str, Any]


def pair(*stems: str) -> tuple[str, ...]:
    """Give the Polish and the English field of every stem."""
    return tuple(f"{stem}_{language}" for stem in stems for language in ("pl", "en"))


VERSION_FIELDS = (
    "version",
    *pair("title"),
    "change_class",
    *pair("change_note"),
    "binding_on",
    "transition_until",
)
SECTION_FIELDS = ("code", *pair("title", "intro"))
CRITERION_FIELDS = (
    "section_id",
    "code",
    *pair("text", "guidance", "example", "evidence"),
    "checked_by",
    "scale_id",
    "weight",
    "gate",
    "gate_value",
    "not_applicable_allowed",
    "answered_once_per_applicant",
    "applies_when",
    "replaces",
)
RULE_FIELDS = (
    "is_scored",
    "total_threshold",
    "default_section_threshold",
    "section_thresholds",
    "conditional_total",
    "conditional_section",
    "conditional_sections_at_most",
)
LEVEL_FIELDS = ("value", *pair("label", "description"), "from_ratio")
FIELDS: dict[type[Model], tuple[str, ...]] = {
    StandardVersion: VERSION_FIELDS,
    Section: SECTION_FIELDS,
    Criterion: CRITERION_FIELDS,
    DecisionRule: RULE_FIELDS,
    ScaleLevel: LEVEL_FIELDS,
}


def values_of(row: Model) -> Values:
    """Give what can be edited of a row; of a scale also its levels."""
    if isinstance(row, Scale):
        levels = sorted(row.levels.all(), key=lambda level: level.value)
        return {"kind": row.kind, "levels": [values_of(level) for level in levels]}
    return {name: getattr(row, name) for name in FIELDS[type(row)]}


def mark_of(values: Values) -> str:
    """Give a short mark of values: the same values have the same mark, whoever saved them."""
    text = json.dumps(values, sort_keys=True, default=_plain, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _plain(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
