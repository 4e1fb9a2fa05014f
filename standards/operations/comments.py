"""Comments in a consultation: sent once, confirmed, moderated, answered, and the address let go."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.formats import date_format

from standards.consultations.content import keys_of
from standards.consultations.rules import (
    ADDRESS_KEPT,
    COMMENTS_AN_HOUR,
    LINK_LASTS,
    UNCONFIRMED_AT_ONCE,
)
from standards.errors import (
    CommentIsNotPublic,
    ConfirmFirst,
    ConsultationIsOver,
    PlaceUnknown,
    RefusalNeedsReason,
    TableIsPublished,
    TooManyComments,
)
from standards.history import save
from standards.lifecycle import CommentStatus, require_comment_move
from standards.models import Comment, CommentPlace, Consultation, Disposition
from standards.models.consultation import Letter
from standards.operations.consultations import require_criteria

HOUR = timedelta(hours=1)
AT_ONCE = 500


@transaction.atomic
def send_comment(
    *,
    consultation: Consultation,
    place: str,
    place_key: str,
    sent_key: UUID,
    by: Any,
    email: str = "",
    **said: Any,
) -> Comment:
    """Take a comment once, however often the button is pressed.

    ``by`` is the account of the author, or None for somebody who gives an address instead; then
    the comment waits until the link in a letter to that address is opened.
    """
    locked = Consultation.objects.locked(consultation.pk)
    if again := Comment.objects.filter(consultation=locked, sent_key=sent_key).first():
        return again
    now = timezone.now()
    if not locked.is_running(timezone.localdate(now)):
        raise ConsultationIsOver(day=date_format(locked.ends_on, "DATE_FORMAT"))
    if place != CommentPlace.WHOLE and place_key not in keys_of(locked.content).get(place, ()):
        raise PlaceUnknown
    email = "" if by else email.strip().lower()
    _require_measure(email=email, by=by, now=now)
    comment = Comment(
        consultation=locked,
        status=CommentStatus.WAITING if by else CommentStatus.UNCONFIRMED,
        place=place,
        place_key="" if place == CommentPlace.WHOLE else place_key,
        sent_key=sent_key,
        sent_at=now,
        email=email,
        author=by,
        letter=Letter.NONE if by else Letter.CONFIRM,
        **said,
    )
    save(comment, by=None, reason="send_comment")
    return comment


def _require_measure(*, email: str, by: Any, now: datetime) -> None:
    """Refuse floods, from one account or to one letter box."""
    mine = Comment.objects.filter(author=by) if by else Comment.objects.filter(email=email)
    recent = mine.filter(sent_at__gt=now - HOUR)
    if recent.count() >= COMMENTS_AN_HOUR:
        raise TooManyComments(limit=COMMENTS_AN_HOUR)
    if not by:
        waiting = mine.filter(status=CommentStatus.UNCONFIRMED, sent_at__gt=now - LINK_LASTS)
        if waiting.count() >= UNCONFIRMED_AT_ONCE:
            raise ConfirmFirst(limit=UNCONFIRMED_AT_ONCE)


@transaction.atomic
def confirm_comment(*, comment: Comment) -> list[Comment]:
    """Take the proof that an address is its author's; all its comments of the round are proved.

    A comment that was sent in time may be confirmed a little later, until the table is published.
    """
    consultation = Consultation.objects.locked(comment.consultation_id)
    fresh = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if fresh.status != CommentStatus.UNCONFIRMED or not fresh.email:
        return []
    if consultation.is_settled:
        raise ConsultationIsOver(day=date_format(consultation.ends_on, "DATE_FORMAT"))
    like = Comment.objects.filter(
        consultation=consultation, email=fresh.email, status=CommentStatus.UNCONFIRMED
    )
    confirmed = list(like.order_by("pk"))
    for one in confirmed:
        require_comment_move(source=one.status, target=CommentStatus.WAITING)
        one.status, one.letter = CommentStatus.WAITING, Letter.NONE
        save(one, by=None, reason="confirm_comment")
    return confirmed


@transaction.atomic
def accept_comment(*, comment: Comment, by: Any) -> Comment:
    """Show a comment to everybody, under the next number of the round."""
    consultation, fresh = _unsettled(comment)
    require_comment_move(source=fresh.status, target=CommentStatus.ACCEPTED)
    if fresh.number is None:
        last = consultation.comments.aggregate(last=Max("number"))["last"]
        fresh.number = (last or 0) + 1
    return _moderated(fresh, CommentStatus.ACCEPTED, by=by, reason="accept_comment")


@transaction.atomic
def refuse_comment(*, comment: Comment, reason: str, by: Any) -> Comment:
    """Keep a comment from the public; it is not thrown away, and its author learns why."""
    _consultation, fresh = _unsettled(comment)
    require_comment_move(source=fresh.status, target=CommentStatus.REFUSED)
    if not reason.strip():
        raise RefusalNeedsReason
    fresh.refusal = reason.strip()
    fresh.disposition = None
    fresh.letter = Letter.REFUSED if fresh.email or fresh.author_id else Letter.NONE
    return _moderated(fresh, CommentStatus.REFUSED, by=by, reason="refuse_comment")


def _moderated(comment: Comment, status: str, *, by: Any, reason: str) -> Comment:
    comment.status = status
    comment.moderated_at, comment.moderated_by = timezone.now(), by
    save(comment, by=by, reason=reason)
    return comment


@transaction.atomic
def answer_comments(
    *,
    consultation: Consultation,
    comments: Iterable[Comment],
    outcome: str,
    why_pl: str,
    by: Any,
    why_en: str = "",
    criterion_key: str = "",
) -> Disposition:
    """Say what became of one comment, or of several like ones together, and why.

    Comments that were answered before take the new answer; an answer that nobody needs any more
    goes, and the history keeps it.
    """
    locked = Consultation.objects.locked(consultation.pk)
    if locked.is_settled:
        raise TableIsPublished
    wanted = {one.pk for one in comments}
    found = list(locked.comments.public().filter(pk__in=wanted).order_by("pk"))
    if not found or len(found) != len(wanted):
        raise CommentIsNotPublic
    if criterion_key:
        require_criteria(locked.version, [criterion_key])
    before = [one.disposition_id for one in found if one.disposition_id is not None]
    disposition = Disposition(
        consultation=locked,
        outcome=outcome,
        why_pl=why_pl,
        why_en=why_en,
        criterion_key=criterion_key,
    )
    save(disposition, by=by, reason="answer_comments")
    for one in found:
        one.disposition = disposition
        save(one, by=by, reason="answer_comments")
    for empty in Disposition.objects.filter(pk__in=before, comments__isnull=True):
        empty._history_user = by  # type: ignore[attr-defined]
        empty._change_reason = "answer_comments"  # type: ignore[attr-defined]
        empty.delete()
    return disposition


@transaction.atomic
def forget_address(*, comment: Comment) -> Comment:
    """Remove who sent a comment; what was said stays, under the name its author chose to show."""
    fresh = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    fresh.email, fresh.author, fresh.letter = "", None, Letter.NONE
    save(fresh, by=None, reason="forget_address")
    return fresh


@transaction.atomic
def withdraw_signature(*, comment: Comment) -> Comment:
    """Remove name, organisation and address; what was said stays, without anybody's name."""
    fresh = forget_address(comment=comment)
    fresh.name = fresh.organisation = ""
    save(fresh, by=None, reason="withdraw_signature")
    return fresh


def forget_old_addresses(*, now: datetime) -> int:
    """Remove the addresses that have served; give how many, at most five hundred in one go."""
    known = Comment.objects.exclude(email="", author__isnull=True)
    served = known.filter(
        Q(status=CommentStatus.UNCONFIRMED, sent_at__lt=now - LINK_LASTS)
        | Q(status=CommentStatus.REFUSED, moderated_at__lt=now - ADDRESS_KEPT)
        | Q(consultation__table_published_at__lt=now - ADDRESS_KEPT)
    )
    gone = list(served.order_by("pk")[:AT_ONCE])
    for comment in gone:
        forget_address(comment=comment)
    return len(gone)


def _unsettled(comment: Comment) -> tuple[Consultation, Comment]:
    consultation = Consultation.objects.locked(comment.consultation_id)
    if consultation.is_settled:
        raise TableIsPublished
    return consultation, Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
