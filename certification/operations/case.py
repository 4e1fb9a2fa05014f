"""What every operation on a case shares: the log, the running deadline, numbers, messages."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import override

from certification.errors import TransitionRefused
from certification.history import save
from certification.lifecycle import ApplicationStatus
from certification.models import (
    Application,
    CaseEvent,
    Counter,
    Deadline,
    Membership,
    Message,
    Side,
    User,
)
from standards.deadlines import add_days


def log_event(
    application: Application,
    kind: str,
    *,
    by: User | None,
    side: str,
    reason: str = "",
    seen_by_applicant: bool = True,
    **facts: Any,
) -> CaseEvent:
    """Write one entry into the log of the case; ``facts`` are plain values of JSON."""
    return CaseEvent.objects.create(
        application=application,
        kind=kind,
        side=side,
        by=by,
        at=timezone.now(),
        facts=facts,
        reason=reason,
        seen_by_applicant=seen_by_applicant,
    )


@transaction.atomic
def start_deadline(
    *,
    application: Application,
    waits_for: str,
    rule: str,
    days: int,
    by: User | None,
    starts_on: date | None = None,
) -> Deadline:
    """Say whose move it is and until when; the deadline before is closed (KPA, art. 57)."""
    stop_deadline(application=application, by=by)
    start = starts_on or timezone.localdate()
    deadline = Deadline(
        application=application,
        waits_for=waits_for,
        rule=rule,
        starts_on=start,
        days=days,
        due_on=add_days(start, days, application.edition.day_count),
    )
    save(deadline, by=by, reason="start_deadline")
    return deadline


@transaction.atomic
def stop_deadline(*, application: Application, by: User | None) -> None:
    """Close the deadline that runs, because the move was made or the case has ended."""
    for deadline in Deadline.objects.running().filter(application=application):
        deadline.closed_at = timezone.now()
        save(deadline, by=by, reason="stop_deadline")


def next_number(prefix: str, *, year: int) -> str:
    """Give out the next number of a series, such as ``OWES-2026-0031``; none is given twice."""
    series = f"{prefix}-{year}"
    Counter.objects.get_or_create(series=series)
    counter = Counter.objects.select_for_update().get(series=series)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{series}-{counter.last:04d}"


def team_of(application: Application) -> list[User]:
    """List the people of the applicant, who learn of everything that concerns their case."""
    memberships = Membership.objects.current(timezone.localdate()).filter(
        organisation=application.applicant_id, person__is_active=True
    )
    return [membership.person for membership in memberships.select_related("person")]


def written_day(day: date) -> Any:
    """Write a day out only when the language of its reader is known."""
    return lazy(date_format, str)(day, "DATE_FORMAT")


def write_message(
    *,
    kind: str,
    recipients: Iterable[User],
    subject: Any,
    body: Any,
    application: Application | None = None,
    path: str = "",
) -> list[Message]:
    """Leave a message for each person in their language; the worker sends it by e-mail once.

    ``subject`` and ``body`` are lazy translations or plain text; the subject gets the case number.
    """
    people = list(recipients)
    messages = []
    for person in people:
        with override(person.language):
            title = f"{application.number}: {subject}" if application else str(subject)
            messages.append(
                Message(
                    recipient=person,
                    application=application,
                    kind=kind,
                    # A line break typed into a name would never pass as the header of a mail.
                    subject=" ".join(title.split())[:200],
                    body=str(body),
                    path=path,
                    created_at=timezone.now(),
                )
            )
    if application and messages:
        log_event(
            application,
            "message_written",
            by=None,
            side=Side.SYSTEM,
            seen_by_applicant=False,
            message=kind,
            recipients=[person.pk for person in people],
        )
    return Message.objects.bulk_create(messages)


@transaction.atomic
def take_up_issue(*, application: Application, by: User) -> None:
    """Note that a person sends a certificate to be issued again after the job had failed (7.7)."""
    application = Application.objects.locked(application.pk)
    if application.status != ApplicationStatus.GRANTED:
        raise TransitionRefused
    log_event(
        application,
        "issue_taken_up",
        by=by,
        side=Side.SECRETARIAT,
        seen_by_applicant=False,
    )
