"""The one way in which a page finds the case that its address names."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from certification.models import Application
from certification.views.person import person_of


def case_of(request: HttpRequest, number: str, right: str) -> Application:
    """Give a case that the person may know of (404) and in which they hold the right (403)."""
    rows = Application.objects.visible_to(person_of(request)).with_names()
    application: Application = get_object_or_404(rows, number=number)
    if not request.user.has_perm(right, application):
        raise PermissionDenied
    return application
