"""What the clock does in cases: reminders and missed days. Every function may safely run twice."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.history import save
from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import Application, Assignment, Deadline, Obligation, ObligationKind, Side
from certification.operations.case import (
    log_event,
    start_deadline,
    team_of,
    write_message,
    written_day,
)

REMIND_BEFORE = timedelta(days=30)


@transaction.atomic
def note_missed_completion(*, application: Application) -> Deadline | None:
    """Hand a case back to the secretariat when the gaps stay open too long (KPA, art. 64)."""
    application = Application.objects.locked(application.pk)
    if application.status != ApplicationStatus.COMPLETION_CALLED:
        return None
    log_event(application, "completion_missed", by=None, side=Side.SYSTEM)
    return start_deadline(
        application=application,
        waits_for=Side.SECRETARIAT,
        rule="formal_check",
        days=application.edition.formal_check_days,
        by=None,
    )


@transaction.atomic
def remind_expert(*, assignment: Assignment) -> None:
    """Remind an expert, two days before, of a score card that is still open."""
    if assignment.status != AssignmentStatus.ACCEPTED:
        return
    write_message(
        kind="score_card_due",
        recipients=[assignment.person],
        subject=format_lazy(_("Send your score card by {day}"), day=written_day(assignment.due_on)),
        body=_("The time for your score card ends in two days. What you have filled in is kept."),
        application=assignment.application,
        path=reverse("workflows:score", kwargs={"number": assignment.application.number}),
    )


@transaction.atomic
def remind_holders() -> int:
    """Remind holders, once, of what falls due within thirty days; give how many were reminded."""
    today = timezone.localdate()
    due = (
        Obligation.objects.select_for_update(of=("self",))
        .select_related("certificate__application")
        .filter(met_at__isnull=True, reminded_at__isnull=True, due_on__lte=today + REMIND_BEFORE)
    )
    reminded = 0
    for obligation in due:
        application = obligation.certificate.application
        write_message(
            kind="obligation_due",
            recipients=team_of(application),
            subject=format_lazy(
                _("{what} is due by {day}"),
                what=ObligationKind(obligation.kind).label,
                day=written_day(obligation.due_on),
            ),
            body=format_lazy(
                _("Your certificate {number} asks for this. Open the case to see what to do."),
                number=obligation.certificate.number,
            ),
            application=application,
            path=reverse("certification:case", kwargs={"number": application.number}),
        )
        obligation.reminded_at = timezone.now()
        save(obligation, by=None, reason="remind_holders")
        reminded += 1
    return reminded
