"""Whether the thresholds of a decision rule can be reached and point at something."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from standards.checks.findings import Findings, Kind, Place, error, warning

Data = Mapping[str, Any]
RULE = Place(Kind.RULE)
WHOLE = Decimal(100)


def rule_findings(data: Data) -> Findings:
    """Name thresholds that nobody can reach, that say nothing, or that belong to no section."""
    rule = data["decision_rule"]
    if not rule:
        return
    yield from _orphans(data, rule)
    if not rule["is_scored"]:
        if not any(one.get("gate") for section in data["sections"] for one in section["criteria"]):
            yield warning(RULE, _("Points are not counted and there is no gate: nobody can fail."))
        return
    if not any(one["weight"] for section in data["sections"] for one in section["criteria"]):
        yield error(RULE, _("Points are counted, but no criterion has a weight."))
    yield from _numbers(rule)
    yield from _conditional(rule)


def _orphans(data: Data, rule: Data) -> Findings:
    sections = {section["key"]: section for section in data["sections"]}
    for key, percent in rule.get("section_thresholds", {}).items():
        if key not in sections:
            yield error(
                RULE, _("A threshold is set for “%(key)s”, which is no section.") % {"key": key}
            )
            continue
        section = sections[key]
        if percent and not any(one["weight"] for one in section["criteria"]):
            place = Place(Kind.SECTION, key, section["code"])
            yield error(
                place, _("The section has a threshold but no points, so nobody can reach it.")
            )


def _numbers(rule: Data) -> Findings:
    total = rule.get("total_threshold", 0)
    own = rule.get("section_thresholds", {}).values()
    if any(
        not 0 <= one <= WHOLE for one in (total, rule.get("default_section_threshold", 0), *own)
    ):
        yield error(RULE, _("Nobody can reach it: a threshold is more than 100% or less than 0."))
    if not total:
        yield warning(RULE, _("The whole has no threshold: any number of points is enough."))


def _conditional(rule: Data) -> Findings:
    total, section = rule.get("conditional_total"), rule.get("conditional_section")
    if total is None:
        if section is not None or rule.get("conditional_sections_at_most"):
            yield error(
                RULE,
                _("A conditional result needs the percentage of the whole from which it is given."),
            )
        return
    if total > rule.get("total_threshold", 0):
        yield error(
            RULE, _("The conditional threshold must not be above the threshold of the whole.")
        )
    if section is not None and section > rule.get("default_section_threshold", 0):
        yield warning(RULE, _("A section is conditional from more than its own threshold."))
