"""A consultation from opening to its published table; the day decides when it ends, no job does."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format

from standards.consultations.rules import earliest_closing
from standards.errors import (
    ClosingDayRefused,
    CommentsUnanswered,
    CommentsWait,
    ConsultationIsOver,
    ConsultationIsRunning,
    ConsultationTooShort,
    CriterionUnknown,
    EarlierDayNeeded,
    ReasonNeeded,
    ResolutionIsNotYet,
    TableIsPublished,
    TableNotPublished,
    VersionIsEmpty,
)
from standards.history import save
from standards.lifecycle import CommentStatus, VersionStatus, require_version_move
from standards.models import (
    Comment,
    Consultation,
    Criterion,
    DecisionRule,
    Resolution,
    StandardVersion,
)
from standards.models.consultation import Letter
from standards.packages.writing import content_data, content_sha256, exact

NAMED = 20


@transaction.atomic
def open_consultation(
    *,
    version: StandardVersion,
    closes_on: date,
    by: Any,
    invitation_pl: str = "",
    invitation_en: str = "",
) -> Consultation:
    """Ask the public about a draft; from now on it does not change under those who read it.

    The text and its fingerprint are kept with the round, so that later edits hide nothing
    (ISEAL, Standard-Setting Code; Directive (EU) 2024/825 on consulting stakeholders).
    """
    today = timezone.localdate()
    locked = StandardVersion.objects.locked(version.pk)
    require_version_move(source=locked.status, target=VersionStatus.IN_CONSULTATION)
    has_criteria = Criterion.objects.filter(version=locked).exists()
    if not has_criteria or not DecisionRule.objects.filter(version=locked).exists():
        raise VersionIsEmpty(version=locked.version)
    _require_time(locked, opened_on=today, closes_on=closes_on)
    for earlier in locked.consultations.all():
        _require_settled(earlier)
    content = content_data(locked)
    last = locked.consultations.aggregate(last=Max("round"))["last"]
    consultation = Consultation(
        version=locked,
        round=(last or 0) + 1,
        opened_on=today,
        closes_on=closes_on,
        invitation_pl=invitation_pl,
        invitation_en=invitation_en,
        content=exact(content),
        sha256=content_sha256(locked, content),
    )
    save(consultation, by=by, reason="open_consultation")
    _move(locked, VersionStatus.IN_CONSULTATION, by=by, reason="open_consultation")
    return consultation


@transaction.atomic
def extend_consultation(
    *,
    consultation: Consultation,
    closes_on: date,
    by: Any,
    reason_pl: str = "",
    reason_en: str = "",
) -> Consultation:
    """Give the public more time, also on the last day; once it is over, only a new round helps."""
    locked = _running(consultation)
    if closes_on <= locked.closes_on:
        raise ClosingDayRefused(day=date_format(locked.closes_on, "DATE_FORMAT"))
    return _change_day(locked, closes_on, reason_pl, reason_en, by=by, act="extend_consultation")


@transaction.atomic
def shorten_consultation(
    *, consultation: Consultation, closes_on: date, reason_pl: str, by: Any, reason_en: str = ""
) -> Consultation:
    """Take time away: with a public reason, and never below what the scheme promises."""
    locked = _running(consultation)
    if not timezone.localdate() <= closes_on < locked.closes_on:
        raise EarlierDayNeeded(day=date_format(locked.closes_on, "DATE_FORMAT"))
    _require_time(locked.version, opened_on=locked.opened_on, closes_on=closes_on)
    _require_reason(locked, reason_pl)
    return _change_day(locked, closes_on, reason_pl, reason_en, by=by, act="shorten_consultation")


@transaction.atomic
def close_consultation(
    *, consultation: Consultation, by: Any, reason_pl: str = "", reason_en: str = ""
) -> StandardVersion:
    """Take the draft back to the desk, so that comments can be worked in.

    While people may still comment this breaks the round off, which needs a public reason: a text
    that turned out to be wrong is better taken back than commented on to the end.
    """
    locked = Consultation.objects.locked(consultation.pk)
    version = StandardVersion.objects.locked(locked.version_id)
    require_version_move(source=version.status, target=VersionStatus.DRAFT)
    if locked.closed_at is not None:
        raise ConsultationIsOver(day=date_format(locked.ends_on, "DATE_FORMAT"))
    if locked.is_running(timezone.localdate()):
        _require_reason(locked, reason_pl)
        locked.change_reason_pl, locked.change_reason_en = reason_pl.strip(), reason_en.strip()
    locked.closed_at = timezone.now()
    save(locked, by=by, reason="close_consultation")
    return _move(version, VersionStatus.DRAFT, by=by, reason="close_consultation")


@transaction.atomic
def publish_table(*, consultation: Consultation, by: Any) -> Consultation:
    """Show everybody what was said and how each comment was dealt with; nothing changes then."""
    locked = Consultation.objects.locked(consultation.pk)
    if locked.is_settled:
        raise TableIsPublished
    _require_answered(locked)
    locked.table_published_at = timezone.now()
    save(locked, by=by, reason="publish_table")
    for comment in Comment.objects.filter(consultation=locked).public():
        if comment.email or comment.author_id:
            comment.letter = Letter.ANSWERED
            save(comment, by=by, reason="publish_table")
    return locked


@transaction.atomic
def record_resolution(
    *, consultation: Consultation, criterion_keys: list[str], by: Any, **facts: Any
) -> Resolution:
    """Keep the vote that made the version or some of its criteria: who, when, with what result."""
    locked = Consultation.objects.locked(consultation.pk)
    if facts["resolved_on"] > timezone.localdate():
        raise ResolutionIsNotYet
    require_criteria(locked.version, criterion_keys)
    resolution = Resolution(
        consultation=locked,
        criterion_keys=sorted(set(criterion_keys)),
        recorded_by=by,
        recorded_at=timezone.now(),
        **facts,
    )
    save(resolution, by=by, reason="record_resolution")
    return resolution


def require_consulted(version: StandardVersion) -> None:
    """Refuse to publish what people are still asked about, or were not answered on."""
    for consultation in version.consultations.order_by("round"):
        _require_settled(consultation)


def require_criteria(version: StandardVersion, keys: list[str]) -> None:
    """Refuse keys that the draft does not have."""
    known = set(Criterion.objects.filter(version=version).values_list("key", flat=True))
    for key in keys:
        if key not in known:
            raise CriterionUnknown(key=key)


def _require_settled(consultation: Consultation) -> None:
    if not consultation.is_settled:
        _require_answered(consultation)
        raise TableNotPublished(round=consultation.round)


def _require_answered(consultation: Consultation) -> None:
    if consultation.is_running(timezone.localdate()):
        raise ConsultationIsRunning(day=date_format(consultation.closes_on, "DATE_FORMAT"))
    comments = Comment.objects.filter(consultation=consultation)
    if waiting := comments.filter(status=CommentStatus.WAITING).count():
        raise CommentsWait(count=waiting)
    unanswered = comments.public().filter(disposition__isnull=True).order_by("number")
    numbers = list(unanswered.values_list("number", flat=True)[: NAMED + 1])
    if numbers:
        said = ", ".join(map(str, numbers[:NAMED])) + ("…" if len(numbers) > NAMED else "")
        raise CommentsUnanswered(comments=said)


def _running(consultation: Consultation) -> Consultation:
    locked = Consultation.objects.locked(consultation.pk)
    if not locked.is_running(timezone.localdate()):
        raise ConsultationIsOver(day=date_format(locked.ends_on, "DATE_FORMAT"))
    return locked


def _require_time(version: StandardVersion, *, opened_on: date, closes_on: date) -> None:
    days = version.scheme.consultation_days
    earliest = earliest_closing(opened_on=opened_on, days=days)
    if closes_on < earliest:
        raise ConsultationTooShort(days=days, earliest=date_format(earliest, "DATE_FORMAT"))


def _require_reason(consultation: Consultation, reason: str) -> None:
    if not reason.strip():
        raise ReasonNeeded(day=date_format(consultation.closes_on, "DATE_FORMAT"))


def _change_day(
    locked: Consultation, closes_on: date, reason_pl: str, reason_en: str, *, by: Any, act: str
) -> Consultation:
    locked.closes_on = closes_on
    locked.change_reason_pl, locked.change_reason_en = reason_pl.strip(), reason_en.strip()
    save(locked, by=by, reason=act)
    return locked


def _move(
    locked: StandardVersion, target: VersionStatus, *, by: Any, reason: str
) -> StandardVersion:
    locked.status = target
    save(locked, by=by, reason=reason)
    return locked
