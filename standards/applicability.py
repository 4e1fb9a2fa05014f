"""Why a criterion concerns an applicant or does not: the facts that decide it, in words.

Only facts that matter are said: of conditions that hold together all, of alternatives those that
hold; where a condition does not hold, the ones that stand in its way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from standards.conditions import (
    CHOICE_FACTS,
    NUMBER_FACTS,
    YES_NO_FACTS,
    Condition,
    Profile,
    explain,
    holds,
)


@dataclass(frozen=True)
class Applicability:
    """Whether a criterion concerns an applicant, by which facts, and by which condition."""

    applies: bool
    because: str = ""
    condition: str = ""

    def __bool__(self) -> bool:
        """Say whether the criterion concerns the applicant."""
        return self.applies


def applicability_of(condition: Condition | None, profile: Profile) -> Applicability:
    """Say whether a criterion concerns an applicant; one without a condition concerns everybody."""
    if condition is None:
        return Applicability(applies=True)
    facts = list(dict.fromkeys(_deciding(condition, profile)))
    return Applicability(
        applies=holds(condition, profile),
        because=_(" and ").join(_said(fact, profile) for fact in facts),
        condition=explain(condition),
    )


def _deciding(condition: Condition, profile: Profile) -> Iterator[str]:
    """Name the facts on which the answer rests."""
    ((word, operand),) = condition.items()
    if word == "not":
        yield from _deciding(operand, profile)
    elif word in {"all", "any"}:
        met = [part for part in operand if holds(part, profile)]
        # All parts carry a yes of "all" and a no of "any"; else one kind of them decides alone.
        if word == "all":
            decisive = [part for part in operand if part not in met] or operand
        else:
            decisive = met or operand
        for part in decisive:
            yield from _deciding(part, profile)
    else:
        yield operand[0]


def _said(fact: str, profile: Profile) -> str:
    """Say one fact of the applicant in words of the active language."""
    value: Any = profile.get(fact)
    if fact in YES_NO_FACTS and value is not None:
        return str(YES_NO_FACTS[fact][0 if value else 1])
    label = _label_of(fact)
    if value is None or value == "":
        return _("%(fact)s: not given yet") % {"fact": label}
    if fact in CHOICE_FACTS:
        return f"{label}: {CHOICE_FACTS[fact][1].get(value, value)}"
    return f"{label}: {value}"


def _label_of(fact: str) -> str:
    if fact in CHOICE_FACTS:
        return str(CHOICE_FACTS[fact][0])
    return str(NUMBER_FACTS[fact] if fact in NUMBER_FACTS else YES_NO_FACTS[fact][0])
