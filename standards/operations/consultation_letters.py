"""Letters to those who comment: confirm the address, why a comment was refused, what came of it."""

import logging
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from standards.consultations.links import confirming, forgetting
from standards.history import save
from standards.models import Comment
from standards.models.consultation import Letter

log = logging.getLogger(__name__)
# What concerns one letter alone; a server that cannot be reached stops the whole round instead.
REFUSALS = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError, ValueError)


def send_one_letter(*, after: int = 0) -> int:
    """Send the oldest letter that waits behind ``after``; give the row, 0 where none waits.

    The row is held while the mail goes out, so two workers never send it twice. The log names the
    row alone, never an address.
    """
    with transaction.atomic():
        waiting = Comment.objects.exclude(letter=Letter.NONE).filter(pk__gt=after).order_by("pk")
        skip = connection.features.has_select_for_update_skip_locked
        comment = (
            waiting.select_for_update(skip_locked=skip, of=("self",))
            .select_related("author", "consultation__version__scheme", "disposition")
            .first()
        )
        if comment is None:
            return 0
        address = comment.email or (comment.author.email if comment.author else "")
        with override(comment.language):
            subject, parts = _letter(comment)
            try:
                if address:
                    body = "\n\n".join(part for part in parts if part)
                    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [address])
            except REFUSALS as refusal:
                log.warning("letter on comment %s refused: %s", comment.pk, type(refusal).__name__)
                return comment.pk
        comment.letter = Letter.NONE
        save(comment, by=None, reason="send_letter")
    return comment.pk


def _letter(comment: Comment) -> tuple[str, list[str]]:
    write = {
        Letter.CONFIRM: _confirm,
        Letter.REFUSED: _refused,
        Letter.ANSWERED: _answered,
    }[Letter(comment.letter)]
    subject, parts = write(comment)
    return subject, [*parts, _forget(comment)]


def _names(comment: Comment) -> dict[str, object]:
    version = comment.consultation.version
    return {
        "title": comment.consultation.content["standard"]["title"].get(comment.language)
        or version.title,
        "version": version.version,
        "number": comment.number,
    }


def _confirm(comment: Comment) -> tuple[str, list[str]]:
    names = _names(comment)
    return _("Confirm your comment on the draft %(title)s %(version)s") % names, [
        _("Open the link and press the button, so that your comment is read. You have 3 days."),
        _link("consultation_confirm", confirming(comment)),
        _("This is what was sent from this address:"),
        comment.text,
        _("If you did not write it, do nothing: it will not be read and the address is removed."),
    ]


def _refused(comment: Comment) -> tuple[str, list[str]]:
    names = _names(comment)
    return _("Your comment on the draft %(title)s %(version)s is not shown") % names, [
        _("We read your comment and do not publish it, for this reason:"),
        comment.refusal,
        _("This is what you wrote:"),
        comment.text,
        _("You can send a new comment as long as the consultation is open."),
        _address_of(comment),
    ]


def _answered(comment: Comment) -> tuple[str, list[str]]:
    names = _names(comment)
    disposition = comment.disposition
    return _("What became of your comment %(number)s on %(title)s %(version)s") % names, [
        disposition.get_outcome_display() if disposition else "",
        disposition.why if disposition else "",
        _("The table of all comments and answers:"),
        f"{_address_of(comment)}comments/",
    ]


def _forget(comment: Comment) -> str:
    said = _("Here you can remove your address, or also your name, from our records at once:")
    return f"{said}\n{_link('consultation_forget', forgetting(comment))}"


def _link(name: str, token: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse(f'standards:{name}', args=[token])}"


def _address_of(comment: Comment) -> str:
    consultation = comment.consultation
    version = consultation.version
    path = reverse(
        "standards:consultation",
        args=[version.scheme.code, version.version, consultation.round],
    )
    return f"{settings.PUBLIC_URL}{path}"
