"""A case that waits at one step of its flow, without walking the whole way there."""

from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS
from viewflow.workflow.token import Token

from certification.models import Application
from workflows.flows import CertificationFlow
from workflows.models import CertificationProcess


def wait_at(application: Application, node: str) -> Task:
    """Let the flow of a case wait at a step that somebody with a permission takes."""
    step = getattr(CertificationFlow.instance, node)
    process = CertificationProcess.objects.create(
        flow_class=CertificationFlow, application=application
    )
    return Task.objects.create(
        process=process,
        flow_task=step,
        flow_task_type=step.task_type,
        token=Token("start"),
        status=STATUS.NEW,
        owner_permission=step._owner_permission,
    )
