"""Waking a worker for a job of a flow."""

from standards.waking import send


def publish_job(task_pk: int, fence: str) -> None:
    """Ask a worker to run a job; the fence tells it whether the job is still meant."""
    send("workflows.tasks.run_job", task_pk, fence)
