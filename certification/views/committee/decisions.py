"""The decision as the people of the case read it, and letters as files."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import TemplateView, View

from certification.findings import findings_of
from certification.letters import LETTERS
from certification.letters.committee import decision_of, ruling_of
from certification.models import Decision
from certification.operations.case import team_of
from certification.operations.letters import file_letter, filed_letter
from certification.operations.reconsiderations import note_service
from certification.reconsidering import appeal_of, chance_of
from certification.views.cases import case_of
from certification.views.person import person_of
from documents.drawing import draw_letter
from documents.finishing import finish
from documents.serving import serve


class DecisionView(LoginRequiredMixin, TemplateView):
    """The decision with its reasons by criterion and the notice of remedies."""

    template_name = "certification/committee/decision.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the decision; that the party opened it begins the time for contesting it."""
        application = case_of(self.request, kwargs["number"], "certification.read_application")
        decision = decision_of(application)
        if decision is None:
            raise Http404
        person = person_of(self.request)
        if person in team_of(application):
            note_service(decision=decision, by=person)
        return super().get_context_data(
            application=application,
            appeal=appeal_of(application),
            chance=chance_of(decision),
            may_ask=person.has_perm("certification.submit_application", application),
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
        application = case_of(request, number, letter.right)
        record = letter.record_of(application)
        if record is None:
            raise Http404
        person = person_of(request)
        if isinstance(record, Decision) and person in team_of(application):
            note_service(decision=record, by=person)
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
