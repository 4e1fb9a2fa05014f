"""The decision as the people of the case read it, and letters as files."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView, View

from certification.findings import findings_of
from certification.letters import LETTERS
from certification.letters.committee import decision_of, ruling_of
from certification.models import Application
from certification.operations.letters import file_letter, filed_letter
from certification.views.person import person_of
from documents.drawing import draw_letter
from documents.finishing import finish
from documents.serving import serve


def case_of(request: HttpRequest, number: str, right: str) -> Application:
    """Give a case that the person may know of (404) and whose letters they may read (403)."""
    rows = Application.objects.visible_to(person_of(request)).with_names()
    application: Application = get_object_or_404(rows, number=number)
    if not request.user.has_perm(right, application):
        raise PermissionDenied
    return application


class DecisionView(LoginRequiredMixin, TemplateView):
    """The decision with its reasons by criterion and the notice of remedies."""

    template_name = "certification/committee/decision.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the newest decision; before there is one there is no page."""
        application = case_of(self.request, kwargs["number"], "certification.read_application")
        decision = decision_of(application)
        if decision is None:
            raise Http404
        return super().get_context_data(
            application=application,
            decision=decision,
            ruling=ruling_of(decision),
            findings=findings_of(application),
            **kwargs,
        )


class LetterView(LoginRequiredMixin, View):
    """A letter as a file: drawn and filed at the first request, the same bytes ever after."""

    def get(self, request: HttpRequest, number: str, kind: str) -> HttpResponse:
        """Serve the letter of this kind, if the case has one."""
        letter = LETTERS.get(kind)
        if letter is None:
            raise Http404
        record = letter.record_of(case_of(request, number, letter.right))
        if record is None:
            raise Http404
        document = filed_letter(record)
        if document is None:
            content = letter.build(record)
            document = file_letter(
                record=record,
                kind=letter.kind,
                name=letter.file_name(record),
                content=finish(draw_letter(content)),
                language=content.language,
            )
        return serve(document)
