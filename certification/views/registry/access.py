"""From which side somebody opens a case; whoever may not know of it gets a 404."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from certification.case_history import Viewer
from certification.lifecycle import AssignmentStatus
from certification.models import Application, Assignment, Membership, User
from certification.permissions import EVALUATION
from certification.views.person import person_of

BEFORE_IMPARTIALITY = (AssignmentStatus.INVITED, AssignmentStatus.WAIVER_REQUESTED)


@dataclass(frozen=True)
class OpenCase:
    """A case as one person sees it."""

    application: Application
    person: User
    viewer: Viewer
    assignment: Assignment | None = None

    @property
    def awaits_impartiality(self) -> bool:
        """Say whether the case is still closed to an expert, all but its name and place."""
        return self.assignment is not None and self.assignment.status in BEFORE_IMPARTIALITY


def open_case(request: HttpRequest, number: str) -> OpenCase:
    """Open a case from the side of the person; people of the applicant are never staff of it."""
    person = person_of(request)
    application: Application = get_object_or_404(
        Application.objects.visible_to(person).with_names(), number=number
    )
    if (
        Membership.objects.current(timezone.localdate())
        .filter(
            Q(organisation=application.applicant_id)
            | Q(organisation__partnerships__application=application),
            person=person,
        )
        .exists()
    ):
        return OpenCase(application, person, Viewer.APPLICANT)
    if person.has_perm(EVALUATION, application):
        return OpenCase(application, person, Viewer.STAFF)
    assignment = application.assignments.filter(person=person).first()
    if assignment is None:
        raise Http404
    return OpenCase(application, person, Viewer.EXPERT, assignment)
