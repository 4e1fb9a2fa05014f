"""The catalogue for buyers: searching, one offer, a list to keep, and data for procurement."""

import csv
import json
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certification.catalogue import (
    MOST_KEPT,
    count_of,
    first_photos,
    kept,
    numbers_in,
    page_of,
    search,
    standing_of,
)
from certification.catalogue_data import (
    CSV_HEADER,
    csv_cells,
    linked_data,
    listed_with_photos,
    with_photos,
)
from certification.forms.catalogue import OfferSearchForm
from certification.labels import CERTIFICATE
from certification.models import CatalogueEntry, CataloguePhoto
from certification.registry import COUNTED_UP_TO
from certification.spreadsheets import Line, plain_cell
from certification.status import StatusWord
from certification.views.keeping import KEPT_BY_CACHES, kept_by_language
from documents.serving import serve
from standards.dictionaries import OFFER_CATEGORIES

READ_AT_ONCE = 500
ENDED = (StatusWord.EXPIRED, StatusWord.TERMINATED, StatusWord.WITHDRAWN, StatusWord.ANNULLED)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """List what is offered under a certificate in force; the address holds the whole question."""
    form = OfferSearchForm(request.GET)
    filters, mark = form.filters(), request.GET.get("page", "")
    numbers = numbers_in(request.GET.getlist("offer"))
    found = search(**filters, today=timezone.localdate())
    page = page_of(found, mark)
    count = len(page.rows) if not mark and not page.older else count_of(found)
    question = {name: value for name, value in filters.items() if value}
    chosen = [("offer", number) for number in numbers]
    context = {
        "form": form,
        "page": page,
        "rows": _with_photos(page.rows),
        "numbers": numbers,
        "elsewhere": [one for one in numbers if one not in {row.pk for row in page.rows}],
        "most": MOST_KEPT,
        "count": count,
        "is_beyond_count": count > COUNTED_UP_TO,
        "counted": COUNTED_UP_TO,
        "question": question,
        "files": urlencode(question),
        "older": urlencode([*question.items(), *chosen, ("page", page.older)])
        if page.older
        else "",
        "newer": urlencode([*question.items(), *chosen, ("page", page.newer)])
        if page.newer
        else "",
    }
    return render(request, "certification/catalogue/catalogue.html", context)


def _with_photos(entries: Iterable[CatalogueEntry]) -> list[dict[str, Any]]:
    rows = list(entries)
    photos = first_photos(rows)
    return [
        {
            "entry": entry,
            "photo": photos.get(entry.pk),
            "category": OFFER_CATEGORIES[entry.category].name,
        }
        for entry in rows
    ]


@require_safe
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one offer; without a certificate in force it says so before anything else."""
    entry = get_object_or_404(
        CatalogueEntry.objects.select_related("offer__organisation"),
        pk=pk,
        shown_at__isnull=False,
    )
    standing = standing_of(entry.offer, timezone.localdate())
    if standing.certificate is None or standing.word is None:
        raise Http404
    context = {
        "entry": entry,
        "category": OFFER_CATEGORIES[entry.category],
        "holder": entry.offer.organisation,
        "certificate": standing.certificate,
        "word": standing.word.value,
        "label": CERTIFICATE[standing.word],
        "is_in_force": standing.is_in_force,
        "photos": entry.photos.standing(),
        "now": timezone.localtime(),
    }
    status = HTTPStatus.GONE if standing.word in ENDED else HTTPStatus.OK
    return render(request, "certification/catalogue/offer.html", context, status=status)


@require_safe
def kept_offers(request: HttpRequest) -> HttpResponse:
    """Set chosen offers side by side; the address is the list, to be kept or sent on."""
    found = kept(numbers_in(request.GET.getlist("offer")), timezone.localdate())
    here = [*(entry.pk for entry in found.listed), *(entry.pk for entry, _state in found.lapsed)]

    def without(entry: CatalogueEntry) -> str:
        return urlencode([("offer", number) for number in here if number != entry.pk])

    context = {
        "rows": [{"entry": entry, "without": without(entry)} for entry in found.listed],
        "lapsed": [
            {
                "entry": entry,
                "label": CERTIFICATE[standing.word] if standing.word else None,
                "without": without(entry),
            }
            for entry, standing in found.lapsed
        ],
        "missing": found.missing,
        "address": urlencode([("offer", number) for number in here]),
        "most": MOST_KEPT,
    }
    return render(request, "certification/catalogue/kept.html", context)


@require_safe
def photo(_request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """Hand out a photo of an offer that the catalogue shows today, and of no other."""
    found = get_object_or_404(
        CataloguePhoto.objects.standing().select_related("document", "thumbnail", "entry"), pk=pk
    )
    if not CatalogueEntry.objects.listed(timezone.localdate()).filter(pk=found.entry_id).exists():
        raise Http404
    response = serve(found.thumbnail if size == "small" else found.document, to_view=True)
    response["Cache-Control"] = KEPT_BY_CACHES
    return response


def _found(request: HttpRequest) -> Any:
    """Give the kept offers if the address names some, else all that the filters keep."""
    today = timezone.localdate()
    numbers = numbers_in(request.GET.getlist("offer"))
    if numbers:
        return listed_with_photos(today).filter(pk__in=numbers)
    return with_photos(search(**OfferSearchForm(request.GET).filters(), today=today))


@require_safe
def offers_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Give away the found offers as open data for procurement."""

    def lines() -> Iterator[str]:
        writer = csv.writer(Line())
        yield writer.writerow(CSV_HEADER)  # type: ignore[misc]
        for entry in _found(request).order_by("pk").iterator(chunk_size=READ_AT_ONCE):
            cells = csv_cells(entry, site=settings.PUBLIC_URL)
            yield writer.writerow(map(plain_cell, cells))  # type: ignore[misc]

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="catalogue-{day}.csv"'
    response["Access-Control-Allow-Origin"] = "*"
    return kept_by_language(response)


@require_safe
def offers_jsonld(request: HttpRequest) -> StreamingHttpResponse:
    """Give away the found offers as linked data, one graph for each (schema.org)."""

    def parts() -> Iterator[str]:
        before = "["
        for entry in _found(request).order_by("pk").iterator(chunk_size=READ_AT_ONCE):
            graph = linked_data(entry, site=settings.PUBLIC_URL)
            yield before + json.dumps(graph, ensure_ascii=False)
            before = ",\n"
        yield "[]" if before == "[" else "]"

    response = StreamingHttpResponse(parts(), content_type="application/ld+json; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return kept_by_language(response)


@require_safe
def offer_jsonld(_request: HttpRequest, pk: int) -> JsonResponse:
    """Give away one listed offer as linked data; without a certificate in force there is none."""
    entry = get_object_or_404(listed_with_photos(timezone.localdate()), pk=pk)
    graph = linked_data(entry, site=settings.PUBLIC_URL)
    response = JsonResponse(
        graph, json_dumps_params={"ensure_ascii": False}, content_type="application/ld+json"
    )
    response["Access-Control-Allow-Origin"] = "*"
    return kept_by_language(response)
