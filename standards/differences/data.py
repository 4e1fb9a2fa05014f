"""The difference of two versions as plain data, for programs: the same in every language."""

from decimal import Decimal
from typing import Any

from standards.differences.aspects import Aspect
from standards.differences.comparing import CriterionChange, Difference
from standards.differences.effects import Effects, SectionEffect
from standards.differences.texts import (
    CriterionText,
    LevelText,
    ScaleText,
    SectionText,
    VersionText,
)

FORMAT = "atest-difference/1"
Data = dict[str, Any]


def difference_data(difference: Difference) -> Data:
    """Give the whole difference; every pair in it is ``[old, new]``, numbers are exact text."""
    return {
        "format": FORMAT,
        "scheme": difference.new.scheme,
        "old": _version(difference.old),
        "new": _version(difference.new),
        "counts": {kind.value: count for kind, count in difference.counts.items()},
        "effects": _effects(difference.effects),
        "changes": [_change(difference, change) for change in difference.changes],
    }


def _version(text: VersionText) -> Data:
    return {"version": text.version, "sha256": text.sha256}


def _change(difference: Difference, change: CriterionChange) -> Data:
    return {
        "kind": change.kind.value,
        "kinds": sorted(kind.value for kind in change.kinds),
        "old": [_named(one) for one in change.old],
        "new": [_named(one) for one in change.new],
        "answers_stay": difference.answers_stay(change),
        "aspects": [_aspect(aspect) for aspect in change.aspects],
    }


def _named(one: CriterionText) -> Data:
    return {"key": one.key, "code": one.code, "text": {"pl": one.text_pl, "en": one.text_en}}


def _aspect(aspect: Aspect) -> Data:
    data: Data = {
        "name": aspect.name.value,
        "kinds": sorted(kind.value for kind in aspect.kinds),
        "values": [_value(aspect.old), _value(aspect.new)],
    }
    if aspect.codes:
        data["codes"] = list(aspect.codes)
    if aspect.language:
        data["language"] = aspect.language
        data["marks"] = [[mark.kind, mark.text] for mark in aspect.marks]
    return data


def _value(value: Any) -> Any:
    match value:
        case Decimal():
            return f"{value.normalize():f}"
        case SectionText():
            return value.key
        case ScaleText():
            return _scale(value)
        case CriterionText():
            return _gate(value)
        case tuple():
            return list(value)
    return value


def _gate(one: CriterionText) -> Data:
    return {"gate": one.gate, "level": one.gate_value, "of": one.scale.maximum}


def _scale(scale: ScaleText) -> Data:
    return {
        "key": scale.key,
        "kind": scale.kind,
        "levels": [_level(level) for level in scale.levels],
    }


def _level(level: LevelText) -> Data:
    data: Data = {
        "value": level.value,
        "label": {"pl": level.label_pl, "en": level.label_en},
        "description": {"pl": level.description_pl, "en": level.description_en},
    }
    if level.from_ratio is not None:
        data["from_ratio"] = _value(level.from_ratio)
    return data


def _effects(effects: Effects) -> Data:
    return {
        "criteria": [effects.old_count, effects.new_count],
        "points": [_value(effects.old_points), _value(effects.new_points)],
        "sections": [_section(section) for section in effects.sections],
        "gates": [
            {
                "keys": [one.key if one else None for one in (effect.old, effect.new)],
                "values": [_gate(one) if one else None for one in (effect.old, effect.new)],
            }
            for effect in effects.gates
        ],
        "scales": [
            {
                "key": effect.key,
                "values": [_scale(one) if one else None for one in (effect.old, effect.new)],
            }
            for effect in effects.scales
        ],
        "rule": [
            {"name": effect.name, "values": [_value(effect.old), _value(effect.new)]}
            for effect in effects.rule
        ],
    }


def _section(effect: SectionEffect) -> Data:
    return {
        "key": effect.key,
        "codes": [one.code if one else None for one in (effect.old, effect.new)],
        "criteria": [effect.old_count, effect.new_count],
        "points": [_value(effect.old_points), _value(effect.new_points)],
        "thresholds": [_value(effect.old_threshold), _value(effect.new_threshold)],
    }
