"""In which cases an interpretation was applied: marked by those who score or run the case."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from certification.models.application import Application
from standards.models import Interpretation

PERSON = settings.AUTH_USER_MODEL


class InterpretationUse(models.Model):
    """One person's mark that an interpretation was applied in a case; taken back, never deleted."""

    interpretation = models.ForeignKey(
        Interpretation, on_delete=models.PROTECT, related_name="uses"
    )
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="interpretation_uses"
    )
    noted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("use of an interpretation")
        verbose_name_plural = _("uses of interpretations")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["interpretation", "application", "noted_by"],
                name="use_of_an_interpretation_is_noted_once_a_person",
            ),
        ]

    def __str__(self) -> str:
        """Say which interpretation was applied where."""
        return f"{self.interpretation_id} in {self.application_id}"
