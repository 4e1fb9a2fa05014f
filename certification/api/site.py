"""The interface put together: its routers, its addresses and its description.

A new group of addresses is a file beside this one with a ``router``, one line in ``ROUTERS`` and,
for each address, its purpose in the language of the reader in ``docs.PURPOSES``.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import override
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation

from certification.api import (
    certificates,
    credentials,
    docs,
    files,
    proofs,
    registry_csv,
    standards,
    verification,
)
from certification.api.problems import CONTENT_TYPE, KINDS, Problem, refuse
from certification.api.serving import View, answer, public

NAMESPACE = "api"
ROUTERS = (
    certificates.router,
    proofs.router,
    credentials.router,
    files.router,
    standards.router,
    registry_csv.router,
    verification.router,
)
FAULTS_IN_PLACE = ("loc", "msg", "type")
PROBLEM = {
    "title": "Problem",
    "description": "A refusal, as RFC 9457 describes it.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}


class Interface(NinjaAPI):
    """The interface of ninja, with short names of operations."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Name an operation as its function is named."""
        return str(operation.view_func.__name__)


api = Interface(
    title="Atest",
    version="1",
    description=(
        "The public registry of certificates. No login; open to every site for GET; "
        "answers may be kept for a minute and carry an ETag."
    ),
    openapi_url=None,
    docs_url=None,
    urls_namespace=NAMESPACE,
)
for router in ROUTERS:
    api.add_router("", router)


@api.exception_handler(Problem)
def on_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Answer with the refusal that a view raised."""
    return refuse(request, problem)


@api.exception_handler(Http404)
def on_unknown(request: HttpRequest, _missing: Http404) -> HttpResponse:
    """Answer for what does not exist."""
    return refuse(request, Problem("unknown-address"))


@api.exception_handler(ValidationError)
def on_invalid(request: HttpRequest, invalid: ValidationError) -> HttpResponse:
    """Name each parameter that has an impossible value."""
    errors = [
        {name: error[name] for name in FAULTS_IN_PLACE if name in error} for error in invalid.errors
    ]
    return refuse(request, Problem("invalid-request", errors=errors))


@api.exception_handler(HttpError)
def on_unreadable(request: HttpRequest, _error: HttpError) -> HttpResponse:
    """Answer for a body that is no JSON."""
    return refuse(request, Problem("bad-request"))


@cache
def description() -> Mapping[str, Any]:
    """Describe the interface by OpenAPI 3.1, with the refusals that each address knows."""
    with override("en"):
        found = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    found["components"]["schemas"]["Problem"] = PROBLEM
    for methods in found["paths"].values():
        for operation in methods.values():
            codes = ["not-acceptable", "invalid-request", "too-many-requests"]
            codes += ["unknown-address"] if operation["parameters"] else []
            codes += ["bad-request", "too-large"] if "requestBody" in operation else []
            for code in codes:
                operation["responses"].setdefault(int(KINDS[code].status), _refusal(code))
    return found


def _refusal(code: str) -> dict[str, Any]:
    with override("en"):
        return {
            "description": str(KINDS[code].title),
            "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }


def openapi(request: HttpRequest) -> HttpResponse:
    """Give the description to programs."""
    return answer(request, description())


def addresses() -> list[URLPattern]:
    """List every address, each surrounded by what all of them share."""
    found: list[URLPattern] = [path("openapi.json", public(openapi), name="openapi")]
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            pattern.callback = public(cast("View", pattern.callback))
            found.append(pattern)
    return found


urlpatterns = [*addresses(), path("docs", docs.page_of(description), name="docs")]
