"""From a criterion of a public version to the comments and the vote that made it, and back."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Q

from standards.consultations.table import (
    CommentLine,
    ResolutionLine,
    lines_of,
    resolution_lines,
)
from standards.differences.reading import predecessors_of
from standards.differences.texts import Generation
from standards.models import Comment, CommentPlace, Consultation, Criterion, StandardVersion
from standards.presenting import SectionOutline


@dataclass(frozen=True)
class Traced:
    """What a criterion of the public page links to."""

    comments: int
    resolutions: int


class Trace:
    """The consultations of a version and of those before it, read by the keys of its criteria."""

    def __init__(self, version: StandardVersion) -> None:
        """Find the consultations; without any, nothing more is asked."""
        self.version = version
        same = Consultation.objects.filter(version__scheme=version.scheme_id).defer("content")
        found = list(same.select_related("version__scheme").order_by("-opened_on", "-round"))
        chain = {gen.version for gen in self.generations} if found else set()
        self.consultations = [
            one for one in found if one.version_id == version.pk or one.version.version in chain
        ]

    @cached_property
    def generations(self) -> tuple[Generation, ...]:
        """Give the versions before this one, each with what took the place of what."""
        return tuple(predecessors_of(self.version))

    @cached_property
    def own(self) -> Mapping[str, tuple[str, ...]]:
        """Give what the criteria of this version took the place of."""
        rows = Criterion.objects.filter(version=self.version).exclude(replaces=[]).order_by()
        return {key: tuple(keys) for key, keys in rows.values_list("key", "replaces")}

    def keys_of(self, key: str) -> frozenset[str]:
        """Give a stable key and those of the criteria that it took the place of."""
        keys = {key, *self.own.get(key, ())}
        for generation in self.generations:
            keys |= {old for one in keys for old in generation.replaces.get(one, ())}
        return frozenset(keys)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Count public comments by the key of the criterion they are about or led to."""
        rows = Comment.objects.filter(consultation__in=self.consultations).public().order_by()
        counted: Counter[str] = Counter()
        shown = {one.pk for one in self.consultations if one.is_settled}
        for place, key, led, consultation in rows.values_list(
            "place", "place_key", "disposition__criterion_key", "consultation_id"
        ):
            about = {key} if place == CommentPlace.CRITERION else set()
            if led and consultation in shown:
                about.add(led)
            counted.update(about)
        return counted

    @cached_property
    def resolved(self) -> Mapping[str, int]:
        """Count resolutions by the keys of the criteria that they name."""
        counted: Counter[str] = Counter()
        for one in self.consultations:
            for resolution in one.resolutions.all():
                counted.update(resolution.criterion_keys)
        return counted

    def on(self, sections: Iterable[SectionOutline]) -> tuple[SectionOutline, ...]:
        """Give the sections of a page, each criterion with what is known of its making."""
        if not self.consultations:
            return tuple(sections)
        return tuple(
            replace(
                part,
                lines=tuple(
                    replace(row, said=self._traced(row.criterion.key)) for row in part.lines
                ),
            )
            for part in sections
        )

    def _traced(self, key: str) -> Traced | None:
        keys = self.keys_of(key)
        comments = sum(self.counts.get(one, 0) for one in keys)
        resolutions = sum(self.resolved.get(one, 0) for one in keys)
        return Traced(comments, resolutions) if comments or resolutions else None


@dataclass(frozen=True)
class RoundLines:
    """What one round says about one criterion."""

    consultation: Consultation
    comments: list[CommentLine]
    resolutions: list[ResolutionLine]


def rounds_about(trace: Trace, key: str) -> list[RoundLines]:
    """Give, round by round, the comments on a criterion and the resolutions that name it."""
    keys = trace.keys_of(key)
    found = []
    for light in trace.consultations:
        consultation = Consultation.objects.select_related("version__scheme").get(pk=light.pk)
        about = Q(place=CommentPlace.CRITERION, place_key__in=keys)
        if consultation.is_settled:
            about |= Q(disposition__criterion_key__in=keys)
        comments = consultation.comments.public().filter(about).select_related("disposition")
        lines = lines_of(
            consultation, comments.order_by("number"), answered=consultation.is_settled
        )
        named = [
            line
            for line in resolution_lines(consultation)
            if keys & set(line.resolution.criterion_keys) or not line.resolution.criterion_keys
        ]
        if lines or named:
            found.append(RoundLines(consultation, lines, named))
    return found
