"""Requests to reconsider a decision: what the party contests, who looks again, what came of it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from certification.lifecycle import AppealStatus
from certification.models.decision import Decision
from standards.models import Criterion

PERSON = settings.AUTH_USER_MODEL
OPEN = AppealStatus.FILED
SETTLED = (AppealStatus.KEPT, AppealStatus.CHANGED, AppealStatus.ANNULLED)


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Clauses on requests to reconsider."""

    def standing(self) -> "AppealQuerySet":
        """Keep what the party has not taken back."""
        return self.exclude(status=AppealStatus.WITHDRAWN)

    def with_case(self) -> "AppealQuerySet":
        """Fetch the case and both decisions in the same query."""
        return self.select_related(
            "decision__application__applicant",
            "decision__application__offer",
            "decision__application__version",
            "decision__application__edition__scheme",
            "decision__application__edition__operator",
            "decision__decided_by",
            "settlement",
            "filed_by",
        )


class Appeal(models.Model):
    """An objection or a request for reconsideration of a decision (ISO/IEC 17065, 7.13)."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="appeals")
    filed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    served_on = models.DateField(help_text="Day on which the decision counts as delivered.")
    due_on = models.DateField(help_text="Day by which it is to be settled.")
    grounds = models.TextField(max_length=20000)
    status = models.CharField(
        max_length=10, choices=AppealStatus.choices, default=AppealStatus.FILED
    )
    settlement = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="settles"
    )
    history = HistoricalRecords()

    objects: ClassVar[Any] = AppealQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision"],
                condition=~Q(status=AppealStatus.WITHDRAWN),
                name="one_standing_appeal_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(status__in=AppealStatus.values), name="appeal_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=SETTLED, settlement__isnull=False)
                | Q(status__in=(AppealStatus.FILED, AppealStatus.WITHDRAWN), settlement=None),
                name="settled_appeal_names_its_decision",
            ),
        ]

    def __str__(self) -> str:
        """Say against what it is."""
        return f"{self.decision_id}: {self.status}"

    @property
    def is_open(self) -> bool:
        """Say whether it is still to be settled."""
        return self.status == AppealStatus.FILED


class AppealPoint(models.Model):
    """One criterion that the party contests, and whether the party was right about it."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="points")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    grounds = models.TextField(max_length=4000)
    is_right = models.BooleanField(null=True, blank=True)
    finding = models.TextField(blank=True, max_length=4000)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["appeal", "criterion"], name="criterion_is_contested_once_an_appeal"
            ),
            models.CheckConstraint(
                condition=Q(is_right__isnull=True) | ~Q(finding=""),
                name="answer_to_a_contested_criterion_has_reasons",
            ),
        ]

    def __str__(self) -> str:
        """Say what is contested."""
        return f"{self.criterion_id} in {self.appeal_id}"


class AppealReviewerQuerySet(models.QuerySet["AppealReviewer"]):
    """Clauses on the people who look at a case again."""

    def on_panel(self) -> "AppealReviewerQuerySet":
        """Keep those who were not let go."""
        return self.filter(released_at__isnull=True)


class AppealReviewer(models.Model):
    """Somebody outside the history of the case who looks at it again and gives an opinion."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="reviewers")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="appeals_reviewed")
    appointed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField()
    declared_at = models.DateTimeField(null=True, blank=True)
    opinion = models.TextField(blank=True, max_length=8000)
    gave_opinion_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    objects: ClassVar[Any] = AppealReviewerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["appeal", "person"], name="reviewer_is_appointed_once_an_appeal"
            ),
            models.CheckConstraint(
                condition=Q(gave_opinion_at__isnull=True)
                | (Q(declared_at__isnull=False) & ~Q(opinion="")),
                name="opinion_follows_a_declaration",
            ),
        ]

    def __str__(self) -> str:
        """Say who looks at what."""
        return f"{self.person_id} in {self.appeal_id}"
