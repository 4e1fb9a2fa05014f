"""The page on which anybody compares the fingerprint of a key."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.keys.shown import shown_keys

KEPT_BY_CACHES = "public, max-age=60"


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Show every key there ever was: for what, since when, and whether to believe it."""
    response = render(request, "documents/keys.html", {"groups": shown_keys()})
    response["Cache-Control"] = (
        "private, max-age=60" if request.user.is_authenticated else (KEPT_BY_CACHES)
    )
    return response
