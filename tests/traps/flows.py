"""The flow of the trap tests: a branch for each person, a timer, a job, and a human fallback."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.models import Process

from workflows.nodes import ForEach, HumanTask, Job, Step

PUBLISHED: list[tuple[int, str]] = []
PREPARED: list[int] = []
COMMITTED: list[int] = []
FAILURES: list[Exception] = []


def publish(task_pk, fence):
    PUBLISHED.append((task_pk, fence))


def people(activation):
    return get_user_model().objects.filter(email__startswith="branch").order_by("pk")


class TrapFlow(flow.Flow):
    """begin → (a branch a person) → join → last → job → end."""

    process_class = Process
    lock_impl = lock.SelectForUpdateLock(nowait=False, attempts=1)

    start = flow.StartHandle().Next(this.begin)
    begin = (
        HumanTask()
        .Permission("certification.check_application")
        .OnTimeout(timedelta(days=1), this.late)
        .Next(this.each)
    )
    late = Step(this.note).Next(this.late_end)
    late_end = flow.End()
    each = ForEach(people).Each(this.branch)
    branch = (
        HumanTask()
        .Assign(lambda activation: activation.task.seed)
        .OnTimeout(timedelta(days=2), this.late, interrupting=False)
        .Next(this.join)
    )
    join = flow.Join().Next(this.last)
    last = HumanTask().Permission("certification.check_application").Next(this.job)
    job = Job(this.prepare, this.commit, publish).OnError(this.mend).Next(this.end)
    mend = HumanTask().Permission("certification.check_application").Next(this.job)
    end = flow.End()

    def note(self, activation):
        """Nothing to note, but a failure if one is asked for: the route is what tests look at."""
        if FAILURES:
            secret = "PESEL 44051401458"  # noqa: F841  a local that must not reach the database
            raise FAILURES.pop()

    def prepare(self, task):
        PREPARED.append(task.pk)
        if FAILURES:
            secret = "PESEL 44051401458"  # noqa: F841  a local that must not reach the database
            raise FAILURES.pop()
        return task.pk

    def commit(self, activation, result):
        COMMITTED.append(result)
