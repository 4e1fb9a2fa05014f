"""Publishing a draft from its page: only clean, only what was looked at, only by other eyes."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from standards.errors import DraftChangedSinceReview, DraftHasErrors
from standards.models import StandardVersion
from standards.operations.versions import publish
from standards.reviewing import Review


@transaction.atomic
def release_draft(
    *, version: StandardVersion, seen: str, by: Any, why: str = ""
) -> StandardVersion:
    """Publish the very content whose fingerprint the second person has seen (7.10.1).

    Where the class is larger than what changed, the second person says why it is right.
    """
    locked = StandardVersion.objects.locked(version.pk)
    if not locked.is_frozen:
        review = Review(locked, timezone.localdate())
        if review.mark != seen:
            raise DraftChangedSinceReview
        if review.errors:
            raise DraftHasErrors
    return publish(version=locked, by=by, why=why)
