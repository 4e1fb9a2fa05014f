"""Who may score a case: the pool of the operator, and what bars somebody from this one case."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.lifecycle import AssignmentStatus
from certification.models import (
    Application,
    Assignment,
    FormalCheck,
    Membership,
    Post,
    PostRole,
    User,
)
from certification.participation import Part, parts_in_case

OPEN_WORK = (
    AssignmentStatus.INVITED,
    AssignmentStatus.WAIVER_REQUESTED,
    AssignmentStatus.ACCEPTED,
)
CHECKED = _("part in the formal check")
HANDLES = _("a post in the secretariat or as the deciding authority")
ASSIGNED = _("an earlier assignment to this case")


@dataclass(frozen=True)
class Candidate:
    """One person of the pool as the secretariat sees them when assigning."""

    person: User
    bars: tuple[str, ...]
    open_assignments: int
    same_voivodeship: bool


def pool_of(application: Application) -> QuerySet[User]:
    """List active people with a current post of an expert at the operator or a national one."""
    today = timezone.localdate()
    posts = Post.objects.current(today).filter(
        Q(operator=application.edition.operator_id) | Q(operator__is_national=True),
        role=PostRole.ASSESSOR,
        person=OuterRef("pk"),
    )
    return User.objects.filter(Exists(posts), is_active=True).order_by("name", "pk")


def bars_of(
    application: Application, people: Iterable[int]
) -> Mapping[int, tuple[str | Promise, ...]]:
    """Say for each person what bars them from scoring the case; nobody without a bar is listed.

    Links of the last three years with the applicant or a partner, a part in the case, a post that
    handles or decides it (ISO/IEC 17065, 4.2 and 7.5), an earlier assignment.
    """
    chosen = set(people)
    found: dict[int, list[str | Promise]] = defaultdict(list)
    parts = parts_in_case(application, sorted(chosen), on=timezone.localdate())
    for person, theirs in parts.items():
        found[person] += [Part(part).label for part in sorted(theirs)]
    checks = FormalCheck.objects.filter(application=application, checked_by__in=chosen)
    for person in set(checks.values_list("checked_by", flat=True)):
        found[person].append(CHECKED)
    posts = Post.objects.current(timezone.localdate()).filter(
        operator=application.edition.operator_id,
        role__in=(PostRole.SECRETARIAT, PostRole.AUTHORITY),
        person__in=chosen,
    )
    for person in set(posts.values_list("person", flat=True)):
        found[person].append(HANDLES)
    earlier = Assignment.objects.filter(application=application, person__in=chosen)
    for person in earlier.values_list("person", flat=True):
        found[person].append(ASSIGNED)
    return {person: tuple(bars) for person, bars in found.items() if bars}


def conflict_hints(application: Application, people: Iterable[User]) -> dict[int, tuple[str, ...]]:
    """Say in words, by person, what bars them from scoring the case."""
    bars = bars_of(application, [person.pk for person in people])
    return {person: tuple(str(bar) for bar in found) for person, found in bars.items()}


def candidates(application: Application) -> list[Candidate]:
    """List the pool with bars, load and nearness; those who can be chosen come first."""
    people = list(
        pool_of(application).annotate(
            open_assignments=Count(
                "assignments", filter=Q(assignments__status__in=OPEN_WORK), distinct=True
            )
        )
    )
    bars = conflict_hints(application, people)
    near = _near(application, people)
    rows = [
        Candidate(
            person=person,
            bars=bars.get(person.pk, ()),
            open_assignments=person.open_assignments,
            same_voivodeship=person.pk in near,
        )
        for person in people
    ]
    return sorted(
        rows, key=lambda row: (bool(row.bars), row.open_assignments, row.same_voivodeship)
    )


def _near(application: Application, people: Iterable[User]) -> set[int]:
    """Find who works or belongs in the voivodeship of the case; a hint, never a bar."""
    today = timezone.localdate()
    pks = [person.pk for person in people]
    posts = Post.objects.current(today).filter(
        person__in=pks, operator__voivodeship=application.voivodeship
    )
    memberships = Membership.objects.current(today).filter(
        person__in=pks, organisation__voivodeship=application.voivodeship
    )
    return set(posts.values_list("person", flat=True)) | set(
        memberships.values_list("person", flat=True)
    )
