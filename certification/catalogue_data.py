"""Listed offers as data for procurement: all that their pages show, and nothing else."""

from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from certification.models import CatalogueEntry, CataloguePhoto, PriceKind
from standards.dictionaries import OFFER_CATEGORIES

CSV_HEADER = (
    "offer", "kind", "category", "cpv_divisions", "holder", "holder_nip", "town", "social_value",
    "delivery_area", "area_note", "price_kind", "price_gross_pln", "unit", "capacity", "e_mail",
    "telephone", "website", "certificate", "valid_until", "page", "description", "photos",
    "photo_texts",
)  # fmt: skip


def with_photos(entries: Any) -> Any:
    """Add what a description for machines needs beside the entry: its holder and its photos."""
    photos = Prefetch("photos", CataloguePhoto.objects.standing(), to_attr="shown_photos")
    return entries.select_related("offer__organisation").prefetch_related(photos)


def listed_with_photos(today: date) -> Any:
    """Give the offers that the catalogue lists on the day, ready for ``linked_data``."""
    return with_photos(CatalogueEntry.objects.listed(today))


def csv_cells(entry: Any, *, site: str) -> tuple[Any, ...]:
    """Give the cells of one listed offer in the order of the header."""
    offer, holder = entry.offer, entry.offer.organisation
    category = OFFER_CATEGORIES[entry.category]
    return (
        offer.name, offer.kind, str(category.name), " ".join(category.cpv), holder.name,
        holder.nip, holder.city, entry.social_value,
        "; ".join(entry.area_names) or _("the whole country"), entry.area_note, entry.price_kind,
        entry.price, entry.price_unit, entry.capacity, entry.contact_email, entry.contact_phone,
        entry.website, entry.certificate_number, entry.certificate_until.isoformat(),
        _page(entry, site), entry.description,
        " ".join(_address_of(photo, site) for photo in entry.shown_photos),
        "; ".join(photo.alternative for photo in entry.shown_photos),
    )  # fmt: skip


def linked_data(entry: Any, *, site: str) -> dict[str, Any]:
    """Describe a listed offer and its certificate for machines (schema.org, JSON-LD 1.1).

    ``entry`` carries ``certificate_number`` and ``certificate_until`` of its certificate in force
    and its ``shown_photos``.
    """
    page, proof = _page(entry, site), f"{site}/c/{entry.certificate_number}"
    thing: dict[str, Any] = {
        "@type": "Service" if entry.offer.kind == "service" else "Product",
        "@id": page,
        "name": entry.offer.name,
        "description": entry.description,
        "category": str(OFFER_CATEGORIES[entry.category].name),
        "url": page,
        "hasCertification": {"@id": proof},
        "offers": {
            "@type": "Offer",
            "seller": _seller(entry),
            "areaServed": [
                {"@type": "AdministrativeArea", "name": name} for name in entry.area_names
            ]
            or {"@type": "Country", "name": "PL"},
            "additionalProperty": _properties(entry),
            **_price(entry),
        },
    }
    if entry.shown_photos:
        thing["image"] = [
            {
                "@type": "ImageObject",
                "contentUrl": _address_of(photo, site),
                "encodingFormat": "image/jpeg",
                "caption": photo.alternative,
            }
            for photo in entry.shown_photos
        ]
    certification = {
        "@type": "Certification",
        "@id": proof,
        "certificationIdentification": entry.certificate_number,
        "certificationStatus": "https://schema.org/CertificationActive",
        "expires": entry.certificate_until.isoformat(),
        "url": proof,
        "about": {"@id": page},
    }
    return {"@context": "https://schema.org", "@graph": [thing, certification]}


def _page(entry: CatalogueEntry, site: str) -> str:
    return f"{site}/catalogue/{entry.pk}/"


def _address_of(photo: CataloguePhoto, site: str) -> str:
    return f"{site}/catalogue/photos/{photo.pk}-large.jpg"


def _seller(entry: CatalogueEntry) -> dict[str, Any]:
    holder = entry.offer.organisation
    contact = {"email": entry.contact_email, "telephone": entry.contact_phone}
    return {
        "@type": "Organization",
        "name": holder.name,
        "taxID": holder.nip,
        "address": {"@type": "PostalAddress", "addressLocality": holder.city,
                    "addressCountry": "PL"},
        "contactPoint": {"@type": "ContactPoint", "contactType": "sales",
                         **{name: value for name, value in contact.items() if value}},
        **({"url": entry.website} if entry.website else {}),
    }  # fmt: skip


def _properties(entry: CatalogueEntry) -> list[dict[str, str]]:
    """Give what schema.org has no word for, each under the name of its column in the CSV."""
    facts = (
        ("social_value", _("Social value"), entry.social_value),
        ("capacity", _("Capacity"), entry.capacity),
        ("area_note", _("more about the area"), entry.area_note),
        ("price_kind", _("price"), entry.price_kind),
        ("cpv_divisions", "CPV", " ".join(OFFER_CATEGORIES[entry.category].cpv)),
    )
    return [
        {"@type": "PropertyValue", "propertyID": code, "name": name, "value": value}
        for code, name, value in facts
        if value
    ]


def _price(entry: CatalogueEntry) -> dict[str, Any]:
    """Say the price; one given on request has its unit alone."""
    price: dict[str, Any] = {"unitText": entry.price_unit} if entry.price_unit else {}
    if entry.price_kind != PriceKind.QUOTE:
        is_least = entry.price_kind == PriceKind.FROM
        price["minPrice" if is_least else "price"] = str(entry.price)
        price |= {"priceCurrency": "PLN", "valueAddedTaxIncluded": True}
    return {"priceSpecification": {"@type": "UnitPriceSpecification", **price}} if price else {}
