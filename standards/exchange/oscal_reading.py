"""From an OSCAL catalog to a standard package, as far as the catalog says what a package needs.

A catalog of our own comes back whole. From a foreign one groups become sections and controls become
criteria; whatever a package needs and the catalog does not say is filled with the plainest value,
and every such filling is reported. The file is untrusted: it passes the limits of
``standards.packages.reading`` first, and what is made of it passes every check of a package.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from standards.errors import PackageRefused
from standards.exchange.oscal_losses import LONGEST_TITLE, left_out
from standards.exchange.oscal_words import (
    LANGUAGES,
    PARTS,
    Data,
    has_usable_label,
    label_of,
    props_of,
    values_of,
)
from standards.packages.source import PackageSource, Path
from standards.packages.writing import FORMAT

YES_NO = {
    "key": "TN",
    "levels": [
        {"value": 0, "label": {"pl": "Nie", "en": "No"}},
        {"value": 1, "label": {"pl": "Tak", "en": "Yes"}},
    ],
}
RULE_NUMBERS = (
    "total_threshold",
    "default_section_threshold",
    "conditional_total",
    "conditional_section",
    "conditional_sections_at_most",
)
PLAIN_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
Row = Mapping[str, Any]


def is_oscal(source: PackageSource) -> bool:
    """Say whether a file is an OSCAL catalog and no package of ours."""
    return isinstance(source.data.get("catalog"), dict)


def scheme_of(source: PackageSource) -> str:
    """Give the code of the scheme that a catalog of ours names, or nothing."""
    metadata = source.data["catalog"].get("metadata")
    return values_of(metadata).get("scheme", "") if isinstance(metadata, dict) else ""


@dataclass
class Reading:
    """A package made of a file, where its rows stood, and what had to be filled or left.

    Losses touch the standard itself, so people are asked first; notes tell what stayed beside it.
    """

    source: PackageSource
    losses: list[str]
    notes: list[str] = field(default_factory=list)


def package_from_oscal(source: PackageSource, *, scheme: Data, version: str = "") -> Reading:
    """Make a package for a scheme of ours; ``version`` replaces the number that the catalog has."""
    return _Maker(source).make(scheme, version)


@dataclass
class _Maker:
    source: PackageSource
    lines: dict[Path, int] = field(default_factory=dict)
    filled: dict[str, int] = field(default_factory=dict)
    sections: list[Data] = field(default_factory=list)

    def make(self, scheme: Data, version: str) -> Reading:
        catalog = self.source.data["catalog"]
        metadata = self._row(catalog.get("metadata"), ("catalog", "metadata"))
        said = values_of(metadata)
        scales = [
            self._scale(param, path)
            for path, param in self._rows(catalog, "params", ("catalog",))
            if param.get("class") == "scale"
        ]
        keys = {scale["key"] for scale in scales}
        self._walk(catalog, ("catalog",), keys)
        used = {one["scale"] for section in self.sections for one in section["criteria"]}
        if "TN" in used - keys:
            scales.append(YES_NO)
        title = str(metadata.get("title", "")).strip()[:LONGEST_TITLE]
        data: Data = {
            "format": FORMAT,
            "scheme": scheme,
            "standard": {
                "version": version or str(metadata.get("version", "")),
                "title": {"pl": title, "en": self._english(metadata, "title", title)},
                **self._change(metadata, said),
            },
            "scales": scales,
            "sections": self.sections,
            "decision_rule": self._rule(said, catalog),
        }
        made = PackageSource(self.source.name, data, self.lines)
        return Reading(made, self._losses(catalog))

    def _walk(self, parent: Row, path: Path, scales: set[str]) -> None:
        """Make a section of every group that has controls, also of groups inside of groups."""
        for place, group in self._rows(parent, "groups", path):
            if group.get("controls"):
                self._section(group, place, scales)
            if group.get("groups"):
                self._count("nested")
                self._walk(group, place, scales)
        if path == ("catalog",) and parent.get("controls"):
            title = self._row(parent.get("metadata"), ("catalog", "metadata")).get("title", "–")
            loose = {"id": "loose", "title": title, "controls": parent["controls"]}
            self._section(loose, path, scales)

    def _section(self, group: Row, path: Path, scales: set[str]) -> None:
        number = len(self.sections)
        self.lines["sections", number] = self._line(path)
        said = values_of(group)
        title = str(group.get("title", "")).strip()[:LONGEST_TITLE]
        code = label_of(group) if has_usable_label(group) else _letter(number)
        made: Data = {
            "key": said.get("key") or _slug(str(group.get("id", "")), "section-"),
            "code": code,
            "title": {"pl": title, "en": self._english(group, "title", title)},
        }
        if intro := self._texts(group, "overview"):
            made["intro"] = intro
        made["criteria"] = []
        for place, control in self._controls(group, path):
            self.lines["sections", number, "criteria", len(made["criteria"])] = self._line(place)
            position = len(made["criteria"]) + 1
            made["criteria"].append(self._criterion(control, f"{code}{position:02}", scales))
        self.sections.append(made)

    def _controls(self, parent: Row, path: Path) -> Iterator[tuple[Path, Row]]:
        for place, control in self._rows(parent, "controls", path):
            yield place, control
            if control.get("controls"):
                self._count("nested")
                yield from self._controls(control, place)

    def _criterion(self, control: Row, code: str, scales: set[str]) -> Data:
        said = values_of(control)
        text = self._texts(control, PARTS["text"])
        if not text:
            title = str(control.get("title", "")).strip()
            text = {"pl": title, "en": title}
            self._count("translation")
        scale = said.get("scale", "")
        if scale not in scales:
            self._count("scale")
            scale = "TN"
        if "weight" not in said:
            self._count("weight")
        texts = {
            name: self._texts(control, PARTS[name]) for name in ("guidance", "example", "evidence")
        }
        return {
            "key": said.get("key") or _slug(str(control.get("id", "")), "c-"),
            "code": label_of(control) if "key" in said else code,
            "text": text,
            **{name: found for name, found in texts.items() if found},
            "scale": scale,
            "weight": _number(said.get("weight", "1")),
            **_marks(control, said),
        }

    def _scale(self, param: Row, path: Path) -> Data:
        levels: dict[int, Data] = {}
        for one in props_of(param):
            place, _dash, language = str(one.get("class", "")).partition("-")
            if not re.fullmatch(r"v\d{1,2}", place):
                continue
            level = levels.setdefault(int(place[1:]), {"value": int(place[1:]), "label": {}})
            if one["name"] == "from-ratio":
                level["from_ratio"] = _number(str(one["value"]))
            elif one["name"] == "level" and language in LANGUAGES:
                level["label"][language] = str(one["value"])
                if one.get("remarks"):
                    level.setdefault("description", {})[language] = str(one["remarks"])
        if not levels:
            raise PackageRefused(
                [self.source.problem(path, _("A scale needs its levels as properties."))]
            )
        made: Data = {"key": str(param.get("label", ""))}
        if values_of(param).get("kind") == "measured":
            made["kind"] = "measured"
        return {**made, "levels": [levels[value] for value in sorted(levels)]}

    def _rule(self, said: Mapping[str, str], catalog: Row) -> Data:
        if "is-scored" not in said:
            self._count("rule")
            return {"is_scored": False}
        thresholds = {
            values_of(group)["key"]: _number(values_of(group)["threshold"])
            for _path, group in self._rows(catalog, "groups", ("catalog",))
            if {"key", "threshold"} <= values_of(group).keys()
        }
        numbers = {
            name: _number(said[name.replace("_", "-")])
            for name in RULE_NUMBERS
            if name.replace("_", "-") in said
        }
        rule: Data = {"is_scored": said["is-scored"] == "true", **numbers}
        if thresholds:
            rule["section_thresholds"] = thresholds
        return rule

    def _change(self, metadata: Row, said: Mapping[str, str]) -> Data:
        made = {
            name: said[name.replace("_", "-")]
            for name in ("follows", "change_class", "binding_on", "transition_until")
            if name.replace("_", "-") in said
        }
        note = {
            str(one.get("class")): str(one.get("remarks", ""))
            for one in props_of(metadata)
            if one["name"] == "change-note"
        }
        return {**made, **({"change_note": note} if note else {})}

    def _texts(self, row: Row, name: str) -> Data:
        """Give the prose of all parts of a name, by language; one language stands for both."""
        found: dict[str, list[str]] = {}
        for part in row.get("parts", []):
            if isinstance(part, Mapping) and part.get("name") == name:
                language = str(part.get("class", ""))
                where = language if language in LANGUAGES else "?"
                found.setdefault(where, []).append(_prose(part))
        texts = {where: "\n\n".join(filter(None, prose)) for where, prose in found.items()}
        if not any(texts.values()):
            return {}
        if not all(texts.get(language) for language in LANGUAGES):
            self._count("translation")
        first = next(text for text in texts.values() if text)
        return {language: texts.get(language) or first for language in LANGUAGES}

    def _english(self, row: Row, name: str, otherwise: str) -> str:
        for one in props_of(row):
            if one["name"] == name and one.get("class") == "en":
                return str(one["value"])
        self._count("translation")
        return otherwise

    def _rows(self, parent: Row, name: str, path: Path) -> Iterator[tuple[Path, Row]]:
        rows = parent.get(name, [])
        if not isinstance(rows, list):
            raise PackageRefused(
                [self.source.problem((*path, name), _("The value must be a list."))]
            )
        for n, row in enumerate(rows):
            yield (*path, name, n), self._row(row, (*path, name, n))

    def _row(self, row: Any, path: Path) -> Row:
        shaped = isinstance(row, dict) and all(
            isinstance(row.get(name, []), list)
            and all(isinstance(one, dict) for one in row.get(name, []))
            for name in ("props", "parts")
        )
        if not shaped:
            sentence = _("This is not a row of an OSCAL catalog.")
            raise PackageRefused([self.source.problem(path, sentence)])
        return row  # type: ignore[no-any-return]

    def _line(self, path: Path) -> int:
        return self.source.lines.get(path, 1)

    def _count(self, what: str) -> None:
        self.filled[what] = self.filled.get(what, 0) + 1

    def _losses(self, catalog: Row) -> list[str]:
        counted = self.filled.get
        said = []
        if n := counted("translation", 0):
            said.append(
                ngettext(
                    "%(count)s text is in one language only and stands in both.",
                    "%(count)s texts are in one language only and stand in both.",
                    n,
                )
                % {"count": n}
            )
        if n := counted("weight", 0):
            said.append(
                ngettext(
                    "%(count)s control has no weight and gets 1 point.",
                    "%(count)s controls have no weight and get 1 point each.",
                    n,
                )
                % {"count": n}
            )
        if n := counted("scale", 0):
            said.append(
                ngettext(
                    "%(count)s control has no scale and gets yes or no.",
                    "%(count)s controls have no scale and get yes or no.",
                    n,
                )
                % {"count": n}
            )
        if counted("nested", 0):
            said.append(_("Groups and controls inside of others are put in one row."))
        if counted("rule", 0):
            said.append(_("The catalog has no decision rule; points are not counted."))
        if catalog.get("back-matter"):
            said.append(_("The back matter (resources and citations) is left out."))
        return [*said, *left_out(catalog)]


def _marks(control: Row, said: Mapping[str, str]) -> Data:
    """Give what a criterion has beside its texts: lists, switches, gate, condition."""
    made: Data = {}
    for name in ("checked-by", "replaces"):
        if values := [str(one["value"]) for one in props_of(control) if one["name"] == name]:
            made[name.replace("-", "_")] = values
    for name in ("not-applicable-allowed", "answered-once-per-applicant"):
        if said.get(name) == "true":
            made[name.replace("-", "_")] = True
    if "gate" in said:
        made |= {"gate": said["gate"], "gate_value": _number(said.get("gate-value", ""))}
    if "applies-when" in said:
        made["applies_when"] = _condition(said["applies-when"])
    return made


def _prose(part: Row) -> str:
    inner = part.get("parts", [])
    below = (
        [_prose(one) for one in inner if isinstance(one, Mapping)]
        if isinstance(inner, list)
        else []
    )
    return "\n".join(filter(None, [str(part.get("prose", "")).strip(), *below]))


def _letter(number: int) -> str:
    """Give the code of a section by its place: A to Z, then A2 and so on."""
    turn, place = divmod(number, 26)
    return f"{chr(ord('A') + place)}{turn + 1 if turn else ''}"


def _slug(text: str, prefix: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower().removeprefix(prefix)).strip("-")


def _number(text: str) -> Any:
    """Give a number where the text is one; otherwise the text, which the check then refuses.

    Plain digits only: a power of ten takes a few letters and, as a number, the whole memory.
    """
    if not PLAIN_NUMBER.fullmatch(text):
        return text
    return Decimal(text) if "." in text else int(text)


def _condition(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
