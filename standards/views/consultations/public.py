"""What anybody reads of a consultation: the list, the text, what changes, comments and answers."""

import csv
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from standards.consultations.content import text_consulted
from standards.consultations.outline import outline_consulted
from standards.consultations.rules import ADDRESS_KEPT, LINK_LASTS
from standards.consultations.table import (
    LINES_A_PAGE,
    codes_by_version,
    lines_of,
    public_comments,
    resolution_lines,
    rows_of,
)
from standards.consultations.trace import Trace, rounds_about
from standards.differences.comparing import compare
from standards.differences.reading import text_of
from standards.leaves import leaf_context
from standards.lifecycle import CommentStatus
from standards.models import Consultation, Criterion, StandardVersion
from standards.views.comparing import difference_context
from standards.views.public import public_version

PUBLIC = Count("comments", filter=Q(comments__status=CommentStatus.ACCEPTED))


@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """List the rounds in which anybody may comment now, and those of the past."""
    rows = (
        Consultation.objects.defer("content")
        .select_related("version__scheme")
        .annotate(comment_count=PUBLIC)
        .order_by("-closes_on", "-pk")
    )
    today = timezone.localdate()
    context = {
        "open": [one for one in rows if one.is_running(today)],
        "past": [one for one in rows if not one.is_running(today)],
    }
    return render(request, "standards/consultations/list.html", context)


@require_safe
def consultation(request: HttpRequest, scheme: str, version: str, number: int) -> HttpResponse:
    """Show the whole text consulted, with a way to comment on each part of it."""
    found = find(scheme, version, number)
    outline = outline_consulted(found)
    leaf = leaf_context(
        outline, page=request.GET.get("page", ""), criterion=request.GET.get("criterion", "")
    )
    context = {**leaf, **around(found), "resolutions": resolution_lines(found)}
    return render(request, "standards/consultations/consultation.html", context)


@require_safe
def difference(request: HttpRequest, scheme: str, version: str, number: int) -> HttpResponse:
    """Show what the text consulted changes in the version it follows, word by word."""
    found = find(scheme, version, number)
    before = found.version.predecessor
    if before is None or not before.is_frozen:
        raise Http404
    changes = compare(text_of(before), text_consulted(found))
    context = difference_context(request, before, found.version, changes)
    return render(request, "standards/differences/compare.html", {**context, "consultation": found})


@require_safe
def comments(request: HttpRequest, scheme: str, version: str, number: int) -> HttpResponse:
    """Show the table of comments; once it is published, with the answer to each."""
    found = find(scheme, version, number)
    after, about = request.GET.get("after", "0"), request.GET.get("about", "")
    if not after.isdecimal() or len(after) > 9:  # noqa: PLR2004 -- digits of a number
        raise BadRequest
    rows = public_comments(found).filter(number__gt=int(after))
    place, _colon, key = about.partition(":")
    if place:
        rows = rows.filter(place=place, place_key=key)
    page = list(rows[: LINES_A_PAGE + 1])
    context = {
        **around(found),
        "lines": lines_of(found, page[:LINES_A_PAGE], answered=found.is_settled),
        "following": page[LINES_A_PAGE - 1].number if len(page) > LINES_A_PAGE else None,
        "is_first": after == "0",
        "about": about,
        "resolutions": resolution_lines(found),
    }
    return render(request, "standards/consultations/comments.html", context)


@require_safe
def comments_csv(_request: HttpRequest, scheme: str, version: str, number: int) -> HttpResponse:
    """Give the table as open data; no address is in it."""
    found = find(scheme, version, number)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"{scheme}-{version}-consultation-{number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    csv.writer(response).writerows(rows_of(found))
    return response


@require_safe
def trace(request: HttpRequest, scheme: str, version: str) -> HttpResponse:
    """Tell how a public version, or one criterion of it, came about: comments and votes."""
    found = public_version(scheme, version)
    known = Trace(found)
    context: dict[str, Any] = {"version": found, "trace": known, "criterion": None}
    if key := request.GET.get("criterion", ""):
        criterion = get_object_or_404(Criterion, version=found, key=key)
        context |= {"criterion": criterion, "rounds": rounds_about(known, key)}
    else:
        context["rounds"] = rounds_of(known)
    return render(request, "standards/consultations/trace.html", context)


def rounds_of(known: Trace) -> list[dict[str, Any]]:
    """Give the rounds of a version and of those before it, each with its resolutions."""
    rows = list(
        Consultation.objects.filter(pk__in=[one.pk for one in known.consultations])
        .defer("content")
        .select_related("version__scheme")
        .annotate(comment_count=PUBLIC)
        .prefetch_related("resolutions")
        .order_by("-opened_on", "-round")
    )
    codes = codes_by_version(one for one in rows if one.resolutions.all())
    return [
        {
            "consultation": one,
            "count": one.comment_count,
            "resolutions": resolution_lines(one, codes.get(one.version_id, {})),
        }
        for one in rows
    ]


def find(scheme: str, version: str, number: int) -> Consultation:
    """Find a round by its address; a draft that was never opened does not exist here."""
    return get_object_or_404(
        Consultation.objects.select_related("version__scheme", "version__predecessor"),
        version__scheme__code=scheme,
        version__version=version,
        round=number,
    )


def around(found: Consultation) -> dict[str, Any]:
    """Give what every page of a round needs: the version, its other rounds, whether it runs."""
    version: StandardVersion = found.version
    today = timezone.localdate()
    return {
        "consultation": found,
        "version": version,
        "is_running": found.is_running(today),
        "days_left": (found.closes_on - today).days,
        "others": [one for one in rounds(version) if one.pk != found.pk],
        "has_difference": version.predecessor is not None and version.predecessor.is_frozen,
        "address_days": ADDRESS_KEPT.days,
        "link_days": LINK_LASTS.days,
    }


def rounds(version: StandardVersion) -> list[Consultation]:
    """Give the rounds of a version without their texts."""
    return list(version.consultations.defer("content").order_by("round"))
