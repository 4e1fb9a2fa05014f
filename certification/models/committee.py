"""Committees and chapters: seats, meetings, agenda, presence, votes and recusals."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from certification.lifecycle import AgendaItemStatus, MeetingStatus
from certification.models.application import Application
from certification.models.organisation import HeldQuerySet
from documents.models import Document
from standards.models import Operator, Scheme
from standards.models.bilingual import Bilingual

PERSON = settings.AUTH_USER_MODEL


class Committee(models.Model):
    """The accreditation committee, or the chapter of a regional operator: it recommends."""

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="committees")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="committees")
    name_pl = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    name = Bilingual()
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["operator", "scheme"], name="one_committee_an_operator_and_scheme"
            ),
        ]

    def __str__(self) -> str:
        """Name the committee."""
        return self.name_pl


class SeatRole(models.TextChoices):
    """What a seat in a committee allows."""

    CHAIR = "chair", _("chair")
    MEMBER = "member", pgettext_lazy("committee", "member")


class Seat(models.Model):
    """A person's seat in a committee from one day to another."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=10, choices=SeatRole.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects: ClassVar[Any] = HeldQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "person"],
                condition=Q(until__isnull=True),
                name="one_current_seat_a_person",
            ),
            models.UniqueConstraint(
                fields=["committee"],
                condition=Q(until__isnull=True, role="chair"),
                name="one_current_chair_a_committee",
            ),
        ]

    def __str__(self) -> str:
        """Say who sits where."""
        return f"{self.person_id} in {self.committee_id}"


class Meeting(models.Model):
    """One meeting of a committee, in a room or on line."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    number = models.CharField(_("number"), max_length=20)
    starts_at = models.DateTimeField(_("starts"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    is_remote = models.BooleanField(_("on line"), default=False)
    status = models.CharField(
        max_length=10, choices=MeetingStatus.choices, default=MeetingStatus.PLANNED
    )
    called_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    minutes = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "number"], name="meeting_number_is_used_once"
            ),
        ]
        permissions: ClassVar = [
            ("arrange_meeting", "May call meetings and set the agenda"),
            ("lead_meeting", "May open and close meetings and votes"),
        ]

    def __str__(self) -> str:
        """Show the number of the meeting."""
        return self.number


class Attendance(models.Model):
    """Whether the holder of a seat is present."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendances")
    is_present = models.BooleanField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "seat"], name="presence_is_noted_once_a_seat"
            )
        ]

    def __str__(self) -> str:
        """Say who is present."""
        return f"{self.seat_id}: {self.is_present}"


class AgendaItem(models.Model):
    """One case on the agenda of one meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda_items")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="agenda_items"
    )
    position = models.PositiveSmallIntegerField()
    status = models.CharField(
        max_length=10, choices=AgendaItemStatus.choices, default=AgendaItemStatus.PLANNED
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    postponed_because = models.TextField(blank=True, max_length=1000)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "application"], name="case_stands_on_an_agenda_once"
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(status__in=("planned", "voting")),
                name="case_waits_on_one_agenda_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        """Say which case it is."""
        return f"{self.position}. {self.application_id}"


class VoteChoice(models.TextChoices):
    """What a vote says."""

    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    ABSTAIN = "abstain", _("Abstain")


class Vote(models.Model):
    """One vote of one seat on one item; changeable until the vote is closed."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="votes")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="votes")
    choice = models.CharField(max_length=10, choices=VoteChoice.choices)
    dissent = models.TextField(_("dissenting opinion"), blank=True, max_length=2000)
    cast_at = models.DateTimeField()
    entered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "seat"], name="one_vote_a_seat_and_item")
        ]

    def __str__(self) -> str:
        """Say how the seat voted."""
        return f"{self.seat_id}: {self.choice}"


class RecusalGround(models.TextChoices):
    """Why a member steps back from one item (KPA, art. 24 and 27)."""

    KIN = "kin", _("close to people of the applicant")
    INTEREST = "interest", _("own interest")
    EARLIER_PART = "earlier_part", _("took part in the case earlier")
    DOUBT = "doubt", _("other doubt about impartiality")


class Recusal(models.Model):
    """That a member steps back from one item; no abstention, and outside the quorum."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="recusals")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="recusals")
    ground = models.CharField(max_length=20, choices=RecusalGround.choices)
    explanation = models.TextField(blank=True, max_length=1000)
    made_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "seat"], name="one_recusal_a_seat_and_item")
        ]

    def __str__(self) -> str:
        """Say who steps back."""
        return f"{self.seat_id} from {self.item_id}"


class RecommendationOutcome(models.TextChoices):
    """What the committee recommends to the authority."""

    GRANT = "grant", _("grant")
    GRANT_WITH_RECOMMENDATIONS = "grant_with_recommendations", _("grant with recommendations")
    REFUSE = "refuse", _("refuse")


class Recommendation(models.Model):
    """The committee's act: it recommends and does not decide."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="recommendations"
    )
    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="recommendation")
    outcome = models.CharField(max_length=30, choices=RecommendationOutcome.choices)
    reasons = models.TextField(max_length=8000)
    votes_for = models.PositiveSmallIntegerField()
    votes_against = models.PositiveSmallIntegerField()
    votes_abstained = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()
    entitled = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(present__gte=models.F("quorum")), name="recommendation_had_a_quorum"
            ),
        ]

    def __str__(self) -> str:
        """Say what is recommended."""
        return f"{self.application_id}: {self.outcome}"
