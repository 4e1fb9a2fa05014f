"""Initial certification and accreditation, from the sent application to the certificate."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.activation import Activation
from viewflow.workflow.models import Task

from certification.evaluation import experts_still_needed
from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import Application, Assignment, Decision
from certification.operations.assessments import finish_evaluation
from certification.operations.certificates import issue_certificate
from certification.operations.clock import note_missed_completion, remind_expert
from workflows.jobs import publish_job
from workflows.models import RECONSIDERED, CertificationProcess
from workflows.nodes import ForEach, HumanTask, Job, Step


def application_of(process: Any) -> Application:
    """Give the application that a process routes, fresh from the database."""
    routed = CertificationProcess.objects.filter(pk=process.pk).values("application")
    return Application.objects.with_names().get(pk__in=routed)


def status_is(*statuses: str) -> Any:
    """Ask whether the application of the activation has one of the statuses."""
    return lambda activation: application_of(activation.process).status in statuses


def assignment_is(status: str) -> Any:
    """Ask whether the assignment that travels with the branch has this status."""
    return lambda activation: assignment_of(activation).status == status


def assignment_of(activation: Activation) -> Assignment:
    """Give the assignment that travels as the seed of the branch, fresh from the database."""
    return Assignment.objects.select_related("person").get(pk=activation.task.seed.pk)


def seed_of(activation: Activation) -> Assignment:
    """Hand the assignment on to the next task of the branch."""
    seed: Assignment = activation.task.seed
    return seed


def expert(activation: Activation) -> Any:
    """Give the expert whose branch this is."""
    return activation.task.seed.person


def completion_due(activation: Activation) -> datetime:
    """Give the moment when the day for completing the gaps has passed (KPA, art. 57)."""
    call = application_of(activation.process).completion_calls.latest("pk")
    return timezone.make_aware(datetime.combine(call.due_on, time.max))


def scoring_reminder(activation: Activation) -> datetime:
    """Give the morning two days before the score card is due."""
    assignment = activation.task.previous.get().seed
    day = assignment.due_on - timedelta(days=2)
    return timezone.make_aware(datetime.combine(day, time(8)))


class CertificationFlow(flow.Flow):
    """Initial certification, from application to certificate (ISO/IEC 17065, clause 7)."""

    process_class = CertificationProcess
    lock_impl = lock.SelectForUpdateLock(nowait=False, attempts=1)

    start = flow.StartHandle(this.open).Next(this.formal_check)
    # A refusal that was reconsidered ends in a certificate too; the first process stays finished.
    start_again = flow.StartHandle(this.open_again).Next(this.issue)

    formal_check = (
        HumanTask()
        .Permission("certification.check_application", obj=application_of)
        .Next(this.formal_outcome)
    )
    formal_outcome = (
        flow.Switch()
        .Case(this.complete, status_is(ApplicationStatus.COMPLETION_CALLED))
        .Case(this.assign_experts, status_is(ApplicationStatus.EVALUATION))
        .Default(this.not_examined)
    )
    complete = (
        HumanTask()
        .Permission("certification.submit_application", obj=application_of)
        .OnTimeout(completion_due, this.completion_missed)
        .Next(this.formal_check)
    )
    completion_missed = Step(this.note_missed_completion).Next(this.formal_check)
    not_examined = flow.End()

    assign_experts = (
        HumanTask()
        .Permission("certification.check_application", obj=application_of)
        .Next(this.each_expert)
    )
    each_expert = ForEach(this.invited).Each(this.declare)
    declare = HumanTask().Assign(expert).Next(this.is_impartial, task_seed=seed_of)
    is_impartial = (
        flow.If(assignment_is(AssignmentStatus.ACCEPTED))
        .Then(this.score, task_seed=seed_of)
        .Else(this.asks_for_waiver, task_seed=seed_of)
    )
    asks_for_waiver = (
        flow.If(assignment_is(AssignmentStatus.WAIVER_REQUESTED))
        .Then(this.consider_waiver, task_seed=seed_of)
        .Else(this.join_experts)
    )
    consider_waiver = (
        HumanTask()
        .Permission("certification.check_application", obj=application_of)
        .Next(this.is_waived, task_seed=seed_of)
    )
    is_waived = (
        flow.If(assignment_is(AssignmentStatus.ACCEPTED))
        .Then(this.score, task_seed=seed_of)
        .Else(this.join_experts)
    )
    score = (
        HumanTask()
        .Assign(expert)
        .OnTimeout(scoring_reminder, this.remind, interrupting=False)
        .Next(this.join_experts)
    )
    remind = Step(this.remind_expert).Next(this.reminded)
    reminded = flow.End()
    # Reached from the task of an expert whom the secretariat releases (workflows/api.py).
    released = Step(this.go_on_without).Next(this.join_experts)
    join_experts = flow.Join().Next(this.is_enough)
    is_enough = flow.If(this.has_enough_cards).Then(this.close_evaluation).Else(this.assign_experts)
    close_evaluation = Step(this.finish_evaluation).Next(this.recommend)

    recommend = (
        HumanTask()
        .Permission("certification.chair_application", obj=application_of)
        .Next(this.decide)
    )
    decide = (
        HumanTask()
        .Permission("certification.decide_application", obj=application_of)
        .Next(this.is_granted)
    )
    is_granted = flow.If(status_is(ApplicationStatus.GRANTED)).Then(this.issue).Else(this.refused)
    issue = (
        Job(this.prepare_certificate, this.issue_certificate, publish_job)
        .OnError(this.issue_again)
        .Next(this.published)
    )
    issue_again = (
        HumanTask()
        .Permission("certification.check_application", obj=application_of)
        .Next(this.issue)
    )
    published = flow.End()
    refused = flow.End()

    def open(self, activation: Activation, application: Application) -> CertificationProcess:
        """Tie the process to the application it routes."""
        activation.process.application = application
        process: CertificationProcess = activation.process
        return process

    def open_again(self, activation: Activation, application: Application) -> CertificationProcess:
        """Tie a second process to the application that is granted after a reconsideration."""
        activation.process.round = RECONSIDERED
        return self.open(activation, application)

    def note_missed_completion(self, activation: Activation) -> None:
        """Hand the case back to the secretariat when the day has passed."""
        note_missed_completion(application=application_of(activation.process))

    def invited(self, activation: Activation) -> Iterable[Assignment]:
        """List the experts who were assigned in this round and have not declared yet."""
        return Assignment.objects.filter(
            application=activation.process.application_id, status=AssignmentStatus.INVITED
        )

    def remind_expert(self, activation: Activation) -> None:
        """Tell the expert that the score card is due in two days."""
        timer = activation.task.previous.get()
        remind_expert(assignment=timer.previous.get().seed)

    def go_on_without(self, activation: Activation) -> None:
        """Close the branch of an expert who was released; the release itself is done already."""

    def has_enough_cards(self, activation: Activation) -> bool:
        """Ask the domain whether the score cards suffice for the committee."""
        return experts_still_needed(application_of(activation.process)) == 0

    def finish_evaluation(self, activation: Activation) -> None:
        """Close the evaluation and hand the case to the committee."""
        finish_evaluation(application=application_of(activation.process))

    def prepare_certificate(self, task: Task) -> dict[str, bytes]:
        """Draw, sign and seal in each language; whatever is kept of it is kept once."""
        # Only the worker seals; the web server routes flows and stays without these libraries.
        from certification.issuing import prepare_certificate

        return prepare_certificate(self._grant(task.process))

    def issue_certificate(self, activation: Activation, pages: dict[str, bytes]) -> None:
        """Issue the certificate that was drawn, exactly once."""
        issue_certificate(
            decision=self._grant(activation.process), content=pages["pl"], content_en=pages["en"]
        )

    @staticmethod
    def _grant(process: Any) -> Decision:
        """Give the decision that grants, on which the certificate rests (7.7)."""
        return Decision.objects.select_related(
            "application__edition__scheme", "application__edition__operator"
        ).get(
            application=process.coerced.application_id,
            granted=True,
            certificate_number__isnull=False,
        )
