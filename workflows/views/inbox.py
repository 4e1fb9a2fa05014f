"""The inbox: what waits for the person logged in, in the order of the days."""

from datetime import date
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from certification.models import Post, PostRole
from certification.reconsidering import WaitingRequest, requests_waiting_for
from certification.views.person import person_of
from workflows.inbox import tasks_of
from workflows.labels import STEPS

MOST = 100


class InboxView(LoginRequiredMixin, TemplateView):
    """Shows at most a hundred tasks: who has more needs the queue with its filters."""

    template_name = "workflows/inbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Turn tasks into rows of plain words."""
        person = person_of(self.request)
        today = timezone.localdate()
        rows = []
        for task in tasks_of(person)[: MOST + 1]:
            application = task.process.certificationprocess.application
            node = task.flow_task.name
            rows.append(
                {
                    "application": application,
                    "step": STEPS[node],
                    "url": reverse(f"workflows:{node}", kwargs={"number": application.number}),
                    "due_on": task.due_on,
                    "days_left": (task.due_on - today).days if task.due_on else None,
                }
            )
        rows += [_row_of(request, today) for request in requests_waiting_for(person)]
        rows.sort(key=lambda row: row["due_on"] or date.max)
        posts = set(
            Post.objects.current(today).filter(person=person).values_list("role", flat=True)
        )
        return super().get_context_data(
            rows=rows[:MOST],
            more=len(rows) > MOST,
            has_queue=PostRole.SECRETARIAT in posts,
            sees_transitions=bool(posts & {PostRole.SECRETARIAT, PostRole.AUTHORITY}),
            has_score_cards=PostRole.ASSESSOR in posts,
            **kwargs,
        )


def _row_of(request: WaitingRequest, today: date) -> dict[str, Any]:
    """Turn a request to reconsider into a row like those of tasks."""
    return {
        "application": request.application,
        "step": request.step,
        "url": reverse(request.page, kwargs={"number": request.application.number}),
        "due_on": request.due_on,
        "days_left": (request.due_on - today).days,
    }
