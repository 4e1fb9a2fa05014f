"""The confirmation of receipt: a page, and the same words as a PDF that is filed once."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from certification.letters.applicant import receipt_content, receipt_name, receipt_of
from certification.models import Application
from certification.operations.letters import file_letter, filed_letter
from certification.views.applicant.access import OwnCase, open_own_case
from documents.drawing import draw_letter
from documents.finishing import finish
from documents.models import DocumentKind
from documents.serving import serve


@require_safe
@login_required
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm that the application was received, and say what happens next."""
    case = _sent_case(request, number)
    context: dict[str, Any] = {
        "application": case.application,
        "receipt": receipt_of(case.application),
    }
    return render(request, "certification/applicant/receipt.html", context)


@require_safe
@login_required
def receipt_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the confirmation; it is drawn and filed at the first wish, and stays as it was."""
    case = _sent_case(request, number)
    application: Application = case.application
    filed = filed_letter(application)
    if filed is None:
        sender = application.submitted_by
        language = sender.language if sender else "pl"
        content = receipt_content(application, language=language)
        filed = file_letter(
            record=application,
            kind=DocumentKind.RECEIPT,
            name=receipt_name(application, language=language),
            content=finish(draw_letter(content)),
            language=language,
            by=case.person,
        )
    return serve(filed)


def _sent_case(request: HttpRequest, number: str) -> OwnCase:
    case = open_own_case(request, number)
    if case.application.submitted_at is None:
        raise Http404
    return case
