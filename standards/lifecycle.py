"""The states of a version of a standard and every allowed move."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from standards.errors import StatusMoveRefused


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

FROZEN_STATUSES = (VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED, VersionStatus.WITHDRAWN)


def require_version_move(*, source: str, target: str) -> None:
    """Refuse a move that the table does not hold."""
    if target not in VERSION_MOVES[source]:
        raise StatusMoveRefused(
            source=VersionStatus(source).label, target=VersionStatus(target).label
        )
