"""Where a draft and its answers go when it is continued on another version or in another call.

What became of a criterion is told by the typed difference of the two versions; this module only
says what that means for an answer. Nothing is written here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from certification.checklist import checklist_of
from certification.lifecycle import ApplicationStatus
from certification.models import Answer, Application, Assessment
from standards.differences.comparing import CriterionChange, Difference
from standards.differences.kinds import ChangeKind
from standards.differences.presenting import LOOKS, codes_of
from standards.differences.reading import difference_between
from standards.lifecycle import VersionStatus
from standards.models import Criterion, Edition, Rebinding, StandardVersion


class Fate(StrEnum):
    """What happens to the answer of a criterion."""

    STAYS = "stays"
    CONFIRM = "confirm"
    PROPOSED = "proposed"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Origin:
    """Where the answer to one criterion of the new version comes from."""

    change: CriterionChange
    sources: tuple[str, ...]
    stays: bool

    @property
    def fate(self) -> Fate:
        """Say what happens to the answers of the sources."""
        return fate_of(self.change, stays=self.stays)


def fate_of(change: CriterionChange, *, stays: bool) -> Fate:
    """Say what a change does to the answers given before it."""
    if change.kind == ChangeKind.NEW:
        return Fate.NEW
    if change.kind == ChangeKind.DROPPED:
        return Fate.DROPPED
    if {ChangeKind.SPLIT, ChangeKind.MERGED} & change.kinds:
        return Fate.PROPOSED
    return Fate.STAYS if stays else Fate.CONFIRM


def origins_of(difference: Difference) -> dict[str, Origin]:
    """Give for each criterion of the new version those of the old one that it comes from."""
    origins = {}
    for change in difference.changes:
        stays = difference.answers_stay(change)
        for key in change.new_keys:
            sources = tuple(old for old, new in change.pairs if new == key)
            origins[key] = Origin(change, sources, stays)
    return origins


@dataclass(frozen=True)
class PreviewRow:
    """One change as the page before moving shows it."""

    change: CriterionChange
    fate: Fate
    answered: int

    @property
    def key(self) -> str:
        """Give the key by which the typed difference finds the change."""
        return (self.change.new_keys or self.change.old_keys)[0]

    @property
    def codes(self) -> str:
        """Name the criteria by their codes."""
        return codes_of(self.change)

    @property
    def tags(self) -> list[tuple[str, str, str]]:
        """Give the kinds of the change, each with its look and icon."""
        return [(*LOOKS[kind], str(kind.label)) for kind in ChangeKind if kind in self.change.kinds]

    @property
    def text(self) -> str:
        """Give the words of the criterion, or of the one that is dropped."""
        return (self.change.new or self.change.old)[0].text


@dataclass(frozen=True)
class Preview:
    """What moving a checklist to another version would do to it."""

    old: StandardVersion
    new: StandardVersion
    rows: Sequence[PreviewRow]

    def count(self, fate: Fate) -> int:
        """Count the changes that do one thing to answers."""
        return sum(row.fate == fate for row in self.rows)

    @property
    def counts(self) -> Mapping[str, int]:
        """Count all changes by what they do to answers."""
        return {fate.value: self.count(fate) for fate in Fate}

    @property
    def changed(self) -> list[PreviewRow]:
        """List the changes that ask for attention; what stays is only counted."""
        return [row for row in self.rows if row.fate != Fate.STAYS]


def preview_of(assessment: Assessment, version: StandardVersion) -> Preview:
    """Say what continuing a checklist on a version would do; one query, or none for known texts."""
    old = assessment.own_version
    difference = difference_between(old, version)
    answered = set(given_answers(assessment).values_list("criterion__key", flat=True))
    return Preview(
        old,
        version,
        [
            PreviewRow(
                change,
                fate_of(change, stays=difference.answers_stay(change)),
                sum(key in answered for key in change.old_keys),
            )
            for change in difference.changes
        ],
    )


def given_answers(assessment: Assessment):  # type: ignore[no-untyped-def]
    """Keep the answers that say anything."""
    return assessment.answers.filter(
        Q(value__isnull=False)
        | Q(not_applicable=True)
        | Q(measured__isnull=False)
        | ~Q(justification="")
    )


@dataclass(frozen=True)
class Source:
    """An answer given to a criterion from which another one comes."""

    criterion: Criterion
    answer: Answer | None

    @property
    def word(self) -> str:
        """Give the level in words."""
        levels = self.criterion.scale.levels.all()
        given = self.answer.value if self.answer else None
        return next((level.label for level in levels if level.value == given), "")


@dataclass(frozen=True)
class Carried:
    """What the page of a criterion says of an answer that was carried over."""

    origin: Origin
    sources: tuple[Source, ...]
    old: StandardVersion

    @property
    def fate(self) -> Fate:
        """Say what happened to the answer."""
        return self.origin.fate

    @property
    def anchor(self) -> str:
        """Give the place of the change on the page of the typed difference."""
        return self.origin.change.new_keys[0]

    @property
    def may_be_taken(self) -> list[Source]:
        """List the sources one of which can be taken over whole, where there are several."""
        given = [source for source in self.sources if source.answer]
        return given if len(self.sources) > 1 else []


def carried_into(assessment: Assessment) -> dict[str, Carried]:
    """Give for each criterion of a continued checklist where its answer comes from."""
    source = assessment.carried_from
    if source is None:
        return {}
    old = source.own_version
    origins = origins_of(difference_between(old, assessment.own_version))
    criteria = checklist_of(old).by_key
    answers = {answer.criterion_id: answer for answer in given_answers(source)}
    return {
        key: Carried(
            origin,
            tuple(Source(criteria[one], answers.get(criteria[one].pk)) for one in origin.sources),
            old,
        )
        for key, origin in origins.items()
        if origin.sources and any(criteria[one].pk in answers for one in origin.sources)
    }


def calls_offered(application: Application) -> list[Edition]:
    """List the open calls to which a draft can be moved once its own has closed.

    They are for the same scheme, of an operator that certifies where the applicant is.
    """
    today = timezone.localdate()
    if application.status != ApplicationStatus.DRAFT or not application.edition.is_closed_on(today):
        return []
    here = Q(operator__is_national=True) | Q(operator__voivodeship=application.voivodeship)
    calls = Edition.objects.open_on(today).filter(here, scheme=application.edition.scheme_id)
    return list(calls.select_related("scheme", "operator", "version"))


def versions_offered(application: Application) -> list[StandardVersion]:
    """List the versions to which a draft can be moved: those its call has or had, the newest first.

    Going back is possible as well, as long as the version was not withdrawn.
    """
    bound = Rebinding.objects.filter(edition=application.edition_id)
    known = {application.edition.version_id}
    for old, new in bound.values_list("old_version", "new_version"):
        known |= {old, new}
    found = StandardVersion.objects.public().filter(pk__in=known - {application.version_id})
    allowed = found.exclude(status=VersionStatus.WITHDRAWN).select_related("scheme")
    return sorted(allowed, key=lambda one: (one.pk != application.edition.version_id, -one.pk))
