"""The decision that settles a request to reconsider: kept, changed, or annulled as wrong."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from certification.errors.reconsideration import (
    OpinionsMissing,
    PointNotAnswered,
    SettlerActedBefore,
)
from certification.history import save
from certification.lifecycle import (
    APPEAL_MOVES,
    APPLICATION_MOVES,
    AppealStatus,
    ApplicationStatus,
    require_move,
)
from certification.models import (
    Appeal,
    Application,
    Decision,
    DecisionKind,
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
from certification.operations.decisions import (
    DAYS_TO_ISSUE,
    LEAST_REASONS,
    hold_applicant,
    numbers_of,
)
from certification.operations.reconsiderations import locked
from certification.reconsidering import is_ready, panel_of, settler_bars
from certification.snapshot import digest_of, snapshot_of
from standards.languages import OFFICE_LANGUAGE
from standards.models import Scheme

Answers = Mapping[int, tuple[bool, str]]


@transaction.atomic
def settle(*, appeal: Appeal, outcome: str, reasons: str, points: Answers, by: User) -> Decision:
    """Keep the decision, change it, or annul it as wrong (KPA, art. 138 § 1; 17065, 7.13).

    Whoever acted in the case does not settle it. ``points`` say of each contested criterion, by
    the key of its row, whether the party is right and why. Where the party wins, what it asked for
    is granted: a refused case gets its certificate, conditions are lifted. It is never made worse
    (KPA, art. 139).
    """
    hold_applicant(appeal.decision.application)
    appeal = locked(appeal)
    require_move(APPEAL_MOVES, source=appeal.status, target=outcome)
    if bars := settler_bars(appeal, by):
        raise SettlerActedBefore(part=", ".join(bars))
    if not is_ready(panel_of(appeal)):
        raise OpinionsMissing
    require_reasons(reasons, least=LEAST_REASONS)
    _answer_points(appeal, points, by)
    decision = _write_decision(appeal, outcome=outcome, reasons=reasons, by=by)
    appeal.settlement, appeal.status = decision, outcome
    save(appeal, by=by, reason="settle")
    _follow(decision, appeal, by)
    _tell(decision, appeal)
    return decision


def _answer_points(appeal: Appeal, answers: Answers, by: User) -> None:
    for point in appeal.points.select_related("criterion"):
        is_right, finding = answers.get(point.pk, (None, ""))
        if is_right is None or not finding.strip():
            raise PointNotAnswered(code=point.criterion.code)
        point.is_right, point.finding = is_right, finding.strip()
        save(point, by=by, reason="settle")


def outcome_of(appeal: Appeal, outcome: str) -> dict[str, Any]:
    """Say what a settlement grants: what was decided, or all that the application asked for."""
    first = appeal.decision
    if outcome == AppealStatus.KEPT:
        return {"granted": first.granted, "is_conditional": first.is_conditional}
    return {"granted": True, "is_conditional": False}


def _write_decision(appeal: Appeal, *, outcome: str, reasons: str, by: User) -> Decision:
    first, now = appeal.decision, timezone.now()
    application, result = first.application, outcome_of(appeal, outcome)
    if first.granted:
        # The certificate that was issued stays; only its conditions are at stake.
        day = timezone.localdate(now)
        numbers: dict[str, Any] = {
            "number": next_number(f"DEC-{application.edition.scheme.case_prefix}", year=day.year),
            "valid_from": first.valid_from,
            "valid_until": first.valid_until,
        }
    else:
        numbers = numbers_of(application, granted=result["granted"], now=now)
    decision = Decision(
        **(numbers | {"kind": DecisionKind.RECONSIDERATION}),
        **result,
        application=application,
        recommendation=first.recommendation,
        reasons=reasons.strip(),
        legal_basis=legal_basis_of(application.edition.scheme),
        remedy_notice=remedy_after(application.edition.scheme),
        decided_by=by,
        decided_at=now,
    )
    decision.snapshot = snapshot_of(decision, appeal=appeal)
    decision.snapshot_sha256 = digest_of(decision.snapshot)
    save(decision, by=by, reason="settle")
    return decision


def legal_basis_of(scheme: Scheme) -> str:
    """Name the provisions of a settlement, in the language of the office."""
    with override(OFFICE_LANGUAGE):
        if scheme.is_statutory:
            text = gettext("Art. 127 § 3 and art. 138 § 1 of the Code of Administrative Procedure.")
        else:
            text = gettext("Rules of the scheme: objection.")
    return f"{scheme.legal_basis_pl} {text}"


def remedy_after(scheme: Scheme) -> str:
    """Say what can be done against a settlement, in the language of the office."""
    with override(OFFICE_LANGUAGE):
        if scheme.is_statutory:
            return gettext(
                "This decision is final at the authority. Within 30 days of service the party may "
                "complain to the voivodeship administrative court through the authority that "
                "issued it."
            )
        return gettext("This answer to the objection ends the matter.")


def _follow(decision: Decision, appeal: Appeal, by: User) -> None:
    """Let the case follow: a refusal that was overturned goes on to its certificate."""
    application = Application.objects.locked(decision.application_id)
    if decision.certificate_number is None:
        stop_deadline(application=application, by=by)
        return
    require_move(APPLICATION_MOVES, source=application.status, target=ApplicationStatus.GRANTED)
    application.status, application.closed_at = ApplicationStatus.GRANTED, None
    save(application, by=by, reason="settle")
    start_deadline(
        application=application,
        waits_for=Side.SYSTEM,
        rule="issue_certificate",
        days=DAYS_TO_ISSUE,
        by=by,
    )


def _tell(decision: Decision, appeal: Appeal) -> None:
    application = decision.application
    points = list(appeal.points.values_list("is_right", flat=True))
    log_event(
        application,
        "reconsidered",
        by=decision.decided_by,
        side=Side.AUTHORITY,
        number=decision.number,
        settled=appeal.status,
        granted=decision.granted,
        certificate_number=decision.certificate_number,
        points=len(points),
        points_won=sum(bool(one) for one in points),
        sha256=decision.snapshot_sha256,
    )
    write_message(
        kind="reconsidered",
        recipients=team_of(application),
        subject=_("Your request to reconsider was settled"),
        body=_(
            "Read the answer: what was decided, why, and whether you were right about each "
            "criterion."
        ),
        application=application,
        path=reverse("certification:reconsideration", kwargs={"number": application.number}),
    )
