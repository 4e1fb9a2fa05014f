"""A version of a standard and all that is frozen with it: sections, scales, criteria, rule."""

from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from standards.lifecycle import FROZEN_STATUSES, ChangeClass, VersionStatus
from standards.models.bilingual import Bilingual
from standards.models.scheme import Scheme


class StandardVersionQuerySet(models.QuerySet["StandardVersion"]):
    """Reads versions of standards."""

    def published(self) -> Self:
        """Give the versions on which a case can be opened today."""
        return self.filter(status=VersionStatus.PUBLISHED)

    def public(self) -> Self:
        """Give the versions anybody may read: published now or once, as old cases rest on them."""
        return self.filter(status__in=FROZEN_STATUSES)

    def newest_of(self, scheme: Scheme) -> "StandardVersion | None":
        """Give the version that a new one of the scheme would follow; None before the first."""
        held = (VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED)
        return self.filter(scheme=scheme, status__in=held).order_by("-published_at", "-pk").first()

    def locked(self, pk: int) -> "StandardVersion":
        """Take one version for this transaction alone."""
        return self.select_for_update(of=("self",)).select_related("scheme").get(pk=pk)


class StandardVersion(models.Model):
    """The checklist of a scheme under one number; frozen by the database once published."""

    scheme = models.ForeignKey(
        Scheme, verbose_name=_("scheme"), on_delete=models.PROTECT, related_name="versions"
    )
    version = models.CharField(_("version"), max_length=20)
    status = models.CharField(
        _("status"), max_length=20, choices=VersionStatus.choices, default=VersionStatus.DRAFT
    )
    title_pl = models.CharField(_("title in Polish"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    predecessor = models.ForeignKey(
        "self",
        verbose_name=_("follows"),
        on_delete=models.PROTECT,
        related_name="successors",
        null=True,
        blank=True,
    )
    change_class = models.CharField(
        _("class of the change"), max_length=20, choices=ChangeClass.choices, blank=True
    )
    change_note_pl = models.TextField(_("what changes, in Polish"), blank=True)
    change_note_en = models.TextField(_("what changes, in English"), blank=True)
    binding_on = models.DateField(_("binds new applications from"), null=True, blank=True)
    transition_until = models.DateField(_("holders move to it until"), null=True, blank=True)
    sha256 = models.CharField(_("fingerprint of the content"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("prepared at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("prepared by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    title = Bilingual()
    change_note = Bilingual()

    objects = StandardVersionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("version of a standard")
        verbose_name_plural = _("versions of standards")
        ordering: ClassVar = ["scheme", "-version"]
        permissions: ClassVar = [
            ("prepare_standardversion", _("Prepare versions of a standard")),
            ("publish_standardversion", _("Publish, supersede and withdraw versions")),
            ("moderate_consultation", _("Moderate consultations of a standard")),
            ("rule_interpretation", _("Rule on how to read a criterion")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scheme", "version"], name="version_number_is_used_once_in_a_scheme"
            ),
            models.CheckConstraint(
                name="version_status_is_known", condition=models.Q(status__in=VersionStatus.values)
            ),
            models.CheckConstraint(
                name="class_of_a_change_is_known",
                condition=models.Q(change_class__in=["", *ChangeClass.values]),
            ),
            models.CheckConstraint(
                name="published_successor_names_the_class_of_its_change",
                condition=~models.Q(status__in=FROZEN_STATUSES)
                | models.Q(predecessor__isnull=True)
                | ~models.Q(change_class=""),
            ),
            models.CheckConstraint(
                name="published_version_has_fingerprint_and_moment",
                condition=~models.Q(status__in=FROZEN_STATUSES)
                | (~models.Q(sha256="") & models.Q(published_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        """Name the scheme and the number."""
        return f"{self.scheme.name} {self.version}"

    @property
    def is_frozen(self) -> bool:
        """Say whether the content can never change again."""
        return self.status in FROZEN_STATUSES


class Section(models.Model):
    """A part of the checklist with its own heading and, often, its own threshold."""

    version = models.ForeignKey(
        StandardVersion,
        verbose_name=_("version"),
        on_delete=models.PROTECT,
        related_name="sections",
    )
    key = models.SlugField(_("stable key"), max_length=60)
    code = models.CharField(_("code"), max_length=10)
    position = models.PositiveSmallIntegerField(_("position"))
    title_pl = models.CharField(_("title in Polish"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    intro_pl = models.TextField(_("introduction in Polish"), blank=True)
    intro_en = models.TextField(_("introduction in English"), blank=True)

    title = Bilingual()
    intro = Bilingual()

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering: ClassVar = ["version", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "key"], name="section_key_is_used_once"),
            models.UniqueConstraint(fields=["version", "code"], name="section_code_is_used_once"),
        ]

    def __str__(self) -> str:
        """Give the code and the title."""
        return f"{self.code}. {self.title}"


class Scale(models.Model):
    """The levels an answer can take, or the bands into which a measured value falls."""

    class Kind(models.TextChoices):
        """How the level is found."""

        LEVELS = "levels", _("Chosen level")
        MEASURED = "measured", _("Measured against the median")

    version = models.ForeignKey(
        StandardVersion, verbose_name=_("version"), on_delete=models.PROTECT, related_name="scales"
    )
    key = models.CharField(_("key"), max_length=20)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.LEVELS)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("scale")
        verbose_name_plural = _("scales")
        ordering: ClassVar = ["version", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "key"], name="scale_key_is_used_once"),
        ]

    def __str__(self) -> str:
        """Give the key."""
        return self.key

    @property
    def maximum(self) -> int:
        """Give the highest level, which earns the whole weight."""
        return max((level.value for level in self.levels.all()), default=0)


class ScaleLevel(models.Model):
    """One level of a scale, in words."""

    scale = models.ForeignKey(
        Scale, verbose_name=_("scale"), on_delete=models.PROTECT, related_name="levels"
    )
    value = models.PositiveSmallIntegerField(_("value"))
    label_pl = models.CharField(_("label in Polish"), max_length=100)
    label_en = models.CharField(_("label in English"), max_length=100)
    description_pl = models.TextField(_("description in Polish"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    from_ratio = models.DecimalField(
        _("from this share of the median"), max_digits=7, decimal_places=4, null=True, blank=True
    )

    label = Bilingual()
    description = Bilingual()

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("level of a scale")
        verbose_name_plural = _("levels of scales")
        ordering: ClassVar = ["scale", "value"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scale", "value"], name="level_is_used_once_in_a_scale"
            ),
        ]

    def __str__(self) -> str:
        """Give the value and the label."""
        return f"{self.value} – {self.label}"


class Criterion(models.Model):
    """One requirement: what is asked, how it is shown, checked and counted."""

    class Gate(models.TextChoices):
        """Whether a low answer ends the matter whatever the points."""

        NONE = "none", _("No gate")
        KNOCKOUT = "knockout", _("Must be met")
        MINIMUM = "minimum", _("Minimum level")

    version = models.ForeignKey(
        StandardVersion,
        verbose_name=_("version"),
        on_delete=models.PROTECT,
        related_name="criteria",
    )
    section = models.ForeignKey(
        Section, verbose_name=_("section"), on_delete=models.PROTECT, related_name="criteria"
    )
    scale = models.ForeignKey(
        Scale, verbose_name=_("scale"), on_delete=models.PROTECT, related_name="criteria"
    )
    key = models.SlugField(_("stable key"), max_length=80)
    code = models.CharField(_("code"), max_length=10)
    position = models.PositiveSmallIntegerField(_("position"))
    text_pl = models.TextField(_("text in Polish"))
    text_en = models.TextField(_("text in English"))
    guidance_pl = models.TextField(_("guidance in Polish"), blank=True)
    guidance_en = models.TextField(_("guidance in English"), blank=True)
    example_pl = models.TextField(_("example in Polish"), blank=True)
    example_en = models.TextField(_("example in English"), blank=True)
    evidence_pl = models.TextField(_("evidence in Polish"), blank=True)
    evidence_en = models.TextField(_("evidence in English"), blank=True)
    checked_by = models.JSONField(_("how it is checked"), default=list, blank=True)
    weight = models.DecimalField(
        _("weight"), max_digits=6, decimal_places=2, default=Decimal("1.00")
    )
    gate = models.CharField(_("gate"), max_length=10, choices=Gate.choices, default=Gate.NONE)
    gate_value = models.PositiveSmallIntegerField(_("lowest level that passes the gate"), default=0)
    not_applicable_allowed = models.BooleanField(_("may be not applicable"), default=False)
    applies_when = models.JSONField(_("applies when"), null=True, blank=True)
    replaces = models.JSONField(
        _("keys of the criteria of the version before that it takes the place of"),
        default=list,
        blank=True,
    )
    answered_once_per_applicant = models.BooleanField(
        _("answered once for all offers of the applicant"), default=False
    )

    text = Bilingual()
    guidance = Bilingual()
    example = Bilingual()
    evidence = Bilingual()

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering: ClassVar = ["version", "section__position", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "key"], name="criterion_key_is_used_once"),
            models.UniqueConstraint(fields=["version", "code"], name="criterion_code_is_used_once"),
            models.CheckConstraint(
                name="criterion_weight_is_not_negative", condition=models.Q(weight__gte=0)
            ),
            models.CheckConstraint(
                name="criterion_with_a_gate_names_the_level_that_passes",
                condition=models.Q(gate="none", gate_value=0)
                | models.Q(gate__in=["knockout", "minimum"], gate_value__gte=1),
            ),
        ]

    def __str__(self) -> str:
        """Give the code and the text."""
        return f"{self.code} {self.text}"


class DecisionRule(models.Model):
    """How points become a recommendation; thresholds are percentages, compared before rounding."""

    version = models.OneToOneField(
        StandardVersion,
        verbose_name=_("version"),
        on_delete=models.PROTECT,
        related_name="decision_rule",
    )
    is_scored = models.BooleanField(_("points are counted"), default=True)
    total_threshold = models.DecimalField(
        _("threshold of the whole"), max_digits=5, decimal_places=2, default=Decimal(0)
    )
    default_section_threshold = models.DecimalField(
        _("threshold of a section"), max_digits=5, decimal_places=2, default=Decimal(0)
    )
    section_thresholds = models.JSONField(
        _("thresholds of single sections"), default=dict, blank=True
    )
    conditional_total = models.DecimalField(
        _("conditional from this percentage"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    conditional_section = models.DecimalField(
        _("a section is conditional from this percentage"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
    )
    conditional_sections_at_most = models.PositiveSmallIntegerField(
        _("conditional sections at most"), default=0
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("decision rule")
        verbose_name_plural = _("decision rules")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="decision_thresholds_are_percentages",
                condition=models.Q(total_threshold__range=(0, 100))
                & models.Q(default_section_threshold__range=(0, 100)),
            ),
        ]

    def __str__(self) -> str:
        """Name the version it decides on."""
        return str(self.version)
