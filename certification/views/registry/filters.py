"""The filters of the registry as they are drawn: choices and states, each with its number.

What they look like follows from the question, the counts and the language alone, and the counts of
the whole registry change once a minute at most. So the same drawing serves until one of them does.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from certification.facets import Cube
from certification.forms.registry import NumberForm, SearchForm
from certification.labels import CERTIFICATE
from certification.status import StatusWord

# A drawing and what it follows from take some 30 KiB.
DRAWINGS_KEPT = 64
Schemes = tuple[tuple[int, str, str], ...]
Counted = tuple[tuple[tuple[int, str, str], int], ...]


def drawn_filters(filters: Mapping[str, str], cube: Cube, schemes: Schemes) -> SafeString:
    """Draw the form and the states; ``schemes`` are numbers, codes and names."""
    counted = None if cube.cells is None else tuple(cube.cells.items())
    return _drawn(get_language(), tuple(filters.items()), counted, schemes)


@lru_cache(maxsize=DRAWINGS_KEPT)
def _drawn(
    _language: str | None,
    question: tuple[tuple[str, str], ...],
    counted: Counted | None,
    schemes: Schemes,
) -> SafeString:
    filters, cube = dict(question), Cube(None if counted is None else dict(counted))
    by_code = {code: pk for pk, code, _name in schemes}
    form = SearchForm(filters, schemes=[(code, name) for _pk, code, name in schemes])
    form.show_counts(cube, by_code=by_code)
    context = {"form": form, "states": _states(cube, filters, by_code)}
    return render_to_string("certification/registry/registry_filters.html", context)


def _states(
    cube: Cube, filters: Mapping[str, str], by_code: Mapping[str, int]
) -> list[dict[str, Any]]:
    """List the states as filters, each with its number; a rare one only where it occurs."""
    states = []
    for word in StatusWord:
        count = cube.total(
            scheme=by_code.get(filters["scheme"], 0),
            voivodeship=filters["voivodeship"],
            status=word.value,
        )
        if count or not cube.is_counted:
            question = {**filters, "status": word.value}
            states.append(
                {
                    "label": CERTIFICATE[word],
                    "count": count if cube.is_counted else None,
                    "address": urlencode({name: one for name, one in question.items() if one}),
                    "is_chosen": filters["status"] == word.value,
                }
            )
    return states


@cache
def drawn_number_form(_language: str | None) -> SafeString:
    """Draw the empty question for a number once for each language."""
    return render_to_string("certification/registry/number_form.html", {"form": NumberForm()})


@cache
def drawn_tag(_language: str | None, word: StatusWord) -> SafeString:
    """Draw the tag of a state once for each language."""
    label = CERTIFICATE[word]
    shown = {"kind": label.kind, "icon": label.icon, "text": label.text}
    return render_to_string("tag.html", shown)
