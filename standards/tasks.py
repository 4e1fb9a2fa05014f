"""What the worker and the clock do for consultations; each task may safely run twice."""

from celery import shared_task
from django.utils import timezone

from standards.operations.comments import forget_old_addresses
from standards.operations.consultation_letters import send_one_letter

MOST = 500


@shared_task
def send_consultation_letters() -> int:
    """Try each letter that waits once, at most five hundred in one go; give how many."""
    tried, last = 0, 0
    while tried < MOST and (last := send_one_letter(after=last)):
        tried += 1
    return tried


@shared_task
def forget_commenters() -> int:
    """Remove the addresses of commenters that have served."""
    return forget_old_addresses(now=timezone.now())
