"""What the clock asks of the domain; each task calls one operation and may safely run twice."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from certification.interpretations import untold
from certification.models import Certificate, Invitation
from certification.operations.clock import remind_holders
from certification.operations.interpretations import tell_of_interpretation, tell_of_waiting
from certification.operations.messages import (
    invitations_untold,
    send_invitation_mail,
    send_one,
)
from certification.operations.public_log import log_standards
from certification.operations.tally import count_registry
from certification.operations.transition_clock import look_after_transitions
from certification.operations.watching import (
    forget_unconfirmed,
    send_notice,
    tell_of_terms,
    tell_watchers,
)
from standards.models import Scheme

log = logging.getLogger(__name__)
MOST = 500
LOST_AFTER = timedelta(minutes=2)


@shared_task
def send_messages() -> int:
    """Try each message that waits once, at most five hundred in one go; give how many."""
    tried, last = 0, 0
    while tried < MOST and (last := send_one(after=last)):
        tried += 1
    return tried


@shared_task
def send_notices() -> int:
    """Write to watchers and send each letter that waits, at most five hundred in one go."""
    tell_watchers()
    forget_unconfirmed()
    tried, last = 0, 0
    while tried < MOST and (last := send_notice(after=last)):
        tried += 1
    return tried


@shared_task
def tell_of_begun_and_ended_terms() -> int:
    """Write to watchers of the terms that began and ended, once a day; give how many letters."""
    return tell_of_terms()


@shared_task
def count_the_registry() -> bool:
    """Count the whole registry anew where anything changed."""
    return count_registry()


@shared_task
def remind_of_obligations() -> int:
    """Remind holders of what falls due."""
    return remind_holders()


@shared_task
def stamp_seals() -> int:
    """Add the time stamps that a silent service left out; stop at the first that fails again."""
    from certification.operations.stamps import add_next_stamp

    stamped, last = 0, 0
    while stamped < MOST and (last := add_next_stamp(after=last)):
        stamped += 1
    return stamped


@shared_task
def issue_revisions() -> int:
    """Issue the new revisions of certificates whose scope was reduced; give how many."""
    from certification.operations.reissuing import issue_revision

    made = 0
    waiting = Certificate.objects.awaiting_files().order_by("pk")
    for pk in waiting.values_list("pk", flat=True)[:MOST]:
        try:
            made += issue_revision(pk=pk)
        except Exception:  # the next ones are not kept waiting, and the next sweep tries again
            log.exception("the revision of certificate %s failed", pk)
    return made


@shared_task
def send_invitation(invitation_pk: int) -> bool:
    """Write to an invited address that has no account yet, once."""
    return send_invitation_mail(invitation=Invitation.objects.get(pk=invitation_pk))


@shared_task
def sweep_invitations() -> int:
    """Send the letters again that a silent broker lost; give how many went out."""
    lost = invitations_untold(timezone.now() - LOST_AFTER)
    return sum(send_invitation_mail(invitation=one) for one in lost)


@shared_task
def log_published_standards() -> int:
    """Put published standards into the public log; give how many were missing."""
    return log_standards()


@shared_task
def tell_of_interpretations() -> int:
    """Tell of interpretations that began to hold or ended; give how many messages were written."""
    return sum(tell_of_interpretation(interpretation=one) for one in untold())


@shared_task
def look_for_waiting_interpretations() -> int:
    """Tell managers what a newly published version left to be confirmed."""
    return sum(tell_of_waiting(scheme=scheme) for scheme in Scheme.objects.order_by("pk"))


@shared_task
def look_after_holders() -> dict[str, int]:
    """Remind holders who move to a new version, and prepare decisions where the time is over."""
    return look_after_transitions(today=timezone.localdate())
