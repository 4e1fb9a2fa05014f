"""Who sees which holders move: those who keep the standard all, staff those of their operators."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from certification.models import Post, PostRole, User
from certification.transitions import versions_with_transition
from standards.models import Edition, StandardVersion

KEEP = "standards.prepare_standardversion"
OFFICE = "certification.suspend_certificate"
DECIDE = "certification.decide_application"


@dataclass(frozen=True)
class Seen:
    """The version, and the operators whose holders the person sees; ``None`` is all of them."""

    version: StandardVersion
    operators: Collection[int] | None


def staffed_operators(person: User) -> set[int]:
    """Give the operators at which the person is in the secretariat or decides."""
    posts = Post.objects.current(timezone.localdate()).filter(
        person=person, role__in=(PostRole.SECRETARIAT, PostRole.AUTHORITY)
    )
    return set(posts.values_list("operator_id", flat=True))


def seen_by(person: User) -> list[Seen]:
    """List the transitions that the person sees."""
    operators = staffed_operators(person)
    calls = Edition.objects.filter(operator__in=operators).order_by()
    run = set(calls.values_list("scheme_id", flat=True))
    found = []
    for version in versions_with_transition():
        if person.has_perm(KEEP, version.scheme):
            found.append(Seen(version, None))
        elif version.scheme_id in run:
            found.append(Seen(version, operators))
    return found


def find_seen(person: User, scheme: str, number: str) -> Seen:
    """Find one transition; for everybody else it does not exist (404)."""
    version = versions_with_transition().filter(scheme__code=scheme, version=number).first()
    if version is not None:
        if person.has_perm(KEEP, version):
            return Seen(version, None)
        operators = staffed_operators(person)
        if version.scheme.editions.filter(operator__in=operators).exists():
            return Seen(version, operators)
    raise Http404
