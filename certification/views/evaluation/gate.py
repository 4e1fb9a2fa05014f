"""The gate in front of every page of a case: no content before impartiality is declared."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from certification.lifecycle import AssignmentStatus
from certification.models import Application, Assignment, User

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
