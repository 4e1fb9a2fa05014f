"""Calls: who runs a scheme when, on which version, with which time limits."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from standards.dictionaries import VOIVODESHIP_CHOICES
from standards.lifecycle import VersionStatus
from standards.models.bilingual import Bilingual
from standards.models.scheme import Operator, Scheme
from standards.models.standard import StandardVersion


class EditionQuerySet(models.QuerySet["Edition"]):
    """Reads calls."""

    def open_on(self, day: date) -> Self:
        """Give the calls in which an application can be made on this day."""
        return self.filter(
            models.Q(closes_on__isnull=True) | models.Q(closes_on__gte=day),
            models.Q(version__binding_on__isnull=True) | models.Q(version__binding_on__lte=day),
            opens_on__lte=day,
            version__status=VersionStatus.PUBLISHED,
        )


class Edition(models.Model):
    """A call (nabór): opens and closes, pins one version of the standard, holds the time limits."""

    class DayCount(models.TextChoices):
        """How days are counted."""

        CALENDAR_KPA = "calendar_kpa", _("Calendar days by the code of administrative procedure")
        WORKING_DAYS = "working_days", _("Working days")

    class OneApplicationPer(models.TextChoices):
        """How often one applicant may apply in this call."""

        APPLICANT = "applicant", pgettext_lazy("one application per", "Applicant")
        VOIVODESHIP = "voivodeship", pgettext_lazy("one application per", "Voivodeship")
        OFFER = "offer", pgettext_lazy("one application per", "Product or service")
        UNLIMITED = "unlimited", pgettext_lazy("one application per", "No limit")

    scheme = models.ForeignKey(
        Scheme, verbose_name=_("scheme"), on_delete=models.PROTECT, related_name="editions"
    )
    operator = models.ForeignKey(
        Operator, verbose_name=_("operator"), on_delete=models.PROTECT, related_name="editions"
    )
    version = models.ForeignKey(
        StandardVersion,
        verbose_name=_("version of the standard"),
        on_delete=models.PROTECT,
        related_name="editions",
    )
    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_pl = models.CharField(_("name in Polish"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    day_count = models.CharField(
        _("counting of days"),
        max_length=20,
        choices=DayCount.choices,
        default=DayCount.CALENDAR_KPA,
    )
    formal_check_days = models.PositiveSmallIntegerField(_("days for the formal check"), default=14)
    completion_days = models.PositiveSmallIntegerField(
        _("days to complete the application"), default=14
    )
    declaration_days = models.PositiveSmallIntegerField(
        _("days to declare impartiality"), default=5
    )
    scoring_days = models.PositiveSmallIntegerField(_("days for scoring"), default=14)
    decision_days = models.PositiveSmallIntegerField(_("days for the decision"), default=60)
    experts_required = models.PositiveSmallIntegerField(_("experts for a case"), default=2)
    divergence_limit = models.DecimalField(
        _("points between experts that call a third one"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
    )
    quorum_numerator = models.PositiveSmallIntegerField(_("quorum: more than"), default=1)
    quorum_denominator = models.PositiveSmallIntegerField(_("quorum: out of"), default=2)
    chair_breaks_tie = models.BooleanField(_("the chair breaks a tie"), default=True)
    validity_months = models.PositiveSmallIntegerField(_("months of validity"), default=24)
    surveillance_interval_months = models.PositiveSmallIntegerField(
        _("months between surveillance"), null=True, blank=True
    )
    one_application_per = models.CharField(
        _("one application per"),
        max_length=20,
        choices=OneApplicationPer.choices,
        default=OneApplicationPer.APPLICANT,
    )
    conditional_allowed = models.BooleanField(_("conditional result is allowed"), default=False)
    appeal_days = models.PositiveSmallIntegerField(_("days to appeal"), default=14)

    name = Bilingual()

    objects = EditionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering: ClassVar = ["scheme", "-opens_on", "code"]
        permissions: ClassVar = [
            ("rebind_edition", _("Bind a new version of the standard to a call")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="edition_closes_after_it_opens",
                condition=models.Q(closes_on__isnull=True)
                | models.Q(closes_on__gte=models.F("opens_on")),
            ),
            models.CheckConstraint(
                name="edition_quorum_is_a_part_of_the_whole",
                condition=models.Q(quorum_denominator__gte=1)
                & models.Q(quorum_numerator__lt=models.F("quorum_denominator")),
            ),
            models.CheckConstraint(
                name="edition_asks_at_least_one_expert", condition=models.Q(experts_required__gte=1)
            ),
            models.CheckConstraint(
                name="edition_gives_time_for_completion_and_appeal",
                condition=models.Q(completion_days__gte=7, appeal_days__gte=1),
            ),
        ]

    def __str__(self) -> str:
        """Name the call in the language of the page."""
        return self.name

    def is_open_on(self, day: date) -> bool:
        """Say whether an application can be made on this day."""
        return self.opens_on <= day and not self.is_closed_on(day)

    def is_closed_on(self, day: date) -> bool:
        """Say whether the last day of the call has passed."""
        return self.closes_on is not None and self.closes_on < day


class Rebinding(models.Model):
    """That an open call took a new version, and which one binds the files sent before, and why."""

    class SentFiles(models.TextChoices):
        """Which version binds the files that were sent before the change."""

        OLD = "old", pgettext_lazy("files sent before", "The version they were sent on")
        NEW = "new", pgettext_lazy("files sent before", "The new version")

    edition = models.ForeignKey(
        Edition, verbose_name=_("call"), on_delete=models.PROTECT, related_name="rebindings"
    )
    old_version = models.ForeignKey(
        StandardVersion,
        verbose_name=_("version until then"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    new_version = models.ForeignKey(
        StandardVersion,
        verbose_name=_("version from then on"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    sent_files = models.CharField(_("files sent before"), max_length=3, choices=SentFiles.choices)
    reason = models.TextField(_("reasons"), max_length=2000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("change of the version of a call")
        verbose_name_plural = _("changes of the versions of calls")
        ordering: ClassVar = ["edition", "-decided_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="rebinding_changes_the_version",
                condition=~models.Q(old_version=models.F("new_version")),
            ),
            models.CheckConstraint(
                name="rebinding_gives_its_reasons", condition=~models.Q(reason="")
            ),
            models.CheckConstraint(
                name="rebinding_chooses_for_sent_files",
                condition=models.Q(sent_files__in=["old", "new"]),
            ),
        ]

    def __str__(self) -> str:
        """Say which call went from which version to which."""
        return f"{self.edition_id}: {self.old_version_id} → {self.new_version_id}"


class Median(models.Model):
    """The median of a measured criterion in one voivodeship, published with the call."""

    edition = models.ForeignKey(
        Edition, verbose_name=_("call"), on_delete=models.PROTECT, related_name="medians"
    )
    criterion_key = models.SlugField(_("criterion"), max_length=80)
    voivodeship = models.CharField(_("voivodeship"), max_length=2, choices=VOIVODESHIP_CHOICES)
    value = models.DecimalField(_("median"), max_digits=12, decimal_places=4, default=Decimal(0))
    source = models.CharField(_("source"), max_length=200, blank=True)
    as_of = models.DateField(_("as of"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("median")
        verbose_name_plural = _("medians")
        ordering: ClassVar = ["edition", "criterion_key", "voivodeship"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "criterion_key", "voivodeship"],
                name="median_is_given_once_for_a_voivodeship",
            ),
            models.CheckConstraint(
                name="median_is_greater_than_zero", condition=models.Q(value__gt=0)
            ),
        ]

    def __str__(self) -> str:
        """Name the criterion and the voivodeship."""
        return f"{self.criterion_key} {self.voivodeship}: {self.value}"
