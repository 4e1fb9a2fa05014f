"""How much a version changes the one before, and which class of change that is at least.

A typing error changes wording and punctuation; a clarification rewords, but moves no point, gate,
scale or threshold and asks the same criteria; all else is a minor or a major change.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from standards.checks.findings import Kind, Place
from standards.lifecycle import ChangeClass

Data = Mapping[str, Any]
ORDER = (ChangeClass.TYPO, ChangeClass.CLARIFICATION, ChangeClass.MINOR, ChangeClass.MAJOR)
# A text of which less than this share stays is reworded, not corrected.
STAYS = 0.85
TEXTS = ("text", "guidance", "example", "evidence")
COUNTED = ("weight", "gate", "gate_value", "scale", "not_applicable_allowed")
ASKED = ("applies_when", "answered_once_per_applicant")
NEGATIONS = frozenset({"nie", "bez", "not", "no", "without", "never", "nigdy"})
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Change:
    """One change, with the least class that a version holding it must have."""

    least: ChangeClass
    place: Place
    sentence: str


def changes_between(before: Data, after: Data) -> list[Change]:
    """Name every change that is more than wording, the gravest first."""
    found = [
        *_criteria(before, after),
        *_sections(before, after),
        *_scales(before, after),
        *_rule(before, after),
    ]
    return sorted(found, key=lambda one: -ORDER.index(one.least))


def too_large_for(chosen: str, changes: list[Change]) -> list[Change]:
    """Give the changes that a class does not allow."""
    place = ORDER.index(ChangeClass(chosen))
    return [one for one in changes if ORDER.index(one.least) > place]


def is_correction(old: str, new: str) -> bool:
    """Say whether a text was only corrected: same numbers, same negations, nearly the same words.

    A changed number or a lost "not" is never a typing error, however few letters it takes.
    """
    olds, news = (WORD.findall(text.casefold()) for text in (old, new))
    if olds == news:
        return True
    for kept in (str.isdigit, NEGATIONS.__contains__):
        if sorted(filter(kept, olds)) != sorted(filter(kept, news)):
            return False
    return SequenceMatcher(None, " ".join(olds), " ".join(news), autojunk=False).ratio() >= STAYS


def _by_key(rows: Any) -> dict[str, Data]:
    return {row["key"]: row for row in rows}


def _criteria_of(data: Data) -> dict[str, tuple[Data, str]]:
    return {
        one["key"]: (one, section["key"])
        for section in data["sections"]
        for one in section["criteria"]
    }


def _criteria(before: Data, after: Data) -> Iterator[Change]:
    olds, news = _criteria_of(before), _criteria_of(after)
    for key in (key for key in olds if key not in news):
        place = Place(Kind.VERSION, "", olds[key][0]["code"])
        sentence = _("Criterion %(code)s is gone.") % {"code": olds[key][0]["code"]}
        yield Change(ChangeClass.MINOR, place, sentence)
    for key, (new, section) in news.items():
        place = Place(Kind.CRITERION, key, new["code"])
        if key not in olds:
            yield Change(ChangeClass.MINOR, place, _("The criterion is new."))
            continue
        old, home = olds[key]
        if any(old.get(name) != new.get(name) for name in COUNTED):
            yield Change(ChangeClass.MINOR, place, _("Points, gate or scale changed."))
        if any(old.get(name) != new.get(name) for name in ASKED):
            yield Change(ChangeClass.MINOR, place, _("It is asked of other applicants."))
        if home != section:
            yield Change(ChangeClass.MINOR, place, _("It counts in another section."))
        if old.get("checked_by") != new.get("checked_by") or old["code"] != new["code"]:
            yield Change(
                ChangeClass.CLARIFICATION, place, _("Its code or the way of checking changed.")
            )
        yield from _words(old, new, TEXTS, place)


def _words(old: Data, new: Data, names: tuple[str, ...], place: Place) -> Iterator[Change]:
    for name in names:
        for language in ("pl", "en"):
            texts = [row.get(name, {}).get(language, "") for row in (old, new)]
            if not is_correction(*texts):
                yield Change(
                    ChangeClass.CLARIFICATION,
                    place,
                    _("The wording changed by more than a typing error."),
                )
                return


def _sections(before: Data, after: Data) -> Iterator[Change]:
    olds, news = _by_key(before["sections"]), _by_key(after["sections"])
    for key in (*olds, *(key for key in news if key not in olds)):
        if key in olds and key in news:
            continue
        section = olds.get(key) or news[key]
        kind = Kind.SECTION if key in news else Kind.VERSION
        yield Change(
            ChangeClass.MINOR,
            Place(kind, key if key in news else "", section["code"]),
            _("A section was added or taken away."),
        )
    for key in (key for key in olds if key in news):
        place = Place(Kind.SECTION, key, news[key]["code"])
        yield from _words(olds[key], news[key], ("title", "intro"), place)


def _scales(before: Data, after: Data) -> Iterator[Change]:
    olds, news = _by_key(before["scales"]), _by_key(after["scales"])
    for key in (key for key in olds if key in news):
        place = Place(Kind.SCALE, key, key)
        old, new = olds[key], news[key]
        if _shape(old) != _shape(new):
            yield Change(ChangeClass.MINOR, place, _("The levels of the scale changed."))
            continue
        for one, other in zip(old["levels"], new["levels"], strict=True):
            yield from _words(one, other, ("label", "description"), place)


def _shape(scale: Data) -> Any:
    return scale.get("kind"), [(one["value"], one.get("from_ratio")) for one in scale["levels"]]


def _rule(before: Data, after: Data) -> Iterator[Change]:
    if before["decision_rule"] != after["decision_rule"]:
        yield Change(
            ChangeClass.MINOR, Place(Kind.RULE), _("Thresholds or the way of deciding changed.")
        )
