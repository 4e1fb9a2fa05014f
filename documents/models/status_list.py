"""Status lists: one bit a certificate, signed anew on a timer and after every change."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LENGTH = 131_072
FULL_AT = LENGTH // 2


class StatusPurpose(models.TextChoices):
    """What a set bit says."""

    REVOCATION = "revocation", pgettext_lazy("status list", "Ended for good")
    SUSPENSION = "suspension", pgettext_lazy("status list", "Suspended")


class StatusList(models.Model):
    """One published list. The entries are the truth; ``signed`` is what readers get."""

    purpose = models.CharField(max_length=12, choices=StatusPurpose)
    number = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0, help_text="How many places are given out.")
    changes = models.PositiveIntegerField(default=0, help_text="How often a bit has changed.")
    signed_changes = models.PositiveIntegerField(
        default=0, help_text="How many of these the signed picture knows of."
    )
    signed = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("status list")
        verbose_name_plural = _("status lists")
        constraints = (
            models.UniqueConstraint(
                fields=["purpose", "number"], name="status_list_has_its_own_number"
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=StatusPurpose.values),
                name="status_list_purpose_is_known",
            ),
        )

    def __str__(self) -> str:
        """Name the list as its address does."""
        return f"{self.purpose}/{self.number}"


class StatusEntry(models.Model):
    """The place of one certificate in one list, drawn at random, so that it tells no order.

    Each revision of its credential has a place of its own: an earlier one is ended, the newest is
    not.
    """

    list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="entries")
    purpose = models.CharField(max_length=12, choices=StatusPurpose)
    number = models.CharField(max_length=30, help_text="Of the certificate.")
    revision = models.PositiveSmallIntegerField(default=1)
    index = models.PositiveIntegerField()
    is_set = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        verbose_name = _("place in a status list")
        verbose_name_plural = _("places in status lists")
        constraints = (
            models.UniqueConstraint(
                fields=["list", "index"], name="status_entry_has_its_place_alone"
            ),
            models.UniqueConstraint(
                fields=["purpose", "number", "revision"],
                name="status_entry_is_one_for_each_revision",
            ),
            models.CheckConstraint(
                condition=models.Q(index__lt=LENGTH), name="status_entry_lies_in_the_list"
            ),
        )
        indexes: ClassVar = [
            models.Index(
                fields=["list", "index"],
                condition=models.Q(is_set=True),
                name="status_entry_set",
            ),
        ]

    def __str__(self) -> str:
        """Name the certificate and what the place says."""
        return f"{self.number}: {self.purpose}"
