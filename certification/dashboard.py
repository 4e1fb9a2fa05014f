"""What an applicant's first page shows: the most urgent case, the others, certificates."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from certification.checklist import checklist_of
from certification.completeness import address_of, contents_of, what_is_missing
from certification.labels import CERTIFICATE, RECONSIDERED, CertificateLabel, Label, label_of
from certification.lifecycle import IN_FORCE, OPEN_APPLICATION_STATUSES, ApplicationStatus
from certification.models import (
    Application,
    Certificate,
    CompletionCall,
    Deadline,
    Membership,
    Partner,
    Side,
    User,
)
from certification.models.application import ApplicationQuerySet
from certification.status import status_now
from certification.transitions import versions_with_transition

CASES_A_PAGE = 20
CERTIFICATES_SHOWN = 10
A = ApplicationStatus
CALL_CLOSED = _("The call has closed. Open the draft: it may go to another call.")
NEXT: Mapping[str, str | Promise] = {
    A.DRAFT: _("Fill in the application and send it."),
    A.SUBMITTED: _("The secretariat checks whether the application is complete."),
    A.COMPLETION_CALLED: _("Complete what the secretariat asked for and send."),
    A.LEFT_UNEXAMINED: _("The case is closed. You may apply again in an open call."),
    A.DECLINED: _("The case is closed. You may apply again in an open call."),
    A.EVALUATION: _("Experts score the application."),
    A.AWAITING_COMMITTEE: _("The committee recommends at its next meeting."),
    A.AWAITING_DECISION: _("The deciding authority decides."),
    A.GRANTED: _("The certificate is being issued."),
    A.REFUSED: _("Read the decision: it says until when you can contest it and how."),
    A.CERTIFIED: _("The certificate is in the registry."),
    A.WITHDRAWN: _("The case is closed. You may apply again in an open call."),
}

# What comes next by the time limit that runs, where the status alone says too little.
NEXT_BY_RULE: Mapping[str, str | Promise] = {
    "assignment": _("The secretariat chooses experts whom nothing links with you."),
    "declaration": _("The experts declare whether anything links them with you, then they score."),
}
AGAIN = _("People who had no part in the case look at it again.")


@dataclass(frozen=True)
class CaseRow:
    """One case in words: its state, whose move it is, what is next and by when."""

    application: Application
    label: Label
    who: str
    next_step: str | Promise
    due_on: date | None
    days_left: int | None
    is_own_move: bool


@dataclass(frozen=True)
class Task:
    """One thing to do in a case, and whether it is done."""

    text: str
    url: str
    is_done: bool = False
    missing: int = 0


@dataclass(frozen=True)
class CertificateRow:
    """One certificate with the word of its state today."""

    certificate: Certificate
    label: CertificateLabel
    may_renew: bool
    moves_to: str = ""


def own_cases(person: User) -> ApplicationQuerySet:
    """Keep the cases of the person's organisations, as applicants or as partners.

    It is narrower than ``visible_to``: whoever also holds a post sees staff's cases elsewhere.
    """
    teams = _teams_of(person)
    partnerships = Partner.objects.filter(organisation__in=teams).values("application")
    running = Deadline.objects.running().filter(application=OuterRef("pk"))
    cases: ApplicationQuerySet = (
        Application.objects.filter(Q(applicant__in=teams) | Q(pk__in=partnerships))
        .with_names()
        .annotate(
            due_on=Subquery(running.values("due_on")[:1]),
            waits_for=Subquery(running.values("waits_for")[:1]),
            rule=Subquery(running.values("rule")[:1]),
            is_lead=Case(When(applicant__in=teams, then=Value(1)), default=Value(0)),
        )
    )
    return cases


def most_urgent_case(person: User) -> CaseRow | None:
    """Find the case that asks for the person first: gaps, then drafts, then what others do.

    A draft whose call has closed comes after those that can still be sent in time.
    """
    today = timezone.localdate()
    urgency = Case(
        When(status=A.COMPLETION_CALLED, is_lead=1, then=Value(0)),
        When(status=A.DRAFT, is_lead=1, edition__closes_on__lt=today, then=Value(2)),
        When(status=A.DRAFT, is_lead=1, then=Value(1)),
        When(status__in=OPEN_APPLICATION_STATUSES, then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    found = (
        own_cases(person)
        .annotate(urgency=urgency, last_day=Coalesce("due_on", "edition__closes_on"))
        .order_by("urgency", F("last_day").asc(nulls_last=True), "-pk")
        .first()
    )
    return row_of(found) if found else None


def other_cases(
    person: User, main: CaseRow, *, before: int | None
) -> tuple[list[CaseRow], int | None]:
    """Give one page of the other cases, newest first, and where the next page begins."""
    cases = own_cases(person).exclude(pk=main.application.pk).order_by("-pk")
    if before is not None:
        cases = cases.filter(pk__lt=before)
    rows = [row_of(application) for application in cases[: CASES_A_PAGE + 1]]
    if len(rows) <= CASES_A_PAGE:
        return rows, None
    return rows[:CASES_A_PAGE], rows[CASES_A_PAGE - 1].application.pk


def row_of(application: Application) -> CaseRow:
    """Put one case into words; the application comes from ``own_cases``."""
    label = label_of(application.status, application.rule or "")  # type: ignore[attr-defined]
    side = application.waits_for or label.waits_for  # type: ignore[attr-defined]
    is_lead = bool(application.is_lead)  # type: ignore[attr-defined]
    is_own_move = side == Side.APPLICANT and is_lead
    due_on: date | None = application.due_on  # type: ignore[attr-defined]
    if application.status == A.DRAFT:
        due_on = application.edition.closes_on
    who = ""
    if is_own_move:
        who = pgettext("who acts", "You")
    elif side:
        who = str(Side(side).label)
    return CaseRow(
        application=application,
        label=label,
        who=who,
        next_step=_next_step(application, label),
        due_on=due_on,
        days_left=(due_on - timezone.localdate()).days if due_on else None,
        is_own_move=is_own_move,
    )


def _next_step(application: Application, label: Label) -> str | Promise:
    if label is RECONSIDERED:
        return AGAIN
    if application.status == A.DRAFT and application.edition.is_closed_on(timezone.localdate()):
        return CALL_CLOSED
    rule = application.rule or ""  # type: ignore[attr-defined]
    return NEXT_BY_RULE.get(rule, NEXT[application.status])


def tasks_in_draft(application: Application) -> list[Task]:
    """List the parts of a draft, each with the number of its gaps."""
    contents = contents_of(application)
    missing = what_is_missing(application, contents)
    tasks = []
    for section in contents.sections:
        keys = {criterion.key for criterion in contents.asked_in(section)}
        gaps = {one.criterion.key for one in missing if one.criterion} & keys
        page = reverse(
            "certification:assessment_section",
            kwargs={"number": application.number, "code": section.code},
        )
        tasks.append(Task(f"{section.code}. {section.title}", page, not gaps, len(gaps)))
    return tasks + [Task(one.text, one.url) for one in missing if not one.criterion]


def tasks_of_call(application: Application) -> list[Task]:
    """List the gaps of the latest call, each with the place where it is mended."""
    call = (
        CompletionCall.objects.filter(application=application)
        .prefetch_related("gaps")
        .order_by("pk")
        .last()
    )
    if call is None:
        return []
    criteria = checklist_of(application.version).by_key
    page = reverse("certification:application", kwargs={"number": application.number})
    tasks = []
    for gap in call.gaps.all():
        if criterion := criteria.get(gap.criterion_key):
            text = f"{criterion.code}: {gap.text}"
            tasks.append(Task(text, address_of(application, criterion)))
        else:
            tasks.append(Task(gap.text, page))
    return tasks


def tasks_of(row: CaseRow) -> list[Task]:
    """List what the applicant's side has to do in a case."""
    if row.is_own_move and row.application.status == A.DRAFT:
        return tasks_in_draft(row.application)
    if row.is_own_move and row.application.status == A.COMPLETION_CALLED:
        return tasks_of_call(row.application)
    return []


