"""Experts at work on a case, brought there by the real operations."""

from datetime import timedelta

from django.utils import timezone

from certification.lifecycle import AssignmentStatus
from certification.models import Application, Assessment, Assignment, PostRole, User
from certification.operations.assessments import send_score_card
from certification.operations.assignments import declare_impartiality
from tests.factories.cases import AssignmentFactory, answer_everything
from tests.factories.people import PostFactory, UserFactory


def make_expert(application: Application, **fields) -> User:
    """Make a person with the post of an expert at the operator of the case."""
    return PostFactory(
        operator=application.edition.operator,
        role=PostRole.ASSESSOR,
        person=UserFactory(**fields),
    ).person


def invite(application: Application, **fields) -> Assignment:
    """Invite a new expert without asking how many are needed."""
    return AssignmentFactory(application=application, person=make_expert(application), **fields)


def let_in(application: Application, **fields) -> Assignment:
    """Invite an expert who declares no link, so the case is open and a card waits."""
    assignment = invite(application, **fields)
    declare_impartiality(assignment=assignment, answer="clear", by=assignment.person)
    assignment.refresh_from_db()
    assert assignment.status == AssignmentStatus.ACCEPTED
    return assignment


def score(application: Application, *, value: int | None = None, **fields) -> Assessment:
    """Let a new expert send a card with the highest levels, or with ``value`` everywhere."""
    assignment = let_in(application, **fields)
    answer_everything(assignment.assessment, value=value)
    return send_score_card(assignment=assignment, summary="Zgodne.", by=assignment.person)


def yesterday():
    """Give the day before today."""
    return timezone.localdate() - timedelta(days=1)
