"""What the worker does for documents; each task calls one operation and may safely run twice."""

from celery import shared_task

from documents.log.publishing import publish_checkpoint


@shared_task
def publish_log() -> int:
    """Sign the log as it stands; give how many entries the newest checkpoint covers."""
    checkpoint = publish_checkpoint()
    return checkpoint.size if checkpoint else 0
