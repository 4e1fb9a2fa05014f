"""What one revision of a certificate attests: the first as it was issued, a later one reduced.

Everything but the scope stays as it was decided on, also where the holder has another name by
now: a certificate is not written anew, less of it remains.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from certification.facts import digest_of, facts_of, facts_of_certificate, holder_of
from certification.lifecycle import IN_FORCE, SCOPE_REDUCED, CertificateStatus
from certification.models import Certificate, Decision, Organisation
from certification.status import scope_now


@dataclass(frozen=True)
class Revision:
    """The facts that the page and the credential tell, and from when they hold."""

    number: int
    facts: dict[str, Any]
    scope: list[str]
    holder: Organisation
    digest: str
    starts_at: datetime


def first_revision(decision: Decision) -> Revision:
    """Give what the decision that grants attests."""
    facts = facts_of(decision)
    return Revision(
        number=1,
        facts=facts,
        scope=facts["scope"],
        holder=holder_of(decision),
        digest=digest_of(facts),
        starts_at=start_of(facts["valid_from"]),
    )


def revision_of(certificate: Certificate) -> Revision:
    """Give what the certificate attests since its scope was last reduced."""
    if certificate.revised_from is None:
        return first_revision(certificate.decision)
    return Revision(
        number=certificate.revision,
        facts=facts_of_certificate(certificate),
        scope=scope_now(issued=certificate.scope, reduced=certificate.reduced_scope),
        holder=holder_of(certificate.decision),
        digest=certificate.digest,
        starts_at=certificate.revised_from,
    )


def revision_in_row(certificate: Certificate, number: int) -> Revision | None:
    """Give what the row of a certificate says that a revision attests; None if there is none."""
    scope, starts_at = list(certificate.scope), start_of(certificate.valid_from.isoformat())
    if number > certificate.revision:
        return None
    if number == certificate.revision and certificate.revised_from is not None:
        scope = scope_now(issued=certificate.scope, reduced=certificate.reduced_scope)
        starts_at = certificate.revised_from
    elif number > 1:
        reductions = certificate.status_changes.filter(status=SCOPE_REDUCED)
        change = reductions.order_by("recorded_at", "pk")[number - 2]
        scope = scope_now(issued=certificate.scope, reduced=change.scope)
        starts_at = start_of_revision(
            effective_on=change.effective_on, valid_from=certificate.valid_from, number=number
        )
    return Revision(
        number=number,
        facts=facts_of_certificate(certificate),
        scope=scope,
        holder=certificate.holder,
        digest=certificate.digest,
        starts_at=starts_at,
    )


def told_by_lists(certificate: Certificate) -> dict[str, Any]:
    """Say what the status lists have to tell of a certificate, and of which revision."""
    return {
        "is_suspended": certificate.status == CertificateStatus.SUSPENDED,
        "is_ended": certificate.status not in IN_FORCE,
        "revision": certificate.revision,
    }


def start_of_revision(*, effective_on: date, valid_from: date, number: int) -> datetime:
    """Say from when a revision holds: later than the one before, even on the same day.

    Of two credentials with one name the later counts (Open Badges 3.0), so seconds tell apart what
    one day holds; no reduction reaches back before the last one.
    """
    first = start_of(max(effective_on, valid_from).isoformat())
    return first + timedelta(seconds=number - 1)


def start_of(day: str) -> datetime:
    """Give the first moment of a day."""
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time.min))
