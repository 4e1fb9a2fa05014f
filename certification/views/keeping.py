"""How long caches may keep what anybody is shown."""

from typing import TypeVar

from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

KEPT_BY_CACHES = "public, max-age=60"
Response = TypeVar("Response", bound=HttpResponseBase)


def kept_by_language(response: Response, keep: str = KEPT_BY_CACHES) -> Response:
    """Let caches keep a public answer; a cookie can only hold the chosen language."""
    response["Cache-Control"] = keep
    patch_vary_headers(response, ("Cookie",))
    return response
