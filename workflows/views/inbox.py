"""The inbox: what waits for the person logged in, in the order of the days."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from certification.models import Post, PostRole
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
