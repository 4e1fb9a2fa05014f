"""Letting an expert go: no step of its own, but an end to whichever step the expert was at."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from certification.errors import RuleViolation
from certification.evaluation import experts_still_needed
from certification.labels import ASSIGNMENT
from certification.lifecycle import ApplicationStatus
from certification.models import Application, Assignment
from certification.operations.releases import RELEASABLE
from certification.views.evaluation.gate import assignment_of, declaration_first
from certification.views.person import person_of
from workflows.api import TaskAlreadyDone, release_from_case
from workflows.forms.evaluation import ReleaseForm
from workflows.views.gone import step_gone


class ReleaseExpertView(LoginRequiredMixin, FormView):
    """Says what follows, asks for the reasons and lets the expert go."""

    form_class = ReleaseForm
    template_name = "workflows/evaluation/release_expert.html"
    application: Application
    assignment: Assignment

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the case and the expert in it (404) for the secretariat (403), while it can be."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        person = person_of(request)
        self.application = get_object_or_404(
            Application.objects.visible_to(person).with_names(), number=kwargs["number"]
        )
        if reply := declaration_first(
            request, self.application, assignment_of(person, self.application)
        ):
            return reply
        if not person.has_perm("certification.check_application", self.application):
            raise PermissionDenied
        self.assignment = get_object_or_404(
            self.application.assignments.select_related("person"), pk=kwargs["pk"]
        )
        self.assignment.application = self.application
        is_evaluated = self.application.status == ApplicationStatus.EVALUATION
        if not is_evaluated or self.assignment.status not in RELEASABLE:
            return self.too_late()
        return super().dispatch(request, *args, **kwargs)

    def too_late(self) -> HttpResponse:
        """Say that there is nothing left to be released from; give back the reasons."""
        form = self.get_form() if self.request.method == "POST" else None
        return step_gone(self.request, self.application, form=form)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Let the form know the case it is about."""
        return super().get_form_kwargs() | {"application": self.application}

    def form_valid(self, form: ReleaseForm) -> HttpResponse:
        """Let the expert go; a broken rule is shown on the form."""
        try:
            release_from_case(
                assignment=self.assignment, by=person_of(self.request), **form.cleaned_data
            )
        except TaskAlreadyDone:
            return self.too_late()
        except RuleViolation as violation:
            form.add_error(None, violation)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("%(name)s was released from the case.") % {"name": self.assignment.person},
        )
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        """Lead to the case, where the next step is shown."""
        return reverse("certification:case", kwargs={"number": self.application.number})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show who it is, how far the work has come and who else is at work."""
        others = self.application.assignments.exclude(pk=self.assignment.pk)
        return super().get_context_data(
            application=self.application,
            assignment=self.assignment,
            label=ASSIGNMENT[self.assignment.status],
            others_at_work=others.filter(status__in=RELEASABLE).exists(),
            will_be_needed=experts_still_needed(self.application, without=self.assignment),
            **kwargs,
        )