def certificates_of(
    person: User, changeable: Collection[int] = ()
) -> tuple[list[CertificateRow], bool]:
    """List the newest certificates of the person's organisations; say whether there are more.

    Those of ``changeable`` organisations can be renewed, unless they were ended.
    """
    newest = (
        Certificate.objects.filter(holder__in=_teams_of(person))
        .select_related("scheme")
        .annotate(moves_to=Subquery(_later_versions().values("version")[:1]))
        .order_by("-issued_on", "-pk")[: CERTIFICATES_SHOWN + 1]
    )
    rows = list(_certificate_rows(newest, changeable))
    return rows[:CERTIFICATES_SHOWN], len(rows) > CERTIFICATES_SHOWN


def _certificate_rows(
    certificates: Iterable[Certificate], changeable: Collection[int]
) -> Iterable[CertificateRow]:
    today = timezone.localdate()
    for certificate in certificates:
        word = status_now(
            status=certificate.status,
            valid_from=certificate.valid_from,
            valid_until=certificate.valid_until,
            today=today,
        )
        may = certificate.holder_id in changeable and certificate.status in IN_FORCE
        stands = certificate.status in IN_FORCE and certificate.valid_until >= today
        moves_to = certificate.moves_to if stands else ""  # type: ignore[attr-defined]
        yield CertificateRow(certificate, CERTIFICATE[word], may, moves_to or "")


def _later_versions() -> Any:
    """Give the versions to which the holder of a certificate moves by a day, the newest first."""
    return (
        versions_with_transition()
        .filter(scheme=OuterRef("scheme"), published_at__gt=OuterRef("version__published_at"))
        .order_by("-published_at")
    )


def _teams_of(person: User) -> Any:
    memberships = Membership.objects.current(timezone.localdate()).filter(person=person)
    return memberships.values("organisation")
