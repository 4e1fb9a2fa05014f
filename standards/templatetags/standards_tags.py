"""Questions that templates ask of versions of standards."""

from django import template
from django.utils import timezone

from standards.models import StandardVersion

register = template.Library()


@register.filter
def binds_later(version: StandardVersion) -> bool:
    """Say whether a published version still waits for the day from which it binds."""
    return version.binding_on is not None and version.binding_on > timezone.localdate()
