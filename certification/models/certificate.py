"""Certificates and the history of their status, which answers for any day as known at any time."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from certification.lifecycle import CHANGE_CHOICES, IN_FORCE, CertificateStatus
from certification.models.application import Application, Offer
from certification.models.decision import Decision
from certification.models.organisation import Organisation
from documents.models import Document
from standards.dictionaries import VOIVODESHIPS
from standards.models import Scheme, StandardVersion

PERSON = settings.AUTH_USER_MODEL


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Clauses on certificates."""

    def in_force(self, on: date) -> "CertificateQuerySet":
        """Keep what is valid on the day, by the status known now."""
        return self.filter(status=CertificateStatus.VALID, valid_from__lte=on, valid_until__gte=on)

    def expired(self, on: date) -> "CertificateQuerySet":
        """Keep what ran out by its term before the day, and was not ended otherwise."""
        return self.filter(status__in=IN_FORCE, valid_until__lt=on)

    def begun_after_issue(self, on: date) -> "CertificateQuerySet":
        """Keep those whose term began by the day, but not on the day of their issue."""
        return self.filter(valid_from__gt=F("issued_on"), valid_from__lte=on)

    def awaiting_files(self) -> "CertificateQuerySet":
        """Keep those whose files are of an earlier revision; what ended gets no new ones."""
        return self.filter(
            revision__gt=F("sealed_revision"), status__in=IN_FORCE, document__isnull=False
        )


class Certificate(models.Model):
    """The attestation. Its facts are those of the day of issue and never change.

    Only what it covers may be reduced: the files and the credential then come out in a new
    revision, and those of the earlier one are ended.
    """

    number = models.CharField(_("certificate number"), max_length=30, unique=True)
    lookup = models.CharField(
        max_length=30, unique=True, help_text="The number without dashes, O as 0 and I as 1."
    )
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="certificate"
    )
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="certificate")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="certificates")
    version = models.ForeignKey(
        StandardVersion, on_delete=models.PROTECT, related_name="certificates"
    )
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="certificates")
    offer = models.ForeignKey(
        Offer, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    holder_name = models.CharField(max_length=300)
    holder_nip = models.CharField(max_length=10)
    holder_regon = models.CharField(max_length=14, blank=True)
    holder_krs = models.CharField(max_length=10, blank=True)
    holder_city = models.CharField(max_length=100)
    holder_municipality = models.CharField(max_length=100, blank=True)
    voivodeship = models.CharField(max_length=2, choices=VOIVODESHIPS)
    offer_name = models.CharField(max_length=200, blank=True)
    scope = models.JSONField(default=list)
    reduced_scope = models.JSONField(
        null=True, blank=True, help_text="What it covers since its scope was last reduced."
    )
    revision = models.PositiveSmallIntegerField(
        default=1, help_text="One more with every reduction of the scope."
    )
    revised_from = models.DateTimeField(
        null=True, blank=True, help_text="From when the newest revision speaks."
    )
    sealed_revision = models.PositiveSmallIntegerField(
        default=1, help_text="Of which revision the files are; behind while new ones are made."
    )
    section_results = models.JSONField(
        default=list, help_text="Where the scheme publishes it: section, title, percent of points."
    )
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    status = models.CharField(
        max_length=20, choices=CertificateStatus.choices, default=CertificateStatus.VALID
    )
    digest = models.CharField(max_length=64, help_text="SHA-256 of the facts; draws the rosette.")
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    document_en = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The same certificate in English, for partners abroad.",
    )
    search_text = models.TextField(
        help_text="Folded names, place, NIP and number for the registry."
    )
    history = HistoricalRecords()

    objects: ClassVar[Any] = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        indexes: ClassVar = [
            # Holds all that filters ask for, so that passing by many rows reads none of them.
            models.Index(
                fields=["-issued_on", "-id"],
                include=["scheme", "voivodeship", "status", "valid_from", "valid_until"],
                name="certificate_newest_first",
            ),
            models.Index(
                fields=["scheme", "voivodeship", "status", "-issued_on", "-id"],
                name="certificate_by_filters",
            ),
            models.Index(fields=["-valid_until", "-id"], name="certificate_last_to_end"),
            models.Index(
                fields=["-valid_from", "-id"],
                condition=Q(valid_from__gt=F("issued_on")),
                name="certificate_last_to_begin",
            ),
            models.Index(
                fields=["id"],
                condition=Q(revision__gt=F("sealed_revision")),
                name="certificate_awaits_revision",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")),
                name="certificate_expires_after_issue",
            ),
            models.CheckConstraint(
                condition=Q(status__in=CertificateStatus.values), name="certificate_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(sealed_revision__lte=F("revision")),
                name="certificate_files_are_of_a_revision_there_is",
            ),
        ]
        permissions: ClassVar = [
            ("suspend_certificate", "May suspend, restore and withdraw certificates"),
        ]

    def __str__(self) -> str:
        """Show the number."""
        return self.number


class StatusChange(models.Model):
    """One entry of a certificate's status history: from which day, known since when, and why."""

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="status_changes"
    )
    status = models.CharField(max_length=20, choices=CHANGE_CHOICES)
    scope = models.JSONField(
        null=True, blank=True, help_text="What remains, of a reduction of the scope."
    )
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=30)
    public_note = models.TextField(blank=True, max_length=1000)

    class Meta:
        ordering: ClassVar = ["recorded_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["-recorded_at", "-id"], name="status_change_newest_first"),
        ]

    def __str__(self) -> str:
        """Say what changed."""
        return f"{self.certificate_id}: {self.status} from {self.effective_on}"


class ObligationKind(models.TextChoices):
    """What a holder or the certifier owes while a certificate lives."""

    SURVEILLANCE = "surveillance", _("surveillance")
    ANNUAL_REPORT = "annual_report", _("annual report")
    RENEWAL = "renewal", _("application for renewal")


class Obligation(models.Model):
    """Something due on a day; made once for a certificate, a kind and a period."""

    certificate = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, related_name="obligations"
    )
    kind = models.CharField(max_length=20, choices=ObligationKind.choices)
    period = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["certificate", "kind", "period"], name="obligation_arises_once_a_period"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on", "id"], condition=Q(met_at__isnull=True), name="obligation_due"
            ),
        ]

    def __str__(self) -> str:
        """Say what is due when."""
        return f"{self.kind} {self.due_on}"
