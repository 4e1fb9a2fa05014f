"""Points of a self-assessment as short as they can be: 9, 10.5, 33.33."""

from fractions import Fraction

from django import template
from django.utils.formats import number_format

register = template.Library()
HUNDREDTHS = 100


@register.filter
def short_points(value: Fraction) -> str:
    """Show points with as many decimal places as they need, two at most; half rounds up."""
    hundredths = (value * HUNDREDTHS + Fraction(1, 2)).__floor__()
    whole, rest = divmod(hundredths, HUNDREDTHS)
    digits = f"{rest:02d}".rstrip("0")
    return number_format(f"{whole}.{digits}" if digits else str(whole), len(digits))
