"""The one door to the engine: pages and tasks come through here, nobody else touches a task."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.activation import Activation
from viewflow.workflow.models import Process, Task
from viewflow.workflow.nodes.boundary import TimerBoundary
from viewflow.workflow.status import PROCESS, STATUS

from certification.errors import RuleViolation
from certification.models import Appeal, Application, Assignment, Decision, User
from certification.operations.applications import submit, withdraw_application
from certification.operations.releases import release_everybody, release_expert
from certification.operations.settlements import settle
from workflows.flows import CertificationFlow
from workflows.models import CertificationProcess

LONGEST_KEY = 18  # digits of a number that every database takes


class TaskAlreadyDone(RuleViolation):
    """The task was finished meanwhile, in another tab or by somebody else."""

    sentence = _("This step has been done already. Open the case to see what is next.")
    code = "task_already_done"


class ProcessClosed(RuleViolation):
    """The case has ended, so none of its steps can be taken up again."""

    sentence = _("This case is closed, so the step cannot be taken up again.")
    code = "process_closed"


def node_named(name: str) -> Any:
    """Give the node of the flow by its name."""
    return getattr(CertificationFlow.instance, name)


def open_tasks(application: Application, node: str) -> Any:
    """List the tasks of one node that wait in a case."""
    waiting = tasks_of(application, node).filter(status__in=(STATUS.NEW, STATUS.ASSIGNED))
    return waiting.select_related("owner")


def task_for(application: Application, node: str, person: User) -> Task:
    """Find the task of a node that this person may take.

    Raises ``TaskAlreadyDone`` where none waits and ``PermissionDenied`` where it is not theirs,
    whether one waits or not: whoever may not take a step does not learn how far it has come.
    """
    tasks = list(open_tasks(application, node).order_by("pk"))
    if not tasks:
        require_place(application, node, person)
        raise TaskAlreadyDone
    for task in tasks:
        if task.owner_id == person.pk or (
            task.owner_id is None and task.flow_task.can_assign(person, task)
        ):
            return task
    raise PermissionDenied


def require_place(application: Application, node: str, person: User) -> None:
    """Refuse a step to whoever neither holds its right in the case nor took it before."""
    right = node_named(node)._owner_permission
    if right and person.has_perm(right, application):
        return
    if not tasks_of(application, node).filter(owner=person).exists():
        raise PermissionDenied


def tasks_of(application: Application, node: str) -> Any:
    """List every task of one node that a case has had."""
    return Task.objects.filter(
        process__certificationprocess__application=application, flow_task=node_named(node)
    )


def taken_step(
    application: Application, node: str, assignment: Assignment | None = None, *, asked: str = ""
) -> Task | None:
    """Give the finished task that a page speaks of, or the newest one of its node.

    ``asked`` is the number that the page sent; of an expert's step only the expert's own counts.
    """
    done = tasks_of(application, node).filter(status=STATUS.DONE).order_by("-finished", "-pk")
    if asked.isdecimal() and len(asked) <= LONGEST_KEY:
        same: Task | None = done.filter(pk=int(asked)).first()
        if same is not None:
            return same
    found: Task | None = (done.filter(seed_object_id=assignment.pk) if assignment else done).first()
    return found


@contextmanager
def human_task(task: Task, person: User) -> Iterator[Activation]:
    """Hold the flow's lock while the caller runs one operation, then move the flow on."""
    with task.activation() as activation:
        current = activation.task
        if current.status == STATUS.NEW:
            if not current.flow_task.can_assign(person, current):
                raise PermissionDenied
            activation.assign(person)
        if current.status != STATUS.ASSIGNED:
            raise TaskAlreadyDone
        if not current.flow_task.can_execute(person, current):
            raise PermissionDenied
        activation.start(None)
        yield activation
        activation.execute()


def do_task(task: Task, person: User, operation: Callable[..., Any], **arguments: Any) -> Any:
    """Run one operation as one step of the flow: both happen or neither."""
    with human_task(task, person):
        return operation(by=person, **arguments)


@transaction.atomic
def submit_case(*, application: Application, by: User) -> CertificationProcess:
    """Send an application and start its flow; both happen or neither."""
    sent = submit(application=application, by=by)
    process: CertificationProcess = CertificationFlow.start.run(application=sent)
    return process


@transaction.atomic
def settle_request(*, appeal: Appeal, by: User, **facts: Any) -> Decision:
    """Settle a request to reconsider; where a refusal is overturned, the certificate is issued."""
    decision = settle(appeal=appeal, by=by, **facts)
    if decision.certificate_number:
        CertificationFlow.start_again.run(application=decision.application)
    return decision


@transaction.atomic
def withdraw_case(*, application: Application, reasons: str, by: User) -> None:
    """Withdraw an application at the applicant's wish and stop its flow, if it has begun."""
    process = CertificationProcess.objects.filter(application=application).order_by("pk").first()
    if process is None:
        withdraw_application(application=application, reasons=reasons, by=by)
        return
    with CertificationFlow.lock(process.pk):
        withdraw_application(application=application, reasons=reasons, by=by)
        release_everybody(application=application, by=by)
        cancel_process(process)


def cancel_process(process: Process) -> None:
    """Cancel a process that still runs, from its fresh row (T5)."""
    with CertificationFlow.lock(process.pk):
        fresh = CertificationProcess.objects.get(pk=process.pk)
        if fresh.status != PROCESS.NEW:
            raise ProcessClosed
        CertificationFlow.instance.cancel(fresh)


def cancel_task(task: Task, operation: Callable[[], Any] | None = None) -> None:
    """Cancel one task, run the operation that goes with it, and look at waiting joins (T4)."""
    with task.activation() as activation:
        if not activation.cancel.can_proceed():
            raise TaskAlreadyDone
        activation.cancel()
        if operation:
            operation()
        _look_at_joins(activation.process.pk)


def task_of_expert(assignment: Assignment) -> Task:
    """Find the open task of one expert's branch: declaration, waiver or score card."""
    for node in ("declare", "consider_waiver", "score"):
        waiting = open_tasks(assignment.application, node).order_by("pk")
        for task in waiting.filter(seed_object_id=assignment.pk):
            return task
    raise TaskAlreadyDone


def release_from_case(*, assignment: Assignment, reasons: str, by: User) -> None:
    """Let an expert go and lead the branch on, so that the join does not wait for it (T4).

    A branch that were only cancelled would never reach the join; with all of them cancelled no
    join would ever be created.
    """
    with task_of_expert(assignment).activation() as activation:
        if not activation.cancel.can_proceed():
            raise TaskAlreadyDone
        release_expert(assignment=assignment, reasons=reasons, by=by)
        activation.cancel()
        token = activation.task.token
        activation._activate_next({node_named("released")._create(activation, token)})


def _look_at_joins(process_pk: int) -> None:
    for task in Task.objects.filter(
        process_id=process_pk, flow_task_type="JOIN", status=STATUS.STARTED
    ):
        activation = task.flow_task.activation_class(task)
        if activation.complete.can_proceed():
            activation.complete()
            activation.activate_next()


def revive_task(task: Task) -> Task:
    """Take a cancelled or failed task up again, with its timers, in a process that still runs."""
    with task.activation() as activation:
        status = Process.objects.values_list("status", flat=True).get(pk=activation.process.pk)
        if status != PROCESS.NEW:
            raise ProcessClosed
        new: Task = activation.revive()
        for node in new.flow_task._boundary_events:
            if isinstance(node, TimerBoundary):
                node._arm(new.flow_task.activation_class(new))
        return new
