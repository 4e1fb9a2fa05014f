"""Files about an application as a whole, such as a statute or a proof that the fee was paid."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from certification.models.application import Application
from certification.models.files import ShownFile
from documents.models import Document


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


class Attachment(ShownFile):
    """A document about the whole application; taken back, never deleted."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="attachments"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=AttachmentKind.choices)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="attachments")
    history = HistoricalRecords()

    class Meta(ShownFile.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=AttachmentKind.values), name="attachment_kind_is_known"
            ),
        ]
