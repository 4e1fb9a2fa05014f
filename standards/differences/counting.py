"""The effects of a new version on the counting, in words: rows for the page and the report."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from standards.differences.effects import Effects
from standards.differences.wording import gate_in_words, levels_in_words, number
from standards.models import DecisionRule

Row = tuple[str, str]


@dataclass(frozen=True)
class SectionRow:
    """What changes in the counting of one section, each part as one phrase."""

    name: str
    count: str
    points: str
    threshold: str


def arrow(old: object, new: object) -> str:
    """Say a value once where it stays, and both where it changes."""
    return f"{old}" if old == new else f"{old} → {new}"


def section_rows(effects: Effects) -> Iterator[SectionRow]:
    """Say each section in which criteria, points or the threshold change."""
    for effect in effects.sections:
        heading = effect.new or effect.old
        if effect.is_changed and heading is not None:
            yield SectionRow(
                name=f"{heading.code}. {heading.title}",
                count=arrow(effect.old_count, effect.new_count),
                points=arrow(number(effect.old_points), number(effect.new_points)),
                threshold=arrow(_percent(effect.old_threshold), _percent(effect.new_threshold)),
            )


def rule_rows(effects: Effects) -> Iterator[Row]:
    """Say each part of the decision rule that changes."""
    for effect in effects.rule:
        name = DecisionRule._meta.get_field(effect.name).verbose_name  # type: ignore[union-attr]
        values = (_rule_value(effect.name, value) for value in (effect.old, effect.new))
        yield str(name), arrow(*values)


def gate_rows(effects: Effects) -> Iterator[Row]:
    """Say each gate that came, went or asks for another level."""
    for effect in effects.gates:
        codes = [one.code for one in (effect.old, effect.new) if one]
        before, after = (
            gate_in_words(one) if one else pgettext("criterion", "No gate")
            for one in (effect.old, effect.new)
        )
        yield arrow(codes[0], codes[-1]), arrow(before, after)


def scale_rows(effects: Effects) -> Iterator[Row]:
    """Say each scale that came, went or has other levels."""
    for effect in effects.scales:
        name = _("Scale %(key)s") % {"key": effect.key}
        if effect.old is None and effect.new is not None:
            yield name, _("new: %(levels)s") % {"levels": levels_in_words(effect.new)}
        elif effect.new is None:
            yield name, _("no longer used")
        elif effect.old is not None:
            yield name, arrow(levels_in_words(effect.old), levels_in_words(effect.new))


def _percent(value: Decimal | None) -> str:
    return _("none") if value is None else f"{number(value)}%"


def _rule_value(name: str, value: Decimal | bool | int | None) -> str:  # noqa: FBT001 -- a value of the rule
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "conditional_sections_at_most":
        return str(value)
    return _percent(None if value is None else Decimal(value))
