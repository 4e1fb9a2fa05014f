"""Reconsideration read: what can be contested and until when, who may look again, who waits."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.evaluation import pool_of
from certification.lifecycle import AppealStatus
from certification.models import (
    Appeal,
    AppealReviewer,
    Application,
    Assignment,
    CaseEvent,
    Decision,
    DecisionKind,
    Post,
    PostRole,
    Seat,
    User,
)
from certification.participation import Part, parts_in_case
from standards.deadlines import add_days, e_delivery_served_on

# The entry that says when the party first opened the decision.
SERVED = "decision_served"
ACTED = _("an earlier act in the case")
ASSIGNED = _("an assignment to the case")
ON_PANEL = _("a place on the panel that looks at the case again")


def first_decision(application: Application) -> Decision | None:
    """Give the decision that can be contested, with its case."""
    found: Decision | None = (
        Decision.objects.select_related("application__edition__scheme")
        .filter(application=application, kind=DecisionKind.FIRST)
        .first()
    )
    return found


def appeal_of(application: Application) -> Appeal | None:
    """Give the newest request in a case; one that stands comes before one taken back."""
    requests = Appeal.objects.with_case().filter(decision__application=application)
    found: Appeal | None = requests.order_by("-pk").first()
    return found


def is_contestable(decision: Decision) -> bool:
    """Say whether the decision gave less than the application asked for."""
    return not decision.granted or decision.is_conditional


def served_on(decision: Decision) -> date:
    """Give the day of service: when the party opened the decision, or the day after 14 days.

    The rule of electronic delivery (Act on electronic delivery, art. 41 and 42) holds for every
    scheme here, since every decision reaches its party through the system.
    """
    opened: datetime | None = (
        CaseEvent.objects.filter(application=decision.application_id, kind=SERVED)
        .order_by("at")
        .values_list("at", flat=True)
        .first()
    )
    return e_delivery_served_on(
        timezone.localdate(decision.decided_at), timezone.localdate(opened) if opened else None
    )


def last_day(decision: Decision, served: date) -> date:
    """Give the last day for the request (KPA, art. 129 § 2; or the rules of the call)."""
    edition = decision.application.edition
    return add_days(served, edition.appeal_days, edition.day_count)


@dataclass(frozen=True)
class Chance:
    """Whether a party can still ask to reconsider, and until when."""

    is_open: bool
    served_on: date
    last_day: date


def chance_of(decision: Decision) -> Chance | None:
    """Say until when the decision can be contested; nothing where there is nothing to contest."""
    if not is_contestable(decision):
        return None
    served = served_on(decision)
    last = last_day(decision, served)
    return Chance(timezone.localdate() <= last, served, last)


def history_bars(
    application: Application, people: Collection[int], *, before: datetime
) -> dict[int, tuple[str, ...]]:
    """Say what each of the people did in the case before a moment; who did nothing is left out.

    It reads what people did and declared, never their roles: every entry of the log, score cards,
    votes, assignments, links of the last three years (ISO/IEC 17065, 4.2 and 7.13.5).
    """
    found: dict[int, list[str | Promise]] = defaultdict(list)
    chosen = sorted(people)
    parts = parts_in_case(application, chosen, on=timezone.localdate())
    for person, theirs in parts.items():
        found[person] += [Part(part).label for part in sorted(theirs)]
    assigned = Assignment.objects.filter(application=application, person__in=chosen)
    for person in assigned.values_list("person", flat=True):
        found[person].append(ASSIGNED)
    acts = CaseEvent.objects.filter(application=application, by__in=chosen, at__lt=before)
    for person in set(acts.values_list("by", flat=True)):
        found[person].append(ACTED)
    decided = Decision.objects.filter(
        application=application, kind=DecisionKind.FIRST, decided_by__in=chosen
    )
    for person in set(decided.values_list("decided_by", flat=True)):
        if ACTED not in found[person]:
            found[person].append(ACTED)
    return {person: tuple(str(bar) for bar in bars) for person, bars in found.items() if bars}


def settler_bars(appeal: Appeal, person: User) -> tuple[str, ...]:
    """Say what keeps one person from settling a request."""
    bars = history_bars(appeal.decision.application, [person.pk], before=appeal.filed_at)
    on_panel = appeal.reviewers.on_panel().filter(person=person).exists()
    return (*bars.get(person.pk, ()), *([str(ON_PANEL)] if on_panel else []))


def panel_pool(application: Application) -> QuerySet[User]:
    """List those who can be asked: experts of the operator and members of its committee."""
    edition = application.edition
    seats = Seat.objects.current(timezone.localdate()).filter(
        committee__operator=edition.operator_id,
        committee__scheme=edition.scheme_id,
        person=OuterRef("pk"),
    )
    experts = pool_of(application).values("pk")
    return User.objects.filter(Q(pk__in=experts) | Exists(seats), is_active=True).order_by(
        "name", "pk"
    )


@dataclass(frozen=True)
class PanelCandidate:
    """One person of the pool, and what bars them."""

    person: User
    bars: tuple[str, ...]


def panel_candidates(appeal: Appeal) -> list[PanelCandidate]:
    """List the pool; those who can be chosen come first."""
    application = appeal.decision.application
    people = list(panel_pool(application))
    bars = history_bars(application, [one.pk for one in people], before=appeal.filed_at)
    rows = [PanelCandidate(one, bars.get(one.pk, ())) for one in people]
    return sorted(rows, key=lambda row: bool(row.bars))


def panel_of(appeal: Appeal) -> list[AppealReviewer]:
    """List the people who look at the case again."""
    return list(appeal.reviewers.on_panel().select_related("person"))


def is_ready(panel: Iterable[AppealReviewer]) -> bool:
    """Say whether everybody on the panel has given an opinion."""
    opinions = [one.gave_opinion_at is not None for one in panel]
    return bool(opinions) and all(opinions)


@dataclass(frozen=True)
class WaitingRequest:
    """A request that waits for one person, and the page where it is dealt with."""

    application: Application
    page: str
    step: str | Promise
    due_on: date


def requests_waiting_for(person: User) -> list[WaitingRequest]:
    """List the requests that wait for the person: for a panel, an opinion, a settlement.

    The pages ask again; here two queries suffice, whoever the person is.
    """
    posts = list(
        Post.objects.current(timezone.localdate())
        .filter(person=person, role__in=(PostRole.SECRETARIAT, PostRole.AUTHORITY))
        .values_list("role", "operator")
    )
    office = [operator for role, operator in posts if role == PostRole.SECRETARIAT]
    authority = [operator for role, operator in posts if role == PostRole.AUTHORITY]
    panel = AppealReviewer.objects.on_panel().filter(appeal=OuterRef("pk"))
    silent = panel.filter(gave_opinion_at__isnull=True)
    acted = CaseEvent.objects.filter(
        application=OuterRef("decision__application"), by=person, at__lt=OuterRef("filed_at")
    )
    operator = "decision__application__edition__operator__in"
    rows = (
        Appeal.objects.with_case()
        .filter(status=AppealStatus.FILED)
        .annotate(
            has_panel=Exists(panel),
            is_silent=Exists(silent),
            is_mine=Exists(silent.filter(person=person)),
            is_on_panel=Exists(panel.filter(person=person)),
            has_acted=Exists(acted),
        )
        .filter(
            Q(is_mine=True)
            | Q(has_panel=False, **{operator: office})
            | Q(
                has_panel=True,
                is_silent=False,
                has_acted=False,
                is_on_panel=False,
                **{operator: authority},
            )
        )
        .order_by("due_on", "pk")[:100]
    )
    return [_waiting(row) for row in rows]


def _waiting(appeal: Appeal) -> WaitingRequest:
    if appeal.is_mine:  # type: ignore[attr-defined]
        page, step = "certification:give_opinion", _("Look at a case again and give an opinion")
    elif not appeal.has_panel:  # type: ignore[attr-defined]
        page, step = "certification:appoint_panel", _("Appoint who looks at the case again")
    else:
        page, step = "workflows:settle", _("Settle the request to reconsider")
    return WaitingRequest(appeal.decision.application, page, step, appeal.due_on)
