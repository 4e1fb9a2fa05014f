"""The words of a checklist: sections and criteria with their scales, read once for each version.

A published version never changes, so its rows are kept in the process as its arithmetic is
(``standards.content``); a page with five hundred criteria asks the database for none of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from standards.models import Criterion, Section, StandardVersion


@dataclass(frozen=True)
class Checklist:
    """The sections and criteria of one version in their order; read, never saved."""

    sections: tuple[Section, ...]
    criteria: tuple[Criterion, ...]

    @cached_property
    def by_section(self) -> Mapping[int, tuple[Criterion, ...]]:
        """Give the criteria of each section."""
        found: dict[int, list[Criterion]] = {section.pk: [] for section in self.sections}
        for criterion in self.criteria:
            found[criterion.section_id].append(criterion)
        return {pk: tuple(criteria) for pk, criteria in found.items()}

    @cached_property
    def by_pk(self) -> Mapping[int, Criterion]:
        """Give the criteria by their primary key."""
        return {criterion.pk: criterion for criterion in self.criteria}

    @cached_property
    def by_key(self) -> Mapping[str, Criterion]:
        """Give the criteria by their stable key."""
        return {criterion.key: criterion for criterion in self.criteria}


_kept: dict[tuple[int, str], Checklist] = {}


def checklist_of(version: StandardVersion) -> Checklist:
    """Read a version with three queries; frozen versions are kept in the process."""
    if not version.is_frozen:
        return _read(version)
    place = (version.pk, version.sha256)
    if place not in _kept:
        _kept[place] = _read(version)
    return _kept[place]


def _read(version: StandardVersion) -> Checklist:
    return Checklist(
        sections=tuple(Section.objects.filter(version=version).order_by("position")),
        criteria=tuple(
            Criterion.objects.filter(version=version)
            .select_related("section", "scale")
            .prefetch_related("scale__levels")
            .order_by("section__position", "position")
        ),
    )
