"""The formal check: is the application whole, and may it go on to the experts (17065, 7.3)."""

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from certification.completeness import Missing, contents_of, missing_answers
from certification.errors.evaluation import (
    CompletionStillRuns,
    FormalReasonsMissing,
    GapCalledBefore,
    GapsMissing,
    GapsNeedACall,
    GapUnknown,
    NotCalledBefore,
)
from certification.errors.versions import NewVersionUnanswered
from certification.history import save
from certification.lifecycle import (
    APPLICATION_MOVES,
    ASSESSMENT_MOVES,
    ApplicationStatus,
    AssessmentStatus,
    require_move,
)
from certification.models import (
    Application,
    Assessment,
    AssessmentKind,
    CompletionCall,
    FormalCheck,
    FormalOutcome,
    Gap,
    Side,
    User,
)
from certification.operations.case import (
    log_event,
    start_deadline,
    stop_deadline,
    team_of,
    write_message,
    written_day,
)
from certification.participation import require_no_part
from certification.sheets import profile_of
from standards.languages import OFFICE_LANGUAGE
from standards.models import Criterion
from standards.scoring import load_content

Gaps = Sequence[tuple[str, str]]
LEAST_COMPLETION_DAYS = 7
TARGETS: Mapping[str, ApplicationStatus] = {
    FormalOutcome.ACCEPT: ApplicationStatus.EVALUATION,
    FormalOutcome.CALL: ApplicationStatus.COMPLETION_CALLED,
    FormalOutcome.LEAVE: ApplicationStatus.LEFT_UNEXAMINED,
    FormalOutcome.DECLINE: ApplicationStatus.DECLINED,
}
SUBJECTS = {
    FormalOutcome.ACCEPT: _("The application goes to the experts"),
    FormalOutcome.CALL: _("Complete your application by {day}"),
    FormalOutcome.LEAVE: _("The application was left without examination"),
    FormalOutcome.DECLINE: _("The application was not accepted for evaluation"),
}
BODIES = {
    FormalOutcome.ACCEPT: _("The formal check went well. You do not have to do anything now."),
    FormalOutcome.CALL: _("The secretariat found gaps. Open the case to see what to complete."),
    FormalOutcome.LEAVE: _("The gaps were not completed in time. The letter gives the reasons."),
    FormalOutcome.DECLINE: _("The letter gives the reasons. Open the case to read it."),
}


@transaction.atomic
def check_formally(
    *,
    application: Application,
    outcome: str,
    reasons: str = "",
    gaps: Gaps = (),
    by: User,
) -> FormalCheck:
    """Accept, call for completion, decline, or leave unexamined (17065, 7.3; KPA, art. 64).

    A call opens the self-assessment again for the criteria it names. An application is left
    unexamined only after the day of its call has passed. Whoever has a link with the applicant
    or acted in the case does not check it.
    """
    application = Application.objects.locked(application.pk)
    outcome, reasons = FormalOutcome(outcome), reasons.strip()
    require_move(APPLICATION_MOVES, source=application.status, target=TARGETS[outcome])
    require_no_part(by, application)
    unanswered = unanswered_on_new_version(application)
    _require_grounds(application, outcome, reasons, gaps, unanswered=set(unanswered))
    if outcome == FormalOutcome.ACCEPT and unanswered:
        raise NewVersionUnanswered(criteria=", ".join(unanswered.values()))
    check = FormalCheck(
        application=application,
        outcome=outcome,
        reasons=reasons,
        checked_by=by,
        checked_at=timezone.now(),
    )
    save(check, by=by, reason="check_formally")
    application.status = TARGETS[outcome]
    if outcome in {FormalOutcome.LEAVE, FormalOutcome.DECLINE}:
        application.closed_at = check.checked_at
    save(application, by=by, reason="check_formally")
    log_event(
        application,
        "formally_checked",
        by=by,
        side=Side.SECRETARIAT,
        reason=reasons,
        outcome=str(outcome),
        gaps=len(gaps),
    )
    _hand_on(check, gaps, by)
    return check


def unanswered_on_new_version(application: Application) -> dict[str, str]:
    """Give the codes of criteria that a version bound after sending still asks, by their keys."""
    return {
        one.criterion.key: one.criterion.code
        for one in _missing_on_new_version(application)
        if one.criterion
    }


