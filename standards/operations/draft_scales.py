"""The scales of a draft: each is saved with all of its levels, as one thing."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from standards.drafts import LEVEL_FIELDS, Values, mark_of, values_of
from standards.errors import CodeUsedTwice, ScaleInUse
from standards.history import save
from standards.models import Criterion, Scale, ScaleLevel, StandardVersion
from standards.operations.drafting import (
    draft_for_change,
    fresh,
    reason_of,
    remove_row,
    require_seen,
)


@transaction.atomic
def add_scale(
    *,
    version: StandardVersion,
    key: str,
    kind: str,
    levels: Sequence[Values],
    by: Any,
    why: str = "",
) -> Scale:
    """Add a scale with its levels, numbered from zero."""
    locked = draft_for_change(version)
    if Scale.objects.filter(version=locked, key=key).exists():
        raise CodeUsedTwice("key", key)
    scale = Scale(version=locked, key=key, kind=kind)
    reason = reason_of("add_scale", why)
    save(scale, by=by, reason=reason)
    for value, texts in enumerate(levels):
        save(ScaleLevel(scale=scale, value=value, **texts), by=by, reason=reason)
    return scale


@transaction.atomic
def change_scale(
    *, scale: Scale, seen: str, kind: str, levels: Sequence[Values], by: Any, why: str = ""
) -> Scale:
    """Change the kind and the levels of a scale; levels are numbered anew from zero."""
    draft_for_change(scale.version)
    row = fresh(scale)
    wanted: Values = {"kind": kind, "levels": [{"value": n, **one} for n, one in enumerate(levels)]}
    require_seen(row, seen, wanted=lambda current: mark_of(current) == mark_of(wanted))
    if mark_of(values_of(row)) == mark_of(wanted):
        return row
    reason = reason_of("change_scale", why)
    if row.kind != kind:
        row.kind = kind
        save(row, by=by, reason=reason)
    stored = {level.value: level for level in row.levels.all()}
    for texts in wanted["levels"]:
        level = stored.pop(texts["value"], None) or ScaleLevel(scale=row)
        if level.pk is None or mark_of(values_of(level)) != mark_of(texts):
            for name in LEVEL_FIELDS:
                setattr(level, name, texts[name])
            save(level, by=by, reason=reason)
    for level in stored.values():
        remove_row(level, by=by, reason=reason)
    return row


@transaction.atomic
def remove_scale(*, scale: Scale, by: Any, why: str = "") -> None:
    """Remove a scale that no criterion uses."""
    draft_for_change(scale.version)
    row = fresh(scale)
    if Criterion.objects.filter(scale=row).exists():
        raise ScaleInUse
    reason = reason_of("remove_scale", why)
    for level in row.levels.all():
        remove_row(level, by=by, reason=reason)
    remove_row(row, by=by, reason=reason)
