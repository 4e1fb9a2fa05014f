"""Signed links in letters to commenters: they prove an address and hold none."""

from datetime import timedelta

from django.core import signing

from standards.consultations.rules import LINK_LASTS
from standards.models import Comment

CONFIRM, FORGET = "standards.consultations.confirm", "standards.consultations.forget"


def confirming(comment: Comment) -> str:
    """Give the token by which an address is confirmed; it lasts for a few days."""
    return signing.dumps(comment.pk, salt=CONFIRM)


def forgetting(comment: Comment) -> str:
    """Give the token by which an address is removed; it lasts as long as the address is kept."""
    return signing.dumps(comment.pk, salt=FORGET)


def comment_to_confirm(token: str) -> Comment | None:
    """Find the comment of a link, if the link is ours and not too old."""
    return _find(token, salt=CONFIRM, max_age=LINK_LASTS)


def comment_to_forget(token: str) -> Comment | None:
    """Find the comment of a link, if the link is ours."""
    return _find(token, salt=FORGET, max_age=None)


def _find(token: str, *, salt: str, max_age: timedelta | None) -> Comment | None:
    try:
        pk = signing.loads(token, salt=salt, max_age=max_age)
    except signing.BadSignature:
        return None
    rows = Comment.objects.select_related("consultation", "consultation__version__scheme")
    return rows.filter(pk=pk).first()
