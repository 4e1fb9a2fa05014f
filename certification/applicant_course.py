"""The course of a case in seven steps as its applicant sees it: who acts, when it was or will be.

It rests on the six steps of ``timeline`` and shows the completion of gaps, and a reconsideration
where one was asked for, as steps of their own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from certification.lifecycle import ApplicationStatus
from certification.models import Application
from certification.timeline import DONE, NOW, TODO, CourseStep, course_of, reconsideration_in

GAPS = 2
FORMAL_CHECK, EVALUATION, COMMITTEE, DECISION, CERTIFICATE = 1, 2, 3, 4, 5
KINDS = (
    "submitted",
    "formally_checked",
    "call_answered",
    "evaluation_finished",
    "recommendation_recorded",
    "decided",
    "certificate_issued",
    "reconsideration_asked",
    "reconsideration_taken_back",
    "reconsidered",
)


@dataclass(frozen=True)
class Milestone:
    """One step with words about who acts and when."""

    name: str | Promise
    state: str
    words: str


def milestones_of(application: Application, *, called: bool) -> list[Milestone]:
    """Lay out the steps of a case; ``called`` says whether gaps were ever to be completed."""
    events = list(
        application.events.filter(kind__in=KINDS).order_by("pk").values_list("kind", "at")
    )
    steps = course_of(application.status, events)
    milestones = [
        Milestone(step.name, step.state, _words(step, place, application))
        for place, step in enumerate(steps)
    ]
    if len(milestones) < GAPS:
        return milestones
    gaps = _completion(application, dict(events), called=called)
    panel = _("people who had no part in the case")
    again = [
        Milestone(step.name, step.state, _day(step.done_at) if step.done_at else panel)
        for step in reconsideration_in(dict(events))
    ]
    if called and milestones[FORMAL_CHECK].state == NOW:
        milestones[FORMAL_CHECK] = _checked_once(milestones[FORMAL_CHECK], events)
    after_decision = milestones[CERTIFICATE:]
    return [*milestones[:GAPS], gaps, *milestones[GAPS:CERTIFICATE], *again, *after_decision]


def _checked_once(milestone: Milestone, events: Iterable[tuple[str, datetime]]) -> Milestone:
    """The check that found gaps is done; what is left belongs to their completion."""
    days = [at for kind, at in events if kind == "formally_checked"]
    return Milestone(milestone.name, DONE, _day(days[-1]) if days else _("Done"))


def _completion(
    application: Application, done_at: Mapping[str, datetime], *, called: bool
) -> Milestone:
    name = gettext_lazy("Completion of gaps")
    status = application.status
    if status == ApplicationStatus.COMPLETION_CALLED:
        return Milestone(name, NOW, "")
    answered = done_at.get("call_answered")
    if called and status == ApplicationStatus.SUBMITTED:
        words = _("The secretariat checks what was completed.")
        return Milestone(name, NOW, words)
    if called:
        return Milestone(name, DONE, _day(answered) if answered else _("Done"))
    if status in (ApplicationStatus.DRAFT, ApplicationStatus.SUBMITTED):
        return Milestone(name, TODO, _("only if something is missing"))
    return Milestone(name, DONE, _("It was not needed."))


def _words(step: CourseStep, place: int, application: Application) -> str:
    if step.state == DONE:
        return _day(step.done_at) if step.done_at else _("Done")
    return _plan(place, application)


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def _plan(place: int, application: Application) -> str:
    """Say who acts and how long it takes, by the call."""
    edition = application.edition
    if place == FORMAL_CHECK:
        sentence = ngettext(
            "secretariat, up to %(days)s day", "secretariat, up to %(days)s days",
            edition.formal_check_days,
        )  # fmt: skip
        return sentence % {"days": edition.formal_check_days}
    if place == EVALUATION:
        sentence = ngettext(
            "experts, up to %(days)s day", "experts, up to %(days)s days", edition.scoring_days
        )
        return sentence % {"days": edition.scoring_days}
    if place == COMMITTEE:
        return _("at a meeting of the committee")
    if place == DECISION:
        return edition.operator.name
    if place == CERTIFICATE:
        return _("right after the decision, with an entry in the registry")
    return _("you fill it in and send it")
