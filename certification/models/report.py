"""Reports of misuse: what a stranger noticed, who looks into it and what came of it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from certification.lifecycle import ReportStatus
from certification.models.certificate import Certificate
from certification.models.watching import new_token
from standards.models import Operator


class MisuseKind(models.TextChoices):
    """What seems to be wrong."""

    FORGED = "forged", _("the document or the mark seems to be forged")
    ENDED = "ended", _("a certificate is used that is not in force")
    BEYOND = "beyond", _("the mark stands on something that the certificate does not cover")
    MISLEADING = "misleading", _("an advertisement says more than the certificate")
    OTHER = "other", _("something else")


class MisuseReport(models.Model):
    """One report; its token leads the person who reported to the answer."""

    number = models.CharField(_("number"), max_length=30, unique=True)
    token = models.CharField(max_length=50, unique=True, default=new_token)
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="misuse_reports")
    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    typed_number = models.CharField(_("certificate number"), max_length=60, blank=True)
    kind = models.CharField(max_length=20, choices=MisuseKind.choices)
    description = models.TextField(max_length=3000)
    place = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="pl")
    status = models.CharField(
        max_length=20, choices=ReportStatus.choices, default=ReportStatus.RECEIVED
    )
    answer = models.TextField(blank=True, max_length=3000)
    received_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["email"])

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["operator", "-id"], name="report_of_an_operator"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=ReportStatus.values), name="report_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        """Show the number."""
        return self.number
