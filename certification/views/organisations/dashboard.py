"""The first page of people who apply."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from certification.applicant_course import milestones_of
from certification.dashboard import (
    CaseRow,
    certificates_of,
    most_urgent_case,
    other_cases,
    tasks_of,
)
from certification.lifecycle import OPEN_APPLICATION_STATUSES, ApplicationStatus
from certification.mailbox import newest_messages, unread_count
from certification.models import User
from certification.operations.organisations import accept_invitations
from certification.teams import OwnOrganisation, has_invitations, own_organisations
from certification.views.organisations.paging import place_in
from certification.views.person import person_of

LAST_MESSAGES = 5


@require_safe
@login_required
def my(request: HttpRequest) -> HttpResponse:
    """Show whose move it is in the most urgent case, and everything else below it.

    Invitations wait for the address to log in, so the first page after it accepts them.
    """
    person = person_of(request)
    if has_invitations(person):
        _join(request, person)
    own = own_organisations(person)
    main = most_urgent_case(person) if own else None
    before = place_in(request, "before")
    rows, following = other_cases(person, main, before=before) if main else ([], None)
    changeable = {one.organisation.pk for one in own if one.may_change}
    certificates, more_certificates = certificates_of(person, changeable) if own else ([], False)
    context = {
        "own": own,
        "may_apply": any(one.may_change for one in own),
        "main": main,
        "rows": rows,
        "next_page": following,
        "is_first_page": before is None,
        "certificates": certificates,
        "more_certificates": more_certificates,
        "latest_messages": newest_messages(person)[:LAST_MESSAGES],
        "unread": unread_count(person),
        **(_turn(main, own) if main else {}),
    }
    return render(request, "certification/organisations/my.html", context)


def _join(request: HttpRequest, person: User) -> None:
    joined = accept_invitations(by=person)
    if joined:
        sentence = ngettext(
            "You have joined the team of %(count)s organisation.",
            "You have joined the teams of %(count)s organisations.",
            len(joined),
        )
        messages.success(request, sentence % {"count": len(joined)})


def _turn(main: CaseRow, own: list[OwnOrganisation]) -> dict[str, object]:
    """Say what the box and the course of the main case show."""
    application = main.application
    tasks = tasks_of(main)
    role = next((one for one in own if one.organisation.pk == application.applicant_id), None)
    called = application.completion_calls.exists()
    return {
        "tasks": tasks,
        "tasks_left": sum(not task.is_done for task in tasks),
        "is_draft": application.status == ApplicationStatus.DRAFT,
        "is_running": application.status in OPEN_APPLICATION_STATUSES,
        "may_edit": role is not None and role.may_change,
        "may_send": role is not None and role.may_lead_team,
        "milestones": milestones_of(application, called=called),
    }
