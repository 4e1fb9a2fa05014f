"""What the formal check found, as the applicant reads it: the page of every letter about it."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from certification.letters.evaluation import gap_in_words
from certification.models import Application, FormalOutcome
from certification.views.evaluation.gate import assignment_of, declaration_first

LETTER_OF = {FormalOutcome.DECLINE.value: "not-accepted", FormalOutcome.LEAVE.value: "not-examined"}


class FormalOutcomeView(LoginRequiredMixin, TemplateView):
    """Lists the formal checks of a case with their reasons, gaps and letters."""

    template_name = "certification/evaluation/formal_outcome.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the case (404), let readers of its content in (403)."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.application = get_object_or_404(
            Application.objects.visible_to(request.user).with_names(), number=kwargs["number"]
        )
        assignment = assignment_of(request.user, self.application)
        if reply := declaration_first(request, self.application, assignment):
            return reply
        if not request.user.has_perm("certification.read_application", self.application):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Put each check beside its call; a letter is offered for the last call only."""
        checks = list(
            self.application.formal_checks.select_related("call").prefetch_related("call__gaps")
        )
        called = [check for check in checks if check.outcome == FormalOutcome.CALL]
        rows = []
        for check in checks:
            is_last_call = bool(called) and check == called[-1]
            gaps = check.call.gaps.all() if check.outcome == FormalOutcome.CALL else ()
            rows.append(
                {
                    "check": check,
                    "gaps": [gap_in_words(gap, self.application) for gap in gaps],
                    "letter": "completion-call" if is_last_call else LETTER_OF.get(check.outcome),
                }
            )
        return super().get_context_data(application=self.application, rows=rows, **kwargs)
