"""The log for machines, as C2SP describes it: whatever is signed is served, and nothing else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from documents.log.publishing import published_keys
from documents.log.reading import leaves_of, newest_checkpoint, tile_of
from documents.log.tiles import Tile, pack, read_tile

FOR_SECONDS = "public, max-age=5"
FOR_A_MINUTE = "public, max-age=60"
NEVER_CHANGES = "public, max-age=31536000, immutable"


def _to_anyone(response: HttpResponse, keep: str) -> HttpResponse:
    response["Cache-Control"] = keep
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """Give the newest signed checkpoint."""
    newest = newest_checkpoint()
    if newest is None:
        raise Http404
    response = HttpResponse(newest.note, content_type="text/plain; charset=utf-8")
    return _to_anyone(response, FOR_SECONDS)


@require_safe
def keys(_request: HttpRequest) -> HttpResponse:
    """Give the keys of the log, one a line, as the tools for signed notes take them."""
    lines = "".join(f"{key}\n" for key in published_keys())
    return _to_anyone(HttpResponse(lines, content_type="text/plain; charset=utf-8"), FOR_A_MINUTE)


@require_safe
def tile(_request: HttpRequest, level: str, index: str, width: str | None = None) -> HttpResponse:
    """Give the hashes of a tile, whole or as wide as asked."""
    content = tile_of(_signed_tile(level, index, width))
    return _to_anyone(HttpResponse(content, content_type="application/octet-stream"), NEVER_CHANGES)


@require_safe
@gzip_page
def entries(_request: HttpRequest, index: str, width: str | None = None) -> HttpResponse:
    """Give the entries under a tile of the lowest level."""
    content = pack(leaves_of(_signed_tile("0", index, width)))
    return _to_anyone(HttpResponse(content, content_type="application/octet-stream"), NEVER_CHANGES)


def _signed_tile(level: str, index: str, width: str | None) -> Tile:
    """Find a tile that the newest checkpoint covers in full."""
    found, newest = read_tile(level=level, index=index, width=width), newest_checkpoint()
    if found is None or newest is None or not found.is_within(newest.size):
        raise Http404
    return found