def gaps_of_new_version(application: Application) -> list[tuple[str, str]]:
    """List what a version bound after sending still asks: each criterion with all that it lacks.

    The words go into a letter, so they are in the language of the office, whoever reads the page.
    """
    found: dict[str, list[str]] = {}
    with override(OFFICE_LANGUAGE):
        for one in _missing_on_new_version(application):
            if one.criterion:
                text = str(one.text).removeprefix(f"{one.criterion.code} ")
                found.setdefault(one.criterion.key, []).append(text)
    return [(key, "\n".join(texts)) for key, texts in found.items()]


def _missing_on_new_version(application: Application) -> list[Missing]:
    own = Assessment.objects.filter(
        application=application,
        kind=AssessmentKind.SELF,
        carried_from__application=application,
        carried_from__submitted_at__isnull=False,
    ).first()
    if own is None:
        return []
    return missing_answers(contents_of(application, assessment=own))


def _require_grounds(
    application: Application,
    outcome: FormalOutcome,
    reasons: str,
    gaps: Gaps,
    *,
    unanswered: Collection[str],
) -> None:
    if gaps and outcome != FormalOutcome.CALL:
        raise GapsNeedACall
    if outcome == FormalOutcome.CALL:
        _require_gaps(application, gaps, unanswered)
    if outcome in {FormalOutcome.DECLINE, FormalOutcome.LEAVE} and not reasons:
        raise FormalReasonsMissing
    if outcome == FormalOutcome.LEAVE:
        call = application.completion_calls.order_by("pk").last()
        if call is None:
            raise NotCalledBefore
        if timezone.localdate() <= call.due_on:
            raise CompletionStillRuns(day=f"{call.due_on:%d.%m.%Y}")


def _require_gaps(application: Application, gaps: Gaps, unanswered: Collection[str]) -> None:
    if not gaps or any(not text.strip() for _key, text in gaps):
        raise GapsMissing
    keys = {key for key, _text in gaps if key}
    asked = keys.intersection(load_content(application.version).applicable(profile_of(application)))
    codes = dict(
        Criterion.objects.filter(version=application.version_id, key__in=asked).values_list(
            "key", "code"
        )
    )
    if unknown := keys - codes.keys():
        raise GapUnknown(criterion=min(unknown))
    earlier = Gap.objects.filter(
        call__application=application, criterion_key__in=keys - set(unanswered)
    )
    if called := earlier.values_list("criterion_key", flat=True).first():
        raise GapCalledBefore(criterion=codes[called])


def _hand_on(check: FormalCheck, gaps: Gaps, by: User) -> None:
    """Move the deadline to whoever is next and tell the applicant."""
    application = check.application
    edition = application.edition
    outcome = FormalOutcome(check.outcome)
    node, until = "certification:case", None
    if outcome == FormalOutcome.CALL:
        until = _call(check, gaps, by).due_on
        node = "workflows:complete"
    elif outcome == FormalOutcome.ACCEPT:
        start_deadline(
            application=application,
            waits_for=Side.SECRETARIAT,
            rule="assignment",
            days=edition.declaration_days,
            by=by,
        )
    else:
        stop_deadline(application=application, by=by)
        node = "certification:formal_outcome"
    subject = SUBJECTS[outcome]
    write_message(
        kind=f"formal_check_{outcome}",
        recipients=team_of(application),
        subject=format_lazy(subject, day=written_day(until)) if until else subject,
        body=BODIES[outcome],
        application=application,
        path=reverse(node, kwargs={"number": application.number}),
    )


def _call(check: FormalCheck, gaps: Gaps, by: User) -> CompletionCall:
    application = check.application
    deadline = start_deadline(
        application=application,
        waits_for=Side.APPLICANT,
        rule="completion",
        days=max(application.edition.completion_days, LEAST_COMPLETION_DAYS),
        by=by,
    )
    call = CompletionCall(check_made=check, application=application, due_on=deadline.due_on)
    save(call, by=by, reason="check_formally")
    for key, text in gaps:
        save(Gap(call=call, criterion_key=key, text=text.strip()), by=by, reason="check_formally")
    if any(key for key, _text in gaps):
        _open_again(application, by)
    return call


def _open_again(application: Application, by: User) -> None:
    """Open the self-assessment; which criteria may change follows from the gaps of the call."""
    own = Assessment.objects.select_for_update(of=("self",)).get(
        application=application, kind=AssessmentKind.SELF
    )
    require_move(ASSESSMENT_MOVES, source=own.status, target=AssessmentStatus.OPEN)
    own.status = AssessmentStatus.OPEN
    own.submitted_at = None
    save(own, by=by, reason="check_formally")
