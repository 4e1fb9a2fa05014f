"""Downloads of a published version in other formats: OSCAL catalog and workbook; no login."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from standards.exchange.oscal_writing import export_oscal, losses_of
from standards.exchange.workbook import export_workbook
from standards.views.public import public_version

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def formats(request: HttpRequest, scheme: str, version: str) -> HttpResponse:
    """List the formats in which a version can be taken away, each with what it leaves out."""
    found = public_version(scheme, version)
    context = {"version": found, "losses": losses_of(found)}
    return render(request, "standards/exchange/formats.html", context)


@require_safe
def oscal(_request: HttpRequest, scheme: str, version: str) -> HttpResponse:
    """Give the version as an OSCAL catalog; the page of formats says what the catalog lacks."""
    found = public_version(scheme, version)
    return _file(
        export_oscal(found),
        name=f"{scheme}-{version}.oscal.json",
        content_type="application/json; charset=utf-8",
    )


@require_safe
def workbook(_request: HttpRequest, scheme: str, version: str) -> HttpResponse:
    """Give the version as a workbook with a column for remarks, in the language of the page."""
    found = public_version(scheme, version)
    name = f"{scheme}-{version}-{get_language()}.xlsx"
    return _file(export_workbook(found), name=name, content_type=XLSX)


def _file(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
