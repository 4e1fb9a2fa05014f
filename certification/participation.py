"""Who took part in a case, from what people actually did and declared, not from role names.

Review and decision are for people outside the evaluation (ISO/IEC 17065, 7.5 and 7.6.2); members
of the committee and the authority step back for kinship, interest and earlier part (KPA, art. 24
and 27).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.errors import ImpartialityViolated
from certification.lifecycle import AssignmentStatus
from certification.models import (
    Affiliation,
    AffiliationKind,
    Application,
    Assessment,
    AssessmentKind,
    Assignment,
    ImpartialityAnswer,
    ImpartialityDeclaration,
    Membership,
    Partner,
    Recommendation,
    Recusal,
    RecusalGround,
    User,
    Vote,
)

COOLING_OFF = relativedelta(years=3)


class Part(TextChoices):
    """What somebody had to do with a case; the label is what excludes the person."""

    ACTED = "acted", _("acting for the applicant")
    LINKED = "linked", _("a link with the applicant or a partner")
    KIN = "kin", _("closeness to people of the applicant or a partner")
    ADVISED = "advised", _("advice given to the applicant or a partner")
    SCORED = "scored", _("part in the evaluation of the case")
    CONFLICT = "conflict", _("a declared conflict of interest")
    VOTED = "voted", _("part in the recommendation of the committee")


BARS_FROM_VOTING = frozenset(Part) - {Part.VOTED}
GROUND_OF_PART: Mapping[Part, RecusalGround] = {
    Part.KIN: RecusalGround.KIN,
    Part.LINKED: RecusalGround.INTEREST,
    Part.ACTED: RecusalGround.EARLIER_PART,
    Part.ADVISED: RecusalGround.EARLIER_PART,
    Part.SCORED: RecusalGround.EARLIER_PART,
    Part.CONFLICT: RecusalGround.DOUBT,
    Part.VOTED: RecusalGround.EARLIER_PART,
}
PART_OF_AFFILIATION = {
    AffiliationKind.ADVISED.value: Part.ADVISED,
    AffiliationKind.KIN.value: Part.KIN,
}
PART_OF_ASSIGNMENT = {
    AssignmentStatus.ACCEPTED.value: Part.SCORED,
    AssignmentStatus.COMPLETED.value: Part.SCORED,
    AssignmentStatus.CONFLICTED.value: Part.CONFLICT,
}

Parts = dict[int, frozenset[Part]]


def parts_in_case(application: Application, people: Collection[int], *, on: date) -> Parts:
    """List what each of the people had to do with a case, in a constant number of queries.

    Links and memberships count until three years after they ended.
    """
    found: dict[int, set[Part]] = defaultdict(set)
    for person, part in _all_parts(application, people, on):
        found[person].add(part)
    return {person: frozenset(found[person]) for person in people}


def parts_of(person: User, application: Application) -> frozenset[Part]:
    """List what one person had to do with a case up to today."""
    return parts_in_case(application, [person.pk], on=timezone.localdate())[person.pk]


def took_part_in_evaluation(person: User, application: Application) -> bool:
    """Say whether the person scored the case or accepted to (7.5)."""
    return Part.SCORED in parts_of(person, application)


def declared_conflict(person: User, application: Application) -> bool:
    """Say whether the person ever declared a conflict in this case or stepped back from it."""
    return Part.CONFLICT in parts_of(person, application)


def advised(person: User, application: Application) -> bool:
    """Say whether the person advised the applicant or a partner within three years (4.2.6)."""
    return Part.ADVISED in parts_of(person, application)


def require_no_part(person: User, application: Application) -> None:
    """Raise where the person has a link with the case or acted in it, so another has to (4.2)."""
    if parts_of(person, application) & BARS_FROM_VOTING:
        raise ImpartialityViolated


def acted_for_applicant(person: User, application: Application) -> bool:
    """Say whether the person belongs to the applicant's side."""
    return Part.ACTED in parts_of(person, application)


def _all_parts(
    application: Application, people: Collection[int], on: date
) -> Iterable[tuple[int, Part]]:
    yield from _links(application, people, on)
    yield from _acts(application, people)


def _links(
    application: Application, people: Collection[int], on: date
) -> Iterable[tuple[int, Part]]:
    partners = Partner.objects.filter(application=application)
    organisations = [application.applicant_id, *partners.values_list("organisation", flat=True)]
    recent = (Q(until__isnull=True) | Q(until__gte=on - COOLING_OFF)) & Q(
        since__lte=on, person__in=people, organisation__in=organisations
    )
    for person, kind in Affiliation.objects.filter(recent).values_list("person", "kind"):
        yield person, PART_OF_AFFILIATION.get(kind, Part.LINKED)
    for person in Membership.objects.filter(recent).values_list("person", flat=True):
        yield person, Part.ACTED


def _acts(application: Application, people: Collection[int]) -> Iterable[tuple[int, Part]]:
    acted = {application.created_by_id, application.submitted_by_id}
    for person in set(people) & acted:
        yield person, Part.ACTED
    cards = Assessment.objects.filter(application=application, author__in=people)
    for person, kind in cards.values_list("author", "kind"):
        own = kind in (AssessmentKind.SELF, AssessmentKind.EARLIER)
        yield person, Part.ACTED if own else Part.SCORED
    work = Assignment.objects.filter(
        application=application, person__in=people, status__in=PART_OF_ASSIGNMENT
    )
    for person, status in work.values_list("person", "status"):
        yield person, PART_OF_ASSIGNMENT[status]
    conflicts = ImpartialityDeclaration.objects.filter(
        application=application, person__in=people, answer=ImpartialityAnswer.CONFLICT
    )
    for person in conflicts.values_list("person", flat=True):
        yield person, Part.CONFLICT
    recusals = Recusal.objects.filter(item__application=application, seat__person__in=people)
    for person in recusals.values_list("seat__person", flat=True):
        yield person, Part.CONFLICT
    votes = Vote.objects.filter(item__application=application, seat__person__in=people)
    for person in votes.values_list("seat__person", flat=True):
        yield person, Part.VOTED
    chairs = Recommendation.objects.filter(application=application, recorded_by__in=people)
    for person in chairs.values_list("recorded_by", flat=True):
        yield person, Part.VOTED
