"""The secretariat's queue: every running deadline of its operators, the nearest day first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from certification.models import Assignment, Deadline, Post, PostRole, User
from standards.models import Scheme

PAGE = 50


@dataclass(frozen=True)
class Position:
    """A place in the queue: the day and the key of the last row seen."""

    due_on: date
    pk: int

    def __str__(self) -> str:
        """Write the place into an address."""
        return f"{self.due_on.isoformat()}_{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Position | None":
        """Read the place from an address; nonsense means the beginning."""
        day, _mark, pk = text.partition("_")
        try:
            return cls(date.fromisoformat(day), int(pk))
        except ValueError:
            return None


def secretariats_of(person: User) -> QuerySet[Post]:
    """List the current posts in a secretariat that the person holds."""
    return Post.objects.current(timezone.localdate()).filter(
        person=person, role=PostRole.SECRETARIAT
    )


def queue_of(person: User) -> QuerySet[Deadline]:
    """List the running deadlines of the cases at the person's operators."""
    operators = secretariats_of(person).values("operator")
    return (
        Deadline.objects.running()
        .filter(application__edition__operator__in=operators)
        .exclude(application__status="draft")
        .select_related(
            "application__applicant",
            "application__offer",
            "application__edition__scheme",
        )
        .prefetch_related(
            Prefetch(
                "application__assignments",
                queryset=Assignment.objects.select_related("person").order_by("pk"),
            )
        )
        .order_by("due_on", "pk")
    )


def narrowed(
    queue: QuerySet[Deadline],
    *,
    status: str = "",
    scheme: Scheme | None = None,
    overdue: bool = False,
) -> QuerySet[Deadline]:
    """Keep the rows that the filters ask for."""
    if status:
        queue = queue.filter(application__status=status)
    if scheme:
        queue = queue.filter(application__edition__scheme=scheme)
    if overdue:
        queue = queue.filter(due_on__lt=timezone.localdate())
    return queue


def page_after(
    queue: QuerySet[Deadline], position: Position | None, size: int = PAGE
) -> tuple[list[Deadline], Position | None]:
    """Give one page of rows and the place where the next one begins, if there is more."""
    if position:
        queue = queue.filter(
            Q(due_on__gt=position.due_on) | Q(due_on=position.due_on, pk__gt=position.pk)
        )
    rows = list(queue[: size + 1])
    if len(rows) <= size:
        return rows, None
    last = rows[size - 1]
    return rows[:size], Position(last.due_on, last.pk)
