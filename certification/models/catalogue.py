"""What a holder tells buyers of a certified product or service: the entry of the catalogue."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from certification.models.application import Offer
from certification.models.certificate import Certificate
from documents.models import Document
from standards.dictionaries import OFFER_CATEGORIES, OFFER_CATEGORY_CHOICES, VOIVODESHIPS

PERSON = settings.AUTH_USER_MODEL


class PriceKind(models.TextChoices):
    """How a buyer learns the price."""

    FIXED = "fixed", _("fixed price")
    FROM = "from", _("price from")
    QUOTE = "quote", _("priced on request")


class CatalogueEntryQuerySet(models.QuerySet["CatalogueEntry"]):
    """Clauses on entries; nothing is listed without a certificate in force on the day."""

    def with_certificate(self, on: date) -> "CatalogueEntryQuerySet":
        """Add the number and last day of the certificate in force, None where there is none."""
        in_force = (
            Certificate.objects.in_force(on)
            .filter(offer=OuterRef("offer"))
            .order_by("-valid_until", "-pk")
        )
        return self.annotate(
            certificate_number=Subquery(in_force.values("number")[:1]),
            certificate_until=Subquery(in_force.values("valid_until")[:1]),
        )

    def listed(self, on: date) -> "CatalogueEntryQuerySet":
        """Keep what the holder shows and a certificate in force stands behind."""
        in_force = Certificate.objects.in_force(on).filter(offer=OuterRef("offer"))
        shown = self.filter(shown_at__isnull=False).filter(Exists(in_force))
        return shown.with_certificate(on)

    def delivering_to(self, voivodeship: str) -> "CatalogueEntryQuerySet":
        """Keep what is delivered in a voivodeship, or everywhere."""
        return self.filter(Q(area="") | Q(area__contains=voivodeship))


class CatalogueEntry(models.Model):
    """One product or service as buyers see it; its certificate decides whether they see it."""

    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="catalogue_entry")
    category = models.CharField(_("category"), max_length=20, choices=OFFER_CATEGORY_CHOICES)
    social_value = models.CharField(_("social value"), max_length=300)
    description = models.TextField(_("description"), max_length=3000)
    area = models.CharField(
        _("delivery area"),
        max_length=60,
        blank=True,
        help_text="Codes of voivodeships with spaces between; empty is the whole country.",
    )
    area_note = models.CharField(_("more about the area"), max_length=200, blank=True)
    price_kind = models.CharField(_("price"), max_length=10, choices=PriceKind.choices)
    price = models.DecimalField(
        _("gross price in zlotys"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    price_unit = models.CharField(_("unit"), max_length=60, blank=True)
    capacity = models.CharField(_("capacity"), max_length=200, blank=True)
    contact_email = models.EmailField(_("e-mail for orders"), blank=True)
    contact_phone = models.CharField(_("telephone for orders"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True)
    search_text = models.TextField(blank=True)
    shown_at = models.DateTimeField(_("shown since"), null=True, blank=True)
    history = HistoricalRecords()

    objects: ClassVar[Any] = CatalogueEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the catalogue")
        verbose_name_plural = _("entries of the catalogue")
        indexes: ClassVar = [
            models.Index(
                fields=["-id"],
                condition=Q(shown_at__isnull=False),
                name="catalogue_entry_newest_first",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(category__in=[*OFFER_CATEGORIES]),
                name="catalogue_category_is_known",
            ),
            models.CheckConstraint(
                condition=Q(price_kind=PriceKind.QUOTE, price__isnull=True)
                | (~Q(price_kind=PriceKind.QUOTE) & Q(price__gte=0)),
                name="catalogue_price_fits_its_kind",
            ),
        ]

    def __str__(self) -> str:
        """Name the offer."""
        return self.offer.name

    @property
    def area_codes(self) -> list[str]:
        """List the codes of the voivodeships; an empty list is the whole country."""
        return self.area.split()

    @property
    def area_names(self) -> list[str]:
        """List the voivodeships by name."""
        return [VOIVODESHIPS[code] for code in self.area_codes]


class CataloguePhotoQuerySet(models.QuerySet["CataloguePhoto"]):
    """Clauses on photos."""

    def standing(self) -> "CataloguePhotoQuerySet":
        """Keep those that were not taken back."""
        return self.filter(removed_at__isnull=True)


class CataloguePhoto(models.Model):
    """A photo of an offer, re-encoded, with the words for those who do not see it."""

    entry = models.ForeignKey(CatalogueEntry, on_delete=models.PROTECT, related_name="photos")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    thumbnail = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    alternative = models.CharField(_("what the photo shows"), max_length=200)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    objects: ClassVar[Any] = CataloguePhotoQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(alternative=""), name="catalogue_photo_has_alternative_text"
            ),
        ]

    def __str__(self) -> str:
        """Say what the photo shows."""
        return self.alternative
