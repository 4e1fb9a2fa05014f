"""Which criteria of one version come from which of another one.

A criterion descends from the criterion of the same stable key in the version before, and from each
that it names in ``replaces``. Over several versions the steps are followed one after the other, to
the nearest version from which both come (often one of the two). A key that is missing in a version
between and comes back is the same criterion again. Versions without a common root are matched by
key and by what either of them says it replaces.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from standards.differences.texts import VersionText

Keys = tuple[str, ...]
Roots = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Family:
    """Criteria that belong together, each side in the order of its version, and who is whose."""

    old_keys: Keys
    new_keys: Keys
    pairs: tuple[tuple[str, str], ...]


def families(old: VersionText, new: VersionText) -> list[Family]:
    """Group the criteria of both versions: first families with a new one, in its order."""
    root = _common_root(old, new)
    before, after = _roots(old, root), _roots(new, root)
    grouping = _Grouping(before, after)
    return [*grouping.of(after, is_new=True), *grouping.of(before, is_new=False)]


class _Grouping:
    """Follows the roots from one side to the other until a family is whole."""

    def __init__(self, before: Roots, after: Roots) -> None:
        self.sides = {False: before, True: after}
        self.by_root = {side: _by_root(roots) for side, roots in self.sides.items()}
        self.places = {
            side: {key: place for place, key in enumerate(roots)}
            for side, roots in self.sides.items()
        }
        self.placed: dict[bool, set[str]] = {False: set(), True: set()}

    def of(self, keys: Roots, *, is_new: bool) -> list[Family]:
        return [self._family(is_new, key) for key in keys if key not in self.placed[is_new]]

    def _family(self, is_new: bool, key: str) -> Family:  # noqa: FBT001 -- the side
        found: dict[bool, set[str]] = {False: set(), True: set()}
        waiting = [(is_new, key)]
        while waiting:
            side, name = waiting.pop()
            if name not in found[side]:
                found[side].add(name)
                other = self.by_root[not side]
                for root in self.sides[side][name]:
                    waiting += [(not side, relative) for relative in other.get(root, ())]
        for side, names in found.items():
            self.placed[side] |= names
        olds, news = (
            tuple(sorted(found[side], key=self.places[side].__getitem__)) for side in (False, True)
        )
        before, after = self.sides[False], self.sides[True]
        pairs = tuple((one, two) for one in olds for two in news if before[one] & after[two])
        return Family(olds, news, pairs)


def _common_root(old: VersionText, new: VersionText) -> str | None:
    if old.scheme != new.scheme:
        return None
    earlier = {one.version for one in old.generations}
    return next((one.version for one in new.generations if one.version in earlier), None)


def _roots(text: VersionText, root: str | None) -> dict[str, frozenset[str]]:
    """Give the names that each criterion had in the common root."""
    roots = {key: frozenset({key}) for key in text.by_key}
    generations = text.generations if root is not None else text.generations[:1]
    for generation in generations:
        if generation.version == root:
            break
        if generation.replaces:
            roots = {key: _stepped(names, generation.replaces) for key, names in roots.items()}
    return roots


def _stepped(names: frozenset[str], replaces: Mapping[str, Keys]) -> frozenset[str]:
    return names.union(*(replaces.get(name, ()) for name in names))


def _by_root(roots: Roots) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, names in roots.items():
        for name in names:
            found.setdefault(name, []).append(key)
    return found
