"""The list of meetings, the call of a meeting, the meeting itself and its minutes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from certification import labels
from certification.errors import RuleViolation
from certification.evaluation import result_of
from certification.forms.committee import CallMeetingForm, VoteForm, committees_of
from certification.letters.committee import draw_minutes
from certification.models import Meeting
from certification.operations.letters import file_letter
from certification.operations.meetings import call_meeting
from certification.room import visible_meetings
from certification.views.committee.base import MeetingMixin
from certification.views.person import person_of
from documents.models import DocumentKind
from documents.serving import serve

PAGE = 20


class MeetingsView(LoginRequiredMixin, TemplateView):
    """The meetings one may know of, the newest first, page by page by the last one seen."""

    template_name = "certification/committee/meetings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read one page more than a page, to know whether there is another."""
        seen = visible_meetings(person_of(self.request))
        rows = seen.order_by("-starts_at", "-pk")
        after = self.request.GET.get("after", "")
        last = seen.filter(pk=int(after)).first() if after.isdecimal() else None
        if last:
            rows = rows.filter(
                Q(starts_at__lt=last.starts_at) | Q(starts_at=last.starts_at, pk__lt=last.pk)
            )
        page: list[Meeting] = list(rows[: PAGE + 1])
        meetings = page[:PAGE]
        return super().get_context_data(
            meetings=[(meeting, labels.MEETING[meeting.status]) for meeting in meetings],
            after=meetings[-1].pk if len(page) > PAGE else None,
            is_first_page=last is None,
            may_call=committees_of(person_of(self.request)).exists(),
            **kwargs,
        )


class CallMeetingView(LoginRequiredMixin, FormView):
    """Calls a meeting."""

    template_name = "certification/committee/call.html"
    form_class = CallMeetingForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the person's own committees; without any this is not their business."""
        if not committees_of(person_of(self.request)).exists():
            raise PermissionDenied
        return super().get_form_kwargs() | {"person": self.request.user}

    def form_valid(self, form: Form) -> HttpResponse:
        """Call the meeting and open its page."""
        try:
            meeting = call_meeting(**form.cleaned_data, by=person_of(self.request))
        except RuleViolation as violation:
            form.add_error(None, violation)
            return self.form_invalid(form)
        messages.success(self.request, _("The meeting was called and the members were invited."))
        return redirect(reverse("certification:meeting", kwargs={"pk": meeting.pk}))


class MeetingView(MeetingMixin, TemplateView):
    """A meeting: the item on top, the vote, the members, the agenda."""

    template_name = "certification/committee/meeting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the item that is asked for, or the one that matters now."""
        wanted = self.request.GET.get("item", "")
        current = self.item_seen(int(wanted)) if wanted.isdecimal() else self.room.current()
        user = self.request.user
        return super().get_context_data(
            current=current,
            result=result_of(current.item.application) if current else None,
            vote_form=VoteForm.of(current.own.vote) if current and current.own else None,
            results=self.room.results(current),
            may_arrange=user.has_perm("certification.arrange_meeting", self.meeting),
            may_lead=user.has_perm("certification.lead_meeting", self.meeting),
            **kwargs,
        )


class MinutesView(MeetingMixin, TemplateView):
    """The minutes: a draft that grows with the meeting, final when it is closed."""

    template_name = "certification/committee/minutes.html"


class MinutesPdfView(MeetingMixin):
    """The final minutes as a file; they tell everything, so recused members do not get them."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """File the minutes at the first request and serve the same bytes ever after."""
        if not self.room.is_closed or self.room.hides_something:
            raise Http404
        document = self.meeting.minutes or file_letter(
            record=self.meeting,
            kind=DocumentKind.MINUTES,
            name=f"Protokol-{self.meeting.number.replace('/', '-')}.pdf",
            content=draw_minutes(self.room),
            language="pl",
        )
        return serve(document)
