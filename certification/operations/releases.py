"""Experts let go before their score card was sent: one by the secretariat, all when a case ends."""

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from guardian.shortcuts import remove_perm

from certification.errors import TransitionRefused
from certification.errors.evaluation import ReleaseReasonsMissing
from certification.history import save
from certification.lifecycle import (
    ASSIGNMENT_MOVES,
    ApplicationStatus,
    AssignmentStatus,
    require_move,
)
from certification.models import Application, Assignment, Side, User
from certification.operations.assignments import hand_over
from certification.operations.case import log_event, write_message
from certification.participation import require_no_part
from certification.permissions import EXPERT_RIGHTS

RELEASABLE = frozenset(
    status for status, moves in ASSIGNMENT_MOVES.items() if AssignmentStatus.RELEASED in moves
)


@transaction.atomic
def release_expert(*, assignment: Assignment, reasons: str, by: User) -> Assignment:
    """Let an expert go before the score card is sent; somebody else can be assigned (17065, 7.3.5).

    The rights to the case end at once. What was filled in stays on record and never counts.
    """
    application = Application.objects.locked(assignment.application_id)
    assignment = application.assignments.select_related("person").get(pk=assignment.pk)
    reasons = reasons.strip()
    require_move(ASSIGNMENT_MOVES, source=assignment.status, target=AssignmentStatus.RELEASED)
    if application.status != ApplicationStatus.EVALUATION:
        raise TransitionRefused
    require_no_part(by, application)
    if not reasons:
        raise ReleaseReasonsMissing
    _let_go(assignment, by=by, reason="release_expert")
    log_event(
        application,
        "expert_released",
        by=by,
        side=Side.SECRETARIAT,
        reason=reasons,
        seen_by_applicant=False,
        assignment=assignment.pk,
        person=assignment.person_id,
    )
    write_message(
        kind="expert_released",
        recipients=[assignment.person],
        subject=_("You need not score this application any more"),
        body=format_lazy(
            _("The secretariat released you from the case, so it is closed to you. {reasons}"),
            reasons=reasons,
        ),
        application=application,
        path=reverse("certification:my_assessments"),
    )
    hand_over(application, by=by)
    return assignment


@transaction.atomic
def release_everybody(*, application: Application, by: User) -> list[Assignment]:
    """Let everybody go who was still at work on a case that has ended without a result."""
    application = Application.objects.locked(application.pk)
    if application.status != ApplicationStatus.WITHDRAWN:
        raise TransitionRefused
    released = list(application.assignments.select_related("person").filter(status__in=RELEASABLE))
    for assignment in released:
        _let_go(assignment, by=by, reason="release_everybody")
    write_message(
        kind="expert_released",
        recipients=[assignment.person for assignment in released],
        subject=_("You need not score this application any more"),
        body=_("The applicant withdrew the application, so the case is closed to you."),
        application=application,
        path=reverse("certification:my_assessments"),
    )
    return released


def _let_go(assignment: Assignment, *, by: User, reason: str) -> None:
    """Move the assignment and take back the rights that came with it."""
    assignment.status = AssignmentStatus.RELEASED
    save(assignment, by=by, reason=reason)
    for right in EXPERT_RIGHTS:
        remove_perm(right, assignment.person, assignment.application)
