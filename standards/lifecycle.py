"""The states of versions, comments and interpretations of standards, and every allowed move."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from standards.errors import (
    CommentMoveRefused,
    InterpretationMoveRefused,
    StatusMoveRefused,
)


class VersionStatus(models.TextChoices):
    """Where a version of a standard stands; from "published" on its content is frozen."""

    DRAFT = "draft", pgettext_lazy("version of a standard", "Draft")
    IN_CONSULTATION = "in_consultation", _("In consultation")
    PUBLISHED = "published", pgettext_lazy("version of a standard", "Published")
    SUPERSEDED = "superseded", pgettext_lazy("version of a standard", "Superseded")
    WITHDRAWN = "withdrawn", pgettext_lazy("version of a standard", "Withdrawn")


class ChangeClass(models.TextChoices):
    """How much a version changes what the one before asked; each has its notice (7.10.1)."""

    TYPO = "typo", pgettext_lazy("change of a standard", "Typing error")
    CLARIFICATION = "clarification", pgettext_lazy("change of a standard", "Clarification")
    MINOR = "minor", pgettext_lazy("change of a standard", "Minor change")
    MAJOR = "major", pgettext_lazy("change of a standard", "Major change")


VERSION_MOVES: Mapping[str, frozenset[str]] = {
    VersionStatus.DRAFT: frozenset({VersionStatus.IN_CONSULTATION, VersionStatus.PUBLISHED}),
    VersionStatus.IN_CONSULTATION: frozenset({VersionStatus.DRAFT, VersionStatus.PUBLISHED}),
    VersionStatus.PUBLISHED: frozenset({VersionStatus.SUPERSEDED, VersionStatus.WITHDRAWN}),
    VersionStatus.SUPERSEDED: frozenset(),
    VersionStatus.WITHDRAWN: frozenset(),
}


class CommentStatus(models.TextChoices):
    """Where a comment stands; only an accepted one is public, and none is ever thrown away."""

    UNCONFIRMED = "unconfirmed", pgettext_lazy("comment", "Address not confirmed")
    WAITING = "waiting", pgettext_lazy("comment", "Waits for moderation")
    ACCEPTED = "accepted", pgettext_lazy("comment", "Public")
    REFUSED = "refused", pgettext_lazy("comment", "Refused")


COMMENT_MOVES: Mapping[str, frozenset[str]] = {
    CommentStatus.UNCONFIRMED: frozenset({CommentStatus.WAITING}),
    CommentStatus.WAITING: frozenset({CommentStatus.ACCEPTED, CommentStatus.REFUSED}),
    CommentStatus.ACCEPTED: frozenset({CommentStatus.REFUSED}),
    CommentStatus.REFUSED: frozenset({CommentStatus.ACCEPTED}),
}


class InterpretationStatus(models.TextChoices):
    """Where an interpretation of a criterion stands; what was published once stays readable."""

    DRAFT = "draft", pgettext_lazy("interpretation", "Draft")
    PUBLISHED = "published", pgettext_lazy("interpretation", "In force")
    SUPERSEDED = "superseded", pgettext_lazy("interpretation", "Superseded")
    WITHDRAWN = "withdrawn", pgettext_lazy("interpretation", "Withdrawn")


INTERPRETATION_MOVES: Mapping[str, frozenset[str]] = {
    InterpretationStatus.DRAFT: frozenset(
        {InterpretationStatus.PUBLISHED, InterpretationStatus.WITHDRAWN}
    ),
    InterpretationStatus.PUBLISHED: frozenset(
        {InterpretationStatus.SUPERSEDED, InterpretationStatus.WITHDRAWN}
    ),
    InterpretationStatus.SUPERSEDED: frozenset(),
    InterpretationStatus.WITHDRAWN: frozenset(),
}


class ScopeState(models.TextChoices):
    """Whether an interpretation holds for one version; a new version waits for a person."""

    HOLDS = "holds", pgettext_lazy("interpretation in a version", "Holds")
    WAITS = "waits", pgettext_lazy("interpretation in a version", "To be confirmed")
    LEFT_OUT = "left_out", pgettext_lazy("interpretation in a version", "Does not hold")


FROZEN_STATUSES = (VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED, VersionStatus.WITHDRAWN)


def require_version_move(*, source: str, target: str) -> None:
    """Refuse a move that the table does not hold."""
    if target not in VERSION_MOVES[source]:
        raise StatusMoveRefused(
            source=VersionStatus(source).label, target=VersionStatus(target).label
        )


def require_comment_move(*, source: str, target: str) -> None:
    """Refuse a move of a comment that the table does not hold."""
    if target not in COMMENT_MOVES[source]:
        raise CommentMoveRefused(
            source=CommentStatus(source).label, target=CommentStatus(target).label
        )


def require_interpretation_move(*, source: str, target: str) -> None:
    """Refuse a move that the table does not hold."""
    if target not in INTERPRETATION_MOVES[source]:
        raise InterpretationMoveRefused(
            source=InterpretationStatus(source).label, target=InterpretationStatus(target).label
        )
