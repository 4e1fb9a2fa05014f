"""The authority's decision, sealed to what it was decided on."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from certification.models.application import Application
from certification.models.committee import Recommendation
from documents.models import Document

PERSON = settings.AUTH_USER_MODEL


class DecisionKind(models.TextChoices):
    """Whether a decision is the first one or settles an appeal."""

    FIRST = "first", _("first decision")
    RECONSIDERATION = "reconsideration", _("decision after reconsideration")


class Decision(models.Model):
    """The act of the authority: grant or refuse (ISO/IEC 17065, 7.6; KPA, art. 107)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=20, choices=DecisionKind.choices, default=DecisionKind.FIRST)
    number = models.CharField(max_length=40, unique=True)
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="decisions"
    )
    granted = models.BooleanField()
    is_conditional = models.BooleanField(default=False)
    reasons = models.TextField(max_length=20000)
    legal_basis = models.TextField()
    remedy_notice = models.TextField()
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    certificate_number = models.CharField(max_length=30, unique=True, null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="decisions")
    decided_at = models.DateTimeField()
    snapshot = models.JSONField()
    snapshot_sha256 = models.CharField(max_length=64)
    letter = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "kind"], name="one_decision_of_a_kind_an_application"
            ),
            models.CheckConstraint(
                condition=Q(granted=False, certificate_number__isnull=True)
                | Q(
                    granted=True,
                    certificate_number__isnull=False,
                    valid_from__isnull=False,
                    valid_until__gt=models.F("valid_from"),
                )
                # A grant that is reconsidered keeps the certificate it has.
                | Q(
                    granted=True,
                    kind=DecisionKind.RECONSIDERATION,
                    certificate_number__isnull=True,
                    valid_from__isnull=False,
                    valid_until__gt=models.F("valid_from"),
                ),
                name="only_a_grant_has_a_number_and_a_term",
            ),
        ]

    def __str__(self) -> str:
        """Show the number of the decision."""
        return self.number
