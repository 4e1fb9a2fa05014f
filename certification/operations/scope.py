"""Reducing what a certificate covers, while the certificate itself stays as it is."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.errors.registry import (
    EffectiveDayOutside,
    PublicNoteMissing,
    ScopeCannotShrink,
    ScopeIsNotReduced,
    ScopeNeedsACertificateInForce,
)
from certification.history import save
from certification.lifecycle import IN_FORCE, SCOPE_REDUCED
from certification.models import Application, Certificate, Side, StatusChange, User
from certification.names import plain_text
from certification.operations.case import log_event, team_of, write_message, written_day
from certification.operations.public_log import log_change
from certification.operations.revisions import record_places, set_revision
from certification.status import scope_now

SHORTEST = 2  # of a scope of one part nothing would remain


def scope_of(certificate: Certificate) -> list[str]:
    """Give what the certificate covers today."""
    return scope_now(issued=certificate.scope, reduced=certificate.reduced_scope)


def may_shrink(certificate: Certificate) -> bool:
    """Say whether there is a state and a scope from which something can be taken away."""
    return certificate.status in IN_FORCE and len(scope_of(certificate)) >= SHORTEST


@transaction.atomic
def reduce_scope(
    *,
    certificate: Certificate,
    remaining: Sequence[str],
    effective_on: date,
    public_note: str,
    reason: str,
    by: User,
) -> StatusChange:
    """Narrow what a certificate covers from a day on (17065, 7.11.1).

    What was issued stays written in the certificate; the registry shows what remains of it. What
    was handed out before has ended from now on, and the files come out in a new revision. A scope
    never grows back: whoever wants it wider applies again.
    """
    application = Application.objects.locked(certificate.application_id)
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    kept = [part for part in scope_of(certificate) if part in set(remaining)]
    _require_possible(certificate, remaining, kept)
    _require_day(certificate, effective_on)
    note = plain_text(public_note).strip()
    if not note:
        raise PublicNoteMissing
    change: StatusChange = StatusChange.objects.create(
        certificate=certificate,
        status=SCOPE_REDUCED,
        scope=kept,
        effective_on=effective_on,
        recorded_at=timezone.now(),
        recorded_by=by,
        reason=reason,
        public_note=note,
    )
    certificate.reduced_scope = kept
    set_revision(certificate, effective_on=effective_on)
    save(certificate, by=by, reason="reduce_scope")
    record_places(certificate)
    _tell(certificate, application, change, by)
    log_change(number=certificate.number, change=change)
    return change


def _require_possible(
    certificate: Certificate, remaining: Sequence[str], kept: Sequence[str]
) -> None:
    covered = scope_of(certificate)
    if certificate.status not in IN_FORCE:
        raise ScopeNeedsACertificateInForce(state=certificate.get_status_display())
    if len(covered) < SHORTEST:
        raise ScopeCannotShrink
    if not kept or len(kept) == len(covered) or set(remaining) - set(covered):
        raise ScopeIsNotReduced


def _require_day(certificate: Certificate, effective_on: date) -> None:
    """Refuse a day to come, and one before the last reduction: what was given back stays given."""
    before = certificate.status_changes.filter(status=SCOPE_REDUCED).order_by("recorded_at", "pk")
    last = before.last()
    first = last.effective_on if last else certificate.issued_on
    latest = max(timezone.localdate(), first)
    if not first <= effective_on <= latest:
        raise EffectiveDayOutside(first=written_day(first), last=written_day(latest))


def _tell(
    certificate: Certificate, application: Application, change: StatusChange, by: User
) -> None:
    log_event(
        application,
        "certificate_scope_reduced",
        by=by,
        side=Side.SECRETARIAT,
        reason=change.public_note,
        number=certificate.number,
        effective_on=change.effective_on.isoformat(),
        cause=change.reason,
    )
    write_message(
        kind="certificate_status_changed",
        recipients=team_of(application),
        subject=format_lazy(
            _("The scope of certificate {number} has been reduced"), number=certificate.number
        ),
        body=format_lazy(
            _("From {day} certificate {number} covers only: {scope}. {note}"),
            day=written_day(change.effective_on),
            number=certificate.number,
            scope=", ".join(change.scope or ()),
            note=change.public_note,
        ),
        application=application,
        path=reverse("certification:certificate", kwargs={"number": certificate.number}),
    )
