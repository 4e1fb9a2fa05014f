"""Interpretations: rulings on how to read a criterion, and the questions that ask for them."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from standards.lifecycle import InterpretationStatus, ScopeState
from standards.models.bilingual import Bilingual
from standards.models.scheme import Scheme
from standards.models.standard import StandardVersion

PERSON = settings.AUTH_USER_MODEL
LONGEST = 4000


class InterpretationQuerySet(models.QuerySet["Interpretation"]):
    """Reads interpretations."""

    def public(self) -> Self:
        """Keep what was published once: also what ended, since cases rest on it."""
        return self.filter(published_at__isnull=False)

    def locked(self, pk: int) -> "Interpretation":
        """Take one interpretation for this transaction alone."""
        return self.select_for_update(of=("self",)).select_related("scheme").get(pk=pk)


class Interpretation(models.Model):
    """A ruling on how to read one criterion (ISO/IEC 17065, 7.1.3), in two languages.

    It gets its number when it is published. For which versions it holds is listed row by row in
    ``InterpretationScope``; nothing is carried to a new version by itself.
    """

    scheme = models.ForeignKey(
        Scheme, verbose_name=_("scheme"), on_delete=models.PROTECT, related_name="interpretations"
    )
    criterion_key = models.SlugField(_("criterion"), max_length=80)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=InterpretationStatus.choices,
        default=InterpretationStatus.DRAFT,
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    sequence = models.PositiveSmallIntegerField(_("number in the year"), null=True, blank=True)
    number = models.CharField(_("number"), max_length=30, blank=True)
    question_pl = models.TextField(_("question in Polish"), max_length=LONGEST)
    question_en = models.TextField(_("question in English"), max_length=LONGEST)
    ruling_pl = models.TextField(_("ruling in Polish"), max_length=LONGEST)
    ruling_en = models.TextField(_("ruling in English"), max_length=LONGEST)
    reasons_pl = models.TextField(_("reasons in Polish"), max_length=LONGEST)
    reasons_en = models.TextField(_("reasons in English"), max_length=LONGEST)
    replaces = models.ForeignKey(
        "self",
        verbose_name=_("replaces"),
        on_delete=models.PROTECT,
        related_name="replaced_by",
        null=True,
        blank=True,
    )
    end_reason_pl = models.TextField(_("why it ended, in Polish"), max_length=1000, blank=True)
    end_reason_en = models.TextField(_("why it ended, in English"), max_length=1000, blank=True)
    revision = models.PositiveIntegerField(_("times saved"), default=0)
    search_text = models.TextField(_("words to search by"), blank=True)
    created_at = models.DateTimeField(_("begun at"), auto_now_add=True)
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    told_at = models.DateTimeField(_("people told at"), null=True, blank=True)

    question = Bilingual()
    ruling = Bilingual()
    reasons = Bilingual()
    end_reason = Bilingual()

    objects = InterpretationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("interpretation")
        verbose_name_plural = _("interpretations")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "year", "sequence"], name="interpretation_has_its_own_number"
            ),
            models.CheckConstraint(
                name="interpretation_status_is_known",
                condition=Q(status__in=InterpretationStatus.values),
            ),
            models.CheckConstraint(
                name="published_interpretation_has_number_and_two_people",
                condition=Q(published_at__isnull=True)
                | (
                    ~Q(number="")
                    & Q(year__isnull=False, sequence__isnull=False, published_by__isnull=False)
                    & ~Q(published_by=models.F("created_by"))
                ),
            ),
            models.CheckConstraint(
                name="ended_interpretation_says_when_and_why",
                condition=~Q(status__in=["superseded", "withdrawn"])
                | (Q(ended_at__isnull=False) & ~Q(end_reason_pl="") & ~Q(end_reason_en="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["scheme", "criterion_key"], name="interpretation_by_criterion"),
        ]

    def __str__(self) -> str:
        """Give the number, or the criterion of a draft."""
        return self.number or self.criterion_key

    @property
    def is_in_force(self) -> bool:
        """Say whether it binds those who fill in and those who score."""
        return self.status == InterpretationStatus.PUBLISHED


class InterpretationScope(models.Model):
    """Whether an interpretation holds for one criterion of one version, and who said so."""

    interpretation = models.ForeignKey(
        Interpretation, on_delete=models.PROTECT, related_name="scopes"
    )
    version = models.ForeignKey(
        StandardVersion, on_delete=models.PROTECT, related_name="interpretation_scopes"
    )
    criterion_key = models.SlugField(_("criterion"), max_length=80)
    state = models.CharField(max_length=10, choices=ScopeState.choices, default=ScopeState.HOLDS)
    reason_pl = models.TextField(_("reason in Polish"), max_length=1000, blank=True)
    reason_en = models.TextField(_("reason in English"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    reason = Bilingual()

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("version of an interpretation")
        verbose_name_plural = _("versions of interpretations")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["interpretation", "version", "criterion_key"],
                name="interpretation_names_a_criterion_once_a_version",
            ),
            models.CheckConstraint(
                name="interpretation_scope_state_is_known",
                condition=Q(state__in=ScopeState.values),
            ),
            models.CheckConstraint(
                name="interpretation_left_out_of_a_version_says_why",
                condition=~Q(state="left_out") | (~Q(reason_pl="") & ~Q(reason_en="")),
            ),
        ]

    def __str__(self) -> str:
        """Say which version and criterion it is."""
        return f"{self.version_id}: {self.criterion_key}"


class QuestionQuerySet(models.QuerySet["CriterionQuestion"]):
    """Reads questions."""

    def waiting(self) -> Self:
        """Keep what nobody has answered yet."""
        return self.filter(answered_at__isnull=True)


class CriterionQuestion(models.Model):
    """Somebody asks how to read a criterion; it names no case, so that the answer is for all."""

    version = models.ForeignKey(
        StandardVersion, on_delete=models.PROTECT, related_name="criterion_questions"
    )
    criterion_key = models.SlugField(_("criterion"), max_length=80)
    text = models.TextField(_("question"), max_length=2000)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(_("answer"), max_length=LONGEST, blank=True)
    interpretation = models.ForeignKey(
        Interpretation, on_delete=models.PROTECT, related_name="questions", null=True, blank=True
    )
    answered_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("question about a criterion")
        verbose_name_plural = _("questions about criteria")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "criterion_key", "asked_by"],
                condition=Q(answered_at__isnull=True),
                name="one_open_question_a_person_and_criterion",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["id"],
                condition=Q(answered_at__isnull=True),
                name="question_waiting",
            ),
        ]

    def __str__(self) -> str:
        """Say what is asked about."""
        return f"{self.criterion_key}: {self.asked_at:%Y-%m-%d}"
