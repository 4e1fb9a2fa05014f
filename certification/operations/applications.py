"""Applications from the draft to sending, completing gaps and withdrawing."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.completeness import (
    CaseContents,
    Missing,
    contents_of,
    missing_of_call,
    what_is_missing,
)
from certification.errors.applicant import (
    ApplicationIncomplete,
    ApplicationLocked,
    CallClosed,
    CompletionTooLate,
    EditionNotOpen,
    OfferNeeded,
    OfferNotAsked,
    OneApplicationOnly,
    VoivodeshipOutsideCall,
)
from certification.evaluation.as_sent import to_json
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
    Certificate,
    CompletionCall,
    Gap,
    Offer,
    Organisation,
    Side,
    User,
)
from certification.operations.carrying_over import carry_answers_over, carry_last_case
from certification.operations.case import (
    log_event,
    next_number,
    start_deadline,
    stop_deadline,
    team_of,
    write_message,
)
from certification.operations.eligibility import require_legal_form, require_renewable
from certification.operations.obligations import meet_renewal
from certification.operations.partners import (
    add_partner,
    confirm_partnership,
    make_declarations,
)
from certification.sheets import values_of
from standards.models import Edition

__all__ = (
    "Missing",
    "add_partner",
    "answer_call",
    "change_application",
    "confirm_partnership",
    "make_declarations",
    "open_application",
    "submit",
    "what_is_missing",
    "withdraw_application",
)

# An application that ended without being examined does not use up the applicant's turn.
NOT_COUNTED = (
    ApplicationStatus.WITHDRAWN,
    ApplicationStatus.LEFT_UNEXAMINED,
    ApplicationStatus.DECLINED,
)
CHANGEABLE = ("voivodeship", "offer", "scope", "path", "is_partnership")


@transaction.atomic
def open_application(
    *,
    edition: Edition,
    applicant: Organisation,
    voivodeship: str,
    by: User,
    offer: Offer | None = None,
    scope: str = "",
    path: str = "",
    is_partnership: bool = False,
    renewal_of: Certificate | None = None,
) -> Application:
    """Begin a draft on the version that the call pins; answers given once are carried over.

    A renewal begins with every answer of the case that its certificate rests on.
    """
    today = timezone.localdate()
    applicant = Organisation.objects.select_for_update().get(pk=applicant.pk)
    if not Edition.objects.open_on(today).filter(pk=edition.pk).exists():
        raise EditionNotOpen
    require_legal_form(edition, applicant)
    application = Application(
        edition=edition,
        version=edition.version,
        applicant=applicant,
        offer=offer,
        voivodeship=voivodeship,
        scope=scope,
        path=path,
        is_partnership=is_partnership,
        renewal_of=renewal_of,
        created_by=by,
    )
    require_subject(application)
    if renewal_of is not None:
        require_renewable(renewal_of, application)
    application.number = next_number(edition.scheme.case_prefix, year=today.year)
    save(application, by=by, reason="open_application")
    _begin_checklist(application, by)
    return application


def _begin_checklist(application: Application, by: User) -> None:
    own = Assessment(application=application, kind=AssessmentKind.SELF, author=by)
    certificate = application.renewal_of
    if certificate is not None:
        own.carried_from = Assessment.objects.get(
            application=certificate.application_id, kind=AssessmentKind.SELF
        )
    save(own, by=by, reason="open_application")
    if certificate is None:
        carried, case = carry_answers_over(own, by=by)
        log_event(application, "opened", by=by, side=Side.APPLICANT)
        if carried:
            log_event(
                application,
                "answers_shared",
                by=by,
                side=Side.APPLICANT,
                carried_over=carried,
                case=case,
            )
        return
    carried = carry_last_case(own, by=by)
    log_event(
        application,
        "renewal_begun",
        by=by,
        side=Side.APPLICANT,
        certificate=certificate.number,
        carried_over=carried,
    )


@transaction.atomic
def change_application(*, application: Application, by: User, **fields: Any) -> Application:
    """Change what the application is about, while it is a draft or a call asks for just that."""
    Organisation.objects.select_for_update().get(pk=application.applicant_id)
    application = Application.objects.locked(application.pk)
    require_changeable(application)
    for field in CHANGEABLE:
        if field in fields:
            setattr(application, field, fields[field])
    require_subject(application)
    save(application, by=by, reason="change_application")
    log_event(application, "changed", by=by, side=Side.APPLICANT, fields=sorted(fields))
    return application


def require_changeable(application: Application) -> None:
    """Refuse to change a sent application, unless the running call names the application itself."""
    if application.status == ApplicationStatus.DRAFT:
        return
    call = CompletionCall.objects.filter(application=application).order_by("pk").last()
    runs = (
        application.status == ApplicationStatus.COMPLETION_CALLED
        and call is not None
        and call.due_on >= timezone.localdate()
    )
    if not runs or not Gap.objects.filter(call=call, criterion_key="").exists():
        raise ApplicationLocked


def require_subject(application: Application) -> None:
    """Check what the application is about, and that it is the only one of its kind."""
    edition, offer = application.edition, application.offer
    operator = edition.operator
    if not operator.is_national and application.voivodeship != operator.voivodeship:
        raise VoivodeshipOutsideCall
    if edition.scheme.per_offer:
        if offer is None or offer.organisation_id != application.applicant_id:
            raise OfferNeeded
    elif offer is not None:
        raise OfferNotAsked
    per = Edition.OneApplicationPer
    if edition.one_application_per == per.UNLIMITED:
        return
    others = Application.objects.filter(edition=edition, applicant=application.applicant_id)
    others = others.exclude(status__in=NOT_COUNTED).exclude(pk=application.pk)
    if edition.one_application_per == per.VOIVODESHIP:
        others = others.filter(voivodeship=application.voivodeship)
    if edition.one_application_per == per.OFFER:
        others = others.filter(offer=offer)
    if other := others.order_by("pk").first():
        raise OneApplicationOnly(number=other.number)


def require_open(edition: Edition) -> None:
    """Refuse to send outside the days of the call; a draft of a closed one is moved to another."""
    today = timezone.localdate()
    if edition.is_closed_on(today):
        raise CallClosed(day=f"{edition.closes_on:%d.%m.%Y}")
    if not edition.is_open_on(today):
        raise EditionNotOpen


@transaction.atomic
def submit(*, application: Application, by: User) -> Application:
    """Send a complete application; from now on it is read, not written (ISO/IEC 17065, 7.3)."""
    application = Application.objects.with_names().locked(application.pk)
    require_move(APPLICATION_MOVES, source=application.status, target=ApplicationStatus.SUBMITTED)
    if application.status != ApplicationStatus.DRAFT:
        raise ApplicationLocked
    require_open(application.edition)
    require_legal_form(application.edition, application.applicant)
    contents = contents_of(application, assessment=_locked_assessment(application))
    if missing := what_is_missing(application, contents):
        raise ApplicationIncomplete(missing)
    application.status = ApplicationStatus.SUBMITTED
    application.submitted_at = timezone.now()
    application.submitted_by = by
    save(application, by=by, reason="submit")
    lock_assessment(contents, by, reason="submit")
    meet_renewal(application, by=by)
    log_event(
        application,
        "submitted",
        by=by,
        side=Side.APPLICANT,
        points=str(contents.sheet.points),
        maximum=str(contents.sheet.maximum),
        files=sum(len(files) for files in contents.evidence.values()),
    )
    _hand_to_secretariat(application, by)
    write_message(
        kind="sent",
        recipients=team_of(application),
        subject=_("Confirmation of receipt"),
        body=_("The application was sent. You find the confirmation and a copy in the case."),
        application=application,
        path=reverse("certification:receipt", kwargs={"number": application.number}),
    )
    return application


@transaction.atomic
def answer_call(*, application: Application, by: User) -> Application:
    """Send the completed gaps back to the secretariat, within the time of the call."""
    application = Application.objects.with_names().locked(application.pk)
    require_move(APPLICATION_MOVES, source=application.status, target=ApplicationStatus.SUBMITTED)
    calls = CompletionCall.objects.filter(application=application).select_related("check_made")
    call = calls.order_by("pk").last()
    if application.status != ApplicationStatus.COMPLETION_CALLED or call is None:
        raise ApplicationLocked
    now = timezone.now()
    if timezone.localdate(now) > call.due_on:
        raise CompletionTooLate(day=f"{call.due_on:%d.%m.%Y}")
    contents = contents_of(application, assessment=_locked_assessment(application))
    if missing := missing_of_call(application, call, contents):
        raise ApplicationIncomplete(missing)
    application.status = ApplicationStatus.SUBMITTED
    save(application, by=by, reason="answer_call")
    if contents.assessment.status == AssessmentStatus.OPEN:
        lock_assessment(contents, by, reason="answer_call")
    call.answered_at, call.answered_by = now, by
    save(call, by=by, reason="answer_call")
    log_event(application, "call_answered", by=by, side=Side.APPLICANT, gaps=call.gaps.count())
    _hand_to_secretariat(application, by)
    write_message(
        kind="completed",
        recipients=team_of(application),
        subject=_("The completed gaps were sent"),
        body=_("The secretariat checks the application again. You do not have to do anything now."),
        application=application,
        path=reverse("certification:case", kwargs={"number": application.number}),
    )
    return application


@transaction.atomic
def withdraw_application(*, application: Application, reasons: str, by: User) -> Application:
    """End a case at the applicant's wish; nothing is removed and it cannot be taken up again."""
    application = Application.objects.with_names().locked(application.pk)
    require_move(APPLICATION_MOVES, source=application.status, target=ApplicationStatus.WITHDRAWN)
    application.status = ApplicationStatus.WITHDRAWN
    application.closed_at = timezone.now()
    save(application, by=by, reason="withdraw_application")
    stop_deadline(application=application, by=by)
    log_event(application, "withdrawn", by=by, side=Side.APPLICANT, reason=reasons.strip())
    write_message(
        kind="withdrawn",
        recipients=team_of(application),
        subject=_("The application was withdrawn"),
        body=_("The case is closed. You may apply again in an open call."),
        application=application,
        path=reverse("certification:case", kwargs={"number": application.number}),
    )
    return application


def _locked_assessment(application: Application) -> Assessment:
    own: Assessment = Assessment.objects.select_for_update(of=("self",)).get(
        application=application, kind=AssessmentKind.SELF
    )
    return own


def lock_assessment(contents: CaseContents, by: User, *, reason: str) -> None:
    """Lock the self-assessment with the score it had when it was sent."""
    own = contents.assessment
    require_move(ASSESSMENT_MOVES, source=own.status, target=AssessmentStatus.SUBMITTED)
    asked = {one.key for section in contents.sections for one in contents.asked_in(section)}
    values = {key: one for key, one in values_of(contents.answers.values()).items() if key in asked}
    own.status = AssessmentStatus.SUBMITTED
    own.submitted_at = timezone.now()
    own.sheet = to_json(contents.sheet, values)
    save(own, by=by, reason=reason)


def _hand_to_secretariat(application: Application, by: User) -> None:
    start_deadline(
        application=application,
        waits_for=Side.SECRETARIAT,
        rule="formal_check",
        days=application.edition.formal_check_days,
        by=by,
    )
