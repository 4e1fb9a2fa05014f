"""The course of a case in six steps: what is done, where it is now, what is still to come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.lifecycle import ApplicationStatus

A = ApplicationStatus
DONE, NOW, TODO = "done", "now", "todo"


@dataclass(frozen=True)
class CourseStep:
    """One step of the course, with the moment when it was done."""

    name: str | Promise
    state: str
    done_at: datetime | None = None


STEPS: tuple[tuple[str | Promise, frozenset[str], frozenset[str]], ...] = (
    (_("Application"), frozenset({A.DRAFT}), frozenset({"submitted"})),
    (
        _("Formal check"),
        frozenset({A.SUBMITTED, A.COMPLETION_CALLED}),
        frozenset({"formally_checked"}),
    ),
    (_("Evaluation by experts"), frozenset({A.EVALUATION}), frozenset({"evaluation_finished"})),
    (_("Committee"), frozenset({A.AWAITING_COMMITTEE}), frozenset({"recommendation_recorded"})),
    (_("Decision"), frozenset({A.AWAITING_DECISION}), frozenset({"decided"})),
    (_("Certificate"), frozenset({A.GRANTED}), frozenset({"certificate_issued"})),
)
CERTIFICATE = len(STEPS) - 1
ENDED_AT: Mapping[str, int] = {
    A.LEFT_UNEXAMINED: 1,
    A.DECLINED: 1,
    A.REFUSED: 4,
    A.CERTIFIED: len(STEPS),
}


def course_of(status: str, events: Iterable[tuple[str, datetime]]) -> list[CourseStep]:
    """Lay the case out in steps; a case that ended early has no steps to come.

    A withdrawn case stopped wherever it was: its steps are those that were done.
    """
    done_at: dict[str, datetime] = dict(events)
    moments = [
        max((done_at[kind] for kind in kinds if kind in done_at), default=None)
        for _name, _statuses, kinds in STEPS
    ]
    if status == A.WITHDRAWN:
        return [
            CourseStep(name, DONE, moment)
            for (name, _statuses, _kinds), moment in zip(STEPS, moments, strict=True)
            if moment
        ]
    current = next(
        (place for place, (_n, statuses, _k) in enumerate(STEPS) if status in statuses), None
    )
    if current is None:
        last = ENDED_AT[status]
        return [
            CourseStep(name, DONE, moments[place])
            for place, (name, _statuses, _kinds) in enumerate(STEPS)
            if place <= last
        ]
    return [
        CourseStep(
            name,
            DONE if place < current else NOW if place == current else TODO,
            moments[place] if place < current else None,
        )
        for place, (name, _statuses, _kinds) in enumerate(STEPS)
    ]


def course_with_reconsideration(
    status: str, events: Iterable[tuple[str, datetime]]
) -> list[CourseStep]:
    """Lay the case out with the step that only a request to reconsider a decision opens.

    A request that was taken back leaves no step.
    """
    done_at: dict[str, datetime] = dict(events)
    steps = course_of(status, done_at.items())
    return [*steps[:CERTIFICATE], *reconsideration_in(done_at), *steps[CERTIFICATE:]]


def reconsideration_in(done_at: Mapping[str, datetime]) -> list[CourseStep]:
    """Give the step of a reconsideration, by the moments of what happened; none is most usual."""
    asked = done_at.get("reconsideration_asked")
    taken_back = done_at.get("reconsideration_taken_back")
    if asked is None or (taken_back is not None and taken_back >= asked):
        return []
    settled = done_at.get("reconsidered")
    return [CourseStep(_("Reconsideration of the case"), DONE if settled else NOW, settled)]
