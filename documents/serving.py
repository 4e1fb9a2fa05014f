"""Handing a document to a browser so that it can be kept or looked at, never run in our name."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from documents.models import Document
from documents.read import open_document

KEPT = "sandbox; default-src 'none'"
# A browser's own viewer of PDF needs its styles and does not start in a sandbox.
VIEWED = {
    "application/pdf": (
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    ),
    "image/jpeg": KEPT,
    "image/png": KEPT,
}


def serve(document: Document, *, to_view: bool = False) -> HttpResponse:
    """Send the verified bytes as a download; the caller has already decided who may see them.

    ``to_view`` opens a PDF or a photo in the tab itself; all other types are only kept.
    """
    is_viewed = to_view and document.content_type in VIEWED
    response = HttpResponse(open_document(document), content_type=document.content_type)
    disposition = content_disposition_header(as_attachment=not is_viewed, filename=document.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Length"] = str(document.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = VIEWED[document.content_type] if is_viewed else KEPT
    return response
