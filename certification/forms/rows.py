"""Forms that ask about several criteria, one row each, with a button for one row more."""

from typing import Any

from django.utils.functional import Promise
from django.utils.text import Truncator

from standards.models import Criterion

LONGEST_CHOICE = 90


def rows_shown(data: Any, *, first: int, most: int) -> int:
    """Read how many rows the page had; whatever is no such number gives the first ones."""
    return {str(rows): rows for rows in range(1, most + 1)}.get(data.get("shown", ""), first)


def criterion_choices(nothing: str | Promise, **which: Any) -> list[tuple[str, Any]]:
    """Offer the criteria of a version by code and text, after the words for choosing none."""
    criteria = Criterion.objects.filter(**which).only("key", "code", "text_pl", "text_en")
    return [
        ("", nothing),
        *(
            (one.key, Truncator(f"{one.code} {one.text}").chars(LONGEST_CHOICE))
            for one in criteria.order_by("section__position", "position")
        ),
    ]
