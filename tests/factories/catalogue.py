"""Offers as buyers see them, with plain defaults."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from certification.models import CatalogueEntry, CataloguePhoto
from tests.factories.certification import CertificateFactory, OfferFactory, UserFactory
from tests.factories.documents import DocumentFactory

SHOWN_AT = datetime(2026, 2, 1, tzinfo=UTC)


class CatalogueEntryFactory(DjangoModelFactory):
    """A described and shown offer; only ``listed`` puts a certificate behind it."""

    class Meta:
        model = CatalogueEntry

    offer = factory.SubFactory(OfferFactory)
    category = "food"
    social_value = "Daje pracę osobom po długim bezrobociu."
    description = "Konfitura z pigwy w słoikach."
    area = "06 14"
    price_kind = "fixed"
    price = "18.00"
    price_unit = "słoik 300 g"
    contact_email = "zamowienia@example.org"
    search_text = factory.LazyAttribute(lambda o: f"{o.offer.name} konfitura pigwa".lower())
    shown_at = SHOWN_AT


class CataloguePhotoFactory(DjangoModelFactory):
    class Meta:
        model = CataloguePhoto

    entry = factory.SubFactory(CatalogueEntryFactory)
    document = factory.SubFactory(DocumentFactory, kind="photo")
    thumbnail = factory.SubFactory(DocumentFactory, kind="photo")
    width = 1200
    height = 900
    alternative = "Słoik konfitury"
    added_by = factory.SubFactory(UserFactory)
    added_at = SHOWN_AT


def listed(number="ZNAK-2026-0001", certificate=None, **fields):
    """Make a described offer with a certificate; ``certificate`` holds fields of the latter."""
    entry = CatalogueEntryFactory(**fields)
    CertificateFactory(
        decision__certificate_number=number,
        decision__recommendation__item__application__offer=entry.offer,
        decision__recommendation__item__application__applicant=entry.offer.organisation,
        **(certificate or {}),
    )
    return entry


TERM = {"decision__valid_from": date(2026, 1, 10), "decision__valid_until": date(2027, 1, 9)}


def offer_named(name, number="ZNAK-2026-0001", certificate=None, **fields):
    """Make a listed offer of a name, with a certificate that is in force in 2026."""
    return listed(
        number, TERM | (certificate or {}), offer__name=name, search_text=name.lower(), **fields
    )
