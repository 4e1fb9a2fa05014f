"""The decision of the authority: the act that binds, apart from the committee's recommendation."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.errors import TransitionRefused
from certification.errors.committee import (
    ConditionalNotAllowed,
    DeciderTookPart,
    DepartureNotReasoned,
)
from certification.history import save
from certification.lifecycle import APPLICATION_MOVES, ApplicationStatus, require_move
from certification.models import (
    Application,
    Decision,
    DecisionKind,
    Organisation,
    Recommendation,
    RecommendationOutcome,
    Side,
    User,
)
from certification.operations.case import (
    log_event,
    next_number,
    start_deadline,
    stop_deadline,
    team_of,
    write_message,
)
from certification.operations.committee import require_reasons
from certification.participation import Part, parts_of
from certification.snapshot import digest_of, snapshot_of
from standards.deadlines import valid_until

LEAST_REASONS = 50
DAYS_TO_ISSUE = 1


@transaction.atomic
def decide(
    *,
    application: Application,
    granted: bool,
    reasons: str,
    by: User,
    is_conditional: bool = False,
    departure_reasons: str = "",
) -> Decision:
    """Grant or refuse; nobody who evaluated, recommended or has a conflict decides (7.6.2).

    The decision keeps a frozen copy of all it rests on. Departing from the recommendation needs
    reasons of its own; they become a paragraph of the reasons (KPA, art. 107).
    """
    hold_applicant(application)
    application = Application.objects.locked(application.pk)
    target = ApplicationStatus.GRANTED if granted else ApplicationStatus.REFUSED
    if application.status != ApplicationStatus.AWAITING_DECISION:
        raise TransitionRefused
    require_move(APPLICATION_MOVES, source=application.status, target=target)
    _require_outsider(application, by)
    recommendation = application.recommendations.latest("pk")
    if is_conditional and not (granted and application.edition.conditional_allowed):
        raise ConditionalNotAllowed
    require_reasons(reasons, least=LEAST_REASONS)
    now = timezone.now()
    decision = Decision(
        application=application,
        recommendation=recommendation,
        granted=granted,
        is_conditional=is_conditional,
        reasons=_whole_reasons(
            reasons, departure_reasons, is_departure=departs(recommendation, granted=granted)
        ),
        legal_basis=application.edition.scheme.legal_basis_pl,
        remedy_notice=application.edition.scheme.remedy_notice_pl,
        decided_by=by,
        decided_at=now,
        **numbers_of(application, granted=granted, now=now),
    )
    decision.snapshot = snapshot_of(decision)
    decision.snapshot_sha256 = digest_of(decision.snapshot)
    save(decision, by=by, reason="decide")
    application.status = target
    application.closed_at = None if granted else now
    save(application, by=by, reason="decide")
    _tell(decision)
    return decision


def hold_applicant(application: Application) -> None:
    """Let no change of the applicant's data run while it is decided about them.

    A change counts from the moment it is made, so one that began before and ended after the
    decision would otherwise count as known to it.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=application.applicant_id)


def departs(recommendation: Recommendation, *, granted: bool) -> bool:
    """Say whether a decision would go against the recommendation."""
    return granted == (recommendation.outcome == RecommendationOutcome.REFUSE)


def term_of(application: Application, *, decided_on: date) -> tuple[date, date]:
    """Give the first and the last day of validity of a grant made on a day."""
    return decided_on, valid_until(decided_on, application.edition.validity_months)


def _require_outsider(application: Application, by: User) -> None:
    parts = parts_of(by, application)
    for part in Part:
        if part in parts:
            raise DeciderTookPart(part=part.label)


def _whole_reasons(reasons: str, departure_reasons: str, *, is_departure: bool) -> str:
    if not is_departure:
        return reasons.strip()
    if len(departure_reasons.strip()) < LEAST_REASONS:
        raise DepartureNotReasoned(least=LEAST_REASONS)
    return f"{reasons.strip()}\n\n{departure_reasons.strip()}"


def numbers_of(application: Application, *, granted: bool, now: datetime) -> dict[str, Any]:
    """Number the decision and reserve the number and the term of the certificate it grants."""
    scheme, day = application.edition.scheme, timezone.localdate(now)
    numbers: dict[str, Any] = {
        "kind": DecisionKind.FIRST,
        "number": next_number(f"DEC-{scheme.case_prefix}", year=day.year),
    }
    if granted:
        numbers["certificate_number"] = next_number(scheme.certificate_prefix, year=day.year)
        numbers["valid_from"], numbers["valid_until"] = term_of(application, decided_on=day)
    return numbers


def _tell(decision: Decision) -> None:
    """Log the decision, hand the case on and tell the applicant where to read it."""
    application = decision.application
    log_event(
        application,
        "decided",
        by=decision.decided_by,
        side=Side.AUTHORITY,
        number=decision.number,
        granted=decision.granted,
        is_conditional=decision.is_conditional,
        certificate_number=decision.certificate_number,
        sha256=decision.snapshot_sha256,
    )
    if decision.granted:
        start_deadline(
            application=application,
            waits_for=Side.SYSTEM,
            rule="issue_certificate",
            days=DAYS_TO_ISSUE,
            by=decision.decided_by,
        )
    else:
        stop_deadline(application=application, by=decision.decided_by)
    write_message(
        kind="decided",
        recipients=team_of(application),
        subject=_("The decision in your case"),
        body=_(
            "The authority has decided. Read the decision, its reasons and how you can "
            "have it reviewed."
        ),
        application=application,
        path=reverse("certification:decision", kwargs={"number": application.number}),
    )
