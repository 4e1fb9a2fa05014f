"""Messages: sent by e-mail once each, whatever happens to the worker, and opened by one person."""

import logging
from datetime import datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from certification.history import save
from certification.models import Invitation, Message, User

log = logging.getLogger(__name__)
# What concerns one message alone; a server that cannot be reached stops the whole round instead.
REFUSALS = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError, ValueError)
MOST_LETTERS = 100


def send_one(*, after: int = 0) -> int:
    """Send the oldest message that waits behind ``after``; give its number, 0 where none waits.

    The row is held while the mail goes out, so two workers never send it twice. A message that the
    server refuses stays waiting, and never holds up the ones behind it.
    """
    with transaction.atomic():
        waiting = Message.objects.filter(sent_at__isnull=True, pk__gt=after).order_by("pk")
        skip = connection.features.has_select_for_update_skip_locked
        message = (
            waiting.select_for_update(skip_locked=skip, of=("self",))
            .select_related("recipient")
            .first()
        )
        if message is None:
            return 0
        with override(message.recipient.language):
            link = f"{settings.PUBLIC_URL}{message.path}" if message.path else ""
            parts = [message.body, link, _("This message is also kept under “Messages”.")]
            try:
                send_mail(
                    message.subject,
                    "\n\n".join(part for part in parts if part),
                    settings.DEFAULT_FROM_EMAIL,
                    [message.recipient.email],
                )
            except REFUSALS as refusal:
                log.warning("message %s was refused: %s", message.pk, type(refusal).__name__)
                return message.pk
        message.sent_at = timezone.now()
        message.save(update_fields=["sent_at"])
    return message.pk


@transaction.atomic
def open_message(*, message: Message, by: User) -> Message:
    """Note when a person first opened their message; nobody opens it for somebody else."""
    message = (
        Message.objects.select_for_update(of=("self",))
        .select_related("application")
        .get(pk=message.pk, recipient=by)
    )
    if message.read_at is None:
        message.read_at = timezone.now()
        message.save(update_fields=["read_at"])
    return message


@transaction.atomic
def send_invitation_mail(*, invitation: Invitation) -> bool:
    """Write to an invited address that has no account yet; a person with one gets a message.

    Give whether a letter went out. It names who invites, so that the letter can be trusted. The
    row is held meanwhile and notes the letter, so that none is lost and none goes out twice.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation", "invited_by")
        .get(pk=invitation.pk)
    )
    is_waiting = invitation.accepted_at is None and invitation.withdrawn_at is None
    if not is_waiting or invitation.told_at is not None:
        return False
    has_account = User.objects.filter(email__iexact=invitation.email).exists()
    if not has_account:
        _write_invitation(invitation)
    invitation.told_at = timezone.now()
    save(invitation, by=None, reason="send_invitation_mail")
    return not has_account


def invitations_untold(before: datetime) -> list[Invitation]:
    """List the invitations from before a moment whose letter seems to be lost on the way."""
    waiting = Invitation.objects.waiting().filter(told_at__isnull=True, invited_at__lt=before)
    return list(waiting.order_by("pk")[:MOST_LETTERS])


def _write_invitation(invitation: Invitation) -> None:
    with override(invitation.invited_by.language):
        names = {
            "organisation": invitation.organisation.name,
            "person": str(invitation.invited_by),
            "address": invitation.email,
        }
        parts = [
            _("%(person)s invites you to the team of the organisation %(organisation)s.") % names,
            _("Create an account with the address %(address)s and log in to join.") % names,
            f"{settings.PUBLIC_URL}{reverse('account_signup')}",
            _("If you do not know this organisation, leave this letter alone."),
        ]
        send_mail(
            _("You are invited to the team of %(organisation)s") % names,
            "\n\n".join(parts),
            settings.DEFAULT_FROM_EMAIL,
            [invitation.email],
        )
