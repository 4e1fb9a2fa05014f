"""The gate in front of every page of a case: no content before impartiality is declared."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from certification.lifecycle import AssignmentStatus
from certification.models import Application, Assignment, User
from certification.views.person import person_of

BEFORE_ACCESS = (AssignmentStatus.INVITED, AssignmentStatus.WAIVER_REQUESTED)


def assignment_of(person: User, application: Application) -> Assignment | None:
    """Give the person's assignment to a case, whatever its status."""
    return (
        Assignment.objects.filter(application=application, person=person)
        .select_related("assessment")
        .first()
    )


def declaration_first(
    request: HttpRequest, application: Application, assignment: Assignment | None
) -> HttpResponse | None:
    """Lead an expert to the declaration, or say that a known link is being considered.

    Gives nothing to people who are no experts in the case and to those who may enter.
    """
    if assignment is None or assignment.status not in BEFORE_ACCESS:
        return None
    if assignment.status == AssignmentStatus.INVITED:
        return redirect("workflows:declare", number=application.number)
    return render(
        request,
        "certification/evaluation/waiver_awaited.html",
        {"application": application},
        status=403,
    )


def after_declaration(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead an expert who follows a link into the case to the declaration, instead of a refusal."""

    @wraps(page)
    def gated(request: HttpRequest, number: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return page(request, number, *args, **kwargs)
        except PermissionDenied:
            assigned = Assignment.objects.filter(
                application__number=number, person=person_of(request)
            )
            assignment = assigned.select_related("application").first()
            if assignment is None:
                raise
            answer = declaration_first(request, assignment.application, assignment)
            if answer is None:
                raise
            return answer

    return gated
