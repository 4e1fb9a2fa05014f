"""Figures of votes and results, cut for the eye so that no threshold seems to be reached."""

from fractions import Fraction

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()
HUNDREDTHS = 100


@register.filter
def percent(value: Fraction | None) -> str:
    """Show a percentage with at most two decimal places, never rounded up."""
    if value is None:
        return "–"
    hundredths = (value * HUNDREDTHS).__floor__()
    whole, rest = divmod(hundredths, HUNDREDTHS)
    figure = number_format(f"{whole}.{rest:02d}", 2) if rest else number_format(whole)
    return _("%(figure)s%%") % {"figure": figure}
