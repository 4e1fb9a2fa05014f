"""What the clock does with holders who move: reminds, notes, prepares; it never decides."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.history import save
from certification.lifecycle import CertificateStatus, TransitionOutcome, TransitionStatus
from certification.models import Certificate, Post, PostRole, Transition, User
from certification.operations.case import team_of, write_message
from certification.operations.transitions import (
    address_for_holder,
    day_in_words,
    transition_of,
)
from certification.transitions import (
    family_of,
    holders_of,
    is_awaiting_decision,
    move_of,
    plan_of,
    proposal_for,
    reminder_for,
    versions_with_transition,
)
from standards.models import StandardVersion

WAITING = (TransitionStatus.UNDER_WAY, TransitionStatus.DECIDED)


@transaction.atomic
def remind_of_transition(
    *, certificate: Certificate, version: StandardVersion, today: date
) -> bool:
    """Remind one holder 90, 30 and 7 days before the last day, each once."""
    row = transition_of(certificate=certificate, version=version, by=None)
    if row.status not in WAITING or row.outcome not in ("", TransitionOutcome.PROLONG):
        return False
    due = reminder_for(days_left=(row.due_on - today).days, reminded=row.reminded_days)
    if due is None:
        return False
    application = row.certificate.application
    left = plan_of(row.certificate, version).open_tasks
    write_message(
        kind="transition_due",
        recipients=team_of(application),
        subject=format_lazy(
            _("Move to version {version} of the standard by {day}"),
            version=version.version,
            day=day_in_words(row.due_on),
        ),
        body=format_lazy(
            _(
                "Certificate {number} was issued by an earlier version. Tasks still to be done: "
                "{count}. The page lists them and says what changes for you."
            ),
            number=row.certificate.number,
            count=len(left),
        ),
        application=application,
        path=address_for_holder(row.certificate, version),
    )
    row.reminded_days = due
    save(row, by=None, reason="remind_of_transition")
    return True


@transaction.atomic
def prepare_decision(
    *, certificate: Certificate, version: StandardVersion, today: date
) -> Transition | None:
    """Prepare what becomes of a holder whose time is over; a person takes it or decides otherwise.

    Asked twice it prepares once: the row is taken and looked at again.
    """
    row = transition_of(certificate=certificate, version=version, by=None)
    current: Any = row.certificate
    current.move, current.last_day = row, row.due_on
    if not is_awaiting_decision(current, today=today):
        return None
    row.proposal = proposal_for(
        open_tasks=len(plan_of(row.certificate, version).open_tasks),
        is_suspended=row.certificate.status == CertificateStatus.SUSPENDED,
        was_prolonged=row.outcome == TransitionOutcome.PROLONG,
    )
    row.status, row.proposal_note = TransitionStatus.PREPARED, ""
    row.prepared_at, row.prepared_by = timezone.now(), None
    save(row, by=None, reason="prepare_decision")
    return row


@transaction.atomic
def note_new_certificate(*, certificate: Certificate, version: StandardVersion) -> bool:
    """Note that a holder moved where the same was certified by the new version or a later one."""
    row = transition_of(certificate=certificate, version=version, by=None)
    if row.status == TransitionStatus.MOVED:
        return False
    new = newer_certificates(version).filter(
        holder=row.certificate.holder_id, offer=row.certificate.offer_id
    )
    found = new.exclude(pk=row.certificate.pk).order_by("pk").first()
    if found is None:
        return False
    row.status, row.new_certificate = TransitionStatus.MOVED, found
    row.settled_at = timezone.now()
    save(row, by=None, reason="note_new_certificate")
    return True


def newer_certificates(version: StandardVersion) -> Any:
    """Give the valid certificates by a version or by what follows it."""
    _earlier, later = family_of(version)
    return Certificate.objects.filter(version__in=later, status=CertificateStatus.VALID)


def look_after_transitions(*, today: date) -> dict[str, int]:
    """Go through every holder of every transition; give how often each thing was done."""
    done = {"moved": 0, "reminded": 0, "prepared": 0}
    for version in versions_with_transition():
        moved_holders = set(newer_certificates(version).values_list("holder", "offer"))
        prepared = []
        for certificate in _standing(version, today):
            who = {"certificate": certificate, "version": version}
            if (certificate.holder_id, certificate.offer_id) in moved_holders:
                done["moved"] += note_new_certificate(**who)
            done["reminded"] += _reminder_due(certificate, today) and remind_of_transition(
                **who, today=today
            )
            if is_awaiting_decision(certificate, today=today):
                prepared.append(prepare_decision(**who, today=today))
        done["prepared"] += tell_of_prepared(version, [row for row in prepared if row])
    return done


def _standing(version: StandardVersion, today: date) -> Iterator[Any]:
    """Give the holders whose fate is open, a few hundred at a time."""
    last = 0
    open_states = (*WAITING, TransitionStatus.PREPARED, TransitionStatus.EXCEPTED)
    while True:
        holders = holders_of(version, today=today).filter(pk__gt=last, state__in=open_states)
        rows = list(holders[:200])
        yield from rows
        if not rows:
            return
        last = rows[-1].pk


def _reminder_due(certificate: Any, today: date) -> bool:
    move = move_of(certificate)
    reminded = move.reminded_days if move else None
    days_left = (certificate.last_day - today).days
    return reminder_for(days_left=days_left, reminded=reminded) is not None


@transaction.atomic
def tell_of_prepared(version: StandardVersion, prepared: list[Transition]) -> int:
    """Tell the authority of each operator how many decisions wait."""
    by_operator: dict[int, int] = {}
    for row in prepared:
        operator = row.certificate.application.edition.operator_id
        by_operator[operator] = by_operator.get(operator, 0) + 1
    for operator, count in by_operator.items():
        posts = Post.objects.current(timezone.localdate()).filter(
            operator=operator, role=PostRole.AUTHORITY, person__is_active=True
        )
        write_message(
            kind="transition_prepared",
            recipients=User.objects.filter(pk__in=posts.values("person")).order_by("pk"),
            subject=format_lazy(
                _("Holders did not move to version {version} of the standard in time"),
                version=version.version,
            ),
            body=format_lazy(
                _("Decisions prepared: {count}. None is taken until you take it."), count=count
            ),
            path=reverse("certification:transition", args=[version.scheme.code, version.version])
            + "?state=prepared",
        )
    return len(prepared)
