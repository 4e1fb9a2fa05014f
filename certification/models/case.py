"""The log of a case, its time limits and messages, and the counters that number things."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from certification.models.application import Application

PERSON = settings.AUTH_USER_MODEL


class Side(models.TextChoices):
    """On whose side somebody acts in a case, or whose move it is."""

    APPLICANT = "applicant", _("applicant")
    SECRETARIAT = "secretariat", _("secretariat")
    EXPERT = "expert", _("experts")
    COMMITTEE = "committee", _("committee")
    PANEL = "panel", _("panel of a reconsideration")
    AUTHORITY = "authority", _("deciding authority")
    SYSTEM = "system", _("system")


class CaseEvent(models.Model):
    """One entry in the one log of a case: who, what, when, why. Rows are never changed."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=40)
    side = models.CharField(max_length=20, choices=Side.choices)
    by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    seen_by_applicant = models.BooleanField(default=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["application", "-id"], name="case_event_newest")]

    def __str__(self) -> str:
        """Say what happened."""
        return f"{self.kind} in {self.application_id}"


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    """Clauses on time limits."""

    def running(self) -> "DeadlineQuerySet":
        """Keep what has neither been met nor closed."""
        return self.filter(closed_at__isnull=True)


class Deadline(models.Model):
    """Whose move it is and until when: the rule, its start, the day it ends and who changed it."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="deadlines")
    waits_for = models.CharField(max_length=20, choices=Side.choices)
    rule = models.CharField(max_length=40)
    starts_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    changed_because = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    objects: ClassVar[Any] = DeadlineQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(closed_at__isnull=True),
                name="one_running_deadline_a_case",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")), name="deadline_ends_after_its_start"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on", "id"], condition=Q(closed_at__isnull=True), name="deadline_due"
            ),
        ]

    def __str__(self) -> str:
        """Say who has until when."""
        return f"{self.application_id}: {self.waits_for} → {self.due_on}"


class Message(models.Model):
    """A message to one person, kept under "Messages" and sent by e-mail once."""

    recipient = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, related_name="messages_received"
    )
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    path = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["recipient", "-id"], name="message_newest"),
            models.Index(
                fields=["id"], condition=Q(sent_at__isnull=True), name="message_to_be_sent"
            ),
        ]

    def __str__(self) -> str:
        """Show the subject."""
        return self.subject


class Counter(models.Model):
    """The last number given out in one series, such as the cases of a scheme in a year."""

    series = models.CharField(max_length=60, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Show the series and its last number."""
        return f"{self.series}: {self.last}"
