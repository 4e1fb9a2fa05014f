"""What the worker and the clock do with flows; every task may safely run twice."""

import logging
from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from viewflow.workflow.exceptions import FlowLockFailed
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS
from viewflow.workflow.timers import fire_due_timers

log = logging.getLogger(__name__)
ATTEMPTS = 5


@shared_task(acks_late=True, reject_on_worker_lost=True)
def run_job(task_pk: int, fence: str) -> str:
    """Run one job of a flow in three steps: claim it, prepare without a lock, commit under it.

    The answer says what became of it: ``ok``, ``gone``, ``skip``, ``stale`` or ``error``.
    """
    task = Task.objects.filter(pk=task_pk).first()
    if task is None:
        return "gone"
    with task.activation() as activation:
        if activation.task.external_task_id != fence or not activation.start.can_proceed():
            return "skip"
        activation.start()
    try:
        result = task.flow_task.prepare(task)
        with task.activation() as activation:
            if not _still_meant(activation.task, fence):
                return "stale"
            task.flow_task.commit(activation, result)
            activation.execute()
    except Exception as failure:
        log.exception("job %s failed", task_pk)
        with task.activation() as activation:
            if _still_meant(activation.task, fence):
                activation.error(failure)
        return "error"
    return "ok"


def _still_meant(task: Task, fence: str) -> bool:
    return bool(task.external_task_id == fence and task.status == STATUS.STARTED)


@shared_task
def sweep_jobs() -> int:
    """Give lost jobs out again; after five tries a person is asked."""
    limit = timezone.now() - timedelta(seconds=settings.JOB_LOST_AFTER_SECONDS)
    lost = Task.objects.filter(flow_task_type="JOB").filter(
        Q(status=STATUS.SCHEDULED, scheduled__lt=limit)
        | Q(status=STATUS.STARTED, started__lt=limit)
    )
    given_out = 0
    for task in lost:
        try:
            given_out += _give_out_again(task, limit)
        except FlowLockFailed:
            log.info("job %s is being worked on, left to the next sweep", task.pk)
    return given_out


def _give_out_again(task: Task, limit: datetime) -> int:
    with task.activation() as activation:
        current = activation.task
        since = current.started if current.status == STATUS.STARTED else current.scheduled
        if current.status not in (STATUS.SCHEDULED, STATUS.STARTED) or since >= limit:
            return 0
        tries = current.data.get("tries", 0) + 1
        current.data["tries"] = tries
        if tries > ATTEMPTS and current.status == STATUS.STARTED:
            activation.error(TimeoutError(f"lost {ATTEMPTS} times"))
            return 0
        activation.retry()
    return 1


@shared_task
def fire_timers() -> int:
    """Fire the timers of flows that are due."""
    fired: int = fire_due_timers()
    return fired
