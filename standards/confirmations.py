"""Interpretations that wait for a person, because a new version of the standard was published."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from standards.differences.comparing import CriterionChange, Difference
from standards.differences.reading import difference_between
from standards.lifecycle import InterpretationStatus, ScopeState, VersionStatus
from standards.models import Interpretation, InterpretationScope, Scheme, StandardVersion


@dataclass(frozen=True)
class Waiting:
    """An interpretation that held before, and what became of its criterion in a new version."""

    interpretation: Interpretation
    before: StandardVersion
    version: StandardVersion
    difference: Difference
    changes: tuple[CriterionChange, ...]

    @property
    def is_untouched(self) -> bool:
        """Say whether the criterion asks in the new version what it asked before."""
        return all(self.difference.answers_stay(change) for change in self.changes)

    @property
    def keys(self) -> tuple[str, ...]:
        """Give the criteria of the new version that descend from those it held for."""
        return tuple(dict.fromkeys(key for change in self.changes for key in change.new_keys))


def waiting_in(schemes: Iterable[Scheme]) -> list[Waiting]:
    """List what has to be confirmed or left out, because a new version was published.

    An interpretation waits in every published version for whose nearest earlier version somebody
    said that it holds. Where its criterion was dropped nothing waits.
    """
    asked = {scheme.pk: scheme for scheme in schemes}
    every = StandardVersion.objects.filter(scheme__in=asked).order_by("published_at", "pk")
    versions: dict[int, dict[int, StandardVersion]] = {pk: {} for pk in asked}
    for version in every.select_related("scheme"):
        versions[version.scheme_id][version.pk] = version
    rows = InterpretationScope.objects.filter(
        interpretation__scheme__in=asked,
        interpretation__status=InterpretationStatus.PUBLISHED,
    ).select_related("interpretation")
    scopes: dict[int, dict[Interpretation, list[InterpretationScope]]] = {pk: {} for pk in asked}
    for row in rows.order_by("interpretation_id", "pk"):
        scopes[row.interpretation.scheme_id].setdefault(row.interpretation, []).append(row)
    return [
        waiting
        for pk in asked
        for interpretation, own in scopes[pk].items()
        for waiting in _waiting_of(interpretation, own, versions[pk])
    ]


def _waiting_of(
    interpretation: Interpretation,
    scopes: Iterable[InterpretationScope],
    versions: Mapping[int, StandardVersion],
) -> Iterator[Waiting]:
    decided: dict[int, list[str]] = {}
    for scope in scopes:
        if scope.state != ScopeState.WAITS:
            keys = decided.setdefault(scope.version_id, [])
            keys += [scope.criterion_key] if scope.state == ScopeState.HOLDS else []
    for version in versions.values():
        if version.status != VersionStatus.PUBLISHED or version.pk in decided:
            continue
        before = _nearest(version, decided, versions)
        if before is None:
            continue
        difference = difference_between(before, version)
        found = {
            change.new_keys: change
            for change in map(difference.of_old, decided[before.pk])
            if change.new_keys
        }
        if found:
            changes = tuple(found.values())
            yield Waiting(interpretation, before, version, difference, changes)


def _nearest(
    version: StandardVersion, decided: Mapping[int, object], versions: Mapping[int, StandardVersion]
) -> StandardVersion | None:
    """Walk back to the nearest version for which somebody has decided."""
    seen = {version.pk}
    following = version.predecessor_id
    while following is not None and following not in seen:
        if following in decided:
            return versions[following]
        seen.add(following)
        following = versions[following].predecessor_id
    return None
