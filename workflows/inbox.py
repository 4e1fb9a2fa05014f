"""Who may take which task: the inbox reads posts, seats, memberships and owners in one query."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from certification.lifecycle import ApplicationStatus
from certification.models import (
    Application,
    Deadline,
    Membership,
    MembershipRole,
    Post,
    PostRole,
    Seat,
    SeatRole,
    User,
)

CASE = "process__certificationprocess__application"


def tasks_of(person: User) -> QuerySet[Task]:
    """List what waits for this person, the nearest day first; ``due_on`` is the running deadline.

    A chair is shown a case from the day it stands on an agenda; until then its page is closed.
    The real check is made again under the flow's lock when the task is taken.
    """
    today = timezone.localdate()
    posts = Post.objects.current(today).filter(person=person)
    seats = Seat.objects.current(today).filter(
        person=person,
        role=SeatRole.CHAIR,
        committee__operator=OuterRef(f"{CASE}__edition__operator"),
        committee__scheme=OuterRef(f"{CASE}__edition__scheme"),
    )
    seen = Application.objects.visible_to(person).values("pk")
    signs = Membership.objects.current(today).filter(person=person, role=MembershipRole.SIGNS)
    mine = Q(status=STATUS.ASSIGNED, owner=person)
    offered = Q(status=STATUS.NEW, flow_task_type="HUMAN") & (
        _at(posts, PostRole.SECRETARIAT, "certification.check_application")
        | _at(posts, PostRole.AUTHORITY, "certification.decide_application")
        | (
            Q(owner_permission="certification.chair_application", **{f"{CASE}__in": seen})
            & Exists(seats)
        )
        | Q(
            owner_permission="certification.submit_application",
            **{f"{CASE}__applicant__in": signs.values("organisation")},
        )
    )
    running = Deadline.objects.running().filter(application=OuterRef(CASE)).values("due_on")[:1]
    waiting: QuerySet[Task] = (
        Task.objects.filter(mine | offered)
        .exclude(**{f"{CASE}__status": ApplicationStatus.DRAFT})
        .annotate(due_on=Subquery(running))
        .select_related(
            f"{CASE}__applicant",
            f"{CASE}__offer",
            f"{CASE}__edition__scheme",
        )
        .order_by("due_on", "pk")
    )
    return waiting


def _at(posts: QuerySet[Post], role: str, permission: str) -> Q:
    return Q(
        owner_permission=permission,
        **{f"{CASE}__edition__operator__in": posts.filter(role=role).values("operator")},
    )
