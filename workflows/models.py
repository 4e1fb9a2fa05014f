"""Processes: one class a flow, holding the one record it routes and no other fact."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Process

from certification.models import Application

RECONSIDERED = 2


class CertificationProcess(Process):
    """The way of one application to its end; a second round issues after a reconsideration."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="+", null=True
    )
    round = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "round"], name="one_process_an_application_and_round"
            ),
        ]
        verbose_name = _("certification process")
        verbose_name_plural = _("certification processes")
