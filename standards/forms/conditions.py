"""The small form of an applicability condition: a question for each fact, joined by all or any."""

import json
from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from standards.conditions import (
    CHOICE_FACTS,
    NUMBER_FACTS,
    SIGNS,
    YES_NO_FACTS,
    Condition,
    problems_of,
)

ALL, ANY, DATA = "all", "any", "data"
JOINS = [
    ("", gettext_lazy("always, whoever applies")),
    (ALL, gettext_lazy("when all of the answers below are met")),
    (ANY, gettext_lazy("when at least one of the answers below is met")),
    (DATA, gettext_lazy("by a condition written as data, further below")),
]
HIGHEST = 100_000


def condition_fields() -> dict[str, forms.Field]:
    """Give the fields of the form: the join, then one or two for every fact."""
    fields: dict[str, forms.Field] = {
        "applies": forms.ChoiceField(
            label=gettext_lazy("The criterion applies"),
            choices=JOINS,
            required=False,
            widget=forms.RadioSelect,
        )
    }
    for fact, (yes, no) in YES_NO_FACTS.items():
        fields[f"fact_{fact}"] = forms.ChoiceField(
            label=FACT_LABELS[fact],
            choices=[("", gettext_lazy("does not matter")), ("yes", yes), ("no", no)],
            required=False,
        )
    for fact, (label, names) in CHOICE_FACTS.items():
        fields[f"fact_{fact}"] = forms.MultipleChoiceField(
            label=cast(Any, label),
            choices=list(names.items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    for fact, label in NUMBER_FACTS.items():
        fields[f"sign_{fact}"] = forms.ChoiceField(
            label=cast(Any, label),
            choices=[("", gettext_lazy("does not matter")), *SIGNS.items()],
            required=False,
        )
        fields[f"fact_{fact}"] = forms.IntegerField(
            label=NUMBER_LABELS[fact], min_value=0, max_value=HIGHEST, required=False
        )
    fields["applies_data"] = forms.CharField(
        label=gettext_lazy("Condition as data (JSON)"),
        help_text=gettext_lazy(
            'For conditions inside of conditions, for example {"not": {"equals": '
            '["is_renewal", true]}}.'
        ),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    return fields


FACT_LABELS = {
    "is_partnership": gettext_lazy("Partnership"),
    "is_renewal": pgettext_lazy("fact of a condition", "Renewal"),
    "has_running_entity": gettext_lazy("Running entity"),
}
NUMBER_LABELS = {
    "employees": gettext_lazy("Number of employees to compare with"),
    "months_active": gettext_lazy("Months of activity to compare with"),
}


def initial_of_condition(condition: Condition | None) -> dict[str, Any]:
    """Lay a condition out over the form; what does not fit stands as data."""
    if condition is None:
        return {"applies": ""}
    ((word, operand),) = condition.items()
    parts = operand if word in {ALL, ANY} else [condition]
    laid: dict[str, Any] = {"applies": word if word in {ALL, ANY} else ALL}
    for part in parts:
        found = _laid_out(part)
        if not found or laid.keys() & found.keys():
            return {
                "applies": DATA,
                "applies_data": json.dumps(condition, ensure_ascii=False, indent=2),
            }
        laid |= found
    return laid


def _laid_out(part: Condition) -> dict[str, Any]:
    ((word, operand),) = part.items()
    match word:
        case "equals" if operand[0] in YES_NO_FACTS:
            return {f"fact_{operand[0]}": "yes" if operand[1] else "no"}
        case "equals" if operand[0] in CHOICE_FACTS:
            return {f"fact_{operand[0]}": [operand[1]]}
        case "in":
            return {f"fact_{operand[0]}": list(operand[1])}
        case "compare":
            fact, sign, value = operand
            return {f"sign_{fact}": sign, f"fact_{fact}": value}
    return {}


def condition_of(data: dict[str, Any]) -> Condition | None:
    """Make the condition of a filled form, or say what is missing."""
    join = data.get("applies") or ""
    if not join:
        return None
    if join == DATA:
        return _condition_of_data(data.get("applies_data") or "")
    parts = [*_parts_of_choices(data), *_parts_of_numbers(data)]
    if not parts:
        raise forms.ValidationError({"applies": _("Answer at least one question below.")})
    return parts[0] if len(parts) == 1 else {join: parts}


def _parts_of_choices(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for fact in YES_NO_FACTS:
        if answer := data.get(f"fact_{fact}"):
            yield {"equals": [fact, answer == "yes"]}
    for fact in CHOICE_FACTS:
        if values := data.get(f"fact_{fact}"):
            yield {"equals": [fact, values[0]]} if len(values) == 1 else {"in": [fact, values]}


def _parts_of_numbers(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for fact in NUMBER_FACTS:
        sign, value = data.get(f"sign_{fact}"), data.get(f"fact_{fact}")
        if bool(sign) != (value is not None):
            raise forms.ValidationError(
                {f"fact_{fact}": _("Choose the comparison and write the number.")}
            )
        if sign:
            yield {"compare": [fact, sign, value]}


def _condition_of_data(text: str) -> Condition:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise forms.ValidationError({"applies_data": _("This is not valid JSON.")}) from error
    if problems := problems_of(found):
        raise forms.ValidationError({"applies_data": problems})
    condition: Condition = found
    return condition
