"""Holders move to a new version of the standard: recorded by people, prepared by the clock.

The clock only reminds and prepares; suspending, withdrawing, prolonging and excepting are acts of
the authority, who neither prepared them nor had a part in the case (ISO/IEC 17065, 7.10.1, 7.6.2).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.errors.committee import DeciderTookPart
from certification.errors.transitions import (
    NoTransition,
    ProlongationOutside,
    TransitionMoveRefused,
    TransitionPreparedByDecider,
    TransitionReasonMissing,
    TransitionTasksOpen,
)
from certification.history import save
from certification.lifecycle import IN_FORCE, TRANSITION_MOVES, TransitionOutcome, TransitionStatus
from certification.models import Certificate, Side, Transition, TransitionTask, User
from certification.operations.case import log_event, team_of, write_message
from certification.operations.certificates import suspend, withdraw
from certification.participation import Part, parts_of
from certification.transitions import family_of, plan_of
from standards.models import StandardVersion

LEAST_REASONS = 20
REASON = "not_moved"


@transaction.atomic
def transition_of(
    *, certificate: Certificate, version: StandardVersion, by: User | None
) -> Transition:
    """Take the row of one holder for this transaction, and make it where there is none."""
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    found = Transition.objects.filter(certificate=certificate, version=version).first()
    if found is not None:
        return found
    earlier, _later = family_of(version)
    if (
        certificate.status not in IN_FORCE
        or certificate.version_id not in earlier
        or version.transition_until is None
    ):
        raise NoTransition(number=certificate.number, version=version.version)
    made = Transition(certificate=certificate, version=version, due_on=version.transition_until)
    save(made, by=by, reason="transition_of")
    return made


@transaction.atomic
def record_tasks(
    *,
    certificate: Certificate,
    version: StandardVersion,
    tasks: Mapping[str, tuple[bool, str]],
    by: User,
) -> int:
    """Record which tasks a holder has done, with a note; give how many lines changed."""
    row = transition_of(certificate=certificate, version=version, by=by)
    wanted = {one.key for one in plan_of(row.certificate, version).tasks}
    kept = {task.criterion_key: task for task in row.tasks.all()}
    changed = 0
    for key in wanted & tasks.keys():
        is_done, note = tasks[key]
        task = kept.get(key) or TransitionTask(transition=row, criterion_key=key)
        if (task.is_done, task.note) == (is_done, note.strip()):
            continue
        task.is_done, task.note = is_done, note.strip()
        task.recorded_by, task.recorded_at = by, timezone.now()
        save(task, by=by, reason="record_tasks")
        changed += 1
    return changed


@transaction.atomic
def record_moved(
    *, certificate: Certificate, version: StandardVersion, reasons: str, by: User
) -> Transition:
    """Record by which evidence a holder meets the new version; every task has to be done."""
    row = transition_of(certificate=certificate, version=version, by=by)
    _require_move(row, TransitionStatus.MOVED)
    _require_reasons(reasons)
    if left := plan_of(row.certificate, version).open_tasks:
        raise TransitionTasksOpen(codes=", ".join(one.code for one in left))
    _settle(row, TransitionStatus.MOVED, reasons=reasons, by=by, reason="record_moved")
    _log(row, "transition_moved", by=by)
    _tell(row, _("You have moved to version {version} of the standard"))
    return row


@transaction.atomic
def except_holder(
    *, certificate: Certificate, version: StandardVersion, reasons: str, by: User
) -> Transition:
    """Let a holder stay on the earlier version until the certificate ends, by name and reason."""
    row = transition_of(certificate=certificate, version=version, by=by)
    _require_move(row, TransitionStatus.EXCEPTED)
    _require_reasons(reasons)
    _require_outsider(row, by)
    _settle(row, TransitionStatus.EXCEPTED, reasons=reasons, by=by, reason="except_holder")
    _log(row, "transition_excepted", by=by, reason=row.reasons)
    _tell(row, _("You need not move to version {version} of the standard"))
    return row


@transaction.atomic
def change_proposal(*, transition_pk: int, proposal: str, note: str, by: User) -> Transition:
    """Propose something else than the clock did, with the reasons; nothing is decided by it."""
    row = _locked(transition_pk)
    if row.status != TransitionStatus.PREPARED:
        raise TransitionMoveRefused(state=row.get_status_display())
    _require_reasons(note)
    row.proposal, row.proposal_note, row.prepared_by = proposal, note.strip(), by
    row.prepared_at = timezone.now()
    save(row, by=by, reason="change_proposal")
    return row


@transaction.atomic
def take_prepared_decision(
    *, transition_pk: int, outcome: str, reasons: str, by: User, until: date | None = None
) -> Transition:
    """Take the decision that was prepared, as proposed or otherwise; it changes the certificate.

    The operations on certificates do the rest: the registry, the holder and the history of the
    case learn of it in the same moment, or nothing happens.
    """
    row = _locked(transition_pk)
    _require_move(row, TransitionStatus.DECIDED)
    _require_reasons(reasons)
    _require_outsider(row, by)
    if outcome == TransitionOutcome.PROLONG:
        _prolong(row, until)
    else:
        act = suspend if outcome == TransitionOutcome.SUSPEND else withdraw
        act(
            certificate=row.certificate,
            effective_on=timezone.localdate(),
            public_note=reasons,
            reason=REASON,
            by=by,
        )
    row.outcome = outcome
    _settle(row, TransitionStatus.DECIDED, reasons=reasons, by=by, reason="take_prepared_decision")
    if outcome == TransitionOutcome.PROLONG:
        _log(row, "transition_prolonged", by=by, reason=row.reasons, until=row.due_on.isoformat())
        _tell(row, _("You have more time to move to version {version} of the standard"))
    return row


def _prolong(row: Transition, until: date | None) -> None:
    first, last = timezone.localdate(), row.certificate.valid_until
    if until is None or not first < until <= last:
        raise ProlongationOutside(
            first=date_format(first, "DATE_FORMAT"), last=date_format(last, "DATE_FORMAT")
        )
    row.due_on, row.reminded_days = until, None


def _locked(pk: int) -> Transition:
    found = Transition.objects.select_related("certificate__application", "version").get(pk=pk)
    return transition_of(certificate=found.certificate, version=found.version, by=None)


def _require_move(row: Transition, target: str) -> None:
    if target not in TRANSITION_MOVES[row.status] or row.certificate.status not in IN_FORCE:
        raise TransitionMoveRefused(state=row.get_status_display())


def _require_reasons(text: str) -> None:
    if len(text.strip()) < LEAST_REASONS:
        raise TransitionReasonMissing(least=LEAST_REASONS)


def _require_outsider(row: Transition, by: User) -> None:
    """Refuse whoever had a part in the case, or recorded what the decision rests on."""
    parts = parts_of(by, row.certificate.application)
    for part in Part:
        if part in parts:
            raise DeciderTookPart(part=part.label)
    recorded = row.tasks.filter(recorded_by=by).exists()
    if recorded or row.prepared_by_id == by.pk:
        raise TransitionPreparedByDecider


def _settle(row: Transition, status: str, *, reasons: str, by: User, reason: str) -> None:
    row.status, row.reasons = status, reasons.strip()
    row.settled_at, row.settled_by = timezone.now(), by
    save(row, by=by, reason=reason)


def _log(row: Transition, kind: str, *, by: User | None, reason: str = "", **facts: Any) -> None:
    log_event(
        row.certificate.application,
        kind,
        by=by,
        side=Side.AUTHORITY if by else Side.SYSTEM,
        reason=reason,
        version=row.version.version,
        number=row.certificate.number,
        **facts,
    )


def _tell(row: Transition, subject: Any) -> None:
    application = row.certificate.application
    write_message(
        kind="transition_settled",
        recipients=team_of(application),
        subject=format_lazy(subject, version=row.version.version),
        body=format_lazy(
            _("It concerns certificate {number}. The last day is {day}. {reasons}"),
            number=row.certificate.number,
            day=day_in_words(row.due_on),
            reasons=row.reasons,
        ),
        application=application,
        path=address_for_holder(row.certificate, row.version),
    )


def address_for_holder(certificate: Certificate, version: StandardVersion) -> str:
    """Give the page on which a holder sees the own tasks."""
    return reverse("certification:my_transition", args=[certificate.number, version.version])


def day_in_words(day: date) -> Any:
    """Write a day out only when the language of its reader is known."""
    return lazy(date_format, str)(day, "DATE_FORMAT")
