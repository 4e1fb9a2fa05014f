"""The page of a step that is not open any more: who took it, and what was typed meanwhile."""

from http import HTTPStatus

from django.forms import BaseForm, Textarea, TextInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from viewflow.workflow.models import Task

from certification.labels import APPLICATION
from certification.models import Application

Typed = list[tuple[str | Promise, str]]


def step_gone(
    request: HttpRequest,
    application: Application,
    *,
    taken: Task | None = None,
    form: BaseForm | None = None,
) -> HttpResponse:
    """Say that the step is not open, by whom it was taken, and give back what was typed."""
    context = {
        "application": application,
        "label": APPLICATION[application.status],
        "taken": taken,
        "is_own": taken is not None and taken.owner_id == request.user.pk,
        "typed": typed_in(form) if form else [],
    }
    return render(request, "workflows/step_gone.html", context, status=HTTPStatus.CONFLICT)


def typed_in(form: BaseForm) -> Typed:
    """List what a person wrote into a form in words, each with its label; choices are no loss."""
    return [
        (field.label, value.strip())
        for field in form
        if isinstance(field.field.widget, Textarea | TextInput)
        and isinstance(value := field.value(), str)
        and value.strip()
    ]
