"""Node types that mend what the engine leaves open; the traps are named T1 to T13 in docs/flows.md.

Subclasses only: nothing of the engine is changed or copied.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.activation import Activation, has_manage_permission
from viewflow.workflow.base import Edge
from viewflow.workflow.context import Context
from viewflow.workflow.flow import mixins, views
from viewflow.workflow.models import Task
from viewflow.workflow.nodes.func import FunctionActivation
from viewflow.workflow.nodes.job import AbstractJob, AbstractJobActivation
from viewflow.workflow.nodes.split import Split, SplitActivation
from viewflow.workflow.nodes.view import ViewActivation
from viewflow.workflow.signals import task_failed
from viewflow.workflow.status import STATUS
from viewflow.workflow.token import Token


def cancel_boundaries(activation: Activation) -> None:
    """Cancel the timers that hang on a task which is being cancelled (T3)."""
    for node in activation.flow_task._boundary_events:
        armed = Task.objects.filter(
            flow_task=node, process=activation.process, previous=activation.task
        )
        for task in armed.filter(finished__isnull=True):
            boundary = node.activation_class(task)
            if boundary.cancel.can_proceed():
                boundary.cancel()


def go_to_task_page(request: HttpRequest, process_pk: int, task_pk: int) -> HttpResponse:
    """Lead from the operator's console to the product's own page of a task."""
    task = get_object_or_404(Task, pk=task_pk, process_id=process_pk)
    application = task.process.coerced.application
    return redirect(f"workflows:{task.flow_task.name}", number=application.number)


class HumanActivation(ViewActivation):
    """A human task that keeps its owner when revived and takes its timers with it."""

    def prepare_revived_task(self, task: Any) -> None:
        """Give the new task the owner and the permission of the old one (T1)."""
        old = self.task
        task.owner_permission = old.owner_permission
        task.owner_permission_content_type_id = old.owner_permission_content_type_id
        task.owner_permission_obj_pk = old.owner_permission_obj_pk
        if old.owner_id:
            task.owner_id = old.owner_id
            task.status = STATUS.ASSIGNED

    @Activation.status.transition(
        source=[STATUS.NEW, STATUS.ASSIGNED],
        target=STATUS.CANCELED,
        permission=has_manage_permission,
    )
    def cancel(self) -> None:
        """Cancel the task and the timers that hang on it (T3)."""
        self.task.finished = now()
        self.task.save()
        cancel_boundaries(self)


class HumanTask(flow.View):
    """A step that a person takes on a page of the product, found by the node's name."""

    activation_class = HumanActivation

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(go_to_task_page, **kwargs)


class StepActivation(FunctionActivation):
    """A step without a person that fails as a whole, also where a timer began it."""

    @Activation.status.super()
    def activate(self) -> None:
        """Let a failure undo what the timer did, so that the timer tries again (T9).

        Otherwise the engine would keep the local variables of the failure and leave the case with
        nobody to move it.
        """
        with Context(propagate_exception=True):
            super().activate.original()


class Step(flow.Function):
    """A step that the system takes by itself: one question to the domain or one operation."""

    activation_class = StepActivation


class ForEachActivation(SplitActivation):
    """One branch for each item; the item travels as the seed of the branch's first task."""

    @Activation.status.super()
    def activate(self) -> None:
        """Read the items now, so that the branches are those of this moment."""
        self.items = list(self.flow_task._items(self))
        if not self.items:
            raise ValueError(f"{self.flow_task.name}: nothing to go through")

    @Activation.status.super()
    def create_next(self) -> Iterator[Activation]:
        """Create one task of the target node for each item, each under its own token."""
        tokens = Token.split_token_source(self.task.token, self.task.pk)
        for item in self.items:
            yield self.flow_task._target._create(self, next(tokens), seed=item)


class ForEach(mixins.NodeDetailMixin, mixins.NodeUndoMixin, mixins.NodeReviveMixin, Split):
    """A split into as many branches as there are items; one level only, never nested (T10)."""

    activation_class = ForEachActivation
    index_view_class = views.IndexTaskView
    detail_view_class = views.DetailTaskView
    undo_view_class = views.UndoTaskView
    revive_view_class = views.ReviveTaskView

    def __init__(self, items: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._items: Callable[[Activation], Iterable[Any]] | Any = items
        self._target: Any = None

    def Each(self, node: Any) -> "ForEach":  # noqa: N802
        """Name the node that begins each branch."""
        self._target = node
        return self

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self._items = this.resolve(instance, self._items)
        self._target = this.resolve(instance, self._target)

    def _outgoing(self) -> Iterator[Edge]:
        yield Edge(src=self, dst=self._target, edge_class="default", label="for each")


class JobActivation(AbstractJobActivation):
    """A job whose truth is its row: the broker's message is only a call to wake up."""

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.SCHEDULED)
    def activate(self) -> None:
        """Schedule the job; the message goes out when the transaction is safe."""
        self.task.scheduled = now()
        self.task.save()
        self.enqueue()

    def enqueue(self) -> None:
        """Wake a worker after commit; a message that is lost is made up for by the sweeper."""
        task_pk, fence = self.task.pk, self.task.external_task_id
        publish = self.flow_task.publish
        transaction.on_commit(lambda: publish(task_pk, fence), robust=True)

    @Activation.status.transition(
        source=[STATUS.SCHEDULED, STATUS.STARTED, STATUS.ERROR],
        target=STATUS.SCHEDULED,
        permission=has_manage_permission,
    )
    def retry(self) -> None:
        """Give the job out again under a new fence, so that old deliveries are harmless."""
        self.prepare_revived_task(self.task)
        self.task.scheduled, self.task.started, self.task.finished = now(), None, None
        self.task.save()
        self.enqueue()

    @Activation.status.transition(
        source=[STATUS.NEW, STATUS.SCHEDULED, STATUS.STARTED, STATUS.ERROR],
        target=STATUS.CANCELED,
        permission=has_manage_permission,
    )
    def cancel(self) -> None:
        """Cancel the job; a worker in the middle of it finds its fence gone and writes nothing."""
        self.task.finished = now()
        self.task.save()
        cancel_boundaries(self)

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.ERROR)
    def error(self, exception: Exception) -> None:
        """Remember that the job failed, without the local variables of the failure (T9)."""
        self.task.data["_exception"] = {
            "title": type(exception).__name__,
            "detail": str(exception)[:300],
        }
        self.task.finished = now()
        self.task.save()
        task_failed.send(sender=self.flow_class, process=self.process, task=self.task)


class Job(
    mixins.NodeDetailMixin,
    mixins.NodeUndoMixin,
    mixins.NodeCancelMixin,
    mixins.NodeReviveMixin,
    AbstractJob,
):
    """Background work in two steps: ``prepare`` without a lock, ``commit`` under it."""

    activation_class = JobActivation
    index_view_class = views.IndexTaskView
    detail_view_class = views.DetailTaskView
    undo_view_class = views.UndoTaskView
    cancel_view_class = views.CancelTaskView
    revive_view_class = views.ReviveTaskView

    def __init__(self, prepare: Any, commit: Any, publish: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._prepare, self._commit, self.publish = prepare, commit, publish

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self._prepare = this.resolve(instance, self._prepare)
        self._commit = this.resolve(instance, self._commit)

    def prepare(self, task: Task) -> Any:
        """Do the slow part: read, draw, sign; what it keeps, it keeps once and finds again."""
        return self._prepare(task)

    def commit(self, activation: Activation, result: Any) -> None:
        """Write the outcome to the domain, in the transaction that moves the flow on."""
        self._commit(activation, result)
