"""A change of one part of a criterion, said in a sentence of the active language."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from standards.conditions import explain
from standards.differences.kinds import TEXTS, AspectName, ChangeKind
from standards.differences.texts import CriterionText, ScaleText
from standards.presenting import CHECKED_BY

if TYPE_CHECKING:
    from standards.differences.aspects import Aspect


def note_of(aspect: "Aspect") -> str:
    """Say what happens to one part of a criterion."""
    return _of_words(aspect) if aspect.name in TEXTS else NOTES[aspect.name](aspect)


def _of_words(aspect: "Aspect") -> str:
    if not aspect.old:
        return pgettext("text of a criterion", "Added.")
    if not aspect.new:
        return pgettext("text of a criterion", "Removed.")
    if aspect.kinds == {ChangeKind.EDITORIAL}:
        return _("Only punctuation, capital letters or spaces change.")
    return _("The words change.")


def _of_code(aspect: "Aspect") -> str:
    return _("The code %(old)s becomes %(new)s.") % {"old": aspect.old, "new": aspect.new}


def _of_place(aspect: "Aspect") -> str:
    return _("Moves from section %(old)s to section %(new)s.") % {
        "old": f"{aspect.old.code}. {aspect.old.title}",
        "new": f"{aspect.new.code}. {aspect.new.title}",
    }


def _of_checking(aspect: "Aspect") -> str:
    return _("Checked by: %(old)s → %(new)s.") % {
        "old": _checks(aspect.old),
        "new": _checks(aspect.new),
    }


def _checks(letters: tuple[str, ...]) -> str:
    return ", ".join(str(CHECKED_BY[letter]) for letter in letters) or _("nothing named")


def _of_scale(aspect: "Aspect") -> str:
    old, new = levels_in_words(aspect.old), levels_in_words(aspect.new)
    if old == new:
        return _("The levels are described or found in another way.")
    return _("Levels: %(old)s → %(new)s.") % {"old": old, "new": new}


def levels_in_words(scale: ScaleText) -> str:
    """List the levels of a scale, with the shares of a measured one."""
    return "; ".join(
        f"{level.value} – {level.label}"
        + ("" if level.from_ratio is None else f" (≥ {number(level.from_ratio * 100)}%)")
        for level in scale.levels
    )


def _of_weight(aspect: "Aspect") -> str:
    return _("At most %(old)s → %(new)s points.") % {
        "old": number(aspect.old),
        "new": number(aspect.new),
    }


def _of_gate(aspect: "Aspect") -> str:
    return _("%(old)s → %(new)s.") % {
        "old": gate_in_words(aspect.old),
        "new": gate_in_words(aspect.new),
    }


def gate_in_words(criterion: CriterionText) -> str:
    """Say whether a low answer ends the matter, and which is the lowest that does not."""
    values = {"value": criterion.gate_value, "maximum": criterion.scale.maximum}
    if criterion.gate == "knockout":
        return _("Must be met: level %(value)s of %(maximum)s") % values
    if criterion.gate == "minimum":
        return _("At least level %(value)s of %(maximum)s") % values
    return pgettext("criterion", "No gate")


def _of_not_applicable(aspect: "Aspect") -> str:
    if aspect.new:
        return _("“Not applicable” may now be answered.")
    return _("“Not applicable” may no longer be answered.")


def _of_scope(aspect: "Aspect") -> str:
    return _("Applies: %(old)s → %(new)s.") % {
        "old": explain(aspect.old),
        "new": explain(aspect.new),
    }


def _of_once(aspect: "Aspect") -> str:
    if aspect.new:
        return _("Answered once for all offers of the applicant, no longer for each offer.")
    return _("Answered for each offer, no longer once for all offers of the applicant.")


def number(value: Decimal) -> str:
    """Write a number without needless zeros, with the comma or point of the language."""
    return str(localize(Decimal(f"{value.normalize():f}")))


NOTES: Mapping[AspectName, Callable[["Aspect"], str]] = {
    AspectName.CODE: _of_code,
    AspectName.PLACE: _of_place,
    AspectName.CHECKED_BY: _of_checking,
    AspectName.SCALE: _of_scale,
    AspectName.WEIGHT: _of_weight,
    AspectName.GATE: _of_gate,
    AspectName.MINIMUM: _of_gate,
    AspectName.NOT_APPLICABLE: _of_not_applicable,
    AspectName.APPLICABILITY: _of_scope,
    AspectName.ONCE: _of_once,
}
