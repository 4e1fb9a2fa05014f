"""What changes from one version of a standard to another: page and data, public where both are."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from standards.differences.comparing import CriterionChange, Difference
from standards.differences.counting import (
    arrow,
    gate_rows,
    rule_rows,
    scale_rows,
    section_rows,
)
from standards.differences.data import difference_data
from standards.differences.kinds import ChangeKind
from standards.differences.presenting import LOOKS, lines_of
from standards.differences.reading import difference_between
from standards.differences.wording import number
from standards.models import StandardVersion

CHANGES_A_PAGE = 60


@require_safe
def compare(request: HttpRequest, scheme: str, a: str, b: str) -> HttpResponse:
    """Show every change word by word, by kind, with what it does to points and thresholds."""
    old, new = two_versions(request, scheme, a, b)
    context = difference_context(request, old, new, difference_between(old, new))
    return render(request, "standards/differences/compare.html", context)


def difference_context(
    request: HttpRequest, old: StandardVersion, new: StandardVersion, difference: Difference
) -> dict[str, Any]:
    """Give what the page of a difference shows, of the kinds and on the leaf that is asked for."""
    chosen = _chosen(request)
    found = [change for change in difference.changes if change.kinds & chosen]
    page = Paginator(found, CHANGES_A_PAGE).get_page(_page_of(request, found))
    query = [("kind", kind.value) for kind in ChangeKind if kind in chosen]
    return {
        "old": old,
        "new": new,
        "kinds": [
            (kind, count, kind in chosen, LOOKS[kind][1])
            for kind, count in difference.counts.items()
        ],
        "page": page,
        "lines": lines_of(difference, page.object_list),
        "question": urlencode(query),
        "jumps": _jumps(found),
        "is_same": set(difference.counts) <= {ChangeKind.UNCHANGED},
        **_effects(difference),
    }


@require_safe
def data(request: HttpRequest, scheme: str, a: str, b: str) -> HttpResponse:
    """Give the whole difference as data, in every language the same."""
    found = difference_data(difference_between(*two_versions(request, scheme, a, b)))
    options = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(found, json_dumps_params=options)


def two_versions(
    request: HttpRequest, scheme: str, a: str, b: str
) -> tuple[StandardVersion, StandardVersion]:
    """Find both versions; one that is not published is there only for those who work on it."""
    rows = StandardVersion.objects.filter(scheme__code=scheme, version__in=(a, b))
    found = {row.version: row for row in rows.select_related("scheme", "predecessor")}
    for version in found.values():
        if not version.is_frozen and not may_see(request.user, version):
            raise Http404
    if a not in found or b not in found:
        raise Http404
    return found[a], found[b]


def may_see(person: Any, version: StandardVersion) -> bool:
    """Say whether somebody prepares or publishes a version, and so sees it before it is public."""
    return any(
        person.has_perm(f"standards.{verb}_standardversion", version)
        for verb in ("prepare", "publish")
    )


def _chosen(request: HttpRequest) -> frozenset[ChangeKind]:
    """Read the kinds to show; without a choice all but what stays as it was."""
    named = set(request.GET.getlist("kind"))
    chosen = frozenset(kind for kind in ChangeKind if kind.value in named)
    return chosen or frozenset(set(ChangeKind) - {ChangeKind.UNCHANGED})


def _page_of(request: HttpRequest, found: list[CriterionChange]) -> str | int:
    """Read the page to show: that of a criterion, old or new, or the number itself."""
    key = request.GET.get("criterion")
    for place, change in enumerate(found):
        if key in change.new_keys or key in change.old_keys:
            return place // CHANGES_A_PAGE + 1
    return request.GET.get("page", "1")


def _jumps(found: list[CriterionChange]) -> list[tuple[str, int, str]]:
    """Give for each section the page on which its changes begin, and its first change there."""
    jumps: dict[str, tuple[str, int, str]] = {}
    for place, change in enumerate(found):
        first = (change.new or change.old)[0]
        section = first.section
        jumps.setdefault(
            section.key,
            (f"{section.code}. {section.title}", place // CHANGES_A_PAGE + 1, first.key),
        )
    return list(jumps.values())


def _effects(difference: Difference) -> dict[str, Any]:
    effects = difference.effects
    return {
        "count": arrow(effects.old_count, effects.new_count),
        "points": arrow(number(effects.old_points), number(effects.new_points)),
        "threshold": arrow(
            *(f"{number(text.rule.total_threshold)}%" for text in (difference.old, difference.new))
        ),
        "is_scored": difference.old.rule.is_scored or difference.new.rule.is_scored,
        "sections": list(section_rows(effects)),
        "rules": [*rule_rows(effects), *scale_rows(effects)],
        "gates": list(gate_rows(effects)),
    }
