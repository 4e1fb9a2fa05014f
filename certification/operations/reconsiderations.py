"""The party's side of reconsideration: service of the decision, the request, taking it back."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.errors.reconsideration import (
    CriterionNotAsked,
    GroundsTooShort,
    NothingToReconsider,
    ObjectionTooLate,
    ReconsideredBefore,
    RequestIsClosed,
    RequestTooLate,
)
from certification.history import save
from certification.labels import RECONSIDERATION
from certification.lifecycle import APPEAL_MOVES, AppealStatus, require_move
from certification.models import (
    Appeal,
    AppealPoint,
    Application,
    CaseEvent,
    Deadline,
    Decision,
    Post,
    PostRole,
    Side,
    User,
)
from certification.operations.case import (
    log_event,
    stop_deadline,
    team_of,
    write_message,
    written_day,
)
from certification.reconsidering import (
    SERVED,
    first_decision,
    is_contestable,
    last_day,
    panel_of,
    served_on,
)
from certification.sheets import profile_of
from standards.deadlines import add_months
from standards.models import Criterion
from standards.presenting import days
from standards.scoring import load_content

LEAST_GROUNDS = 30
MONTHS_TO_SETTLE = 1


@transaction.atomic
def note_service(*, decision: Decision, by: User) -> None:
    """Note once that the party opened the decision, which begins the time for contesting it."""
    application = decision.application
    noted = CaseEvent.objects.filter(application=application, kind=SERVED)
    if noted.exists():
        return
    Application.objects.locked(application.pk)
    if noted.exists():
        return
    log_event(application, "decision_served", by=by, side=Side.APPLICANT, number=decision.number)


@transaction.atomic
def ask_to_reconsider(
    *, application: Application, grounds: str, points: Sequence[tuple[str, str]], by: User
) -> Appeal:
    """Contest a decision within the set time (KPA, art. 127 § 3 and 129; 17065, 7.13).

    ``points`` name criteria and why the party is right about them. The authority has a month
    (KPA, art. 35 § 3).
    """
    application = Application.objects.locked(application.pk)
    decision = first_decision(application)
    if decision is None or not is_contestable(decision):
        raise NothingToReconsider
    if Appeal.objects.standing().filter(decision=decision).exists():
        raise ReconsideredBefore
    served = served_on(decision)
    _require_in_time(decision, served)
    criteria = _criteria_of(application, points)
    if len(grounds.strip()) < LEAST_GROUNDS:
        raise GroundsTooShort(least=LEAST_GROUNDS)
    now = timezone.now()
    appeal = Appeal(
        decision=decision,
        filed_by=by,
        filed_at=now,
        served_on=served,
        due_on=add_months(timezone.localdate(now), MONTHS_TO_SETTLE),
        grounds=grounds.strip(),
    )
    save(appeal, by=by, reason="ask_to_reconsider")
    for criterion, text in criteria:
        point = AppealPoint(appeal=appeal, criterion=criterion, grounds=text)
        save(point, by=by, reason="ask_to_reconsider")
    log_event(
        application,
        "reconsideration_asked",
        by=by,
        side=Side.APPLICANT,
        number=decision.number,
        due_on=appeal.due_on.isoformat(),
        criteria=[criterion.key for criterion, _text in criteria],
    )
    hand_on(appeal, waits_for=Side.SECRETARIAT, by=by)
    _tell_of_request(appeal, application)
    return appeal


def _require_in_time(decision: Decision, served: date) -> None:
    last, edition = last_day(decision, served), decision.application.edition
    if timezone.localdate() <= last:
        return
    if edition.scheme.is_statutory:
        raise RequestTooLate(day=written_day(last))
    raise ObjectionTooLate(day=written_day(last), term=days(edition, edition.appeal_days))


def _criteria_of(
    application: Application, points: Sequence[tuple[str, str]]
) -> list[tuple[Criterion, str]]:
    """Find the contested criteria among those that were asked; one named twice is one point."""
    texts: dict[str, list[str]] = {}
    for key, text in points:
        texts.setdefault(key, []).append(text.strip())
    asked = load_content(application.version).applicable(profile_of(application))
    for key, parts in texts.items():
        if key not in asked:
            raise CriterionNotAsked(key=key.upper())
        if not any(parts):
            raise GroundsTooShort(least=1)
    found = Criterion.objects.filter(version=application.version_id, key__in=texts)
    return [
        (one, "\n\n".join(filter(None, texts[one.key])))
        for one in found.order_by("section__position", "position")
    ]


def _tell_of_request(appeal: Appeal, application: Application) -> None:
    path = reverse("certification:reconsideration", kwargs={"number": application.number})
    write_message(
        kind="reconsideration_asked",
        recipients=team_of(application),
        subject=_("Your request to reconsider was received"),
        body=format_lazy(
            _(
                "Other people look at the case again. You get an answer by {day}. Until then you "
                "can take the request back."
            ),
            day=written_day(appeal.due_on),
        ),
        application=application,
        path=path,
    )
    write_message(
        kind="reconsideration_to_do",
        recipients=people_with(PostRole.SECRETARIAT, application),
        subject=_("A party asks to reconsider a decision"),
        body=format_lazy(
            _("Appoint people who had no part in the case. It is to be settled by {day}."),
            day=written_day(appeal.due_on),
        ),
        application=application,
        path=path,
    )


def people_with(role: str, application: Application) -> list[User]:
    """List the people who hold a post at the operator of a case, for writing to them."""
    posts = Post.objects.current(timezone.localdate()).filter(
        operator=application.edition.operator_id, role=role, person__is_active=True
    )
    return [post.person for post in posts.select_related("person").order_by("person_id")]


@transaction.atomic
def take_request_back(*, appeal: Appeal, by: User) -> Appeal:
    """Take a request back before it is settled; the decision stands as it was (KPA, art. 137)."""
    appeal = locked(appeal)
    require_move(APPEAL_MOVES, source=appeal.status, target=AppealStatus.WITHDRAWN)
    application = appeal.decision.application
    appeal.status = AppealStatus.WITHDRAWN
    save(appeal, by=by, reason="take_request_back")
    stop_deadline(application=application, by=by)
    log_event(application, "reconsideration_taken_back", by=by, side=Side.APPLICANT)
    panel = [one.person for one in panel_of(appeal)]
    write_message(
        kind="reconsideration_taken_back",
        recipients=[*people_with(PostRole.SECRETARIAT, application), *panel],
        subject=_("The request to reconsider was taken back"),
        body=_("The decision stands as it was made. Nothing more is to be done."),
        application=application,
        path=reverse("certification:reconsideration", kwargs={"number": application.number}),
    )
    return appeal


def locked(appeal: Appeal) -> Appeal:
    """Hold the case and read an open request afresh."""
    Application.objects.locked(appeal.decision.application_id)
    found: Appeal = Appeal.objects.with_case().get(pk=appeal.pk)
    if not found.is_open:
        raise RequestIsClosed
    return found


def hand_on(appeal: Appeal, *, waits_for: str, by: User) -> None:
    """Say whose move it is; the day by which a request is settled never moves."""
    application, start = appeal.decision.application, timezone.localdate(appeal.filed_at)
    running = Deadline.objects.running().filter(application=application, rule=RECONSIDERATION)
    if running.filter(waits_for=waits_for).exists():
        return
    stop_deadline(application=application, by=by)
    deadline = Deadline(
        application=application,
        waits_for=waits_for,
        rule=RECONSIDERATION,
        starts_on=start,
        days=(appeal.due_on - start).days,
        due_on=appeal.due_on,
    )
    save(deadline, by=by, reason="hand_on")
