"""Versions as plain values, for comparing without a database."""

from dataclasses import replace
from decimal import Decimal

from standards.differences.texts import (
    CriterionText,
    LevelText,
    RuleText,
    ScaleText,
    SectionText,
    VersionText,
)


def scale_text(key="S2", labels=("Nie", "Częściowo", "Tak"), ratios=None):
    levels = tuple(
        LevelText(n, label, f"{label} (en)", from_ratio=ratios[n] if ratios else None)
        for n, label in enumerate(labels)
    )
    return ScaleText(key, "measured" if ratios else "levels", levels)


SCALE = scale_text()
SECTIONS = tuple(
    SectionText(key, code, f"Obszar {code}", f"Section {code}")
    for key, code in (("people", "A"), ("money", "B"))
)


def criterion_text(key, code="", section=SECTIONS[0], **fields):
    values = {
        "text_pl": f"Kryterium {key} jest spełnione.",
        "text_en": f"Criterion {key} is met.",
        "weight": Decimal(5),
        "scale": SCALE,
        **fields,
    }
    return CriterionText(key=key, code=code or key.upper(), section=section, **values)


def version_text(*criteria, version="2026.1", predecessors=(), **fields):
    values = {
        "sections": SECTIONS,
        "scales": (SCALE,),
        "rule": RuleText(total_threshold=Decimal(70), default_section_threshold=Decimal(60)),
        **fields,
    }
    return VersionText(
        scheme="owes",
        version=version,
        criteria=tuple(criterion_text(one) if isinstance(one, str) else one for one in criteria),
        predecessors=predecessors,
        **values,
    )


def edited(text, key, **fields):
    """Give the version with one criterion changed."""
    changed = tuple(replace(one, **fields) if one.key == key else one for one in text.criteria)
    return replace(text, criteria=changed)
