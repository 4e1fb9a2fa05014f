"""Who did what to a draft: read from the history of all its rows, in constant queries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from standards.drafts import (
    CRITERION_FIELDS,
    LEVEL_FIELDS,
    RULE_FIELDS,
    SECTION_FIELDS,
    VERSION_FIELDS,
)
from standards.models import Criterion, DecisionRule, Scale, ScaleLevel, Section, StandardVersion

# What of the history of the version itself counts as editing; the rest are moves of its state.
EDITING = ("begin_draft", "load_package", "change_facts")
ACTS: Mapping[str, str | Promise] = {
    "begin_draft": _("began the draft"),
    "load_package": _("loaded a file"),
    "change_facts": _("changed the facts"),
    "add_section": _("added the section"),
    "change_section": _("changed the section"),
    "move_section": _("moved the section"),
    "remove_section": _("removed the section"),
    "add_criterion": _("added the criterion"),
    "change_criterion": _("changed the criterion"),
    "move_criterion": _("moved the criterion"),
    "remove_criterion": _("removed the criterion"),
    "add_scale": _("added the scale"),
    "change_scale": _("changed the scale"),
    "remove_scale": _("removed the scale"),
    "change_rule": _("changed the decision rule"),
    "open_consultation": _("opened the consultation"),
    "close_consultation": _("closed the consultation"),
    "publish": _("published the version"),
}
WHOLE = frozenset(
    {"begin_draft", "load_package", "publish", "open_consultation", "close_consultation"}
)
MOST_LINES = 300
Names = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True)
class FieldChange:
    """One field before and after."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Line:
    """One act of one person on one row."""

    at: datetime
    person: Any
    act: str | Promise
    why: str
    name: str
    changes: tuple[FieldChange, ...] = ()


def editors_of(version: StandardVersion) -> frozenset[int]:
    """Give everybody who wrote any of the content, also of rows that are gone since."""
    own = version.history.filter(history_change_reason__regex=rf"^({'|'.join(EDITING)})")
    scales = Scale.history.filter(version_id=version.pk).values("id")
    parts = [
        own,
        Section.history.filter(version_id=version.pk),
        Criterion.history.filter(version_id=version.pk),
        Scale.history.filter(version_id=version.pk),
        ScaleLevel.history.filter(scale_id__in=scales),
        DecisionRule.history.filter(version_id=version.pk),
    ]
    named = [part.exclude(history_user=None).order_by().values("history_user") for part in parts]
    found = {row["history_user"] for row in named[0].union(*named[1:])}
    found.add(version.created_by_id)
    return frozenset(pk for pk in found if pk is not None)


def lines_of(version: StandardVersion) -> list[Line]:
    """Tell the history of a draft, the latest act first."""
    names = {
        "section_id": dict(
            Section.history.filter(version_id=version.pk).order_by("pk").values_list("id", "code")
        ),
        "scale_id": dict(
            Scale.history.filter(version_id=version.pk).order_by("pk").values_list("id", "key")
        ),
    }
    scales = Scale.history.filter(version_id=version.pk).values("id")
    told = [
        *_told(version.history.all(), VERSION_FIELDS, lambda row: ""),
        *_told(Section.history.filter(version_id=version.pk), SECTION_FIELDS, attrgetter("code")),
        *_told(
            Criterion.history.filter(version_id=version.pk),
            CRITERION_FIELDS,
            attrgetter("code"),
            names,
        ),
        *_told(Scale.history.filter(version_id=version.pk), ("kind",), attrgetter("key")),
        *_told(
            ScaleLevel.history.filter(scale_id__in=scales),
            LEVEL_FIELDS,
            lambda row: str(row.value),
        ),
        *_told(DecisionRule.history.filter(version_id=version.pk), RULE_FIELDS, lambda row: ""),
    ]
    return sorted(told, key=lambda line: line.at, reverse=True)[:MOST_LINES]


def _told(
    rows: Any, fields: tuple[str, ...], name_of: Any, names: Names | None = None
) -> Iterator[Line]:
    """Tell the history of one kind of row; each line is compared with the one before it."""
    before: dict[int, Any] = {}
    for row in rows.select_related("history_user").order_by("history_date", "history_id"):
        earlier, before[row.id] = before.get(row.id), row
        act, _colon, why = (row.history_change_reason or "").partition(": ")
        if act in WHOLE and not isinstance(row, StandardVersion.history.model):
            continue  # hundreds of rows came at once; the version tells it in one line
        changes = tuple(_changes(earlier, row, fields, names or {})) if earlier else ()
        yield Line(
            row.history_date, row.history_user, ACTS.get(act, act), why, name_of(row), changes
        )


def _changes(
    earlier: Any, row: Any, fields: tuple[str, ...], names: Names
) -> Iterator[FieldChange]:
    for name in fields:
        old, new = getattr(earlier, name), getattr(row, name)
        if old != new:
            field = row._meta.get_field(name)
            known = names.get(name) or dict(field.flatchoices)
            old, new = (known.get(one, one) for one in (old, new))
            yield FieldChange(str(field.verbose_name), _shown(old), _shown(new))


def _shown(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "–"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
