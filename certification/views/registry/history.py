"""The history of a case in sentences, and the same as CSV."""

import csv
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certification.case_history import Line, Mark, Reader, Viewer, every_line, lines_of
from certification.forms.registry import HistoryFilterForm
from certification.models import Side
from certification.sentences import GROUPS
from certification.spreadsheets import plain_cell
from certification.views.registry.access import OpenCase, open_case


@require_safe
@login_required
def history(request: HttpRequest, number: str) -> HttpResponse:
    """Show one page of the history, grouped by day, as far as the person may read it."""
    opened = open_case(request, number)
    if opened.awaits_impartiality:
        return redirect("certification:case", number=number)
    form = _filter_form(request, opened)
    filters = form.filters()
    lines, more = lines_of(
        opened.application,
        Reader(opened.person, opened.viewer, **filters),
        before=Mark.read(request.GET.get("page", "")),
    )
    question = {name: str(value) for name, value in filters.items() if value}
    context = {
        "application": opened.application,
        "form": form,
        "days": [(day, list(group)) for day, group in groupby(lines, key=lambda line: line.day)],
        "older": urlencode(question | {"page": str(more)}) if more else "",
        "question": urlencode(question),
        "is_later_page": "page" in request.GET,
    }
    return render(request, "certification/registry/history.html", context)


def _filter_form(request: HttpRequest, opened: OpenCase) -> HistoryFilterForm:
    """Offer only groups and sides of which this person can see something."""
    hidden = {"evaluation"} if opened.viewer is Viewer.APPLICANT else set()
    kinds = [(key, text) for key, text in GROUPS.items() if key not in hidden]
    return HistoryFilterForm(request.GET, kinds=kinds)


@require_safe
@login_required
def history_csv(request: HttpRequest, number: str) -> HttpResponse:
    """Give the whole history as far as the person may read it, for a spreadsheet."""
    opened = open_case(request, number)
    if opened.awaits_impartiality:
        return redirect("certification:case", number=number)
    filters = _filter_form(request, opened).filters()
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{opened.application.number}.csv"'
    response["Cache-Control"] = "private, no-store"
    writer = csv.writer(response)
    writer.writerow([_("Time"), _("Entry"), _("Side"), _("Person"), _("Reasons"), _("Details")])
    for line in every_line(opened.application, Reader(opened.person, opened.viewer, **filters)):
        writer.writerow([plain_cell(value) for value in _row(line)])
    return response


def _row(line: Line) -> list[Any]:
    details = "; ".join(
        f"{edit.code}: {edit.before} → {edit.after}" if edit.after or edit.before else edit.code
        for edit in line.edits
    )
    side = str(Side(line.side).label)
    return [line.at.isoformat(timespec="seconds"), line.text, side, line.who, line.reason, details]
