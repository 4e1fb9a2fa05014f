"""The page of a step: it asks, the operation answers, the flow moves on."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.views.generic import FormView
from viewflow.workflow.models import Task

from certification.errors import RuleViolation
from certification.models import Application, Assignment, User
from workflows.api import TaskAlreadyDone, do_task, taken_step, task_for
from workflows.views.gone import step_gone


class TaskView(LoginRequiredMixin, FormView):
    """The page of one node. Form fields are the arguments of the operation."""

    node: ClassVar[str]
    operation: ClassVar[Callable[..., Any]]
    seeds_assignment: ClassVar[bool] = False
    done: ClassVar[str | Promise] = ""  # what the next page says of the step
    person: User
    application: Application
    assignment: Assignment | None = None
    task: Task

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the case (404), then the task that waits for this person (403, or done: 409).

        A step may come twice in a case; what was sent from a page of the first time is not taken
        for the second.
        """
        if not isinstance(request.user, User):
            return self.handle_no_permission()
        self.person = request.user
        self.application = get_object_or_404(
            Application.objects.visible_to(self.person).with_names(), number=kwargs["number"]
        )
        try:
            self.task = task_for(self.application, self.node, self.person)
        except TaskAlreadyDone:
            return self.task_gone()
        if self.seeds_assignment:
            self.assignment = self.task.seed
        if request.POST.get("task", str(self.task.pk)) != str(self.task.pk):
            return self.task_gone()
        return super().dispatch(request, *args, **kwargs)

    def task_gone(self) -> HttpResponse:
        """Say that the step is not open any more, and give back what was typed."""
        asked = self.request.POST.get("task", "")
        taken = taken_step(self.application, self.node, self.assignment, asked=asked)
        form = self.get_form() if self.request.method == "POST" else None
        return step_gone(self.request, self.application, taken=taken, form=form)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Let the form know the case it is about."""
        return super().get_form_kwargs() | {"application": self.application}

    def operation_arguments(self, form: Form) -> dict[str, Any]:
        """Give what the operation gets beside the person: the subject and the form's fields."""
        subject: dict[str, Any] = (
            {"assignment": self.assignment}
            if self.seeds_assignment
            else {"application": self.application}
        )
        return subject | form.cleaned_data

    def form_valid(self, form: Form) -> HttpResponse:
        """Run the operation as a step of the flow; a broken rule is shown on the form."""
        try:
            do_task(self.task, self.person, type(self).operation, **self.operation_arguments(form))
        except TaskAlreadyDone:
            return self.task_gone()
        except RuleViolation as violation:
            form.add_error(None, violation)
            return self.form_invalid(form)
        if self.done:
            messages.success(self.request, str(self.done))
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        """Lead back to the case, where the next step is shown."""
        return reverse("certification:case", kwargs={"number": self.application.number})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the case, the task and the node beside the form."""
        return super().get_context_data(
            application=self.application,
            assignment=self.assignment,
            task=self.task,
            node=self.node,
            **kwargs,
        )
