"""A small language of conditions kept as data: when does a criterion apply to an applicant.

    {"equals": ["is_partnership", true]}          {"all": [condition, …]}
    {"in": ["legal_form", ["cis", "kis"]]}        {"any": [condition, …]}
    {"compare": ["employees", ">=", 10]}          {"not": condition}

A condition is only ever walked, never evaluated as code. Facts come in a profile, a plain mapping;
a fact that the profile does not give meets no condition.
"""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from standards.dictionaries import LEGAL_FORMS, VOIVODESHIPS

Condition = Mapping[str, Any]
Profile = Mapping[str, Any]

MAX_DEPTH = 8

# Facts answered by yes or no, each with its sentence for yes and for no.
YES_NO_FACTS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "is_partnership": (
        gettext_lazy("the application is made in partnership"),
        gettext_lazy("the application is made without partners"),
    ),
    "is_renewal": (
        gettext_lazy("the application is for renewal"),
        gettext_lazy("the application is the first one"),
    ),
    "has_running_entity": (
        gettext_lazy("the applicant acts through a running entity"),
        gettext_lazy("the applicant acts in its own name"),
    ),
}
# Facts chosen from a dictionary, with the names of their values.
CHOICE_FACTS: Mapping[str, tuple[str | Promise, Mapping[str, str | Promise]]] = {
    "legal_form": (
        gettext_lazy("legal form"),
        {form.code: form.name for form in LEGAL_FORMS.values()},
    ),
    "voivodeship": (gettext_lazy("voivodeship"), VOIVODESHIPS),
    "offer_kind": (
        gettext_lazy("kind of offer"),
        {"product": gettext_lazy("product"), "service": gettext_lazy("service")},
    ),
    "path": (
        gettext_lazy("path of experience"),
        {"A": gettext_lazy("path A"), "B": gettext_lazy("path B")},
    ),
}
# Facts given as numbers.
NUMBER_FACTS: Mapping[str, str | Promise] = {
    "employees": gettext_lazy("number of employees"),
    "months_active": gettext_lazy("months of activity"),
}
COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
SIGNS: Mapping[str, str | Promise] = {
    ">=": gettext_lazy("at least"),
    ">": gettext_lazy("more than"),
    "<=": gettext_lazy("at most"),
    "<": gettext_lazy("less than"),
}


def holds(  # noqa: PLR0911 -- one answer for each word of the language
    condition: Condition | None, profile: Profile
) -> bool:
    """Say whether a profile meets a condition; no condition is always met."""
    if condition is None:
        return True
    ((word, operand),) = condition.items()
    match word:
        case "all":
            return all(holds(part, profile) for part in operand)
        case "any":
            return any(holds(part, profile) for part in operand)
        case "not":
            return not holds(operand, profile)
        case "equals":
            fact, value = operand
            return fact in profile and bool(profile[fact] == value)
        case "in":
            fact, values = operand
            return fact in profile and profile[fact] in values
        case "compare":
            fact, sign, value = operand
            return profile.get(fact) is not None and COMPARISONS[sign](profile[fact], value)
    raise ValueError(f"unknown word in a condition: {word}")


def problems_of(  # noqa: PLR0911 -- one answer for each word of the language
    condition: Any, *, depth: int = 1
) -> list[str]:
    """Name what is wrong with a condition that came from outside."""
    if depth > MAX_DEPTH:
        return [_("The condition is nested too deeply.")]
    if not isinstance(condition, Mapping) or len(condition) != 1:
        return [_("A condition has exactly one of the words all, any, not, equals, in, compare.")]
    ((word, operand),) = condition.items()
    if word in {"all", "any"}:
        if not isinstance(operand, list) or not operand:
            return [_("“%(word)s” needs a list of conditions.") % {"word": word}]
        return [found for part in operand for found in problems_of(part, depth=depth + 1)]
    if word == "not":
        return problems_of(operand, depth=depth + 1)
    checks = {"equals": _problem_of_equals, "in": _problem_of_in, "compare": _problem_of_compare}
    if word not in checks:
        return [_("“%(word)s” is not a word of conditions.") % {"word": word}]
    return checks[word](operand)


def _problem_of_equals(operand: Any) -> list[str]:
    match operand:
        case [str(fact), bool()] if fact in YES_NO_FACTS:
            return []
        case [str(fact), str(value)] if value in CHOICE_FACTS.get(fact, ("", {}))[1]:
            return []
        case [str(fact), int() as value] if fact in NUMBER_FACTS and not isinstance(value, bool):
            return []
    return [_("“equals” needs a known fact and one of its values.")]


def _problem_of_in(operand: Any) -> list[str]:
    match operand:
        case [str(fact), [_first, *_rest] as values] if fact in CHOICE_FACTS and all(
            isinstance(value, str) and value in CHOICE_FACTS[fact][1] for value in values
        ):
            return []
    return [_("“in” needs a fact chosen from a dictionary and a list of its values.")]


def _problem_of_compare(operand: Any) -> list[str]:
    match operand:
        case [str(fact), str(sign), int() as value] if (
            fact in NUMBER_FACTS and sign in COMPARISONS and not isinstance(value, bool)
        ):
            return []
    return [_("“compare” needs a fact given as a number, one of >=, >, <=, < and a whole number.")]


def explain(  # noqa: PLR0911 -- one answer for each word of the language
    condition: Condition | None,
) -> str:
    """Say a condition in words of the active language, fit to follow "applies when"."""
    if condition is None:
        return _("always")
    ((word, operand),) = condition.items()
    match word:
        case "all":
            return _(" and ").join(_in_brackets(part) for part in operand)
        case "any":
            return _(" or ").join(_in_brackets(part) for part in operand)
        case "not":
            return _("it is not so that %(condition)s") % {"condition": _in_brackets(operand)}
        case "equals":
            return _explain_values(operand[0], [operand[1]])
        case "in":
            return _explain_values(operand[0], operand[1])
        case "compare":
            fact, sign, value = operand
            return f"{NUMBER_FACTS[fact]}: {SIGNS[sign]} {value}"
    raise ValueError(f"unknown word in a condition: {word}")


def _in_brackets(condition: Condition) -> str:
    words = explain(condition)
    return f"({words})" if {"all", "any"} & condition.keys() else words


def _explain_values(fact: str, values: list[Any]) -> str:
    if fact in YES_NO_FACTS:
        return str(YES_NO_FACTS[fact][0 if values[0] else 1])
    if fact in NUMBER_FACTS:
        return f"{NUMBER_FACTS[fact]}: {values[0]}"
    label, names = CHOICE_FACTS[fact]
    listed = ", ".join(str(names[value]) for value in values)
    return f"{label}: {listed}"
