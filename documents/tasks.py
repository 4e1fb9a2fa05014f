"""What the worker does for documents; each task calls one operation and may safely run twice.

Pages import this file to wake the worker, so what only the worker needs is imported inside.
"""

from celery import shared_task


@shared_task
def publish_log() -> int:
    """Sign the log as it stands; give how many entries the newest checkpoint covers."""
    from documents.log.publishing import publish_checkpoint

    checkpoint = publish_checkpoint()
    return checkpoint.size if checkpoint else 0


@shared_task
def sign_status_lists() -> int:
    """Sign the status lists that changed or grew old; give how many."""
    from documents.credentials.status_lists import sign_due_lists

    return sign_due_lists()
