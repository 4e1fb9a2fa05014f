"""Certificates: the list, one of them on a day, and many at once."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from ninja import Query, Router

from certification.api.problems import Problem
from certification.api.schemas import (
    AtQuery,
    CertificateOut,
    Checked,
    CheckIn,
    ListQuery,
    PageOut,
)
from certification.api.serving import JSON, answer, require_acceptable, written
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
    count_of,
    page_of,
    search,
)
from certification.standing import history_of

router = Router(tags=["certificates"])


@router.get("/certificates", response=PageOut, summary="List certificates")
def certificate_list(request: HttpRequest, query: Query[ListQuery]) -> HttpResponse:
    """Search and filter as the registry does, the newest first.

    An exact number costs a scan where more than ten thousand are found; `total` then is a floor
    and `total_is_exact` is false. Pages are numbered up to row 25,000; `next` leads on to the end.
    """
    today = timezone.localdate()
    filters = {
        "q": query.q,
        "scheme": query.scheme,
        "status": query.status or "",
        "voivodeship": query.voivodeship or "",
    }
    if not query.cursor and query.page * query.size > FURTHEST_ROW:
        raise Problem("unknown-page", furthest=FURTHEST_ROW // query.size)
    if query.cursor and Mark.read(query.cursor) is None:
        raise Problem("unknown-page", furthest=FURTHEST_ROW // query.size)
    found = search(**filters, today=today)
    page = page_of(found, SUMMARY_COLUMNS, query.cursor or str(query.page), size=query.size)
    is_first = not query.cursor and query.page == 1
    total = count_of(found, page, is_first=is_first)
    given = {name: value for name, value in filters.items() if value} | {"size": query.size}
    base = f"{settings.PUBLIC_URL}/api/v1/certificates"
    return answer(
        request,
        {
            "total": min(total, COUNTED_UP_TO),
            "total_is_exact": total <= COUNTED_UP_TO,
            "size": query.size,
            "next": f"{base}?{urlencode(given | {'cursor': page.older})}" if page.older else None,
            "previous": (
                f"{base}?{urlencode(given | {'cursor': page.newer})}" if page.newer else None
            ),
            "items": [summary_data(row, today=today) for row in page.rows],
        },
    )


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
