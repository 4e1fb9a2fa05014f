"""The pages for what could not be shown: each says in words what to do next."""

from http import HTTPStatus
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from certification.api.problems import Problem, is_for_programs, refuse

log = structlog.get_logger(__name__)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that makes no sense to us."""
    if is_for_programs(request):
        return refuse(request, Problem("bad-request"))
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the role is missing and whom to ask."""
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Offer the registry to whoever looks for a certificate."""
    if is_for_programs(request):
        return refuse(request, Problem("unknown-address"))
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


@requires_csrf_token
def too_many(request: HttpRequest) -> HttpResponse:
    """Say that the same thing was tried too often; used by the accounts package."""
    response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = "300"
    return response


@requires_csrf_token
def broken(request: HttpRequest) -> HttpResponse:
    """Give a number under which the fault stands in the log; the page asks the database nothing."""
    number = uuid4().hex[:8].upper()
    log.error("page_broken", number=number, path=request.path)
    if is_for_programs(request):
        return refuse(request, Problem("broken", number=number))
    return render_plain("500.html", HTTPStatus.INTERNAL_SERVER_ERROR, number=number)


def busy(request: HttpRequest) -> HttpResponse:
    """Say that somebody else is saving the same case at this very moment."""
    if is_for_programs(request):
        return refuse(request, Problem("busy", headers={"Retry-After": "5"}))
    response = render_plain("503.html", HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = "5"
    return response


def token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a form from an old page; background requests fetch a new token and repeat once."""
    response = render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)
    response["X-CSRF-Failed"] = "1"
    return response


def render_plain(template: str, status: HTTPStatus, **context: str) -> HttpResponse:
    """Draw a page that needs neither the database nor the person."""
    return HttpResponse(render_to_string(template, context), status=status)
