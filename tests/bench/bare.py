"""The engine alone: as many human steps, splits and joins as a case has, and no domain."""

from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.models import Process


class BareFlow(flow.Flow):
    """check → assign → two experts declare and score → join → recommend → decide → issue."""

    process_class = Process
    lock_impl = lock.SelectForUpdateLock(nowait=False, attempts=1)

    start = flow.StartHandle().Next(this.check)
    check = flow.View(None).Next(this.is_accepted)
    is_accepted = flow.If(lambda _activation: True).Then(this.assign).Else(this.end)
    assign = flow.View(None).Next(this.split)
    split = flow.Split().Next(this.declare_a).Next(this.declare_b)
    declare_a = flow.View(None).Next(this.is_clear_a)
    is_clear_a = flow.If(lambda _activation: True).Then(this.score_a).Else(this.join)
    score_a = flow.View(None).Next(this.join)
    declare_b = flow.View(None).Next(this.is_clear_b)
    is_clear_b = flow.If(lambda _activation: True).Then(this.score_b).Else(this.join)
    score_b = flow.View(None).Next(this.join)
    join = flow.Join().Next(this.is_enough)
    is_enough = flow.If(lambda _activation: True).Then(this.close).Else(this.end)
    close = flow.Function(this.nothing).Next(this.recommend)
    recommend = flow.View(None).Next(this.decide)
    decide = flow.View(None).Next(this.is_granted)
    is_granted = flow.If(lambda _activation: True).Then(this.issue).Else(this.end)
    issue = flow.Function(this.nothing).Next(this.end)
    end = flow.End()

    def nothing(self, activation):
        """Stand where the domain would be."""
