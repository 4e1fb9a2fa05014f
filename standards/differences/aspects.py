"""The parts in which two criteria differ, each with what it does to the demand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from standards.differences.kinds import TEXTS, AspectName, ChangeKind
from standards.differences.marks import Mark, marks_of, words_of
from standards.differences.scopes import widened_and_narrowed
from standards.differences.texts import CriterionText, LevelText, ScaleText
from standards.differences.wording import note_of

LANGUAGES = ("pl", "en")
Effects = frozenset[ChangeKind]
CLARIFIED: Effects = frozenset({ChangeKind.CLARIFIED})
EDITORIAL: Effects = frozenset({ChangeKind.EDITORIAL})
BOTH: Effects = frozenset({ChangeKind.TIGHTENED, ChangeKind.RELAXED})


@dataclass(frozen=True)
class Aspect:
    """One part of a criterion before and after, and the kinds of change that follow from it."""

    name: AspectName
    old: Any
    new: Any
    kinds: Effects
    language: str = ""
    codes: tuple[str, str] | None = None
    """Of which criterion and to which one, where several came from one or one from several."""

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Give a text word by word; other parts have no words to mark."""
        return marks_of(self.old, self.new) if self.language else ()

    @property
    def label(self) -> str:
        """Name the part, and the criteria where there are several to choose from."""
        name = str(self.name.label)
        return f"{name}, {' → '.join(dict.fromkeys(self.codes))}" if self.codes else name

    @property
    def note(self) -> str:
        """Say the change in one sentence of the active language."""
        return note_of(self)


def aspects_of(old: CriterionText, new: CriterionText) -> tuple[Aspect, ...]:
    """Name every part in which one criterion differs from the one it comes from."""
    return (*_of_place(old, new), *_of_texts(old, new), *demands_of(old, new))


def demands_of(old: CriterionText, new: CriterionText) -> tuple[Aspect, ...]:
    """Name the parts that make a demand higher or lower, words aside."""
    return tuple(aspect for compare in DEMANDS for aspect in compare(old, new))


def _of_place(old: CriterionText, new: CriterionText) -> Iterator[Aspect]:
    if old.code != new.code:
        kinds = frozenset({ChangeKind.RENUMBERED})
        yield Aspect(AspectName.CODE, old.code, new.code, kinds)
    if old.section.key != new.section.key:
        kinds = frozenset({ChangeKind.MOVED})
        yield Aspect(AspectName.PLACE, old.section, new.section, kinds)


def _of_texts(old: CriterionText, new: CriterionText) -> Iterator[Aspect]:
    for name in TEXTS:
        for language in LANGUAGES:
            before = getattr(old, f"{name.value}_{language}")
            after = getattr(new, f"{name.value}_{language}")
            if before != after:
                yield Aspect(name, before, after, _of_words(before, after), language)
    if set(old.checked_by) != set(new.checked_by):
        yield Aspect(AspectName.CHECKED_BY, old.checked_by, new.checked_by, CLARIFIED)


def _of_words(old: str, new: str) -> Effects:
    return EDITORIAL if words_of(old) == words_of(new) else CLARIFIED


def _direction(*, up: bool, down: bool) -> Effects:
    found = {ChangeKind.TIGHTENED: up, ChangeKind.RELAXED: down}
    return frozenset(kind for kind, is_so in found.items() if is_so)


def _of_scale(old: CriterionText, new: CriterionText) -> Iterator[Aspect]:
    if old.scale != new.scale:
        yield Aspect(AspectName.SCALE, old.scale, new.scale, _of_levels(old.scale, new.scale))


def _of_levels(old: ScaleText, new: ScaleText) -> Effects:
    """Say what another scale does to the demand.

    Another way of finding the level can be harder for one and easier for another, so it is both. A
    share of the median that rises tightens. A level that is gone takes a part of the points away:
    tightened; a level more gives one: relaxed. It is the other way round where the level that came
    or went stands at the top, because then the same work earns a smaller or a larger part.
    """
    if old.kind != new.kind:
        return BOTH
    if len(old.levels) != len(new.levels):
        more, fewer = len(new.levels) > len(old.levels), len(new.levels) < len(old.levels)
        longer, shorter = (new, old) if more else (old, new)
        at_top = _says(shorter.levels[-1]) in [_says(level) for level in longer.levels[:-1]]
        return _direction(up=more if at_top else fewer, down=fewer if at_top else more)
    pairs = list(zip(old.levels, new.levels, strict=True))
    ratios = [(one.from_ratio, two.from_ratio) for one, two in pairs]
    bands = [(one, two) for one, two in ratios if one is not None and two is not None]
    if found := _direction(
        up=any(two > one for one, two in bands), down=any(two < one for one, two in bands)
    ):
        return found
    said = [_says(one) == _says(two) for one, two in pairs]
    return EDITORIAL if all(said) else CLARIFIED


def _says(level: LevelText) -> tuple[tuple[str, ...], ...]:
    texts = (level.label_pl, level.label_en, level.description_pl, level.description_en)
    return tuple(words_of(text) for text in texts)


def _of_weight(old: CriterionText, new: CriterionText) -> Iterator[Aspect]:
    if old.weight != new.weight:
        kinds = _direction(up=new.weight > old.weight, down=new.weight < old.weight)
        yield Aspect(AspectName.WEIGHT, old.weight, new.weight, kinds)


def _of_gate(old: CriterionText, new: CriterionText) -> Iterator[Aspect]:
    """Compare gates by the part of the scale they ask for; only another name is a clarification."""
    up, down = new.gate_share > old.gate_share, new.gate_share < old.gate_share
    kinds = _direction(up=up, down=down) or CLARIFIED
    if old.gate != new.gate:
        yield Aspect(AspectName.GATE, old, new, kinds)
    elif up or down or old.gate_value != new.gate_value:
        yield Aspect(AspectName.MINIMUM, old, new, kinds)


def _of_not_applicable(old: CriterionText, new: CriterionText) -> Iterator[Aspect]:
    before, after = old.not_applicable_allowed, new.not_applicable_allowed
    if before != after:
        yield Aspect(AspectName.NOT_APPLICABLE, before, after, _direction(up=before, down=after))


def _of_scope(old: CriterionText, new: CriterionText) -> Iterator[Aspect]:
    """Compare whom the criterion concerns; the same people in other words are editorial."""
    before, after = old.applies_when, new.applies_when
    if before != after:
        widened, narrowed = widened_and_narrowed(before, after)
        kinds = _direction(up=widened, down=narrowed) or EDITORIAL
        yield Aspect(AspectName.APPLICABILITY, before, after, kinds)


def _of_once(old: CriterionText, new: CriterionText) -> Iterator[Aspect]:
    before, after = old.answered_once_per_applicant, new.answered_once_per_applicant
    if before != after:
        yield Aspect(AspectName.ONCE, before, after, _direction(up=before, down=after))


DEMANDS: tuple[Callable[[CriterionText, CriterionText], Iterator[Aspect]], ...] = (
    _of_scale,
    _of_weight,
    _of_gate,
    _of_not_applicable,
    _of_scope,
    _of_once,
)
