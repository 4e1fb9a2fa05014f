"""Certificates: the list, one of them on a day, and many at once."""

from collections.abc import Mapping
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from ninja import Query, Router

from certification.api.problems import Problem
from certification.api.schemas import (
    ROWS_UNLESS_TOLD,
    AtQuery,
    CertificateOut,
    Checked,
    CheckIn,
    ListQuery,
    PageOut,
)
from certification.api.serving import JSON, answer, require_acceptable, written
from certification.facets import cube_of, number_found
from certification.listing import Listing
from certification.open_data import (
    SUMMARY_COLUMNS,
    certificate_data,
    find_certificate,
    states_of,
    summary_data,
)
from certification.registry import (
    COUNTED_UP_TO,
    FURTHEST_ROW,
    Mark,
    search,
)
from certification.standing import history_of
from standards.models import Scheme

LISTING = Listing(SUMMARY_COLUMNS, ROWS_UNLESS_TOLD)
router = Router(tags=["certificates"])


@router.get("/certificates", response=PageOut, summary="List certificates")
def certificate_list(request: HttpRequest, query: Query[ListQuery]) -> HttpResponse:
    """Search and filter as the registry does, the newest first.

    Where an exact number would cost a scan, `total` is a floor and `total_is_exact` is false; more
    than a thousand are counted anew once a minute. Pages are numbered up to row 25,000; `next`
    leads on to the end.
    """
    is_first = not query.cursor and query.page == 1
    is_beyond = not query.cursor and query.page * query.size > FURTHEST_ROW
    if is_beyond or (query.cursor and Mark.read(query.cursor) is None):
        raise Problem("unknown-page", furthest=FURTHEST_ROW // query.size)
    today = timezone.localdate()
    given = {
        "q": query.q,
        "scheme": query.scheme,
        "status": query.status or "",
        "voivodeship": query.voivodeship or "",
    }
    found, cube = search(**given, today=today), cube_of(query.q, today=today)
    question = {name: value for name, value in given.items() if value}
    place = "" if is_first else query.cursor or str(query.page)
    page = LISTING.page(found, question, cube, place, query.size)
    total = number_found(
        found,
        cube,
        page,
        scheme=_scheme_named(query.scheme),
        voivodeship=given["voivodeship"],
        status=given["status"],
        is_first=is_first,
    )
    is_exact = cube.is_counted or total <= COUNTED_UP_TO
    return answer(
        request,
        {
            "total": total if is_exact else COUNTED_UP_TO,
            "total_is_exact": is_exact,
            "size": query.size,
            "next": _address(question, query.size, page.older),
            "previous": _address(question, query.size, page.newer),
            "items": [summary_data(row, today=today) for row in page.rows],
        },
    )


def _scheme_named(code: str) -> int:
    """Find the key of a scheme: zero where none is asked for, and one that none has."""
    if not code:
        return 0
    return Scheme.objects.filter(code=code).values_list("pk", flat=True).first() or -1


def _address(question: Mapping[str, str], size: int, mark: str) -> str | None:
    """Give the address of a neighbouring page, where there is one."""
    asked = urlencode({**question, "size": str(size), "cursor": mark})
    return f"{settings.PUBLIC_URL}/api/v1/certificates?{asked}" if mark else None


@router.post("/certificates/check", response=list[Checked], summary="Check many numbers")
def check(request: HttpRequest, asked: CheckIn) -> HttpResponse:
    """Give the state of up to a thousand numbers, in the order in which they were asked.

    Case, spaces and dashes do not matter. A `status` of null means: there is no such number.
    """
    require_acceptable(request, JSON)
    now = timezone.now()
    states = states_of(asked.numbers, on=asked.on or timezone.localdate(now), known_at=now)
    return HttpResponse(
        written(states),
        content_type=JSON,
        status=HTTPStatus.OK,
        headers={"Cache-Control": "no-store"},
    )


@router.get(
    "/certificates/{number}", response=CertificateOut, by_alias=True, summary="One certificate"
)
def certificate(request: HttpRequest, number: str, at: Query[AtQuery]) -> HttpResponse:
    """Say what a certificate was worth on a day, by what was known at a moment.

    `on` asks for a day, `known_at` for the knowledge of a moment: what the registry showed then.
    Only today's answer by today's knowledge says whether to rely on it now.
    """
    row = find_certificate(number)
    if row is None:
        raise Problem("unknown-number")
    now = timezone.localtime()
    known_at = min(at.known_at, now) if at.known_at else now
    data = certificate_data(row, history_of(row["pk"]), on=at.on or now.date(), known_at=known_at)
    return answer(request, data, but=() if at.known_at else ("known_at",))
