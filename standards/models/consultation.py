"""Consultations of a draft: rounds, what people said, how it was dealt with, who resolved it."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from standards.lifecycle import CommentStatus
from standards.models.bilingual import Bilingual
from standards.models.standard import StandardVersion

PERSON = settings.AUTH_USER_MODEL


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Reads consultations."""

    def running(self, on: date) -> Self:
        """Keep those in which anybody may comment on a day; the date decides, no job does."""
        return self.filter(opened_on__lte=on, closes_on__gte=on, closed_at__isnull=True)

    def locked(self, pk: int) -> "Consultation":
        """Take one consultation for this transaction alone."""
        return (
            self.select_for_update(of=("self",))
            .select_related("version", "version__scheme")
            .get(pk=pk)
        )


class Consultation(models.Model):
    """One round in which the public comments on a draft; it keeps the very text it was about."""

    version = models.ForeignKey(
        StandardVersion,
        verbose_name=_("version"),
        on_delete=models.PROTECT,
        related_name="consultations",
    )
    round = models.PositiveSmallIntegerField(_("round"))
    opened_on = models.DateField(_("open from"))
    closes_on = models.DateField(_("open until"))
    closed_at = models.DateTimeField(_("draft taken back at"), null=True, blank=True)
    invitation_pl = models.TextField(_("what we ask about, in Polish"), blank=True)
    invitation_en = models.TextField(_("what we ask about, in English"), blank=True)
    change_reason_pl = models.TextField(_("why the closing day changed, in Polish"), blank=True)
    change_reason_en = models.TextField(_("why the closing day changed, in English"), blank=True)
    content = models.JSONField(_("the text consulted"))
    sha256 = models.CharField(_("fingerprint of the text consulted"), max_length=64)
    table_published_at = models.DateTimeField(
        _("table of comments published at"), null=True, blank=True
    )

    invitation = Bilingual()
    change_reason = Bilingual()

    objects = ConsultationQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["content"])

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering: ClassVar = ["-opened_on", "-round"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "round"], name="round_of_consultation_is_used_once"
            ),
            models.CheckConstraint(
                name="consultation_closes_after_it_opens",
                condition=Q(closes_on__gte=F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        """Name the version and the round."""
        return f"{self.version_id}/{self.round}"

    def is_running(self, on: date) -> bool:
        """Say whether anybody may comment on a day."""
        return self.closed_at is None and self.opened_on <= on <= self.closes_on

    @property
    def ends_on(self) -> date:
        """Give the last day on which anybody may comment: a round broken off ended that day."""
        if self.closed_at is None:
            return self.closes_on
        return min(self.closes_on, timezone.localdate(self.closed_at))

    @property
    def is_settled(self) -> bool:
        """Say whether the table of comments is published, so that nothing in it changes."""
        return self.table_published_at is not None


class Outcome(models.TextChoices):
    """What became of a comment."""

    ACCEPTED = "accepted", pgettext_lazy("disposition", "Accepted")
    PARTLY = "partly", pgettext_lazy("disposition", "Accepted in part")
    REJECTED = "rejected", pgettext_lazy("disposition", "Not accepted")
    NOTED = "noted", pgettext_lazy("disposition", "Explained")


class Disposition(models.Model):
    """How one comment, or several like ones together, were dealt with, and why."""

    consultation = models.ForeignKey(
        Consultation,
        verbose_name=_("consultation"),
        on_delete=models.PROTECT,
        related_name="dispositions",
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    why_pl = models.TextField(_("why, in Polish"))
    why_en = models.TextField(_("why, in English"), blank=True)
    criterion_key = models.CharField(_("resulting criterion"), max_length=80, blank=True)

    why = Bilingual()

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("disposition of comments")
        verbose_name_plural = _("dispositions of comments")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="outcome_of_a_comment_is_known", condition=Q(outcome__in=Outcome.values)
            ),
        ]

    def __str__(self) -> str:
        """Say what became of the comments."""
        return self.get_outcome_display()


class CommentPlace(models.TextChoices):
    """What a comment is about."""

    WHOLE = "whole", pgettext_lazy("place of a comment", "The whole standard")
    SECTION = "section", pgettext_lazy("place of a comment", "A section")
    CRITERION = "criterion", pgettext_lazy("place of a comment", "A criterion")


class CommentKind(models.TextChoices):
    """What a comment wants."""

    QUESTION = "question", pgettext_lazy("kind of comment", "Question")
    CHANGE = "change", pgettext_lazy("kind of comment", "Change proposed")
    SUPPORT = "support", pgettext_lazy("kind of comment", "Support")
    ERROR = "error", pgettext_lazy("kind of comment", "Error in the text")


class Letter(models.TextChoices):
    """Which letter to its author a comment waits for."""

    NONE = "", "–"
    CONFIRM = "confirm", "confirm"
    REFUSED = "refused", "refused"
    ANSWERED = "answered", "answered"


class CommentQuerySet(models.QuerySet["Comment"]):
    """Reads comments."""

    def public(self) -> Self:
        """Keep what anybody may read."""
        return self.filter(status=CommentStatus.ACCEPTED)


class Comment(models.Model):
    """What one person said on a draft; the address is never shown and goes when it has served.

    The history leaves out who it was, so that what is removed here is removed altogether.
    """

    consultation = models.ForeignKey(
        Consultation,
        verbose_name=_("consultation"),
        on_delete=models.PROTECT,
        related_name="comments",
    )
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=CommentStatus.choices)
    place = models.CharField(_("place"), max_length=10, choices=CommentPlace.choices)
    place_key = models.CharField(_("key of the place"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=CommentKind.choices)
    text = models.TextField(_("comment"))
    proposal = models.TextField(_("proposed wording"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    name = models.CharField(_("name shown"), max_length=100, blank=True)
    organisation = models.CharField(_("organisation shown"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    author = models.ForeignKey(
        PERSON,
        verbose_name=_("account of the author"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    sent_key = models.UUIDField(_("key of the sending"))
    sent_at = models.DateTimeField(_("sent at"))
    refusal = models.TextField(_("why it was refused"), blank=True)
    moderated_at = models.DateTimeField(_("moderated at"), null=True, blank=True)
    moderated_by = models.ForeignKey(
        PERSON,
        verbose_name=_("moderated by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    disposition = models.ForeignKey(
        Disposition,
        verbose_name=_("disposition"),
        on_delete=models.PROTECT,
        related_name="comments",
        null=True,
        blank=True,
    )
    letter = models.CharField(_("letter due"), max_length=10, choices=Letter.choices, blank=True)

    objects = CommentQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["name", "organisation", "email", "author"])

    class Meta:
        verbose_name = _("comment in a consultation")
        verbose_name_plural = _("comments in consultations")
        ordering: ClassVar = ["consultation", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["consultation", "status"], name="comment_by_status"),
            models.Index(fields=["id"], condition=~Q(letter=""), name="comment_letter_due"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["consultation", "sent_key"], name="comment_is_sent_once"
            ),
            models.UniqueConstraint(
                fields=["consultation", "number"], name="number_of_a_comment_is_used_once"
            ),
            models.CheckConstraint(
                name="status_of_a_comment_is_known", condition=Q(status__in=CommentStatus.values)
            ),
            models.CheckConstraint(
                name="public_comment_has_a_number",
                condition=~Q(status="accepted") | Q(number__isnull=False),
            ),
            models.CheckConstraint(
                name="refused_comment_has_a_reason",
                condition=~Q(status="refused") | ~Q(refusal=""),
            ),
            models.CheckConstraint(
                name="comment_on_the_whole_names_no_place",
                condition=Q(place="whole", place_key="") | (~Q(place="whole") & ~Q(place_key="")),
            ),
        ]

    def __str__(self) -> str:
        """Name the comment by its number, or by its row before it is public."""
        return f"{self.consultation_id}/{self.number or f'#{self.pk}'}"


class ResolutionResult(models.TextChoices):
    """How a body resolved."""

    ADOPTED = "adopted", pgettext_lazy("resolution", "Adopted")
    CHANGED = "changed", pgettext_lazy("resolution", "Adopted with changes")
    REJECTED = "rejected", pgettext_lazy("resolution", "Not adopted")


class Resolution(models.Model):
    """The vote that made a version or some of its criteria: who resolved it, when and how."""

    consultation = models.ForeignKey(
        Consultation,
        verbose_name=_("consultation"),
        on_delete=models.PROTECT,
        related_name="resolutions",
    )
    body = models.CharField(_("who resolved"), max_length=200)
    number = models.CharField(_("number of the resolution"), max_length=60, blank=True)
    resolved_on = models.DateField(_("resolved on"))
    result = models.CharField(_("result"), max_length=10, choices=ResolutionResult.choices)
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("abstained"), null=True, blank=True)
    minutes_url = models.URLField(_("link to the minutes"), blank=True)
    criterion_keys = models.JSONField(_("criteria it is about"), default=list, blank=True)
    recorded_by = models.ForeignKey(
        PERSON, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("resolution on a consultation")
        verbose_name_plural = _("resolutions on consultations")
        ordering: ClassVar = ["resolved_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="result_of_a_resolution_is_known",
                condition=Q(result__in=ResolutionResult.values),
            ),
        ]

    def __str__(self) -> str:
        """Say who resolved and when."""
        return f"{self.body}, {self.resolved_on}"
