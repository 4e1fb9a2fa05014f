"""What a person can do next in a case: one table from the state of the case to links and words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import Appeal, Application, Assignment, Certificate, User
from certification.reconsidering import (
    appeal_of,
    chance_of,
    first_decision,
    is_ready,
    panel_of,
)


@dataclass(frozen=True)
class NextAction:
    """A link to a step, with what will follow from it."""

    url: str
    text: str | Promise
    consequence: str | Promise


@dataclass(frozen=True)
class Step:
    """A step that waits while the case has a status, for whoever holds a right."""

    status: str
    right: str
    page: str
    text: str | Promise
    consequence: str | Promise


A = ApplicationStatus
STEPS: tuple[Step, ...] = (
    Step(
        A.DRAFT,
        "edit_application",
        "certification:application",
        _("Fill in the application"),
        _("Everything you type is saved; you can finish later."),
    ),
    Step(
        A.DRAFT,
        "submit_application",
        "workflows:submit",
        _("Check and send the application"),
        _("After sending, the answers can be changed only when the secretariat asks for it."),
    ),
    Step(
        A.SUBMITTED,
        "check_application",
        "workflows:formal_check",
        _("Check the application formally"),
        _("The case goes to experts, or back to the applicant with a list of gaps."),
    ),
    Step(
        A.COMPLETION_CALLED,
        "submit_application",
        "workflows:complete",
        _("Complete the gaps and send"),
        _("The secretariat checks the application once again."),
    ),
    Step(
        A.AWAITING_COMMITTEE,
        "chair_application",
        "workflows:recommend",
        _("Record the recommendation"),
        _("The case goes to the deciding authority."),
    ),
    Step(
        A.AWAITING_COMMITTEE,
        "arrange_meeting",
        "certification:meetings",
        _("Put the case on the agenda of a meeting"),
        _("The committee will see the case and its materials."),
    ),
    Step(
        A.AWAITING_DECISION,
        "decide_application",
        "workflows:decide",
        _("Decide"),
        _("The applicant learns of the decision; a grant issues the certificate."),
    ),
)
DECIDED = (A.REFUSED, A.GRANTED, A.CERTIFIED)
AT_WORK = (AssignmentStatus.INVITED, AssignmentStatus.WAIVER_REQUESTED, AssignmentStatus.ACCEPTED)


def next_actions(
    application: Application, person: User, assignments: list[Assignment]
) -> list[NextAction]:
    """List what the person can do now; the steps themselves check it all again."""
    found = [
        NextAction(_address(step.page, application), step.text, step.consequence)
        for step in STEPS
        if step.status == application.status
        and person.has_perm(f"certification.{step.right}", application)
    ]
    if application.status in DECIDED:
        found += _after_decision(application, person)
    if application.status == A.EVALUATION:
        found += _in_evaluation(application, person, assignments)
    return found


def _in_evaluation(
    application: Application, person: User, assignments: list[Assignment]
) -> Iterator[NextAction]:
    """The evaluation runs by assignments: each has its own state."""
    own = {assignment.status for assignment in assignments if assignment.person_id == person.pk}
    if AssignmentStatus.ACCEPTED in own:
        yield NextAction(
            _address("certification:score_overview", application),
            _("Fill in the score card"),
            _("Everything you type is saved; you can finish later."),
        )
        yield NextAction(
            _address("workflows:score", application),
            _("Check and send the score card"),
            _("A card that was sent is locked."),
        )
    if not person.has_perm("certification.check_application", application):
        return
    states = {assignment.status for assignment in assignments}
    if AssignmentStatus.WAIVER_REQUESTED in states:
        yield NextAction(
            _address("workflows:consider_waiver", application),
            _("Consider a known link of an expert"),
            _("The expert scores the application, or is excluded."),
        )
    if not states.intersection(AT_WORK):
        yield NextAction(
            _address("workflows:assign_experts", application),
            _("Assign experts"),
            _("The experts are asked to declare impartiality before they see the case."),
        )


def _after_decision(application: Application, person: User) -> Iterator[NextAction]:
    """A decision can be contested while there is time; then the request has its own steps."""
    appeal = appeal_of(application)
    if appeal is not None and appeal.is_open:
        yield from appeal_actions(application, person, appeal)
        return
    if appeal is not None and appeal.settlement_id:
        return
    if not person.has_perm("certification.submit_application", application):
        return
    decision = first_decision(application)
    chance = chance_of(decision) if decision else None
    if chance and chance.is_open:
        yield NextAction(
            _address("certification:ask_to_reconsider", application),
            _("Ask to look at the case again"),
            format_lazy(
                _("Until {day}. People who had no part in the case will look at it."),
                day=date_format(chance.last_day, "DATE_FORMAT"),
            ),
        )


def appeal_actions(application: Application, person: User, appeal: Appeal) -> list[NextAction]:
    """List what the person can do with a request that is open."""
    if not appeal.is_open:
        return []
    panel = panel_of(appeal)
    found = []
    if any(one.person_id == person.pk for one in panel):
        found.append(
            NextAction(
                _address("certification:give_opinion", application),
                _("Give your opinion on the request"),
                _("You can change it until the request is settled."),
            )
        )
    if person.has_perm("certification.check_application", application):
        found.append(
            NextAction(
                _address("certification:appoint_panel", application),
                _("Change the panel") if panel else _("Appoint who looks at the case again"),
                _("Only people who had no part in the case can be chosen."),
            )
        )
    if is_ready(panel) and person.has_perm("certification.decide_application", application):
        found.append(
            NextAction(
                _address("workflows:settle", application),
                _("Settle the request"),
                _("The applicant learns of it at once; a grant issues the certificate."),
            )
        )
    return found


def certificate_actions(certificate: Certificate, person: User) -> list[NextAction]:
    """Lead whoever may suspend a certificate to the changes of its state."""
    if not person.has_perm("certification.suspend_certificate", certificate):
        return []
    return [
        NextAction(
            reverse("certification:certificate_actions", kwargs={"number": certificate.number}),
            _("Change the state of the certificate"),
            _("Suspend, restore, withdraw, end or annul; the registry shows it at once."),
        )
    ]


def _address(page: str, application: Application) -> str:
    if page == "certification:meetings":
        return reverse(page)
    return reverse(page, kwargs={"number": application.number})
