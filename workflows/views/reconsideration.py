"""The authority settles a request to reconsider; a win moves the case on to its certificate."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.findings import findings_of
from certification.letters.reconsideration import ruling_on_appeal
from certification.models import Appeal, Decision
from certification.operations.decisions import term_of
from certification.operations.settlements import outcome_of
from certification.reconsidering import is_ready, panel_of, settler_bars
from certification.views.reconsideration.base import RequestStep
from workflows.api import settle_request
from workflows.forms.reconsideration import SettleForm
from workflows.views.gone import step_gone


class SettleView(RequestStep):
    """Asks for the answer, shows it as the party will read it, gives it once confirmed."""

    permission = "certification.decide_application"
    operation = staticmethod(settle_request)
    form_class = SettleForm
    template_name = "workflows/committee/settle.html"
    confirmation = "workflows/committee/settle_confirm.html"
    done = _("The request is settled and the applicant was told.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Let the form know what is contested."""
        return super().get_form_kwargs() | {"appeal": self.appeal}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give back what was typed where the request was settled or taken back meanwhile."""
        if not self.appeal.is_open:
            return step_gone(request, self.application, form=self.get_form())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        """Repeat the consequences first; only the second press settles."""
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        if "confirmed" not in self.request.POST:
            preview = self.preview(form.cleaned_data["outcome"])
            context = self.get_context_data(form=form, preview=preview)
            shown = Appeal(decision=self.appeal.decision, status=form.cleaned_data["outcome"])
            context["ruling"] = ruling_on_appeal(shown, preview)
            answers = form.cleaned_data["points"]
            context["answers"] = [(point, *answers[point.pk]) for point in context["points"]]
            return self.response_class(self.request, [self.confirmation], context)
        return super().form_valid(form)

    def preview(self, outcome: str) -> Decision:
        """Give the decision as it would be, without a number."""
        first, result = self.appeal.decision, outcome_of(self.appeal, outcome)
        is_new = result["granted"] and not first.granted
        term = term_of(self.application, decided_on=timezone.localdate())
        return Decision(
            **result,
            application=self.application,
            valid_from=term[0] if is_new else None,
            valid_until=term[1] if is_new else None,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the request, what the panel says, and what the experts found."""
        panel = panel_of(self.appeal)
        findings = findings_of(self.application)
        return super().get_context_data(
            panel=panel,
            is_ready=is_ready(panel),
            bars=settler_bars(self.appeal, self.person),
            findings=findings,
            result=findings.result if findings else None,
            **kwargs,
        )
