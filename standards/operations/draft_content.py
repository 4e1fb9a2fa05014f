"""The rows of a draft: sections and criteria are added, changed, moved and removed."""

from typing import Any

from django.db import models, transaction
from django.utils.text import slugify

from standards.drafts import Values
from standards.errors import CodeUsedTwice, DraftRowIsGone, SectionNotEmpty
from standards.history import save
from standards.models import Criterion, DecisionRule, Scale, Section, StandardVersion
from standards.operations.drafting import (
    change_row,
    draft_for_change,
    fresh,
    reason_of,
    remove_row,
)

KEY_LENGTH = 50


@transaction.atomic
def add_section(
    *, version: StandardVersion, by: Any, key: str = "", why: str = "", **fields: Any
) -> Section:
    """Add a section at the end."""
    locked = draft_for_change(version)
    rows = Section.objects.filter(version=locked)
    _require_free_code(rows, fields["code"])
    section = Section(
        version=locked,
        key=_free_key(rows, key or fields["title_en"] or fields["title_pl"]),
        position=_next_position(rows),
        **fields,
    )
    save(section, by=by, reason=reason_of("add_section", why))
    return section


@transaction.atomic
def change_section(
    *, section: Section, seen: str, by: Any, why: str = "", **fields: Any
) -> Section:
    """Change the code and the texts of a section."""
    locked = draft_for_change(section.version)
    row = fresh(section)
    others = Section.objects.filter(version=locked).exclude(pk=row.pk)
    _require_free_code(others, fields.get("code", ""))
    return change_row(row, fields, seen=seen, by=by, reason=reason_of("change_section", why))


@transaction.atomic
def add_criterion(
    *, section: Section, by: Any, key: str = "", why: str = "", **fields: Any
) -> Criterion:
    """Add a criterion at the end of a section."""
    locked = draft_for_change(section.version)
    home = _home(locked, fields.pop("section_id", section.pk))
    rows = Criterion.objects.filter(version=locked)
    _require_scale(locked, fields["scale_id"])
    _require_free_code(rows, fields["code"])
    criterion = Criterion(
        version=locked,
        section=home,
        key=_free_key(rows, key or fields["text_en"] or fields["text_pl"]),
        position=_next_position(rows.filter(section=home)),
        **fields,
    )
    save(criterion, by=by, reason=reason_of("add_criterion", why))
    return criterion


@transaction.atomic
def change_criterion(
    *, criterion: Criterion, seen: str, by: Any, why: str = "", **fields: Any
) -> Criterion:
    """Change anything of a criterion but its key; in another section it stands last."""
    locked = draft_for_change(criterion.version)
    row = fresh(criterion)
    rows = Criterion.objects.filter(version=locked)
    _require_free_code(rows.exclude(pk=row.pk), fields.get("code", ""))
    if "scale_id" in fields:
        _require_scale(locked, fields["scale_id"])
    moves = fields.get("section_id", row.section_id) != row.section_id
    if moves:
        home = _home(locked, fields["section_id"])
        last = _next_position(rows.filter(section=home))
    changed = change_row(row, fields, seen=seen, by=by, reason=reason_of("change_criterion", why))
    if moves:
        changed.position = last
        save(changed, by=by, reason="move_criterion")
    return changed


@transaction.atomic
def change_rule(
    *, version: StandardVersion, seen: str, by: Any, why: str = "", **fields: Any
) -> DecisionRule:
    """Change how points become a recommendation."""
    locked = draft_for_change(version)
    row = DecisionRule.objects.filter(version=locked).first() or DecisionRule(version=locked)
    return change_row(row, fields, seen=seen, by=by, reason=reason_of("change_rule", why))


@transaction.atomic
def move_section(*, section: Section, step: int, by: Any) -> None:
    """Put a section one place up (-1) or down (+1); at the end nothing happens."""
    locked = draft_for_change(section.version)
    rows = Section.objects.filter(version=locked).order_by("position", "pk")
    _move(list(rows), section, step, by=by, reason="move_section")


@transaction.atomic
def move_criterion(*, criterion: Criterion, step: int, by: Any) -> None:
    """Put a criterion one place up (-1) or down (+1) inside its section."""
    draft_for_change(criterion.version)
    home = fresh(criterion).section_id
    rows = Criterion.objects.filter(section=home).order_by("position", "pk")
    _move(list(rows), criterion, step, by=by, reason="move_criterion")


@transaction.atomic
def remove_section(*, section: Section, by: Any, why: str = "") -> None:
    """Remove an empty section, and its threshold with it."""
    locked = draft_for_change(section.version)
    row = fresh(section)
    if Criterion.objects.filter(section=row).exists():
        raise SectionNotEmpty
    rule = DecisionRule.objects.filter(version=locked).first()
    if rule is not None and row.key in rule.section_thresholds:
        del rule.section_thresholds[row.key]
        save(rule, by=by, reason="remove_section")
    remove_row(row, by=by, reason=reason_of("remove_section", why))


@transaction.atomic
def remove_criterion(*, criterion: Criterion, by: Any, why: str = "") -> None:
    """Remove a criterion from a draft; the version it came from keeps it."""
    draft_for_change(criterion.version)
    remove_row(fresh(criterion), by=by, reason=reason_of("remove_criterion", why))


def _move(rows: list[Any], row: models.Model, step: int, *, by: Any, reason: str) -> None:
    place = next((n for n, one in enumerate(rows) if one.pk == row.pk), None)
    if place is None:
        raise DraftRowIsGone
    other = place + step
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, one in enumerate(rows, start=1):
        if one.position != position:
            one.position = position
            save(one, by=by, reason=reason)


def _home(version: StandardVersion, pk: int) -> Section:
    found = Section.objects.filter(version=version, pk=pk).first()
    if found is None:
        raise DraftRowIsGone
    return found


def _require_scale(version: StandardVersion, pk: int) -> None:
    if not Scale.objects.filter(version=version, pk=pk).exists():
        raise DraftRowIsGone


def _require_free_code(rows: models.QuerySet[Any], code: str) -> None:
    if rows.filter(code=code).exists():
        raise CodeUsedTwice("code", code)


def _free_key(rows: models.QuerySet[Any], wanted: str) -> str:
    """Make a stable key out of words; a number makes it unique."""
    head = slugify(wanted)[:KEY_LENGTH].strip("-") or "row"
    taken = set(rows.values_list("key", flat=True))
    return next(
        key
        for key in (head, *(f"{head}-{n}" for n in range(2, len(taken) + 3)))
        if key not in taken
    )


def _next_position(rows: models.QuerySet[Any]) -> int:
    values: Values = rows.aggregate(last=models.Max("position"))
    return (values["last"] or 0) + 1
