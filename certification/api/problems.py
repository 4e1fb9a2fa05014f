"""Refusals of the interface: RFC 9457, one table of kinds, each with a sentence on what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONTENT_TYPE = "application/problem+json"
ROOT = "/api/"


@dataclass(frozen=True)
class Kind:
    """One kind of refusal: its status, its title, and what to do about it."""

    status: HTTPStatus
    title: str | Promise
    advice: str | Promise


KINDS: Mapping[str, Kind] = {
    "bad-request": Kind(
        HTTPStatus.BAD_REQUEST,
        _("The request cannot be read"),
        _("Send JSON in UTF-8 as the documentation shows."),
    ),
    "unknown-address": Kind(
        HTTPStatus.NOT_FOUND,
        _("There is nothing at this address"),
        _("Look the address up in the documentation."),
    ),
    "unknown-number": Kind(
        HTTPStatus.NOT_FOUND,
        _("There is no certificate with this number"),
        _("Compare the number with the document; a certificate that exists is always found."),
    ),
    "no-credential": Kind(
        HTTPStatus.NOT_FOUND,
        _("This certificate has no digital credential"),
        _("Ask for the certificate itself: its state is told there."),
    ),
    "no-file": Kind(
        HTTPStatus.NOT_FOUND,
        _("This certificate has no sealed file"),
        _("Ask for the certificate itself: its state is told there."),
    ),
    "unknown-standard": Kind(
        HTTPStatus.NOT_FOUND,
        _("There is no such published version"),
        _("Take scheme and version from the list of schemes."),
    ),
    "method-not-allowed": Kind(
        HTTPStatus.METHOD_NOT_ALLOWED,
        _("This address is not asked in this way"),
        _("Use one of the methods that the header Allow names."),
    ),
    "not-acceptable": Kind(
        HTTPStatus.NOT_ACCEPTABLE,
        _("The answer does not exist in this format"),
        _("Ask for one of the types that the field “available” names."),
    ),
    "too-large": Kind(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        _("The request is too large"),
        _("Send one file of 10 MB at most, or ask about 1,000 numbers at a time."),
    ),
    "invalid-request": Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("A parameter has a value that is not possible"),
        _("Mend what the field “errors” names and ask again."),
    ),
    "unknown-page": Kind(
        HTTPStatus.NOT_FOUND,
        _("There is no such page; those far from the beginning have no numbers"),
        _("Follow the link “next” of each page, or take the whole registry as CSV."),
    ),
    "too-many-requests": Kind(
        HTTPStatus.TOO_MANY_REQUESTS,
        _("Too many requests from one address"),
        _("Wait as many seconds as the header Retry-After says, and ask for many at once."),
    ),
    "broken": Kind(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Something broke on our side"),
        _("Ask again later; if it stays, write to us with the number of the fault."),
    ),
    "busy": Kind(
        HTTPStatus.SERVICE_UNAVAILABLE,
        _("The record is being changed at this moment"),
        _("Ask again in a few seconds."),
    ),
}


class Problem(Exception):
    """A refusal on its way to the caller; ``facts`` are further members of the answer."""

    def __init__(
        self, code: str, *, headers: Mapping[str, str] | None = None, **facts: Any
    ) -> None:
        """Take the kind and what there is to say beside it."""
        super().__init__(code)
        self.code, self.headers, self.facts = code, headers or {}, facts


def refuse(request: HttpRequest, problem: Problem) -> JsonResponse:
    """Answer with a refusal in the language of the caller."""
    kind = KINDS[problem.code]
    answer = JsonResponse(
        {
            "type": f"{settings.PUBLIC_URL}/api/v1/docs#{problem.code}",
            "title": str(kind.title),
            "status": int(kind.status),
            "detail": str(kind.advice),
            "instance": request.path,
            **problem.facts,
        },
        status=kind.status,
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
        headers=dict(problem.headers),
    )
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def is_for_programs(request: HttpRequest) -> bool:
    """Say whether an address belongs to the interface, so that its faults are told as data."""
    return request.path.startswith(ROOT)
