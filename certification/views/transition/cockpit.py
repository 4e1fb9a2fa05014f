"""The cockpit: every holder who moves, how far each has come, who is still on the old version."""

import csv
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certification.forms.transition import STATES, HoldersFilter
from certification.labels import CERTIFICATE, TRANSITION
from certification.models import User
from certification.spreadsheets import Line, plain_cell
from certification.status import status_now
from certification.transitions import (
    Plan,
    counts_of,
    counts_of_several,
    holders_of,
    move_of,
    plans_of,
)
from certification.views.organisations.paging import place_in
from certification.views.person import person_of
from certification.views.transition.access import Seen, find_seen, seen_by
from standards.folding import words_of

A_PAGE = 50
IN_FILE_AT_ONCE = 200
CSV_HEADER = (
    "number",
    "holder",
    "nip",
    "voivodeship",
    "version",
    "state",
    "last_day",
    "tasks",
    "tasks_done",
    "open_criteria",
    "proposal",
    "outcome",
)


@login_required
@require_safe
def transitions(request: HttpRequest) -> HttpResponse:
    """List the versions to which holders move."""
    found = seen_by(person_of(request))
    if not found and not _may_ever(person_of(request)):
        raise PermissionDenied
    pairs = [(seen.version, seen.operators) for seen in found]
    counts = counts_of_several(pairs, today=timezone.localdate())
    rows = [{"version": seen.version, **_totals(counts[seen.version.pk])} for seen in found]
    return render(request, "certification/transition/list.html", {"rows": rows})


def _may_ever(person: User) -> bool:
    """Say whether the person has a post for which such a list makes sense, even an empty one."""
    return bool(person.posts.current(timezone.localdate()).exists())  # type: ignore[attr-defined]


def _totals(counts: dict[str, int]) -> dict[str, int]:
    on_old = sum(counts.get(state, 0) for state in ("under_way", "prepared", "decided", "excepted"))
    return {"on_old": on_old, "moved": counts.get("moved", 0), "all": sum(counts.values())}


@login_required
@require_safe
def transition(request: HttpRequest, scheme: str, version: str) -> HttpResponse:
    """Show one page of holders with their tasks; the address holds filters and place."""
    seen = find_seen(person_of(request), scheme, version)
    form = HoldersFilter(request.GET)
    filters = form.filters()
    everybody = holders_of(seen.version, today=timezone.localdate(), operators=seen.operators)
    counts = counts_of(everybody)
    found = narrowed(everybody, **filters)
    if (after := place_in(request, "after")) is not None:
        found = found.filter(pk__gt=after)
    listed = list(found[: A_PAGE + 1])
    shown = listed[:A_PAGE]
    question = {name: value for name, value in filters.items() if value}
    following = urlencode({**question, "after": shown[-1].pk}) if len(listed) > A_PAGE else ""
    context = {
        "version": seen.version,
        "form": form,
        "rows": [row_of(plan) for plan in plans_of(shown, seen.version)],
        "counts": [
            (TRANSITION[state], f"?{urlencode({'state': state})}", counts.get(state, 0))
            for state, _word in STATES
        ],
        **_totals(counts),
        "days_left": (seen.version.transition_until - timezone.localdate()).days
        if seen.version.transition_until
        else None,
        "is_filtered": bool(question),
        "is_first": after is None,
        "first": f"?{urlencode(question)}",
        "next": f"?{following}" if following else "",
        "question": urlencode(question),
    }
    return render(request, "certification/transition/cockpit.html", context)


def narrowed(
    holders: QuerySet[Any], *, q: str = "", state: str = "", voivodeship: str = ""
) -> QuerySet[Any]:
    """Keep the holders that the filters ask for."""
    for word in words_of(q):
        holders = holders.filter(search_text__contains=word)
    if state:
        holders = holders.filter(state=state)
    if voivodeship:
        holders = holders.filter(voivodeship=voivodeship)
    return holders


def row_of(plan: Plan) -> dict[str, Any]:
    """Turn a holder into words for one row."""
    certificate: Any = plan.certificate
    today = timezone.localdate()
    word = status_now(
        status=certificate.status,
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        today=today,
    )
    return {
        "certificate": certificate,
        "plan": plan,
        "move": move_of(certificate),
        "label": TRANSITION[certificate.state],
        "certificate_label": CERTIFICATE[word],
        "last_day": certificate.last_day,
        "days_left": (certificate.last_day - today).days,
        "is_open": certificate.state in ("under_way", "prepared"),
    }


@login_required
@require_safe
def transition_csv(request: HttpRequest, scheme: str, version: str) -> StreamingHttpResponse:
    """Give the filtered list of holders as a file, a few hundred rows at a time."""
    seen = find_seen(person_of(request), scheme, version)
    filters = HoldersFilter(request.GET).filters()
    name = f"{scheme}-{version}-transition.csv"
    return StreamingHttpResponse(
        _lines(seen, filters),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(seen: Seen, filters: dict[str, str]) -> Iterator[str]:
    writer = csv.writer(Line())
    yield writer.writerow(CSV_HEADER)
    everybody = holders_of(seen.version, today=timezone.localdate(), operators=seen.operators)
    found, last = narrowed(everybody, **filters), 0
    while rows := list(found.filter(pk__gt=last)[:IN_FILE_AT_ONCE]):
        last = rows[-1].pk
        for plan in plans_of(rows, seen.version):
            yield writer.writerow([plain_cell(cell) for cell in _cells(plan)])


def _cells(plan: Plan) -> tuple[Any, ...]:
    one: Any = plan.certificate
    move = move_of(one)
    return (
        one.number,
        one.offer_name or one.holder_name,
        one.holder_nip,
        one.voivodeship,
        one.version.version,
        one.state,
        one.last_day.isoformat(),
        len(plan.tasks),
        plan.done,
        " ".join(task.code for task in plan.open_tasks),
        move.proposal if move else "",
        move.outcome if move else "",
    )
