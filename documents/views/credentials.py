"""Keys and status lists for other people's programs: no login, no cookie, open to every origin."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from documents.credentials.identity import did_document, key_set
from documents.models import StatusList

KEPT_BY_CACHES = "public, max-age=60"
# With the half minute of the clock that signs, a suspension is known everywhere within one.
LIST_KEPT_BY_CACHES = "public, max-age=20"


@require_safe
def did(_request: HttpRequest) -> HttpResponse:
    """Give the document of our did:web."""
    return _open(_json(did_document()), "application/did+json")


@require_safe
def jwks(_request: HttpRequest) -> HttpResponse:
    """Give the key set."""
    return _open(_json(key_set()), "application/jwk-set+json")


@require_safe
def status_list(_request: HttpRequest, purpose: str, number: int) -> HttpResponse:
    """Give a list as it was signed last."""
    found = get_object_or_404(StatusList.objects.only("signed"), purpose=purpose, number=number)
    if not found.signed:
        raise Http404
    return _open(found.signed, "application/vc", LIST_KEPT_BY_CACHES)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _open(text: str, content_type: str, keep: str = KEPT_BY_CACHES) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = keep
    return response
