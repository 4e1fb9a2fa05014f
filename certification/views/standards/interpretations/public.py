"""Interpretations for everybody: a searchable list and one page each; no names, no log-in."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from certification.checklist import checklist_of
from certification.forms.interpretations import PublicSearchForm
from certification.interpretations import with_cases
from certification.views.organisations.paging import place_in
from standards.interpretations import search
from standards.lifecycle import FROZEN_STATUSES, ScopeState
from standards.models import Interpretation, InterpretationScope, Scheme, StandardVersion

A_PAGE = 20


@require_safe
def interpretations(request: HttpRequest, scheme: str) -> HttpResponse:
    """List the interpretations of a scheme, the newest first; the address holds the question."""
    found = get_object_or_404(
        Scheme.objects.filter(versions__status__in=FROZEN_STATUSES).distinct(), code=scheme
    )
    form = PublicSearchForm(request.GET or None)
    filters = PublicSearchForm(request.GET).filters()
    criterion = request.GET.get("criterion", "")[:80]
    rows = with_cases(search(found, criterion=criterion, **filters))
    if (before := place_in(request, "before")) is not None:
        rows = rows.filter(pk__lt=before)
    listed = list(rows[: A_PAGE + 1])
    shown = listed[:A_PAGE]
    question = {"q": filters["q"], "criterion": criterion, "ended": "on" * filters["ended"]}
    question = {name: value for name, value in question.items() if value}
    older = urlencode({**question, "before": shown[-1].pk}) if len(listed) > A_PAGE else ""
    context = {
        "scheme": found,
        "form": form,
        "rows": [(row, _places(row, holding)) for row, holding in _with_scopes(shown)],
        "criterion": criterion,
        "is_filtered": bool(question),
        "is_first": before is None,
        "first": f"?{urlencode(question)}",
        "older": f"?{older}" if older else "",
    }
    return render(request, "certification/interpretations/list.html", context)


@require_safe
def interpretation(request: HttpRequest, scheme: str, year: int, sequence: int) -> HttpResponse:
    """Show one interpretation with its reasons, the versions it holds for and its history."""
    found = (
        with_cases(Interpretation.objects.public())
        .filter(scheme__code=scheme, year=year, sequence=sequence)
        .select_related("scheme", "replaces__scheme")
        .first()
    )
    if found is None:
        raise Http404
    scopes = list(
        found.scopes.exclude(state=ScopeState.WAITS)
        .filter(version__status__in=FROZEN_STATUSES)
        .select_related("version__scheme")
        .order_by("decided_at", "pk")
    )
    manages = request.user.is_authenticated and request.user.has_perm(
        "standards.rule_interpretation", found.scheme
    )
    context = {
        "interpretation": found,
        "places": _places(found, scopes),
        "left_out": [scope for scope in scopes if scope.state == ScopeState.LEFT_OUT],
        "later": [scope for scope in scopes if scope.decided_at > found.published_at],
        "successor": found.replaced_by.public().select_related("scheme").first(),
        "manages": manages,
    }
    return render(request, "certification/interpretations/interpretation.html", context)


def _with_scopes(
    rows: Iterable[Interpretation],
) -> list[tuple[Interpretation, list[InterpretationScope]]]:
    """Read the versions of all rows with one query."""
    held = InterpretationScope.objects.filter(
        interpretation__in=[row.pk for row in rows], state=ScopeState.HOLDS
    ).select_related("version__scheme")
    by_row: dict[int, list[InterpretationScope]] = {row.pk: [] for row in rows}
    for scope in held.order_by("pk"):
        by_row[scope.interpretation_id].append(scope)
    return [(row, by_row[row.pk]) for row in rows]


def _places(
    interpretation: Interpretation, scopes: Iterable[InterpretationScope]
) -> list[dict[str, Any]]:
    """Name the criterion in each version for which the interpretation holds."""
    places = []
    for scope in scopes:
        criterion = criterion_of(scope.version, scope.criterion_key)
        if scope.state == ScopeState.HOLDS and criterion is not None:
            places.append({"version": scope.version, "criterion": criterion, "scope": scope})
    return places


def criterion_of(version: StandardVersion, key: str) -> Any:
    """Find a criterion of a published version; its words are kept in the process."""
    return checklist_of(version).by_key.get(key)
