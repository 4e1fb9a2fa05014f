"""The secretariat's queue."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.generic import TemplateView

from certification.evaluation.queue import (
    Position,
    narrowed,
    page_after,
    queue_of,
    secretariats_of,
)
from certification.forms.evaluation import QueueFilter
from certification.labels import ASSIGNMENT, label_of
from certification.models import Deadline, User
from certification.views.person import person_of


class QueueView(LoginRequiredMixin, TemplateView):
    """Cases of the person's operators by the day somebody's move is due."""

    template_name = "certification/evaluation/queue.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in people with a post in a secretariat."""
        if request.user.is_authenticated and not secretariats_of(self.person).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def person(self) -> User:
        """Give the person who asks."""
        return person_of(self.request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show one page of rows, and where the next one begins."""
        form = QueueFilter(request.GET or None)
        filters = form.cleaned_data if form.is_valid() else {}
        queue = narrowed(queue_of(self.person), **filters)
        rows, following = page_after(queue, Position.read(request.GET.get("after", "")))
        query = request.GET.copy()
        query.pop("after", None)
        return self.render_to_response(
            self.get_context_data(
                form=form,
                is_filtered=any(filters.values()),
                is_first="after" not in request.GET,
                rows=[row_of(deadline) for deadline in rows],
                next_page=_address(query, following),
                first_page=f"?{query.urlencode()}",
            )
        )


def _address(query: Any, following: Position | None) -> str:
    if following is None:
        return ""
    query = query.copy()
    query["after"] = str(following)
    return f"?{query.urlencode()}"


def row_of(deadline: Deadline) -> dict[str, Any]:
    """Turn a running deadline into words for one row."""
    application = deadline.application
    return {
        "deadline": deadline,
        "application": application,
        "label": label_of(application.status, deadline.rule),
        "days_left": (deadline.due_on - timezone.localdate()).days,
        "assigned": [
            {"person": one.person, "label": ASSIGNMENT[one.status]}
            for one in application.assignments.all()
        ],
    }
