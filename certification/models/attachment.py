"""Files about an application as a whole, such as a statute or a proof that the fee was paid."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from certification.models.application import Application
from documents.models import Document

PERSON = settings.AUTH_USER_MODEL


class AttachmentKind(models.TextChoices):
    """What a file is, as the formal check asks for it."""

    STATUTE = "statute", _("statute, articles of association or founding act")
    REGISTER = "register", _("extract from a register other than KRS")
    FEE = "fee", _("proof that the fee was paid")
    AUTHORITY = "authority", _("power of attorney")
    PARTNERSHIP = "partnership", _("partnership agreement")
    FINANCES = "finances", _("financial statement")
    OPINION = "opinion", _("opinion or recommendation")
    OTHER = "other", _("other document")


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Clauses on attachments."""

    def standing(self) -> "AttachmentQuerySet":
        """Keep what has not been taken back."""
        return self.filter(withdrawn_at__isnull=True)


class Attachment(models.Model):
    """A document about the whole application; taken back, never deleted."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="attachments"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=AttachmentKind.choices)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=255)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    objects: ClassVar[Any] = AttachmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=AttachmentKind.values), name="attachment_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        """Show the name of the file."""
        return self.name
