"""Waking a worker: the one place that sends a message to the broker."""

from workflows.tasks import run_job


def publish_job(task_pk: int, fence: str) -> None:
    """Ask a worker to run a job; the fence tells it whether the job is still meant."""
    run_job.delay(task_pk, fence)
