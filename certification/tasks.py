"""What the clock asks of the domain; each task calls one operation and may safely run twice."""

from celery import shared_task

from certification.models import Invitation
from certification.operations.clock import remind_holders
from certification.operations.messages import send_invitation_mail, send_one

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


@shared_task
def send_invitation(invitation_pk: int) -> bool:
    """Write to an invited address that has no account yet; a second letter does no harm."""
    invitation = Invitation.objects.select_related("organisation", "invited_by").get(
        pk=invitation_pk
    )
    return send_invitation_mail(invitation=invitation)
