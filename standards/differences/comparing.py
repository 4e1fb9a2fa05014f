"""The typed difference of two versions.

Criteria are matched by their stable keys and by ``replaces`` (see ``lineage``). What became of a
criterion is told by these rules; several can hold at once, the heaviest names the change (the order
of ``ChangeKind``):

split         one old criterion has several descendants;
merged        one new criterion comes from several old ones (both, where keys are interwoven);
new, dropped  a criterion without ancestor, without descendant;
tightened     more is asked: a gate added or a higher part of the scale behind it, a level taken
              away below the top or added above it, a higher share of the median, "not applicable"
              no longer allowed, asked of somebody it was not asked of, of each offer instead of
              once, or worth more points;
relaxed       the reverse; where more and less are asked at once, both kinds hold and "tightened"
              names the change;
clarified     other words, numbers or signs in text, guidance, example, evidence or levels, other
              ways of checking, or another name of the same gate;
moved         stands in another section;
editorial     only punctuation, case or spaces differ, or a condition says the same in other words;
renumbered    has another code;
unchanged     none of these.

Of criteria that split or merged only the kinds "tightened" and "relaxed" are told besides, pair by
pair, without points: their words and weights are compared by people. The order inside a section is
said by the codes alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from standards.differences.aspects import Aspect, aspects_of, demands_of
from standards.differences.effects import Effects, effects_of
from standards.differences.kinds import ANSWERS_STAY, AspectName, ChangeKind
from standards.differences.lineage import Family, families
from standards.differences.texts import CriterionText, VersionText

_ORDER = tuple(ChangeKind)
_UNCHANGED = frozenset({ChangeKind.UNCHANGED})


@dataclass(frozen=True)
class CriterionChange:
    """What became of a criterion, or of several that belong together."""

    kind: ChangeKind
    kinds: frozenset[ChangeKind]
    old_keys: tuple[str, ...]
    new_keys: tuple[str, ...]
    old: tuple[CriterionText, ...]
    new: tuple[CriterionText, ...]
    pairs: tuple[tuple[str, str], ...] = ()
    is_same: bool = False

    @cached_property
    def aspects(self) -> tuple[Aspect, ...]:
        """Name every part that changed; of criteria that split or merged, the demands only."""
        return () if self.is_same else _aspects(self.old, self.new, self.pairs)


@dataclass(frozen=True)
class Difference:
    """All changes from one version to another, in the order of the newer one.

    What was dropped stands where it stood: after the criterion that was before it in its section.
    """

    old: VersionText
    new: VersionText
    changes: tuple[CriterionChange, ...]
    effects: Effects

    @cached_property
    def _by_old(self) -> Mapping[str, CriterionChange]:
        return {key: change for change in self.changes for key in change.old_keys}

    @cached_property
    def _by_new(self) -> Mapping[str, CriterionChange]:
        return {key: change for change in self.changes for key in change.new_keys}

    def of_old(self, key: str) -> CriterionChange:
        """Give what became of a criterion of the old version."""
        return self._by_old[key]

    def of_new(self, key: str) -> CriterionChange:
        """Give where a criterion of the new version comes from."""
        return self._by_new[key]

    def answers_stay(self, change: CriterionChange) -> bool:
        """Say whether an answer given to the old criterion is an answer to the new one."""
        return change.kinds <= ANSWERS_STAY

    @cached_property
    def counts(self) -> Mapping[ChangeKind, int]:
        """Count the changes that each kind holds of, the heaviest kind first."""
        return {
            kind: count
            for kind in ChangeKind
            if (count := sum(kind in change.kinds for change in self.changes))
        }


def compare(old: VersionText, new: VersionText) -> Difference:
    """Tell what became of every criterion, and what that does to the counting."""
    found = families(old, new)
    changes = [_change(old, new, family) for family in found]
    pairs = [pair for family in found for pair in family.pairs]
    return Difference(old, new, _in_order(old, changes), effects_of(old, new, pairs))


def _change(old: VersionText, new: VersionText, family: Family) -> CriterionChange:
    olds = tuple(old.by_key[key] for key in family.old_keys)
    news = tuple(new.by_key[key] for key in family.new_keys)
    kinds = _kinds(olds, news, family.pairs)
    return CriterionChange(
        kind=_primary(kinds, old_count=len(olds), new_count=len(news)),
        kinds=kinds,
        old_keys=family.old_keys,
        new_keys=family.new_keys,
        old=olds,
        new=news,
        pairs=family.pairs,
        is_same=kinds == _UNCHANGED,
    )


def _primary(kinds: frozenset[ChangeKind], *, old_count: int, new_count: int) -> ChangeKind:
    """Name a change by its heaviest kind; keys that are interwoven by what they come to."""
    if ChangeKind.MERGED in kinds and old_count > new_count:
        return ChangeKind.MERGED
    return next(kind for kind in _ORDER if kind in kinds)


def _kinds(
    olds: tuple[CriterionText, ...],
    news: tuple[CriterionText, ...],
    pairs: tuple[tuple[str, str], ...],
) -> frozenset[ChangeKind]:
    if not olds:
        return frozenset({ChangeKind.NEW})
    if not news:
        return frozenset({ChangeKind.DROPPED})
    if len(pairs) == 1 and olds == news and olds[0].section.key == news[0].section.key:
        return _UNCHANGED
    found = {kind for aspect in _aspects(olds, news, pairs) for kind in aspect.kinds}
    if len(news) > 1:
        found.add(ChangeKind.SPLIT)
    if len(olds) > 1:
        found.add(ChangeKind.MERGED)
    return frozenset(found) or _UNCHANGED


def _aspects(
    olds: tuple[CriterionText, ...],
    news: tuple[CriterionText, ...],
    pairs: tuple[tuple[str, str], ...],
) -> tuple[Aspect, ...]:
    if len(olds) == len(news) == 1:
        return aspects_of(olds[0], news[0])
    before, after = ({one.key: one for one in side} for side in (olds, news))
    return tuple(
        replace(aspect, codes=(before[one].code, after[two].code))
        for one, two in pairs
        for aspect in demands_of(before[one], after[two])
        if aspect.name != AspectName.WEIGHT
        and aspect.kinds & {ChangeKind.TIGHTENED, ChangeKind.RELAXED}
    )


def _in_order(old: VersionText, changes: list[CriterionChange]) -> tuple[CriterionChange, ...]:
    """Put what was dropped behind the criterion of its section that stood before it and stays."""
    staying = [change for change in changes if change.new]
    dropped = {change.old_keys[0]: change for change in changes if not change.new}
    place = {key: n for n, change in enumerate(staying) for key in change.old_keys}
    first = {}
    for n, change in reversed(list(enumerate(staying))):
        first[change.new[0].section.key] = n - 1
    behind: dict[int, list[CriterionChange]] = {}
    anchor, section = -1, ""
    for criterion in old.criteria:
        if criterion.section.key != section:
            section = criterion.section.key
            anchor = first.get(section, anchor)
        if criterion.key in dropped:
            behind.setdefault(anchor, []).append(dropped[criterion.key])
        elif staying[place[criterion.key]].new[0].section.key == section:
            anchor = place[criterion.key]
    ordered = behind.get(-1, [])
    for n, change in enumerate(staying):
        ordered += [change, *behind.get(n, [])]
    return tuple(ordered)
