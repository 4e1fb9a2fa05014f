"""The live check of a draft: every finding names its place, errors stop the publication."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _

from standards.checks.findings import Finding, Findings, Kind, Place, error, warning
from standards.checks.texts import text_findings
from standards.checks.thresholds import rule_findings
from standards.conditions import problems_of
from standards.numbering import number_fits

Data = Mapping[str, Any]
VERSION = Place(Kind.VERSION)


def check_content(data: Data, *, before: Data | None = None) -> list[Finding]:
    """Name everything that a draft lacks, errors first; ``before`` is the version it follows."""
    found = [
        *_facts(data, before),
        *_emptiness(data),
        *_twice(data),
        *_scales(data),
        *_criteria(data, before),
        *rule_findings(data),
        *_sums(data, before),
        *text_findings(data),
    ]
    return sorted(found, key=lambda one: not one.is_error)


def section_place(section: Data) -> Place:
    """Name a section as a place."""
    return Place(Kind.SECTION, section["key"], section["code"])


def criterion_place(criterion: Data) -> Place:
    """Name a criterion as a place."""
    return Place(Kind.CRITERION, criterion["key"], criterion["code"])


def scale_place(scale: Data) -> Place:
    """Name a scale as a place."""
    return Place(Kind.SCALE, scale["key"], scale["key"])


def criteria_of(data: Data) -> Iterator[Data]:
    """Give the criteria of all sections in their order."""
    return (one for section in data["sections"] for one in section["criteria"])


def points_of(section: Data) -> Decimal:
    """Add up the weights of a section."""
    return sum((Decimal(one["weight"]) for one in section["criteria"]), Decimal(0))


def plain(points: Decimal) -> str:
    """Write points as people do: without zeros that say nothing, with the comma of the language."""
    return str(localize(Decimal(f"{points.normalize():f}")))


def _facts(data: Data, before: Data | None) -> Findings:
    if before is None:
        return
    standard = data["standard"]
    if not standard.get("change_class"):
        yield error(VERSION, _("Choose the class of the change."))
    elif not number_fits(
        standard["version"],
        change_class=standard["change_class"],
        before=before["standard"]["version"],
    ):
        yield error(
            VERSION,
            _(
                "The number does not fit the class: a typing error is a third number after "
                "%(before)s, every other change has two numbers."
            )
            % {"before": ".".join(before["standard"]["version"].split(".")[:2])},
        )
    if not standard.get("change_note"):
        yield error(VERSION, _("Say what changes; holders and applicants read it."))


def _emptiness(data: Data) -> Findings:
    if not data["sections"]:
        yield error(VERSION, _("There is no section yet."))
    for section in data["sections"]:
        if not section["criteria"]:
            yield error(section_place(section), _("The section has no criterion."))
    if not data["decision_rule"]:
        yield error(Place(Kind.RULE), _("There is no decision rule yet."))


def _twice(data: Data) -> Findings:
    for rows, place_of in (
        (list(data["sections"]), section_place),
        (list(criteria_of(data)), criterion_place),
    ):
        codes = Counter(row["code"].casefold() for row in rows)
        for row in rows:
            if codes[row["code"].casefold()] > 1:
                yield error(
                    place_of(row), _("The code “%(code)s” is used twice.") % {"code": row["code"]}
                )


def _scales(data: Data) -> Findings:
    used = {one["scale"] for one in criteria_of(data)}
    for scale in data["scales"]:
        place, levels = scale_place(scale), scale["levels"]
        is_measured = scale.get("kind") == "measured"
        if len(levels) < 2:  # noqa: PLR2004 -- no and yes
            yield error(place, _("The scale needs at least two levels."))
        if [level["value"] for level in levels] != list(range(len(levels))):
            yield error(place, _("Levels must be 0, 1, 2 and so on, in order."))
        ratios = [level.get("from_ratio") for level in levels]
        if is_measured and (
            None in ratios or (ratios and ratios[0] != 0) or ratios != sorted(set(ratios))
        ):
            yield error(
                place,
                _("Every level needs a growing share of the median, the first one zero."),
            )
        for level in levels:
            if not is_measured and not level.get("description"):
                yield error(
                    place, _("Level %(value)s is not described.") % {"value": level["value"]}
                )
        if scale["key"] not in used:
            yield warning(place, _("No criterion uses this scale."))


def _criteria(data: Data, before: Data | None) -> Findings:
    known = {one["key"] for one in criteria_of(before)} if before else set()
    tops = {scale["key"]: len(scale["levels"]) - 1 for scale in data["scales"]}
    for one in criteria_of(data):
        place = criterion_place(one)
        yield from _gate(one, place, tops)
        for key in one.get("replaces", []):
            if key not in known:
                yield error(
                    place,
                    _("It replaces “%(key)s”, which the version before does not have.")
                    % {"key": key},
                )
        if "applies_when" in one:
            for sentence in problems_of(one["applies_when"]):
                yield error(place, sentence)
        if not one.get("evidence"):
            yield warning(place, _("It does not say which evidence shows it."))
        if not one.get("checked_by"):
            yield warning(place, _("It does not say how it is checked."))


def _gate(one: Data, place: Place, tops: Mapping[str, int]) -> Findings:
    if one.get("gate", "none") == "none":
        return
    if one["gate_value"] > tops.get(one["scale"], 0):
        yield error(place, _("Nobody can pass the gate: the scale has no such level."))
    if not one.get("guidance"):
        yield error(place, _("A gate decides alone, so its guidance must explain it."))
    if one.get("not_applicable_allowed"):
        yield warning(place, _("A gate that may be not applicable can be walked around."))


def _sums(data: Data, before: Data | None) -> Findings:
    if not data["decision_rule"].get("is_scored"):
        return
    total = sum((points_of(section) for section in data["sections"]), Decimal(0))
    earlier = {one["key"]: points_of(one) for one in before["sections"]} if before else {}
    expected = sum(earlier.values(), Decimal(0)) or Decimal(100)
    if total and total != expected:
        yield warning(
            VERSION,
            _("The weights add up to %(sum)s points, not to %(expected)s.")
            % {"sum": plain(total), "expected": plain(expected)},
        )
    for section in data["sections"]:
        points = points_of(section)
        if section["key"] in earlier and points != earlier[section["key"]]:
            yield warning(
                section_place(section),
                _("The section has %(sum)s points; in the version before it had %(before)s.")
                % {"sum": plain(points), "before": plain(earlier[section["key"]])},
            )
