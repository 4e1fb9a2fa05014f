"""What the pages of a meeting share: who sees it, who may act, and one page for each act."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from django.views.generic.base import ContextMixin, View

from certification.errors import RuleViolation
from certification.forms.committee import ConfirmForm
from certification.models import Meeting
from certification.room import ItemView, Room, room_of, visible_meetings


class MeetingMixin(LoginRequiredMixin, ContextMixin, View):
    """Finds the meeting (404) and asks whether the person may do this there (403)."""

    permission: ClassVar[str] = ""
    meeting: Meeting
    room: Room

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in those who may know of the meeting."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.meeting = get_object_or_404(visible_meetings(request.user), pk=kwargs["pk"])
        if self.permission and not request.user.has_perm(self.permission, self.meeting):
            raise PermissionDenied
        self.room = room_of(self.meeting, request.user)
        return super().dispatch(request, *args, **kwargs)

    def item_seen(self, pk: int) -> ItemView:
        """Give an item that the person may see; whoever is recused from it does not find it."""
        for one in self.room.seen:
            if one.item.pk == pk:
                return one
        raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the meeting as this person may see it."""
        return super().get_context_data(meeting=self.meeting, room=self.room, **kwargs)


class MeetingStep(MeetingMixin, FormView):
    """One act on a meeting or an item: its form, its consequences, its button."""

    template_name = "certification/committee/step.html"
    form_class: type[forms.Form] = ConfirmForm
    operation: ClassVar[Callable[..., Any]]
    title: ClassVar[Any]
    lead: ClassVar[Any] = ""
    button: ClassVar[Any]
    done: ClassVar[Any]
    is_destructive: ClassVar[bool] = False
    is_of_chair: ClassVar[bool] = False

    def subject(self) -> dict[str, Any]:
        """Give what the operation is about: the meeting, or the item that the address names."""
        if "item" in self.kwargs:
            view = self.item_seen(self.kwargs["item"])
            if self.is_of_chair and not view.presides:
                raise PermissionDenied
            return {"item": view.item}
        return {"meeting": self.meeting}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask first; an item that may not be seen is not found."""
        self.subject()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act only where the person may; what is possible now is the operation's question."""
        self.subject()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Run the operation; a broken rule is shown on the form."""
        try:
            type(self).operation(**self.subject(), **form.cleaned_data, by=self.request.user)
        except RuleViolation as violation:
            form.add_error(None, violation)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        """Lead back to the meeting."""
        return reverse("certification:meeting", kwargs={"pk": self.meeting.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the page its words."""
        item = self.item_seen(self.kwargs["item"]) if "item" in self.kwargs else None
        return super().get_context_data(
            view_item=item,
            title=self.title,
            lead=self.lead,
            button=self.button,
            is_destructive=self.is_destructive,
            **kwargs,
        )
