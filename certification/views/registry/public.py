"""Pages for everybody: the start, the check by number, the registry."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from certification.facets import cube_of, number_found
from certification.forms.registry import MapForm, NumberForm, SearchForm
from certification.listing import Listing
from certification.registry import (
    COUNTED_UP_TO,
    search,
)
from certification.status import StatusWord, status_now
from certification.tiles import SHADES, SHORT_NAMES, TILE, TILES
from certification.views.registry.filters import (
    drawn_filters,
    drawn_number_form,
    drawn_tag,
)
from standards.dictionaries import VOIVODESHIPS
from standards.languages import shown_language
from standards.models import Consultation, Scheme
from standards.statements import Statement


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


def _schemes() -> QuerySet[Scheme, Any]:
    return Scheme.objects.order_by("code").values("pk", "code", "name_pl", "name_en")


SCHEMES = Statement(_schemes)
LISTING = Listing(
    (
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
)


@require_safe
def registry(request: HttpRequest) -> HttpResponse:
    """List all certificates, also those that ended; the address holds the whole question."""
    language = shown_language()
    schemes = tuple((row["pk"], row["code"], row[f"name_{language}"]) for row in SCHEMES.rows())
    form = SearchForm(request.GET, schemes=[(code, name) for _pk, code, name in schemes])
    filters, mark = form.filters(), request.GET.get("page", "")
    question = {name: value for name, value in filters.items() if value}
    today = timezone.localdate()
    found = search(**filters, today=today)
    cube = cube_of(filters["q"], today=today)
    page = LISTING.page(found, question, cube, mark)
    count = number_found(
        found,
        cube,
        page,
        scheme={code: pk for pk, code, _name in schemes}.get(filters["scheme"], 0),
        voivodeship=filters["voivodeship"],
        status=filters["status"],
        is_first=not mark,
    )
    _describe(page.rows, {pk: name for pk, _code, name in schemes}, today)
    context = {
        "filters": drawn_filters(filters, cube, schemes),
        "number_form": drawn_number_form(get_language()),
        "page": page,
        "count": count,
        "is_beyond_count": not cube.is_counted and count > COUNTED_UP_TO,
        "most": COUNTED_UP_TO,
        "question": question,
        "asked": urlencode(question),
        "older": urlencode(question | {"page": page.older}) if page.older else "",
        "newer": urlencode(question | {"page": page.newer}) if page.newer else "",
        "now": timezone.localtime(),
    }
    return render(request, "certification/registry/registry.html", context)


def _describe(rows: Iterable[dict[str, Any]], schemes: Mapping[int, str], today: date) -> None:
    """Add to each row its address, its last day, and the words of its state, scheme and place."""
    language, start = get_language(), reverse("certification:certificate", args=["-"])[:-1]
    for row in rows:
        word = status_now(
            status=row["status"],
            valid_from=row["valid_from"],
            valid_until=row["valid_until"],
            today=today,
        )
        row["address"] = start + row["number"]
        row["last_day"] = f"{row['valid_until']:%d.%m.%Y}"
        row["tag"] = drawn_tag(language, word)
        row["scheme"] = schemes[row["scheme_id"]]
        row["place"] = VOIVODESHIPS[row["voivodeship"]]


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
