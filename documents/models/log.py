"""Entries of the public log, the hashes of its complete subtrees, and its signed checkpoints.

All three are only ever added to; triggers refuse every change in both databases.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class LogKind(models.TextChoices):
    """What an entry of the log tells."""

    ISSUED = "issued", _("Certificate issued")
    CREDENTIAL = "credential", _("Digital credential signed")
    SEALED_FILE = "sealed_file", _("Certificate sealed")
    STATUS = "status", _("State of a certificate changed")
    ANNULMENT = "annulment", _("Certificate annulled")
    STANDARD = "standard", _("Standard published")
    KEY = "key", _("Key changed")


class LogEntry(models.Model):
    """One leaf of the tree at its place; ``leaf`` is what is hashed, the rest helps to find it."""

    position = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20, choices=LogKind)
    number = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()
    leaf = models.TextField()
    once = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["number", "position"], name="log_entry_by_number"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(position__gte=0), name="log_entry_has_a_place"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=LogKind.values), name="log_entry_kind_is_known"
            ),
            models.UniqueConstraint(
                fields=["once"], condition=~models.Q(once=""), name="log_entry_is_made_once"
            ),
        ]

    def __str__(self) -> str:
        """Say where it stands and what it is about."""
        return f"{self.position}: {self.kind} {self.number}"


class LogHash(models.Model):
    """The hash of one complete subtree, at the place where appending put it."""

    place = models.BigIntegerField(primary_key=True)
    value = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        """Give the place."""
        return str(self.place)


class LogCheckpoint(models.Model):
    """A signed statement of how long the log was and what it hashed to."""

    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    kid = models.CharField(max_length=200)
    note = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["size", "kid"], name="log_checkpoint_is_signed_once_by_a_key"
            ),
        ]

    def __str__(self) -> str:
        """Say how much it covers."""
        return f"{self.size} entries, {self.root}"
