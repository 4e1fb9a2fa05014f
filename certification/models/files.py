"""What evidence and attachments share: files of an application, taken back but never deleted."""

from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q

Kept_co = TypeVar("Kept_co", bound=models.Model, covariant=True)


class ShownFileQuerySet(models.QuerySet[Kept_co]):
    """Clauses on files that an applicant shows."""

    def standing(self) -> Self:
        """Keep what has not been taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def standing_at(self, moment: datetime) -> Self:
        """Keep what was there at a moment, whatever was taken back since."""
        return self.filter(added_at__lte=moment).filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=moment)
        )


class ShownFile(models.Model):
    """A document under its name: who added it, and who took it back."""

    name = models.CharField(max_length=255)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = ShownFileQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Show the name of the file."""
        return self.name
