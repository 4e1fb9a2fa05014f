"""What the pages of a reconsideration share: who sees it, and one page for each act."""

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

from certification.errors import RuleViolation
from certification.models import Appeal, Application, User
from certification.reconsidering import appeal_of

CONFLICT, UNPROCESSABLE = 409, 422


class RequestStep(LoginRequiredMixin, FormView):
    """One act on a request: its form, its operation, and the way back to the request."""

    permission: ClassVar[str] = ""
    operation: ClassVar[Callable[..., Any]]
    done: ClassVar[Any]
    person: User
    application: Application
    appeal: Appeal

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the case and its request (404), then ask whether the person may act (403)."""
        if not isinstance(request.user, User):
            return self.handle_no_permission()
        self.person = request.user
        self.application = get_object_or_404(
            Application.objects.visible_to(self.person).with_names(), number=kwargs["number"]
        )
        if self.permission and not self.person.has_perm(self.permission, self.application):
            raise PermissionDenied
        appeal = appeal_of(self.application)
        if appeal is None:
            raise Http404
        self.appeal = appeal
        self.require_place()
        return super().dispatch(request, *args, **kwargs)

    def require_place(self) -> None:
        """Ask for more than a right, where a page needs it."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Run the operation; a broken rule is shown on the form."""
        try:
            self.act(form)
        except RuleViolation as violation:
            form.add_error(None, violation)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.get_success_url())

    def act(self, form: forms.Form) -> None:
        """Do what the page is for; the fields of the form are the arguments."""
        type(self).operation(appeal=self.appeal, by=self.person, **form.cleaned_data)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Show what is wrong, with a status that says so."""
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def get_success_url(self) -> str:
        """Lead back to the request."""
        return reverse("certification:reconsideration", kwargs={"number": self.application.number})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the case and what is contested."""
        return super().get_context_data(
            application=self.application,
            appeal=self.appeal,
            points=list(self.appeal.points.select_related("criterion")),
            **kwargs,
        )
