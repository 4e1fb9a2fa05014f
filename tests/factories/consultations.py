"""Consultations and comments with plain defaults, made by the operations themselves."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from standards.lifecycle import CommentStatus
from standards.models import Comment, Consultation
from standards.operations.comments import accept_comment, answer_comments, send_comment
from standards.operations.consultations import open_consultation
from tests.factories.people import UserFactory
from tests.factories.standards import make_standard

SAID = {
    "place": "criterion",
    "place_key": "a02",
    "kind": "change",
    "text": "To kryterium jest niejasne.",
    "language": "pl",
}


def open_round(version=None, *, days=60, by=None, **facts) -> Consultation:
    """Open a round on a draft, by default on a small new one."""
    draft = version or make_standard(criteria=4, sections=2, published=False)
    closes_on = timezone.localdate() + timedelta(days=days - 1)
    return open_consultation(version=draft, closes_on=closes_on, by=by or UserFactory(), **facts)


def comment_on(consultation, *, by=None, **said) -> Comment:
    """Send a comment from an account, or from the address that is given."""
    if not by and "email" not in said:
        by = UserFactory()
    said = {"sent_key": uuid4(), **SAID, **said}
    return send_comment(consultation=consultation, by=by, **said)


def public_comment(consultation, **said) -> Comment:
    """Send a comment and accept it."""
    return accept_comment(comment=comment_on(consultation, **said), by=UserFactory())


def answered_comment(consultation, *, outcome="accepted", criterion_key="", **said) -> Comment:
    """Send a comment, accept and answer it."""
    comment = public_comment(consultation, **said)
    answer_comments(
        consultation=consultation,
        comments=[comment],
        outcome=outcome,
        why_pl="Doprecyzowano treść.",
        why_en="The wording is clearer now.",
        criterion_key=criterion_key,
        by=UserFactory(),
    )
    return Comment.objects.select_related("disposition").get(pk=comment.pk)


def many_comments(consultation, count) -> None:
    """Fill a round with public comments quickly."""
    Comment.objects.bulk_create(
        Comment(
            consultation=consultation,
            status=CommentStatus.ACCEPTED,
            number=1000 + n,
            sent_key=uuid4(),
            sent_at=timezone.now(),
            name=f"Osoba {n}",
            **{**SAID, "place_key": ("a01", "a02", "b01")[n % 3]},
        )
        for n in range(count)
    )
