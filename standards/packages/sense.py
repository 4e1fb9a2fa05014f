"""The sense of a package whose shape is right: names that refer elsewhere, scales, gates, dates."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from standards.conditions import problems_of
from standards.dictionaries import LEGAL_FORMS
from standards.packages.source import Path

# What the columns hold: a finer number would be rounded without a word.
HUNDREDTH, FOUR_PLACES = Decimal("0.01"), Decimal("0.0001")
THRESHOLDS = (
    "total_threshold",
    "default_section_threshold",
    "conditional_total",
    "conditional_section",
)
Data = dict[str, Any]
Problems = Iterator[tuple[Path, str]]


def sense_problems(data: Data) -> Problems:
    """Name every field that contradicts another one."""
    yield from _scheme(data["scheme"])
    for name in ("binding_on", "transition_until"):
        if not _is_date(data["standard"].get(name)):
            yield ("standard", name), _("There is no such day.")
    yield from _twice(data["scales"], ("scales",), "key")
    scales = {scale["key"]: scale for scale in data["scales"]}
    for n, scale in enumerate(data["scales"]):
        yield from _scale(scale, ("scales", n))
    yield from _sections(data["sections"], scales)
    yield from _rule(data)
    yield from _twice(data.get("operators", []), ("operators",), "code")
    yield from _operators(data.get("operators", []))
    yield from _twice(data.get("editions", []), ("editions",), "code")
    operators = {operator["code"] for operator in data.get("operators", [])}
    measured = {
        criterion["key"]
        for section in data["sections"]
        for criterion in section["criteria"]
        if scales.get(criterion["scale"], {}).get("kind") == "measured"
    }
    for n, edition in enumerate(data.get("editions", [])):
        yield from _edition(edition, ("editions", n), operators, measured)


def _twice(rows: list[Data], path: Path, name: str) -> Problems:
    seen: set[Any] = set()
    for n, row in enumerate(rows):
        if row[name] in seen:
            yield (*path, n, name), _("“%(value)s” is used twice.") % {"value": row[name]}
        seen.add(row[name])


def _scheme(scheme: Data) -> Problems:
    for n, form in enumerate(scheme.get("allowed_legal_forms", [])):
        if form not in LEGAL_FORMS:
            yield (
                ("scheme", "allowed_legal_forms", n),
                _("There is no legal form “%(form)s”.") % {"form": form},
            )
    yield from _twice(scheme.get("declarations", []), ("scheme", "declarations"), "key")


def _scale(scale: Data, path: Path) -> Problems:
    values = [level["value"] for level in scale["levels"]]
    if values != list(range(len(values))):
        yield (*path, "levels"), _("Levels must be 0, 1, 2 and so on, in order.")
    ratios = [level.get("from_ratio") for level in scale["levels"]]
    for n, ratio in enumerate(ratios):
        if _is_finer(ratio or 0, FOUR_PLACES):
            yield (*path, "levels", n, "from_ratio"), _("Write at most four decimal places.")
    if scale.get("kind") == "measured":
        if None in ratios or ratios[0] != 0 or ratios != sorted(set(ratios)):
            yield (
                (*path, "levels"),
                _("Every level of a measured scale needs a growing “from_ratio”, the first one 0."),
            )
    elif any(ratio is not None for ratio in ratios):
        yield (*path, "levels"), _("Only a measured scale has “from_ratio”.")


def _sections(sections: list[Data], scales: dict[str, Data]) -> Problems:
    yield from _twice(sections, ("sections",), "key")
    yield from _twice(sections, ("sections",), "code")
    for name in ("key", "code"):
        seen: set[str] = set()
        for n, section in enumerate(sections):
            for m, criterion in enumerate(section["criteria"]):
                if criterion[name] in seen:
                    yield (
                        ("sections", n, "criteria", m, name),
                        _("“%(value)s” is used twice.") % {"value": criterion[name]},
                    )
                seen.add(criterion[name])
    for n, section in enumerate(sections):
        for m, criterion in enumerate(section["criteria"]):
            yield from _criterion(criterion, ("sections", n, "criteria", m), scales)


def _criterion(criterion: Data, path: Path, scales: dict[str, Data]) -> Problems:
    scale = scales.get(criterion["scale"])
    if scale is None:
        yield (*path, "scale"), _("There is no scale “%(key)s”.") % {"key": criterion["scale"]}
    gated = criterion.get("gate", "none") != "none"
    if gated and "gate_value" not in criterion:
        yield (*path, "gate_value"), _("A gate needs the lowest level that passes.")
    elif not gated and "gate_value" in criterion:
        yield (*path, "gate_value"), _("Without a gate there is no level that passes.")
    elif gated and scale is not None and criterion["gate_value"] >= len(scale["levels"]):
        yield (*path, "gate_value"), _("The scale has no such level.")
    if _is_finer(criterion["weight"], HUNDREDTH):
        yield (*path, "weight"), _("A weight has at most two decimal places.")
    if "applies_when" in criterion:
        for sentence in problems_of(criterion["applies_when"]):
            yield (*path, "applies_when"), sentence


def _rule(data: Data) -> Problems:
    rule, path = data["decision_rule"], ("decision_rule",)
    keys = {section["key"] for section in data["sections"]}
    for name in THRESHOLDS:
        if _is_finer(rule.get(name, 0), HUNDREDTH):
            yield (*path, name), _("Write at most two decimal places.")
    for key, percent in rule.get("section_thresholds", {}).items():
        if _is_finer(percent, HUNDREDTH):
            yield (*path, "section_thresholds", key), _("Write at most two decimal places.")
        if key not in keys:
            yield (
                (*path, "section_thresholds", key),
                _("There is no section “%(key)s”.") % {"key": key},
            )
    if rule.get("conditional_total", 0) > rule.get("total_threshold", 0):
        yield (
            (*path, "conditional_total"),
            _("The conditional threshold must not be above the threshold of the whole."),
        )
    weights = sum(one["weight"] for section in data["sections"] for one in section["criteria"])
    if rule["is_scored"] and not weights:
        yield (*path, "is_scored"), _("Points are counted, but no criterion has a weight.")


def _operators(operators: list[Data]) -> Problems:
    for n, operator in enumerate(operators):
        if not operator.get("is_national") and "voivodeship" not in operator:
            yield (
                ("operators", n, "voivodeship"),
                _("An operator that is not national names its voivodeship."),
            )


def _edition(edition: Data, path: Path, operators: set[str], measured: set[str]) -> Problems:
    if edition["operator"] not in operators:
        yield (
            (*path, "operator"),
            _("There is no operator “%(code)s” in this file.") % {"code": edition["operator"]},
        )
    broken = [name for name in ("opens_on", "closes_on") if not _is_date(edition.get(name))]
    for name in broken:
        yield (*path, name), _("There is no such day.")
    if not broken and edition.get("closes_on", edition["opens_on"]) < edition["opens_on"]:
        yield (*path, "closes_on"), _("The call closes before it opens.")
    quorum = edition.get("quorum")
    if quorum and quorum["numerator"] >= quorum["denominator"]:
        yield (*path, "quorum"), _("The quorum must be a part of the whole.")
    seen: set[tuple[str, str]] = set()
    for n, median in enumerate(edition.get("medians", [])):
        place: Path = (*path, "medians", n)
        if median["criterion"] not in measured:
            yield (
                (*place, "criterion"),
                _("“%(key)s” is not a measured criterion.") % {"key": median["criterion"]},
            )
        if (median["criterion"], median["voivodeship"]) in seen:
            yield (*place, "voivodeship"), _("This median is given twice.")
        if _is_finer(median["value"], FOUR_PLACES):
            yield (*place, "value"), _("Write at most four decimal places.")
        if not _is_date(median["as_of"]):
            yield (*place, "as_of"), _("There is no such day.")
        seen.add((median["criterion"], median["voivodeship"]))


def _is_finer(number: Any, step: Decimal) -> bool:
    return bool(Decimal(str(number)) % step)


def _is_date(text: str | None) -> bool:
    if text is None:
        return True
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
