"""Moving of holders to a new version of the standard: one row a certificate and version."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from certification.lifecycle import TransitionOutcome, TransitionStatus
from certification.models.certificate import Certificate
from standards.models import StandardVersion

PERSON = settings.AUTH_USER_MODEL


class Transition(models.Model):
    """How one holder moves to one version (ISO/IEC 17065, 7.10.1).

    A holder without a row is under way: rows are made when something is first recorded, so that
    the list of holders never depends on them.
    """

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="transitions"
    )
    version = models.ForeignKey(
        StandardVersion, on_delete=models.PROTECT, related_name="transitions"
    )
    status = models.CharField(
        max_length=10, choices=TransitionStatus.choices, default=TransitionStatus.UNDER_WAY
    )
    due_on = models.DateField()
    reminded_days = models.PositiveSmallIntegerField(null=True, blank=True)
    proposal = models.CharField(max_length=10, choices=TransitionOutcome.choices, blank=True)
    proposal_note = models.TextField(max_length=2000, blank=True)
    prepared_at = models.DateTimeField(null=True, blank=True)
    prepared_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=TransitionOutcome.choices, blank=True)
    reasons = models.TextField(max_length=2000, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    new_certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("transition")
        verbose_name_plural = _("transitions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate", "version"], name="one_transition_a_certificate_and_version"
            ),
            models.CheckConstraint(
                condition=Q(status__in=TransitionStatus.values), name="transition_status_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="prepared") | (~Q(proposal="") & Q(prepared_at__isnull=False)),
                name="prepared_transition_has_a_proposal",
            ),
            models.CheckConstraint(
                condition=~Q(status="decided") | (~Q(outcome="") & Q(settled_by__isnull=False)),
                name="decided_transition_names_who_and_what",
            ),
            models.CheckConstraint(
                condition=~Q(status="excepted") | (~Q(reasons="") & Q(settled_by__isnull=False)),
                name="excepted_transition_names_who_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(status="moved")
                | Q(new_certificate__isnull=False)
                | (~Q(reasons="") & Q(settled_by__isnull=False)),
                name="moved_transition_has_its_evidence",
            ),
        ]

    def __str__(self) -> str:
        """Say who moves where."""
        return f"{self.certificate_id} → {self.version_id}: {self.status}"


class TransitionTask(models.Model):
    """Whether one criterion of the new version has been shown to be met, as recorded."""

    transition = models.ForeignKey(Transition, on_delete=models.PROTECT, related_name="tasks")
    criterion_key = models.SlugField(_("criterion"), max_length=80)
    is_done = models.BooleanField(default=False)
    note = models.TextField(max_length=1000, blank=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["transition", "criterion_key"], name="one_task_a_transition_and_criterion"
            ),
        ]

    def __str__(self) -> str:
        """Say which criterion it is about."""
        return f"{self.criterion_key}: {self.is_done}"
