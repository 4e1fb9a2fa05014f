"""A version of a standard from draft to its end; publishing needs four eyes."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from standards.checks.change_class import (
    changes_nothing,
    changes_of,
    is_larger_than_needed,
    least_class,
    too_large_for,
)
from standards.differences.reading import difference_between
from standards.draft_history import editors_of
from standards.errors import (
    AnotherVersionIsOpen,
    ChangeClassMissing,
    ChangeClassTooSmall,
    ChangeClassUnexplained,
    NoticeTooShort,
    PredecessorMissing,
    PublisherIsCreator,
    PublisherIsEditor,
    TransitionBeforeBinding,
    VersionChangesNothing,
    VersionIsEmpty,
)
from standards.history import save
from standards.lifecycle import ChangeClass, VersionStatus, require_version_move
from standards.models import Criterion, DecisionRule, Edition, StandardVersion
from standards.operations.consultations import require_consulted
from standards.packages.writing import content_data, content_sha256

SHOWN = 5


@transaction.atomic
def publish(*, version: StandardVersion, by: Any, why: str = "") -> StandardVersion:
    """Freeze a version for good and fix its fingerprint (ISO/IEC 17065, 4.6).

    Whoever prepared it, or changed one word of it, may not publish it. A version loaded by the
    command has no author inside the system; its file was agreed on outside, so any authorised
    person or the command may publish. ``why`` is the reason of a class that is larger than what
    changed; the history of the version keeps it.
    """
    locked = StandardVersion.objects.locked(version.pk)
    require_version_move(source=locked.status, target=VersionStatus.PUBLISHED)
    _require_other_eyes(locked, by=by)
    has_criteria = Criterion.objects.filter(version=locked).exists()
    if not has_criteria or not DecisionRule.objects.filter(version=locked).exists():
        raise VersionIsEmpty(version=locked.version)
    require_consulted(locked)
    if locked.predecessor is None:
        _require_first(locked)
    else:
        _require_change(locked, locked.predecessor)
        _require_class(locked, locked.predecessor, why=why.strip())
        locked.binding_on = _binding_day(locked, today=timezone.localdate())
        _require_transition_after(locked, locked.binding_on)
    locked.sha256 = content_sha256(locked)
    locked.status = VersionStatus.PUBLISHED
    locked.published_at = timezone.now()
    locked.published_by = by
    save(locked, by=by, reason=f"publish: {why.strip()}" if why.strip() else "publish")
    return locked


def _require_other_eyes(version: StandardVersion, *, by: Any) -> None:
    editors = editors_of(version)
    if editors and (by is None or by.pk == version.created_by_id):
        raise PublisherIsCreator
    if editors and by.pk in editors:
        raise PublisherIsEditor


def _require_first(version: StandardVersion) -> None:
    """Refuse a version beside published ones that follows none: it would need no notice."""
    before = StandardVersion.objects.newest_of(version.scheme)
    if before is not None:
        raise PredecessorMissing(version=version.version, before=before.version)


def _require_change(version: StandardVersion, before: StandardVersion) -> None:
    """Refuse a version that says what the one before says: nobody is told of a change for it."""
    if changes_nothing(content_data(before), content_data(version)):
        raise VersionChangesNothing(version=version.version, before=before.version)


def _require_class(version: StandardVersion, before: StandardVersion, *, why: str) -> None:
    """Refuse a class smaller than what changed, and a larger one of which nobody says why."""
    if not version.change_class:
        raise ChangeClassMissing(version=version.version, before=before.version)
    changes = changes_of(difference_between(before, version))
    if found := too_large_for(version.change_class, changes):
        said = "; ".join(f"{one.place.name} {one.sentence}".strip() for one in found[:SHOWN])
        label = ChangeClass(version.change_class).label
        raise ChangeClassTooSmall(change_class=label, changes=said)
    if not why and is_larger_than_needed(version.change_class, changes):
        label, least = ChangeClass(version.change_class).label, least_class(changes).label
        raise ChangeClassUnexplained(change_class=label, least=least)


def _binding_day(version: StandardVersion, *, today: date) -> date:
    """Give the day from which a successor binds, or refuse what breaks the notice of its class."""
    notice = int(version.scheme.notice_days[version.change_class])
    earliest = today + timedelta(days=notice)
    chosen = version.binding_on or earliest
    if chosen < earliest:
        raise NoticeTooShort(days=notice, earliest=date_format(earliest, "DATE_FORMAT"))
    return chosen


def _require_transition_after(version: StandardVersion, binds: date) -> None:
    """Refuse a last day for holders that comes before the version binds anybody."""
    until = version.transition_until
    if until is not None and until < binds:
        days = [date_format(day, "DATE_FORMAT") for day in (until, binds)]
        raise TransitionBeforeBinding(until=days[0], binds=days[1])


@transaction.atomic
def supersede(*, version: StandardVersion, by: Any) -> StandardVersion:
    """End the use of a version for new cases; cases already opened on it keep it (7.10)."""
    return _end(version, VersionStatus.SUPERSEDED, by=by, reason="supersede")


@transaction.atomic
def withdraw_version(*, version: StandardVersion, by: Any) -> StandardVersion:
    """Withdraw a version that should not have been used; its history stays public."""
    return _end(version, VersionStatus.WITHDRAWN, by=by, reason="withdraw_version")


def _end(
    version: StandardVersion, target: VersionStatus, *, by: Any, reason: str
) -> StandardVersion:
    if Edition.objects.open_on(timezone.localdate()).filter(version=version).exists():
        raise AnotherVersionIsOpen(version=version.version)
    return _move(version, target, by=by, reason=reason)


def _move(
    version: StandardVersion, target: VersionStatus, *, by: Any, reason: str
) -> StandardVersion:
    locked = StandardVersion.objects.locked(version.pk)
    require_version_move(source=locked.status, target=target)
    locked.status = target
    save(locked, by=by, reason=reason)
    return locked
