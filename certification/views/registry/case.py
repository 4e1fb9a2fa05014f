"""The page of one case: what it is about, where it stands, whose move it is, what to do next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certification.case_history import Viewer
from certification.labels import APPLICATION, ASSIGNMENT, CERTIFICATE, FORMAL_OUTCOME, label_of
from certification.lifecycle import (
    APPLICATION_MOVES,
    IN_FORCE,
    ApplicationStatus,
    AssignmentStatus,
)
from certification.models import (
    Appeal,
    Application,
    Assignment,
    Certificate,
    Deadline,
    DecisionKind,
    Obligation,
    Side,
)
from certification.next_actions import certificate_actions, next_actions
from certification.operations.releases import RELEASABLE
from certification.status import status_now
from certification.timeline import course_with_reconsideration
from certification.views.registry.access import OpenCase, open_case
from standards.dictionaries import LEGAL_FORMS, VOIVODESHIPS

LAST_MESSAGES = 5
PAGE_OF_DECISION: Mapping[str, str] = {
    DecisionKind.FIRST: "certification:decision",
    DecisionKind.RECONSIDERATION: "certification:reconsideration",
}


@require_safe
@login_required
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show the case as far as the person may see it; experts declare impartiality first."""
    opened = open_case(request, number)
    if opened.awaits_impartiality and opened.assignment:
        if opened.assignment.status == AssignmentStatus.INVITED:
            return redirect("workflows:declare", number=number)
        context = {"application": opened.application}
        return render(request, "certification/registry/case_closed.html", context)
    return render(request, "certification/registry/case.html", _context(opened))


def _context(opened: OpenCase) -> dict[str, Any]:
    application, person, viewer = opened.application, opened.person, opened.viewer
    today = timezone.localdate()
    assignments = _assignments(opened)
    deadline = Deadline.objects.running().filter(application=application).first()
    certificate = (
        Certificate.objects.filter(application=application)
        .select_related("application__edition")
        .first()
    )
    actions = next_actions(application, person, assignments)
    may_check = person.has_perm("certification.check_application", application)
    if certificate:
        actions += certificate_actions(certificate, person)
    return {
        "application": application,
        "viewer": viewer.value,
        "label": label_of(application.status, deadline.rule if deadline else ""),
        "waits_for": _waits_for(application, deadline),
        "is_own_move": _is_own_move(opened, deadline),
        "deadline": deadline,
        "days_left": (deadline.due_on - today).days if deadline else None,
        "actions": actions,
        "course": course_with_reconsideration(
            application.status, application.events.values_list("kind", "at").order_by("pk")
        ),
        "organisation": application.applicant,
        "legal_form": LEGAL_FORMS[application.applicant.legal_form].name,
        "place": VOIVODESHIPS[application.voivodeship],
        "partners": application.partners.select_related("organisation"),
        "attachments": application.attachments.standing(),
        "assignments": [(item, ASSIGNMENT[item.status]) for item in assignments],
        "releasable": _releasable(opened, may_check=may_check),
        "may_mark": may_check,
        "letters": _letters(opened),
        "may_withdraw": ApplicationStatus.WITHDRAWN in APPLICATION_MOVES[application.status]
        and person.has_perm("certification.withdraw_application", application),
        "certificate": certificate,
        "certificate_label": _certificate_label(certificate),
        "obligations": _obligations(certificate),
        "messages_received": application.messages.filter(recipient=person).order_by("-pk")[
            :LAST_MESSAGES
        ],
    }


@dataclass(frozen=True)
class Letter:
    """A letter of the case: a page that can also be downloaded."""

    url: str
    text: str
    at: datetime


def _letters(opened: OpenCase) -> list[Letter]:
    """List the letters of the case in the order in which they were written."""
    application, letters = opened.application, []
    address = {"number": application.number}
    if opened.viewer is Viewer.APPLICANT and application.submitted_at:
        url = reverse("certification:receipt", kwargs=address)
        letters.append(Letter(url, _("Confirmation of receipt"), application.submitted_at))
    outcome = reverse("certification:formal_outcome", kwargs=address)
    letters += [
        Letter(outcome, str(FORMAL_OUTCOME[check.outcome]), check.checked_at)
        for check in application.formal_checks.all()
    ]
    letters += [
        Letter(
            reverse(PAGE_OF_DECISION[decision.kind], kwargs=address),
            _("Decision %(number)s") % {"number": decision.number},
            decision.decided_at,
        )
        for decision in application.decisions.order_by("pk")
    ]
    letters += [
        Letter(
            reverse("certification:reconsideration", kwargs=address),
            _("Request to reconsider"),
            appeal.filed_at,
        )
        for appeal in Appeal.objects.filter(decision__application=application, settlement=None)
    ]
    return letters


def _assignments(opened: OpenCase) -> list[Assignment]:
    """List the experts for staff, the own assignment for an expert, nobody for the applicant."""
    if opened.viewer is Viewer.APPLICANT:
        return []
    found = list(opened.application.assignments.select_related("person"))
    if opened.viewer is Viewer.EXPERT:
        return [item for item in found if item.person_id == opened.person.pk]
    return found


def _releasable(opened: OpenCase, *, may_check: bool) -> Collection[str]:
    """Name the states of an assignment from which this person may release an expert."""
    is_evaluated = opened.application.status == ApplicationStatus.EVALUATION
    return RELEASABLE if may_check and is_evaluated else ()


def _waits_for(application: Application, deadline: Deadline | None) -> str:
    """Name the side whose move it is; "waiting" alone is never said."""
    side = deadline.waits_for if deadline else APPLICATION[application.status].waits_for
    return str(Side(side).label) if side else ""


def _is_own_move(opened: OpenCase, deadline: Deadline | None) -> bool:
    side = deadline.waits_for if deadline else APPLICATION[opened.application.status].waits_for
    if opened.viewer is Viewer.APPLICANT:
        return side == Side.APPLICANT
    if opened.viewer is Viewer.EXPERT and opened.assignment:
        return side == Side.EXPERT and opened.assignment.status == AssignmentStatus.ACCEPTED
    return False


def _obligations(certificate: Certificate | None) -> list[Obligation]:
    """List what a certificate in force asks of its holder, the nearest day first (17065, 7.9)."""
    if certificate is None or certificate.status not in IN_FORCE:
        return []
    return list(certificate.obligations.filter(met_at__isnull=True).order_by("due_on", "pk"))


def _certificate_label(certificate: Certificate | None) -> Any:
    if certificate is None:
        return None
    word = status_now(
        status=certificate.status,
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        today=timezone.localdate(),
    )
    return CERTIFICATE[word]
