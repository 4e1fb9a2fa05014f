"""The printed form of a published standard; no login."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from certification.letters.standard import standard_letter
from certification.operations.filed_standards import file_standard, filed_standard
from documents.drawing import draw_letter
from documents.finishing import finish
from documents.serving import serve
from standards.models import StandardVersion


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
