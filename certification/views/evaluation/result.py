"""The result of the evaluation: cards side by side, differences, sections and gates."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from certification.evaluation import EvaluationResult, ScoreCard, result_of, sent_cards
from certification.evaluation.checklist import criteria_of
from certification.labels import ASSIGNMENT
from certification.lifecycle import ApplicationStatus
from certification.models import Answer, Application
from certification.views.evaluation.gate import declaration_first


class EvaluationView(LoginRequiredMixin, TemplateView):
    """Shows the cards to whoever may read the evaluation; sealed until the needed ones are in."""

    template_name = "certification/evaluation/result.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the case (404), let only readers of the evaluation in (403)."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        application = get_object_or_404(
            Application.objects.visible_to(request.user).with_names(), number=kwargs["number"]
        )
        assignments = list(application.assignments.select_related("person"))
        own = next((one for one in assignments if one.person_id == request.user.pk), None)
        if reply := declaration_first(request, application, own):
            return reply
        if not request.user.has_perm("certification.read_evaluation", application):
            raise PermissionDenied
        if own and application.status == ApplicationStatus.EVALUATION:
            # Blindness outweighs any post or seat: no expert reads a card before all are sent.
            raise PermissionDenied
        self.application, self.assignments = application, assignments
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show who scores, and the cards once they are open."""
        cards = sent_cards(self.application)
        result = result_of(self.application, cards)
        is_open = (
            self.application.status != ApplicationStatus.EVALUATION
            or len(cards) >= self.application.edition.experts_required
        )
        context: dict[str, Any] = {
            "application": self.application,
            "assignments": [
                {"assignment": one, "label": ASSIGNMENT[one.status]} for one in self.assignments
            ],
            "sent": len(cards),
            "needed": self.application.edition.experts_required,
            "is_open": is_open and result is not None,
            "is_finished": self.application.status != ApplicationStatus.EVALUATION,
        }
        if is_open and result is not None:
            context |= self._opened(cards, result)
        return self.render_to_response(self.get_context_data(**context))

    def _opened(self, cards: list[ScoreCard], result: EvaluationResult) -> dict[str, Any]:
        criteria = {criterion.key: criterion for criterion in criteria_of(self.application)}
        answers = _answers_of(cards)
        sections: dict[int, dict[str, Any]] = {}
        for one in result.criteria:
            criterion = criteria[one.key]
            section = sections.setdefault(
                criterion.section_id,
                {
                    "section": criterion.section,
                    "score": result.sections[criterion.section.key],
                    "rows": [],
                },
            )
            section["rows"].append(
                {
                    "criterion": criterion,
                    "result": one,
                    "cards": [
                        {"card": card, "value": value, "answer": given.get(criterion.pk)}
                        for card, value, given in zip(cards, one.values, answers, strict=True)
                    ],
                }
            )
        return {
            "cards": cards,
            "result": result,
            "sections": list(sections.values()),
            "differences": [
                row
                for section in sections.values()
                for row in section["rows"]
                if row["result"].differs
            ],
            "failed": [criteria[key] for key in result.failed_gates],
            "splits": [criteria[key] for key in result.gate_splits],
        }


def _answers_of(cards: list[ScoreCard]) -> list[dict[int, Answer]]:
    """Give the words of every card by the criterion, in one query."""
    found: dict[int, dict[int, Answer]] = {card.assessment.pk: {} for card in cards}
    for answer in Answer.objects.filter(assessment__in=found):
        found[answer.assessment_id][answer.criterion_id] = answer
    return list(found.values())
