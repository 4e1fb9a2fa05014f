"""How every answer of the interface is sent: whole, to anybody, checked against what is known.

``public`` surrounds each address; a view inside only computes. Answers may be kept for a minute
and carry an ETag, so a caller that asks again gets 304 where nothing changed.
"""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from certification.api.problems import Problem, refuse
from certification.limits import MOST_BYTES, address_of, announces_more, seconds_to_wait

JSON = "application/json"
KEPT_FOR_A_MINUTE = "public, max-age=60"
WINDOW = 60
View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """Let programs anywhere call an address: no account, open to other sites, within a limit."""

    @wraps(view)
    def serve(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Nothing here depends on who asks, so no session is ever read.
        request.user = AnonymousUser()
        if request.method == "OPTIONS":
            return _about_methods()
        wait = seconds_to_wait(
            what="api",
            address=address_of(request),
            most=settings.API_REQUESTS_A_MINUTE,
            window=WINDOW,
        )
        if wait:
            return refuse(request, Problem("too-many-requests", headers={"Retry-After": str(wait)}))
        if "\0" in request.path:  # PostgreSQL keeps it in no text
            return _finished(request, refuse(request, Problem("unknown-address")))
        if announces_more(request, than=MOST_BYTES):
            # The rest is never read, so the connection cannot be used again.
            closed = {"Connection": "close"}
            return _finished(request, refuse(request, Problem("too-large", headers=closed)))
        return _finished(request, _computed(request, view, *args, **kwargs))

    return serve


def _computed(request: HttpRequest, view: View, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Ask the view; a question for the head alone is answered as one for all of it."""
    method = request.method
    if method == "HEAD":
        request.method = "GET"
    try:
        response = view(request, *args, **kwargs)
    except Http404:
        response = refuse(request, Problem("unknown-address"))
    except Problem as problem:
        response = refuse(request, problem)
    finally:
        request.method = method
    if isinstance(response, HttpResponseNotAllowed):
        allow = {"Allow": response["Allow"]}
        return refuse(request, Problem("method-not-allowed", headers=allow))
    return response


def _finished(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    is_whole = isinstance(response, HttpResponse) and response.status_code == HTTPStatus.OK
    if is_whole and response.has_header("ETag"):
        response = (
            get_conditional_response(
                request, etag=response["ETag"], response=cast("HttpResponse", response)
            )
            or response
        )
    # On the answer that is sent: a 304 without them is an error to a page of another site.
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Retry-After, Content-Disposition"
    return response


def _about_methods() -> HttpResponse:
    """Answer the question that a browser asks before it calls another site."""
    return HttpResponse(
        status=HTTPStatus.NO_CONTENT,
        headers={
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
            "Access-Control-Allow-Headers": "Accept, If-None-Match",
            "Access-Control-Max-Age": "86400",
        },
    )


def require_acceptable(request: HttpRequest, *types: str) -> None:
    """Refuse whoever can take none of the types in which the answer exists."""
    if not any(request.accepts(one) for one in types):
        raise Problem("not-acceptable", available=list(types))


def tag_of(content: bytes) -> str:
    """Name a content by its digest; weak, since it may be packed on its way."""
    return f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'


def answer(request: HttpRequest, data: Any, *, but: tuple[str, ...] = ()) -> HttpResponse:
    """Send data as JSON; members named in ``but`` do not make it another answer."""
    require_acceptable(request, JSON)
    body = written(data)
    compared = written({key: data[key] for key in data if key not in but}) if but else body
    return HttpResponse(
        body,
        content_type=JSON,
        headers={"ETag": tag_of(compared), "Cache-Control": KEPT_FOR_A_MINUTE},
    )


def written(data: Any) -> bytes:
    """Write JSON in UTF-8."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
