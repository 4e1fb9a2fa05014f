"""Sending messages by e-mail: each once, whatever happens to the worker in between."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from certification.models import Message


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
