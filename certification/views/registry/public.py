"""Pages for everybody: the start, the check by number, the registry."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certification.facets import Cube, cube_of
from certification.forms.registry import MapForm, NumberForm, SearchForm
from certification.labels import CERTIFICATE
from certification.models import Certificate
from certification.registry import COUNTED_UP_TO, Page, count_of, page_of, search
from certification.status import StatusWord, status_now
from certification.tiles import SHADES, SHORT_NAMES, TILE, TILES
from standards.dictionaries import VOIVODESHIPS
from standards.models import Consultation, Scheme

LISTED = (
    "number",
    "holder_name",
    "offer_name",
    "holder_city",
    "voivodeship",
    "status",
    "valid_from",
    "valid_until",
    "scheme_id",
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show where to check a certificate, what there is to apply for and how to get in."""
    running = Consultation.objects.running(timezone.localdate()).defer("content")
    context = {
        "form": NumberForm(),
        "schemes": Scheme.objects.order_by("code"),
        "consultations": running.select_related("version__scheme").order_by("closes_on", "pk"),
    }
    return render(request, "certification/registry/home.html", context)


@require_safe
def registry(request: HttpRequest) -> HttpResponse:
    """List all certificates, also those that ended; the address holds the whole question."""
    schemes = list(Scheme.objects.order_by("code"))
    form = SearchForm(request.GET, schemes=[(s.code, s.name) for s in schemes])
    filters, mark = form.filters(), request.GET.get("page", "")
    today = timezone.localdate()
    found = search(**filters, today=today)
    page = page_of(found, LISTED, mark)
    cube = cube_of(filters["q"], today=today)
    by_code = {scheme.code: scheme.pk for scheme in schemes}
    count = _count(found, filters, page, cube, by_code=by_code, is_first=not mark)
    form.show_counts(cube, by_code=by_code)
    _describe(page.rows, {scheme.pk: scheme.name for scheme in schemes}, today)
    question = {name: value for name, value in filters.items() if value}
    context = {
        "form": form,
        "number_form": NumberForm(),
        "page": page,
        "count": count,
        "is_beyond_count": not cube.is_counted and count > COUNTED_UP_TO,
        "most": COUNTED_UP_TO,
        "states": _states(cube, filters, by_code),
        "question": question,
        "asked": urlencode(question),
        "older": urlencode(question | {"page": page.older}) if page.older else "",
        "newer": urlencode(question | {"page": page.newer}) if page.newer else "",
        "now": timezone.localtime(),
    }
    return render(request, "certification/registry/registry.html", context)


def _count(
    found: QuerySet[Certificate],
    filters: Mapping[str, str],
    page: Page,
    cube: Cube,
    *,
    by_code: Mapping[str, int],
    is_first: bool,
) -> int:
    """Add up what is counted already; count up to ten thousand only what is not."""
    narrowed = {name: filters[name] for name in ("voivodeship", "status")}
    if cube.is_counted:
        return cube.total(scheme=by_code.get(filters["scheme"], 0), **narrowed)
    if not filters["scheme"] and not any(narrowed.values()):
        return COUNTED_UP_TO + 1
    return count_of(found, page, is_first=is_first)


def _describe(rows: Sequence[Mapping[str, Any]], schemes: Mapping[int, str], today: date) -> None:
    """Add to each row the words of its state, its scheme and its place."""
    for row in rows:
        word = status_now(
            status=row["status"],
            valid_from=row["valid_from"],
            valid_until=row["valid_until"],
            today=today,
        )
        row["label"] = CERTIFICATE[word]  # type: ignore[index]
        row["scheme"] = schemes[row["scheme_id"]]  # type: ignore[index]
        row["place"] = VOIVODESHIPS[row["voivodeship"]]  # type: ignore[index]


def _states(
    cube: Cube, filters: Mapping[str, str], by_code: Mapping[str, int]
) -> list[dict[str, Any]]:
    """List the states as filters, each with its number; a rare one only where it occurs."""
    states = []
    for word in StatusWord:
        count = cube.total(
            scheme=by_code.get(filters["scheme"], 0),
            voivodeship=filters["voivodeship"],
            status=word.value,
        )
        if count or not cube.is_counted:
            question = {**filters, "status": word.value}
            states.append(
                {
                    "label": CERTIFICATE[word],
                    "count": count if cube.is_counted else None,
                    "address": urlencode({name: one for name, one in question.items() if one}),
                    "is_chosen": filters["status"] == word.value,
                }
            )
    return states


@require_safe
def voivodeships(request: HttpRequest) -> HttpResponse:
    """Show how many valid certificates each voivodeship has, as tiles and as a table."""
    schemes = list(Scheme.objects.order_by("code"))
    form = MapForm(request.GET, schemes=[(s.code, s.name) for s in schemes])
    chosen = form.chosen()
    by_code = {scheme.code: scheme.pk for scheme in schemes}
    cube = cube_of("", today=timezone.localdate())
    narrowed = {"scheme": chosen} if chosen else {}
    tiles: list[dict[str, Any]] = [
        {
            "name": name,
            "short": SHORT_NAMES[code],
            "x": TILE * TILES[code][0],
            "y": TILE * TILES[code][1],
            "count": cube.total(
                scheme=by_code.get(chosen, 0), voivodeship=code, status=StatusWord.VALID
            ),
            "address": urlencode(narrowed | {"status": "valid", "voivodeship": code}),
        }
        for code, name in VOIVODESHIPS.items()
    ]
    most = max(tile["count"] for tile in tiles)
    for tile in tiles:
        tile["shade"] = -(-SHADES * tile["count"] // most) if most else 0
    context = {
        "form": form,
        "tiles": tiles,
        "is_counted": cube.is_counted,
        "now": timezone.localtime(),
    }
    return render(request, "certification/registry/map.html", context)
