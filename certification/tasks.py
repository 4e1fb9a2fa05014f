"""What the clock asks of the domain; each task calls one operation and may safely run twice."""

from celery import shared_task

from certification.operations.clock import remind_holders
from certification.operations.messages import send_one

MOST = 500


@shared_task
def send_messages() -> int:
    """Send the messages that wait, at most five hundred in one go; give how many."""
    sent = 0
    while sent < MOST and send_one():
        sent += 1
    return sent


@shared_task
def remind_of_obligations() -> int:
    """Remind holders of what falls due."""
    return remind_holders()
