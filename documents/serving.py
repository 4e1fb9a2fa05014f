"""Handing a document to a browser so that it can only be kept, never run in our name."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from documents.models import Document
from documents.read import open_document


def serve(document: Document) -> HttpResponse:
    """Send the verified bytes as a download; the caller has already decided who may see them."""
    response = HttpResponse(open_document(document), content_type=document.content_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=document.name
    )
    response["Content-Length"] = str(document.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
