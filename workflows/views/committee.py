"""Steps of the chair and of the deciding authority: recommendation and decision."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from certification.errors import RuleViolation
from certification.findings import findings_of
from certification.letters.committee import ruling_of
from certification.models import Decision
from certification.operations.decisions import decide, departs, term_of
from certification.operations.recommendations import record_recommendation, voted_item
from certification.room import ItemView, room_of
from workflows.forms.committee import DecideForm, RecommendForm
from workflows.views.base import TaskView


class RecommendView(TaskView):
    """Shows the result of the closed vote and asks for the recommendation that follows from it."""

    node = "recommend"
    operation = staticmethod(record_recommendation)
    form_class = RecommendForm
    template_name = "workflows/committee/recommend.html"

    @cached_property
    def item(self) -> ItemView | None:
        """Give the item whose vote is closed; before that there is nothing to record."""
        try:
            item = voted_item(self.application)
        except RuleViolation:
            return None
        room = room_of(item.meeting, self.person)
        return next(one for one in room.items if one.item == item)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer what the vote allows."""
        settled = self.item.settled if self.item and self.item.is_voted else None
        return super().get_form_kwargs() | {"settled": settled}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Record only after the vote was closed on the page of the meeting."""
        if self.item is None or not self.item.is_voted:
            return self.render_to_response(self.get_context_data())
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """Say what happens next and lead back to the case."""
        messages.success(self.request, _("The recommendation is recorded. The authority decides."))
        return super().get_success_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the vote and what the experts found."""
        findings = findings_of(self.application)
        meeting = self.application.agenda_items.select_related("meeting").last()
        return super().get_context_data(
            item=self.item,
            meeting=meeting.meeting if meeting else None,
            findings=findings,
            result=findings.result if findings else None,
            **kwargs,
        )


class DecideView(TaskView):
    """Asks for the decision, shows it as the applicant will read it, takes it once confirmed."""

    node = "decide"
    operation = staticmethod(decide)
    form_class = DecideForm
    template_name = "workflows/committee/decide.html"
    confirmation = "workflows/committee/decide_confirm.html"

    def form_valid(self, form: Form) -> HttpResponse:
        """Repeat the consequences first; only the second press decides."""
        if "change" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        if "confirmed" not in self.request.POST:
            context = self.get_context_data(form=form, preview=self.preview(form))
            context["ruling"] = ruling_of(context["preview"])
            return self.response_class(self.request, [self.confirmation], context)
        return super().form_valid(form)

    def get_success_url(self) -> str:
        """Say what happened and lead back to the case."""
        messages.success(self.request, _("The decision was made and the applicant was told."))
        return super().get_success_url()

    def preview(self, form: Form) -> Decision:
        """Give the decision as it would be, without a number."""
        data = form.cleaned_data
        term = term_of(self.application, decided_on=timezone.localdate())
        parts = [data["reasons"].strip()]
        if departs(self.recommendation, granted=data["granted"]):
            parts.append(data["departure_reasons"].strip())
        scheme = self.application.edition.scheme
        return Decision(
            application=self.application,
            granted=data["granted"],
            is_conditional=data.get("is_conditional", False),
            reasons="\n\n".join(parts),
            legal_basis=scheme.legal_basis_pl,
            remedy_notice=scheme.remedy_notice_pl,
            valid_from=term[0] if data["granted"] else None,
            valid_until=term[1] if data["granted"] else None,
            decided_by=self.person,
        )

    @cached_property
    def recommendation(self) -> Any:
        """Give the recommendation on which the decision rests."""
        return self.application.recommendations.select_related("item__meeting").latest("pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the file of the case in short: the recommendation and the evaluation."""
        findings = findings_of(self.application)
        return super().get_context_data(
            recommendation=self.recommendation,
            findings=findings,
            result=findings.result if findings else None,
            **kwargs,
        )
