"""Messages: sent by e-mail once each, whatever happens to the worker, and opened by one person."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from certification.models import Invitation, Message, User


def send_one() -> bool:
    """Send the oldest message that waits, if any; give whether there was one.

    The row is held while the mail goes out, so two workers never send it twice.
    """
    with transaction.atomic():
        waiting = Message.objects.filter(sent_at__isnull=True).order_by("pk")
        skip = connection.features.has_select_for_update_skip_locked
        message = (
            waiting.select_for_update(skip_locked=skip, of=("self",))
            .select_related("recipient")
            .first()
        )
        if message is None:
            return False
        with override(message.recipient.language):
            link = f"{settings.PUBLIC_URL}{message.path}" if message.path else ""
            parts = [message.body, link, _("This message is also kept under “Messages”.")]
            send_mail(
                message.subject,
                "\n\n".join(part for part in parts if part),
                settings.DEFAULT_FROM_EMAIL,
                [message.recipient.email],
            )
        message.sent_at = timezone.now()
        message.save(update_fields=["sent_at"])
    return True


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


def send_invitation_mail(*, invitation: Invitation) -> bool:
    """Write to an invited address that has no account yet; a person with one gets a message.

    Give whether a letter went out. It names who invites, so that the letter can be trusted.
    """
    known = User.objects.filter(email__iexact=invitation.email)
    if invitation.accepted_at is not None or known.exists():
        return False
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
    return True
