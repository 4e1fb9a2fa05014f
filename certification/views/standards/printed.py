"""The printed forms of a published standard and of a table of comments; no login."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from certification.letters.consultation import comments_letter
from certification.letters.standard import standard_letter
from certification.operations.filed_standards import file_standard, filed_standard
from documents.drawing import draw_letter
from documents.finishing import finish
from documents.serving import VIEWED, serve
from standards.models import StandardVersion
from standards.views.consultations.public import find


@require_safe
def standard_pdf(_request: HttpRequest, scheme: str, version: str) -> HttpResponse:
    """Give a published version as a PDF in the language of the page."""
    found = get_object_or_404(
        StandardVersion.objects.public().select_related("scheme", "decision_rule"),
        scheme__code=scheme,
        version=version,
    )
    language = get_language() or "pl"
    document = filed_standard(found, language=language)
    if document is None:
        content = finish(draw_letter(standard_letter(found, language=language)))
        document = file_standard(version=found, language=language, content=content)
    return serve(document, to_view=True)


@require_safe
def consultation_pdf(_request: HttpRequest, scheme: str, version: str, number: int) -> HttpResponse:
    """Give the table of comments as a PDF, drawn anew since a name may be withdrawn."""
    found = find(scheme, version, number)
    language = get_language() or "pl"
    content = finish(draw_letter(comments_letter(found, language=language)))
    name = f"{scheme}-{version}-consultation-{number}-{language}.pdf"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = VIEWED["application/pdf"]
    return response
