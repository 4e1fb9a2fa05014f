"""How much a version changes the one before, and which class of change that is at least.

A typing error changes wording and punctuation; a clarification rewords, but moves no point, gate,
scale or threshold and asks the same criteria; all else is a minor or a major change, and which of
the two only people can tell. What changed is told by the typed difference
(``standards.differences``); here it only gets its least class. A class above that is possible, as
one letter can turn a sentence round, but somebody has to say why.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from standards.checks.findings import Kind, Place
from standards.differences.aspects import Aspect
from standards.differences.comparing import CriterionChange, Difference
from standards.differences.kinds import AspectName, ChangeKind
from standards.differences.texts import LevelText, ScaleText
from standards.lifecycle import ChangeClass

ORDER = (ChangeClass.TYPO, ChangeClass.CLARIFICATION, ChangeClass.MINOR, ChangeClass.MAJOR)
# A text of which less than this share stays is reworded, not corrected.
STAYS = 0.85
# What moves points, gates or the circle of those who are asked is never a mere clarification.
HEAVY = frozenset(
    {
        ChangeKind.SPLIT,
        ChangeKind.MERGED,
        ChangeKind.NEW,
        ChangeKind.DROPPED,
        ChangeKind.TIGHTENED,
        ChangeKind.RELAXED,
        ChangeKind.MOVED,
    }
)
LIGHT = frozenset({ChangeKind.UNCHANGED, ChangeKind.EDITORIAL})
HEADINGS = ("title_pl", "title_en", "intro_pl", "intro_en")
LEVELS = ("label_pl", "label_en", "description_pl", "description_en")
NEGATIONS = frozenset({"nie", "bez", "not", "no", "without", "never", "nigdy"})
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Change:
    """One change, with the least class that a version holding it must have."""

    least: ChangeClass
    place: Place
    sentence: str


def changes_of(difference: Difference) -> list[Change]:
    """Name every change that is more than a typing error, the gravest first."""
    found = [
        *(line for change in difference.changes for line in _of_criterion(change)),
        *_of_sections(difference),
        *_of_scales(difference),
        *_of_rule(difference),
    ]
    return sorted(found, key=lambda one: -ORDER.index(one.least))


def changes_nothing(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Say whether two contents have the same title and ask the same, in the same order.

    What a version says of itself (number, class, note, days) and which criteria it replaces are no
    change of what is asked.
    """
    return _asked(before) == _asked(after)


def least_class(changes: list[Change]) -> ChangeClass:
    """Give the smallest class that what changed allows."""
    return max((one.least for one in changes), key=ORDER.index, default=ChangeClass.TYPO)


def is_larger_than_needed(chosen: str, changes: list[Change]) -> bool:
    """Say whether a class is above what changed; minor and major are told apart by people."""
    needed = least_class(changes)
    return needed != ChangeClass.MINOR and ORDER.index(ChangeClass(chosen)) > ORDER.index(needed)


def too_large_for(chosen: str, changes: list[Change]) -> list[Change]:
    """Give the changes that a class does not allow."""
    place = ORDER.index(ChangeClass(chosen))
    return [one for one in changes if ORDER.index(one.least) > place]


def _asked(content: Mapping[str, Any]) -> dict[str, Any]:
    sections = [
        {
            **section,
            "criteria": [
                {name: value for name, value in one.items() if name != "replaces"}
                for one in section["criteria"]
            ],
        }
        for section in content["sections"]
    ]
    return {**content, "standard": content["standard"].get("title"), "sections": sections}


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


def _of_criterion(change: CriterionChange) -> Iterator[Change]:
    if change.kinds <= LIGHT:
        return
    one = (change.new or change.old)[0]
    place = Place(Kind.CRITERION, one.key, one.code) if change.new else Place(Kind.VERSION)
    heavy = [str(kind.label) for kind in ChangeKind if kind in change.kinds & HEAVY]
    if heavy:
        said = ", ".join(heavy)
        yield Change(ChangeClass.MINOR, place, said if change.new else f"{one.code}: {said}")
    elif not all(_is_light(aspect) for aspect in change.aspects):
        sentence = _("The wording changed by more than a typing error.")
        yield Change(ChangeClass.CLARIFICATION, place, sentence)


def _is_light(aspect: Aspect) -> bool:
    if aspect.language:
        return is_correction(aspect.old, aspect.new)
    if aspect.name == AspectName.SCALE:
        return _same_levels(aspect.old, aspect.new) and all(
            _is_corrected(one, other, LEVELS)
            for one, other in zip(aspect.old.levels, aspect.new.levels, strict=True)
        )
    return aspect.kinds <= LIGHT


def _is_corrected(old: Any, new: Any, names: tuple[str, ...]) -> bool:
    return all(is_correction(getattr(old, name), getattr(new, name)) for name in names)


def _same_levels(old: ScaleText, new: ScaleText) -> bool:
    def shape(levels: tuple[LevelText, ...]) -> list[tuple[int, Any]]:
        return [(level.value, level.from_ratio) for level in levels]

    return (old.kind, shape(old.levels)) == (new.kind, shape(new.levels))


def _of_sections(difference: Difference) -> Iterator[Change]:
    for effect in difference.effects.sections:
        old, new = effect.old, effect.new
        section = new or old
        if section is None:
            continue
        place = Place(Kind.SECTION, section.key, section.code) if new else Place(Kind.VERSION)
        if old is None or new is None:
            sentence = _("A section was added or taken away.")
            yield Change(ChangeClass.MINOR, place, sentence)
        elif effect.old_threshold != effect.new_threshold:
            sentence = _("Thresholds or the way of deciding changed.")
            yield Change(ChangeClass.MINOR, place, sentence)
        elif not _is_corrected(old, new, HEADINGS):
            sentence = _("The wording changed by more than a typing error.")
            yield Change(ChangeClass.CLARIFICATION, place, sentence)


def _of_scales(difference: Difference) -> Iterator[Change]:
    """Name scales with other levels; one that only came or went changes nothing by itself."""
    for effect in difference.effects.scales:
        if effect.old and effect.new and not _same_levels(effect.old, effect.new):
            place = Place(Kind.SCALE, effect.key, effect.key)
            yield Change(ChangeClass.MINOR, place, _("The levels of the scale changed."))


def _of_rule(difference: Difference) -> Iterator[Change]:
    if difference.effects.rule:
        sentence = _("Thresholds or the way of deciding changed.")
        yield Change(ChangeClass.MINOR, Place(Kind.RULE), sentence)
