"""The sealed file of a certificate, as it was stored when it was issued."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from certification.api.problems import Problem
from certification.api.serving import KEPT_FOR_A_MINUTE, require_acceptable
from certification.models import Certificate
from certification.registry import lookup_of
from documents.serving import serve

router = Router(tags=["certificates"])
PDF = "application/pdf"
DESCRIBED = {
    "description": "The sealed file; its newest revision where the scope was reduced.",
    "content": {PDF: {"schema": {"type": "string", "format": "binary"}}},
}


@router.get(
    "/certificates/{number}/pdf",
    summary="Sealed file",
    openapi_extra={"responses": {200: DESCRIBED}},
)
def certificate_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Give the sealed PDF with the credential and the proof of the public log inside.

    It proves what was issued. Whether the certificate is in force is told by its own address.
    """
    require_acceptable(request, PDF)
    found = Certificate.objects.filter(lookup=lookup_of(number)).select_related("document")
    certificate = found.only("document").first()
    if certificate is None:
        raise Problem("unknown-number")
    if certificate.document is None:
        raise Problem("no-file")
    response = serve(certificate.document)
    response["ETag"] = f'"{certificate.document.sha256}"'
    response["Cache-Control"] = KEPT_FOR_A_MINUTE
    return response
