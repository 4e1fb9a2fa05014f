"""The whole registry as open data: one line a certificate, streamed whatever its size."""

import csv
from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from ninja import Router

from certification.api.serving import KEPT_FOR_A_MINUTE, require_acceptable
from certification.models import Certificate
from certification.spreadsheets import Line, plain_cell
from certification.status import scope_now, status_now

router = Router(tags=["certificates"])
CSV = "text/csv"
# The name of each column, and where it is read.
COLUMNS = {
    "number": "number",
    "scheme": "scheme__code",
    "status": "status",
    "holder_name": "holder_name",
    "holder_nip": "holder_nip",
    "holder_regon": "holder_regon",
    "holder_krs": "holder_krs",
    "holder_city": "holder_city",
    "holder_municipality": "holder_municipality",
    "voivodeship": "voivodeship",
    "offer": "offer_name",
    "scope": "scope",
    "standard_version": "version__version",
    "issued_on": "issued_on",
    "valid_from": "valid_from",
    "valid_until": "valid_until",
    "decision_number": "decision__number",
}
PLACE = {name: place for place, name in enumerate(COLUMNS)}
READ_AT_ONCE = 2000
LINES_AT_ONCE = 200
DESCRIBED = {"content": {CSV: {"schema": {"type": "string"}}}}


@router.get(
    "/registry.csv",
    url_name="registry_csv",
    summary="The whole registry",
    openapi_extra={"responses": {200: DESCRIBED}},
)
def registry_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Give away every certificate with its state today, also those that ended, as CSV."""
    require_acceptable(request, CSV)
    day = timezone.localdate().isoformat()
    return StreamingHttpResponse(
        _blocks(),
        content_type=f"{CSV}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="registry-{day}.csv"',
            "Cache-Control": KEPT_FOR_A_MINUTE,
        },
    )


def _blocks() -> Iterator[str]:
    """Join some lines at a time, so that neither memory nor the number of packets grows."""
    lines: list[str] = []
    for line in _lines():
        lines.append(line)
        if len(lines) == LINES_AT_ONCE:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)


def _lines() -> Iterator[str]:
    """Write line by line; PostgreSQL keeps the rows on its side until they are fetched."""
    writer, today = csv.writer(Line()), timezone.localdate()
    yield writer.writerow(COLUMNS)  # type: ignore[misc]
    rows = Certificate.objects.order_by("pk").values_list(*COLUMNS.values(), "reduced_scope")
    for row in rows.iterator(chunk_size=READ_AT_ONCE):
        *cells, reduced = row
        cells[PLACE["status"]] = status_now(
            status=row[PLACE["status"]],
            valid_from=row[PLACE["valid_from"]],
            valid_until=row[PLACE["valid_until"]],
            today=today,
        ).value
        cells[PLACE["scope"]] = "; ".join(scope_now(issued=row[PLACE["scope"]], reduced=reduced))
        yield writer.writerow([plain_cell(cell) for cell in cells])  # type: ignore[misc]
