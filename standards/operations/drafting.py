"""A draft as a whole: begun from the last version or a file, its facts changed, thrown away."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone

from standards.drafts import Values, mark_of, values_of
from standards.errors import (
    DraftChangedMeanwhile,
    DraftHasTraces,
    DraftInConsultation,
    DraftRowIsGone,
    VersionIsFrozen,
    VersionNumberTaken,
)
from standards.history import save
from standards.lifecycle import VersionStatus
from standards.models import StandardVersion
from standards.numbering import next_number
from standards.operations.loading import clear, fill
from standards.packages.writing import content_data

Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def begin_draft(
    *, predecessor: StandardVersion, change_class: str, by: Any, version: str = ""
) -> StandardVersion:
    """Copy a published version as a draft that follows it, under the next free number."""
    taken = set(
        StandardVersion.objects.select_for_update()
        .filter(scheme=predecessor.scheme)
        .values_list("version", flat=True)
    )
    if version in taken:
        raise VersionNumberTaken(version=version)
    number = version or next_number(
        taken,
        change_class=change_class,
        before=predecessor.version,
        year=timezone.localdate().year,
    )
    draft = StandardVersion(
        scheme=predecessor.scheme,
        version=number,
        title_pl=predecessor.title_pl,
        title_en=predecessor.title_en,
        predecessor=predecessor,
        change_class=change_class,
        created_by=by,
    )
    save(draft, by=by, reason="begin_draft")
    data = content_data(predecessor)
    for section in data["sections"]:
        for criterion in section["criteria"]:
            criterion.pop("replaces", None)  # it named criteria of the version before that
    fill(draft, data, by=by, reason="begin_draft")
    return draft


@transaction.atomic
def change_facts(
    *, draft: StandardVersion, seen: str, by: Any, why: str = "", **fields: Any
) -> StandardVersion:
    """Change what a draft says of itself: number, title, class, note, binding day, transition."""
    locked = draft_for_change(draft)
    others = StandardVersion.objects.filter(scheme=locked.scheme).exclude(pk=locked.pk)
    if others.filter(version=fields.get("version", "")).exists():
        raise VersionNumberTaken(version=fields["version"])
    return change_row(locked, fields, seen=seen, by=by, reason=reason_of("change_facts", why))


@transaction.atomic
def discard_draft(*, version: StandardVersion, by: Any, why: str = "") -> None:
    """Throw a draft away; the history keeps it, and nothing that others wrote is lost."""
    locked = draft_for_change(version)
    try:
        with transaction.atomic():
            clear(locked)
            remove_row(locked, by=by, reason=reason_of("discard_draft", why))
    except models.ProtectedError as protected:
        raise DraftHasTraces from protected


def draft_for_change(version: StandardVersion) -> StandardVersion:
    """Lock a version for this transaction, or refuse where its content may not change."""
    locked = StandardVersion.objects.locked(version.pk)
    if locked.is_frozen:
        raise VersionIsFrozen(version=locked.version)
    if locked.status == VersionStatus.IN_CONSULTATION:
        raise DraftInConsultation(version=locked.version)
    return locked


def fresh(row: Row) -> Row:
    """Read a row anew under the lock of its draft."""
    found = type(row)._default_manager.filter(pk=row.pk).first()
    if found is None:
        raise DraftRowIsGone
    return found


def require_seen(
    row: models.Model, seen: str, *, wanted: Callable[[Values], bool] = lambda values: False
) -> None:
    """Refuse to save over what the editor has not seen, unless it is what the editor wants."""
    current = values_of(row)
    mark = mark_of(current)
    if seen != mark and not wanted(current):
        raise DraftChangedMeanwhile(current, mark)


def change_row(row: Row, fields: Values, *, seen: str, by: Any, reason: str) -> Row:
    """Save the fields of a locked row where they differ from what is stored."""
    before = mark_of(values_of(row))
    require_seen(row, seen, wanted=lambda current: mark_of({**current, **fields}) == before)
    for name, value in fields.items():
        setattr(row, name, value)
    if row.pk is None or mark_of(values_of(row)) != before:
        save(row, by=by, reason=reason)
    return row


def remove_row(row: models.Model, *, by: Any, reason: str) -> None:
    """Delete a row of a draft, leaving a line in its history."""
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = reason  # type: ignore[attr-defined]
    row.delete()


def reason_of(act: str, why: str) -> str:
    """Write the act and, if the person gave one, the reason, as the history keeps it."""
    return f"{act}: {why.strip()}"[:100] if why.strip() else act
