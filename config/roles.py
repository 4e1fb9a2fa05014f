"""In which roles the person of a request stands: decides navigation only, never a right."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from certification.models import Membership, Post, PostRole, Seat, User


@dataclass(frozen=True)
class Roles:
    """Which sides of the procedure the person sees."""

    is_known: bool = False
    applies: bool = False
    acts: bool = False
    keeps_queue: bool = False
    scores: bool = False
    meets: bool = False
    keeps_standards: bool = False


def roles_of(request: HttpRequest) -> Roles:
    """Read memberships, posts and seats of the person in one query."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Roles()
    today = timezone.localdate()
    posts = Post.objects.current(today).filter(person=OuterRef("pk"))
    found = (
        User.objects.filter(pk=user.pk)
        .values_list(
            Exists(Membership.objects.current(today).filter(person=OuterRef("pk"))),
            Exists(posts),
            Exists(posts.filter(role=PostRole.SECRETARIAT)),
            Exists(posts.filter(role=PostRole.ASSESSOR)),
            Exists(posts.exclude(role__in=[PostRole.ASSESSOR, PostRole.STANDARDS])),
            Exists(Seat.objects.current(today).filter(person=OuterRef("pk"))),
            Exists(posts.filter(role=PostRole.STANDARDS)),
        )
        .first()
    )
    applies, holds_post, keeps_queue, scores, prepares_meetings, holds_seat, keeps_standards = (
        found or (False,) * 7
    )
    return Roles(
        is_known=True,
        applies=applies,
        acts=holds_post or holds_seat,
        keeps_queue=keeps_queue,
        scores=scores,
        meets=holds_seat or prepares_meetings,
        keeps_standards=keeps_standards,
    )
