"""Who moves to a new version of the standard, and what it changes for each holder.

A holder is found from the certificates themselves, never from what was recorded about them, so
that nobody is lost (ISO/IEC 17065, 7.10.1).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Case, CharField, Count, F, FilteredRelation, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from certification.lifecycle import IN_FORCE, CertificateStatus, TransitionOutcome, TransitionStatus
from certification.models import Certificate, Transition, TransitionTask
from certification.sheets import profile_of
from standards.conditions import holds
from standards.differences.comparing import CriterionChange, Difference
from standards.differences.kinds import AspectName, ChangeKind
from standards.differences.reading import difference_between
from standards.differences.texts import CriterionText
from standards.lifecycle import VersionStatus
from standards.models import Scheme, StandardVersion

UNSETTLED = (TransitionStatus.UNDER_WAY, TransitionStatus.PREPARED)
ENDED = "ended"
TO_SHOW = frozenset({ChangeKind.NEW, ChangeKind.TIGHTENED, ChangeKind.SPLIT, ChangeKind.MERGED})
REMIND_BEFORE = (90, 30, 7)


@dataclass(frozen=True)
class Gap:
    """One change that concerns a holder; the criteria of the new version that have to be shown."""

    change: CriterionChange
    tasks: tuple[CriterionText, ...]


@dataclass(frozen=True)
class Plan:
    """What a new version changes for one holder, and how far the holder has come."""

    certificate: Certificate
    version: StandardVersion
    difference: Difference
    gaps: tuple[Gap, ...]
    recorded: Mapping[str, TransitionTask]

    @cached_property
    def tasks(self) -> tuple[CriterionText, ...]:
        """List what the holder has to show, in the order of the new version."""
        return tuple(task for gap in self.gaps for task in gap.tasks)

    @cached_property
    def open_tasks(self) -> tuple[CriterionText, ...]:
        """List what has not been recorded as done."""
        return tuple(one for one in self.tasks if not self.is_done(one.key))

    def is_done(self, key: str) -> bool:
        """Say whether a task was recorded as done."""
        return key in self.recorded and self.recorded[key].is_done

    @property
    def done(self) -> int:
        """Count the tasks that are done."""
        return len(self.tasks) - len(self.open_tasks)


def versions_with_transition(schemes: Iterable[Scheme] | None = None) -> QuerySet[StandardVersion]:
    """Give the published versions to which holders move by a day, the newest first."""
    found = StandardVersion.objects.filter(
        status__in=(VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED),
        transition_until__isnull=False,
        predecessor__isnull=False,
    ).select_related("scheme")
    if schemes is not None:
        found = found.filter(scheme__in=schemes)
    return found.order_by("-published_at", "-pk")


def predecessors_in(schemes: Iterable[int]) -> dict[int, int | None]:
    """Give what each version of the schemes follows."""
    rows = StandardVersion.objects.filter(scheme__in=schemes).order_by()
    return dict(rows.values_list("pk", "predecessor_id"))


def family_of(
    version: StandardVersion, before: Mapping[int, int | None] | None = None
) -> tuple[set[int], set[int]]:
    """Give the versions before a version, and the version with all that follow it."""
    before = predecessors_in([version.scheme_id]) if before is None else before
    earlier: set[int] = set()
    following = before.get(version.pk)
    while following is not None and following not in earlier:
        earlier.add(following)
        following = before.get(following)
    later = {version.pk}
    while grown := {pk for pk, parent in before.items() if parent in later} - later:
        later |= grown
    return earlier, later


def holders_of(
    version: StandardVersion,
    *,
    today: date,
    operators: Collection[int] | None = None,
    before: Mapping[int, int | None] | None = None,
) -> QuerySet[Any]:
    """List the certificates on earlier versions that stand, and all of which anything is recorded.

    ``move`` is what was recorded, ``state`` the word of it, ``last_day`` the day to move by.
    """
    earlier, _later = family_of(version, before)
    stands = Q(status__in=IN_FORCE, valid_until__gte=today)
    found = (
        Certificate.objects.filter(version__in=earlier)
        .annotate(
            move=FilteredRelation("transitions", condition=Q(transitions__version=version.pk))
        )
        .filter(stands | Q(move__isnull=False))
        .annotate(
            state=Case(
                When(
                    ~stands & (Q(move__isnull=True) | Q(move__status__in=UNSETTLED)),
                    then=Value(ENDED),
                ),
                default=Coalesce(F("move__status"), Value(TransitionStatus.UNDER_WAY.value)),
                output_field=CharField(),
            ),
            last_day=Coalesce(F("move__due_on"), Value(version.transition_until)),
        )
        .select_related(
            "move",  # type: ignore[misc]  # unknown to the plugin
            "version__scheme",
            "application__applicant",
            "application__offer",
            "application__edition",
        )
    )
    if operators is not None:
        found = found.filter(application__edition__operator__in=operators)
    return found.order_by("pk")


def move_of(certificate: Any) -> Transition | None:
    """Give what was recorded of a holder; a holder without a row has none."""
    move: Transition | None = getattr(certificate, "move", None)
    return move


def counts_of(holders: QuerySet[Any]) -> dict[str, int]:
    """Count the holders by state, so that everybody sees who is still on the old version."""
    states = holders.order_by().values_list("state", flat=True)
    return dict(Counter(states))


def counts_of_several(
    seen: Iterable[tuple[StandardVersion, Collection[int] | None]], *, today: date
) -> dict[int, dict[str, int]]:
    """Count the holders of several versions by state in one statement, by the key of the version.

    Each version comes with the operators whose holders count; ``None`` is all of them.
    """
    listed = list(seen)
    before = predecessors_in({version.scheme_id for version, _operators in listed})
    counted = [
        holders_of(version, today=today, operators=operators, before=before)
        .order_by()
        .values("state")
        .annotate(of=Value(version.pk), holders=Count("pk"))
        .values_list("of", "state", "holders")
        for version, operators in listed
    ]
    found: dict[int, dict[str, int]] = {version.pk: {} for version, _operators in listed}
    for pk, state, holders in counted[0].union(*counted[1:], all=True) if counted else ():
        found[pk][state] = holders
    return found


def plans_of(rows: Iterable[Any], version: StandardVersion) -> list[Plan]:
    """Say what changes for each holder; one query for all that was recorded."""
    certificates = list(rows)
    moves = {move.pk: one.pk for one in certificates if (move := move_of(one))}
    recorded: dict[int, dict[str, TransitionTask]] = {}
    for task in TransitionTask.objects.filter(transition__in=moves).select_related("recorded_by"):
        recorded.setdefault(moves[task.transition_id], {})[task.criterion_key] = task
    return [plan_of(one, version, recorded=recorded.get(one.pk, {})) for one in certificates]


def plan_of(
    certificate: Certificate,
    version: StandardVersion,
    *,
    recorded: Mapping[str, TransitionTask] | None = None,
) -> Plan:
    """Say what a version changes for one holder: only what the profile of the holder meets."""
    if recorded is None:
        tasks = TransitionTask.objects.filter(
            transition__certificate=certificate, transition__version=version
        ).select_related("recorded_by")
        recorded = {task.criterion_key: task for task in tasks}
    difference = difference_between(certificate.version, version)
    profile = profile_of(certificate.application)
    gaps = (_gap(change, profile) for change in difference.changes)
    return Plan(certificate, version, difference, tuple(gap for gap in gaps if gap), recorded)


def _gap(change: CriterionChange, profile: Mapping[str, Any]) -> Gap | None:
    if change.kind == ChangeKind.UNCHANGED:
        return None
    olds = [one for one in change.old if holds(one.applies_when, profile)]
    news = tuple(one for one in change.new if holds(one.applies_when, profile))
    if not olds and not news:
        return None
    asks_more = bool(change.kinds & TO_SHOW)
    if change.kinds & TO_SHOW == {ChangeKind.TIGHTENED} and len(olds) == len(change.old):
        # It was asked of this holder before; that others are asked now is no task.
        asks_more = any(
            ChangeKind.TIGHTENED in aspect.kinds and aspect.name != AspectName.APPLICABILITY
            for aspect in change.aspects
        )
    return Gap(change, news if asks_more else ())


def proposal_for(*, open_tasks: int, is_suspended: bool, was_prolonged: bool) -> TransitionOutcome:
    """Say what is proposed for a holder who did not move in time; a person decides.

    Where nothing is left to show, only the record is missing and time is given. A certificate that
    is suspended already, or whose time was prolonged before, is proposed to be withdrawn.
    """
    if not open_tasks:
        return TransitionOutcome.PROLONG
    if is_suspended or was_prolonged:
        return TransitionOutcome.WITHDRAW
    return TransitionOutcome.SUSPEND


def reminder_for(*, days_left: int, reminded: int | None) -> int | None:
    """Give the reminder that is due: each of the three once, a missed one is skipped."""
    due = min((days for days in REMIND_BEFORE if days_left <= days), default=None)
    if due is None or days_left < 0 or (reminded is not None and reminded <= due):
        return None
    return due


def is_awaiting_decision(certificate: Any, *, today: date) -> bool:
    """Say whether the time of a holder is over and nothing says what becomes of it."""
    move = move_of(certificate)
    if certificate.status not in IN_FORCE or certificate.last_day >= today:
        return False
    if move is None or move.status == TransitionStatus.UNDER_WAY:
        return True
    if move.status != TransitionStatus.DECIDED:
        return False
    was_lifted = (
        move.outcome == TransitionOutcome.SUSPEND and certificate.status == CertificateStatus.VALID
    )
    return was_lifted or move.outcome == TransitionOutcome.PROLONG
