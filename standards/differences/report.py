"""The difference of two versions as lines of text, for a terminal or an e-mail."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from standards.differences.aspects import Aspect
from standards.differences.comparing import CriterionChange, Difference
from standards.differences.counting import (
    arrow,
    gate_rows,
    rule_rows,
    scale_rows,
    section_rows,
)
from standards.differences.kinds import TEXTS, ChangeKind
from standards.differences.marks import ADDED, SAME
from standards.differences.presenting import codes_of
from standards.differences.texts import CriterionText
from standards.differences.wording import number


def report(difference: Difference, *, unchanged: bool = False) -> Iterator[str]:
    """Say every change, word by word ([-removed-]{+added+}), and the effects on the counting."""
    old, new = difference.old, difference.new
    yield f"{new.scheme} {old.version} → {new.version}"
    yield ", ".join(f"{kind.label}: {count}" for kind, count in difference.counts.items())
    yield from _effects(difference)
    for change in difference.changes:
        if unchanged or change.kind != ChangeKind.UNCHANGED:
            yield ""
            yield from _change(change)


def _change(change: CriterionChange) -> Iterator[str]:
    kinds = ", ".join(str(kind.label) for kind in ChangeKind if kind in change.kinds)
    yield f"{codes_of(change)}: {kinds}"
    if len(change.old) != 1 or len(change.new) != 1:
        yield from (f"  - {_named(one)}" for one in change.old)
        yield from (f"  + {_named(one)}" for one in change.new)
    for aspect in change.aspects:
        yield f"  {aspect.label}{_language(aspect)}: {_said(aspect)}"


def _named(one: CriterionText) -> str:
    return f"{one.code} ({one.key}) {one.text}"


def _language(aspect: Aspect) -> str:
    return f" ({aspect.language})" if aspect.language else ""


def _said(aspect: Aspect) -> str:
    if aspect.name not in TEXTS:
        return aspect.note
    signs = {SAME: "%s", ADDED: "{+%s+}"}
    return "".join(signs.get(mark.kind, "[-%s-]") % mark.text for mark in aspect.marks)


def _effects(difference: Difference) -> Iterator[str]:
    effects = difference.effects
    yield _("Criteria: %(change)s") % {"change": arrow(effects.old_count, effects.new_count)}
    yield _("Points: %(change)s") % {
        "change": arrow(number(effects.old_points), number(effects.new_points))
    }
    for row in section_rows(effects):
        yield f"  {row.name}: " + ", ".join(
            (
                _("criteria %(change)s") % {"change": row.count},
                _("points %(change)s") % {"change": row.points},
                _("threshold %(change)s") % {"change": row.threshold},
            )
        )
    for name, change in (*rule_rows(effects), *gate_rows(effects), *scale_rows(effects)):
        yield f"  {name}: {change}"
