"""Interpretations beside the criteria of a case, and in how many cases each was applied."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from certification.checklist import checklist_of
from certification.lifecycle import ApplicationStatus, AssessmentStatus, AssignmentStatus
from certification.models import Application, Assignment, InterpretationUse, User
from certification.sheets import profile_of
from standards.interpretations import scopes_in_force
from standards.lifecycle import InterpretationStatus, ScopeState
from standards.models import Criterion, Interpretation
from standards.scoring import load_content

OPEN_TO_APPLICANT = (ApplicationStatus.DRAFT, ApplicationStatus.COMPLETION_CALLED)


@dataclass(frozen=True)
class Applied:
    """An interpretation with the number of cases in which it was applied."""

    interpretation: Interpretation
    criterion_key: str
    cases: int
    is_mine: bool = False


def cases_of(interpretation: str) -> Any:
    """Count the distinct cases in which an interpretation was applied, as an expression."""
    uses = InterpretationUse.objects.filter(
        interpretation=OuterRef(interpretation), taken_back_at__isnull=True
    )
    by_interpretation = uses.order_by().values("interpretation")
    counted = by_interpretation.annotate(cases=Count("application", distinct=True))
    return Coalesce(Subquery(counted.values("cases"), output_field=IntegerField()), Value(0))


def beside_criteria(
    application: Application, person: User | None = None
) -> Mapping[str, list[Applied]]:
    """Give what holds for the version of a case by the key of the criterion, with one query."""
    mine = InterpretationUse.objects.filter(
        interpretation=OuterRef("interpretation"),
        application=application.pk,
        noted_by=person.pk if person else None,
        taken_back_at__isnull=True,
    )
    rows = (
        scopes_in_force()
        .filter(version=application.version_id)
        .select_related("interpretation__scheme")
        .annotate(cases=cases_of("interpretation"), is_mine=Exists(mine))
        .order_by("interpretation__published_at", "interpretation_id", "pk")
    )
    found: dict[str, list[Applied]] = {}
    for row in rows:
        applied = Applied(row.interpretation, row.criterion_key, row.cases, row.is_mine)
        found.setdefault(row.criterion_key, []).append(applied)
    return found


def with_cases(interpretations: QuerySet[Interpretation]) -> QuerySet[Any]:
    """Add to each interpretation in how many cases it was applied."""
    return interpretations.annotate(cases=cases_of("pk"))


def untold() -> list[Interpretation]:
    """List the interpretations of which people have still to be told."""
    waiting = Interpretation.objects.public().filter(told_at__isnull=True)
    return list(waiting.exclude(status=InterpretationStatus.SUPERSEDED).order_by("pk"))


def drafts_concerned(interpretation: Interpretation) -> list[Application]:
    """List the cases whose applicant can still answer a criterion that it speaks of."""
    keys = _keys_of(interpretation)
    cases = (
        Application.objects.with_names()
        .select_related("version__scheme")
        .filter(version__in=keys, status__in=OPEN_TO_APPLICANT)
    )
    return [case for case in cases.order_by("pk") if keys[case.version_id] & _asked(case)]


def cards_concerned(interpretation: Interpretation) -> list[Assignment]:
    """List the experts whose open score card asks a criterion that it speaks of."""
    keys = _keys_of(interpretation)
    cards = Assignment.objects.filter(
        Q(assessment__status=AssessmentStatus.OPEN),
        status=AssignmentStatus.ACCEPTED,
        application__version__in=keys,
        application__status=ApplicationStatus.EVALUATION,
        person__is_active=True,
    ).select_related(
        "person",
        "application__applicant",
        "application__offer",
        "application__edition__scheme",
        "application__version__scheme",
    )
    return [
        card
        for card in cards.order_by("pk")
        if keys[card.application.version_id] & _asked(card.application)
    ]


def criterion_in(application: Application, interpretation: Interpretation) -> Criterion:
    """Give the criterion it speaks of as the case asks it."""
    keys = _keys_of(interpretation)[application.version_id] & _asked(application)
    criteria = checklist_of(application.version).criteria
    return next(criterion for criterion in criteria if criterion.key in keys)


def _keys_of(interpretation: Interpretation) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for scope in interpretation.scopes.filter(state=ScopeState.HOLDS):
        found.setdefault(scope.version_id, set()).add(scope.criterion_key)
    return found


def _asked(application: Application) -> frozenset[str]:
    """Give the keys of the criteria that apply to a case."""
    return frozenset(load_content(application.version).applicable(profile_of(application)))
