"""The digital credential of a certificate as a file that can be kept."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from certification.dossiers import dossier_of
from certification.views.keeping import KEPT_BY_CACHES

TYPES = {"json": "application/vc", "jwt": "application/vc+jwt"}


@require_safe
def credential(_request: HttpRequest, number: str, form: str) -> HttpResponse:
    """Hand out what was signed when the certificate was issued."""
    dossier = dossier_of(number)
    if dossier is None:
        raise Http404
    content = dossier.credential_jwt if form == "jwt" else dossier.credential
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{dossier.number}.{form}"'
    response["Cache-Control"] = KEPT_BY_CACHES
    return response
