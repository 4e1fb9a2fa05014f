"""Whom two conditions concern: compared by trying every case in which they could differ."""

from collections.abc import Iterable, Mapping
from itertools import product
from math import prod
from typing import Any

from standards.conditions import CHOICE_FACTS, YES_NO_FACTS, Condition, holds

MOST_CASES = 20_000
_MISSING = object()


def widened_and_narrowed(old: Condition | None, new: Condition | None) -> tuple[bool, bool]:
    """Say whether the new condition takes in somebody new, and whether it lets somebody go.

    Every value at which one of the facts could tip is tried, a missing fact too. Conditions with
    too many facts to try them all are taken to do both.
    """
    if old == new:
        return False, False
    values: dict[str, set[Any]] = {}
    for condition in (old, new):
        if condition is not None:
            _collect(condition, values)
    if prod(len(of_fact) + 1 for of_fact in values.values()) > MOST_CASES:
        return True, True
    widened = narrowed = False
    for case in product(*((*of_fact, _MISSING) for of_fact in values.values())):
        profile = {
            fact: value for fact, value in zip(values, case, strict=True) if value is not _MISSING
        }
        before, after = holds(old, profile), holds(new, profile)
        widened |= after and not before
        narrowed |= before and not after
    return widened, narrowed


def _collect(condition: Mapping[str, Any], values: dict[str, set[Any]]) -> None:
    """Gather the values at which the condition could change its answer."""
    ((word, operand),) = condition.items()
    if word in {"all", "any"}:
        for part in operand:
            _collect(part, values)
    elif word == "not":
        _collect(operand, values)
    else:
        values.setdefault(operand[0], set()).update(_turning(operand))


def _turning(operand: Any) -> Iterable[Any]:
    fact, value = operand[0], operand[-1]
    if fact in YES_NO_FACTS:
        return (True, False)
    if fact in CHOICE_FACTS:
        named = set(value if isinstance(value, list) else [value])
        # One value that is not named stands for all of them.
        return named | set([one for one in CHOICE_FACTS[fact][1] if one not in named][:1])
    return (value - 1, value, value + 1)
