"""Scores in words and figures; fractions are rounded for the eye only."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from certification.checklist import checklist_of
from certification.models import Application

register = template.Library()
PLACES = 2
HUNDREDTHS = 100


@register.filter
def points(value: Fraction | None) -> str:
    """Show points with two decimal places, or a dash where there are none."""
    if value is None:
        return "–"
    # Half a hundredth rounds up, never to the even digit, so that pages and letters agree.
    hundredths = (value * HUNDREDTHS + Fraction(1, 2)).__floor__()
    return number_format(f"{hundredths // HUNDREDTHS}.{hundredths % HUNDREDTHS:02d}", PLACES)


@register.filter
def score_value(value: Any) -> str:
    """Show the level of an answer, "not applicable", or a dash where there is none."""
    if value is None:
        return "–"
    if value.not_applicable:
        return _("not applicable")
    return "–" if value.value is None else str(value.value)


@register.filter
def code(key: str, application: Application) -> str:
    """Name one criterion by the code that people read in the standard of a case."""
    return str(checklist_of(application.version).by_key[key].code)


@register.filter
def codes(keys: Iterable[str], application: Application) -> str:
    """Name several criteria by their codes: “S01, Q01”."""
    return ", ".join(code(key, application) for key in keys)
