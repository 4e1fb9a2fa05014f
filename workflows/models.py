"""Processes: one class a flow, holding the one record it routes and no other fact."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Process

from certification.models import Application


class CertificationProcess(Process):
    """The way of one application from submission to its end."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="process", null=True
    )

    class Meta:
        verbose_name = _("certification process")
        verbose_name_plural = _("certification processes")
