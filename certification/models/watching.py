"""Strangers who watch the registry: an address, what it watches, and letters still to be sent.

An address is kept for as long as it watches and not an hour longer; there is no account and no
history of it, so a row that is not needed any more is deleted.
"""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.models.certificate import Certificate


def new_token() -> str:
    """Make a secret that stands in a link."""
    return secrets.token_urlsafe(32)


class WatchQuerySet(models.QuerySet["Watch"]):
    """Clauses on watches."""

    def confirmed(self) -> "WatchQuerySet":
        """Keep those whose address was confirmed."""
        return self.filter(confirmed_at__isnull=False)


class Watch(models.Model):
    """One address that asked to be told of changes, of one certificate or by a filter."""

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="pl")
    certificate = models.ForeignKey(
        Certificate, on_delete=models.CASCADE, null=True, blank=True, related_name="watches"
    )
    filters = models.JSONField(default=dict, blank=True)
    token = models.CharField(max_length=50, unique=True, default=new_token)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    newest_seen = models.BigIntegerField(default=0)
    terms_told_until = models.DateField(
        null=True, blank=True, help_text="The last day whose beginning and ending terms were told."
    )

    objects: ClassVar[Any] = WatchQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["email"], name="watch_of_an_address"),
            models.Index(
                fields=["asked_at"],
                condition=Q(confirmed_at__isnull=True),
                name="watch_unconfirmed",
            ),
        ]

    def __str__(self) -> str:
        """Say what is watched; the address is nobody's business."""
        return f"watch {self.pk}"


class Notice(models.Model):
    """A letter to an address without an account; the row goes away once the letter went out."""

    email = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    end_link = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Show the subject."""
        return self.subject
