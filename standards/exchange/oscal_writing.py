"""From a version of a standard to an OSCAL catalog (NIST, JSON), the same bytes each time.

What OSCAL has a place for goes there: sections are groups, criteria are controls, texts are parts,
scales are parameters. What it has no place for (weights, gates, thresholds, conditions, the second
language) travels in properties of our own namespace, which other tools pass by. The procedure of
the scheme (calls, operators, time limits) stays behind. ``losses_of`` says all of this.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from standards.exchange.oscal_words import LANGUAGES, OSCAL_VERSION, PARTS, Data, prop
from standards.models import Edition, StandardVersion
from standards.packages.writing import content_data

PLAIN_RULES = (
    "total_threshold",
    "default_section_threshold",
    "conditional_total",
    "conditional_section",
    "conditional_sections_at_most",
)
NOT_PUBLISHED = datetime(1970, 1, 1, tzinfo=UTC)


def export_oscal(version: StandardVersion) -> bytes:
    """Write the catalog of a version as JSON in UTF-8."""
    catalog = {"catalog": catalog_of(version)}
    return (json.dumps(catalog, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def catalog_of(version: StandardVersion) -> Data:
    """Give the catalog of a version as plain data."""
    content = content_data(version)
    seed = f"urn:atest:{version.scheme.code}:{version.version}:{version.sha256}"
    thresholds = content["decision_rule"].get("section_thresholds", {})
    return {
        "uuid": str(uuid5(NAMESPACE_URL, seed)),
        "metadata": _metadata(version, content),
        "params": [_scale(scale) for scale in content["scales"]],
        "groups": [
            _section(section, thresholds.get(section["key"])) for section in content["sections"]
        ],
    }


def losses_of(version: StandardVersion) -> list[str]:
    """Say in sentences what the catalog does not hold, or holds where only we look."""
    said = [
        _(
            "Weights, gates, thresholds, conditions and English texts are written as properties "
            "in the namespace of Atest; other programs pass them by."
        ),
        _("The scheme itself (legal basis, declarations, fees) is not part of a catalog."),
    ]
    calls = Edition.objects.filter(version=version).count()
    if calls:
        said.append(
            ngettext(
                "%(count)s call with its time limits is left out.",
                "%(count)s calls with their time limits are left out.",
                calls,
            )
            % {"count": calls}
        )
    return said


def _metadata(version: StandardVersion, content: Data) -> Data:
    standard, rule = content["standard"], content["decision_rule"]
    props = [
        prop("scheme", version.scheme.code),
        prop("title", standard["title"]["en"], of="en"),
        prop("is-scored", str(rule.get("is_scored", False)).lower()),
    ]
    props += [prop(name.replace("_", "-"), rule[name]) for name in PLAIN_RULES if name in rule]
    props += [
        prop(name.replace("_", "-"), standard[name])
        for name in ("follows", "change_class", "binding_on", "transition_until")
        if name in standard
    ]
    note = standard.get("change_note", {})
    props += [
        prop("change-note", "-", of=language, remarks=note[language])
        for language in LANGUAGES
        if note.get(language)
    ]
    moment = version.published_at or NOT_PUBLISHED
    return {
        "title": standard["title"]["pl"],
        "last-modified": moment.astimezone(UTC).isoformat(timespec="seconds"),
        "version": standard["version"],
        "oscal-version": OSCAL_VERSION,
        "props": props,
    }


def _scale(scale: Data) -> Data:
    props = [prop("kind", scale.get("kind", "levels"))]
    for level in scale["levels"]:
        place = f"v{level['value']}"
        props += [
            prop(
                "level",
                level["label"][language],
                of=f"{place}-{language}",
                remarks=level.get("description", {}).get(language, ""),
            )
            for language in LANGUAGES
        ]
        if "from_ratio" in level:
            props.append(prop("from-ratio", level["from_ratio"], of=place))
    return {
        "id": f"scale-{scale['key']}",
        "class": "scale",
        "label": scale["key"],
        "props": props,
        "select": {
            "how-many": "one",
            "choice": [f"{level['value']}: {level['label']['pl']}" for level in scale["levels"]],
        },
    }


def _section(section: Data, threshold: object) -> Data:
    props = [
        {"name": "label", "value": section["code"]},
        prop("key", section["key"]),
        prop("title", section["title"]["en"], of="en"),
    ]
    if threshold is not None:
        props.append(prop("threshold", threshold))
    group: Data = {
        "id": f"section-{section['key']}",
        "class": "section",
        "title": section["title"]["pl"],
        "props": props,
    }
    if parts := _parts(section, {"intro": "overview"}):
        group["parts"] = parts
    if section["criteria"]:
        group["controls"] = [_criterion(criterion) for criterion in section["criteria"]]
    return group


def _criterion(criterion: Data) -> Data:
    props = [
        {"name": "label", "value": criterion["code"]},
        prop("key", criterion["key"]),
        prop("scale", criterion["scale"]),
        prop("weight", criterion["weight"]),
    ]
    props += [prop("checked-by", who) for who in criterion.get("checked_by", [])]
    props += [prop("replaces", key) for key in criterion.get("replaces", [])]
    props += [
        prop(name.replace("_", "-"), str(criterion[name]).lower())
        for name in (
            "gate",
            "gate_value",
            "not_applicable_allowed",
            "answered_once_per_applicant",
        )
        if name in criterion
    ]
    if "applies_when" in criterion:
        condition = json.dumps(criterion["applies_when"], ensure_ascii=False, sort_keys=True)
        props.append(prop("applies-when", condition))
    return {
        "id": f"c-{criterion['key']}",
        "class": "criterion",
        "title": " ".join(criterion["text"]["pl"].split()),
        "props": props,
        "parts": _parts(criterion, PARTS),
    }


def _parts(row: Data, names: Mapping[str, str]) -> list[Data]:
    return [
        {"name": name, "class": language, "prose": row[field][language]}
        for field, name in names.items()
        for language in LANGUAGES
        if row.get(field, {}).get(language)
    ]
