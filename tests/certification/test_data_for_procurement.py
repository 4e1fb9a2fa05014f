"""Offers as data for procurement: all that their pages show, and nothing else."""

import csv
import html
import io
import json

import pytest
import time_machine
from django.conf import settings

from certification.models import CatalogueEntry
from tests.factories.catalogue import (
    CataloguePhotoFactory,
    offer_named,
)

pytestmark = pytest.mark.django_db

SITE = settings.PUBLIC_URL
TOLD = {
    "category": "food",
    "social_value": "Ratuje sady.",
    "description": "=SUM(1) z pasieki",
    "area": "06 14",
    "area_note": "do 60 km",
    "price_kind": "from",
    "price": "12.50",
    "price_unit": "litr",
    "capacity": "9 ton",
    "contact_email": "zamowienia@example.org",
    "contact_phone": "+48 600 100 200",
    "website": "https://lipa.example.org/",
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01 10:00+02:00", tick=False):
        yield


def whole_offer():
    """Make an offer with every field filled in, two photos and one that was taken back."""
    entry = offer_named("=Miód", **TOLD)
    organisation = entry.offer.organisation
    organisation.name, organisation.city = "Spółdzielnia Lipa", "Ostrołęka"
    organisation.save()
    photos = [CataloguePhotoFactory(entry=entry, alternative=text) for text in ("Słoik", "Ul")]
    CataloguePhotoFactory(
        entry=entry,
        alternative="Cofnięte",
        removed_at=photos[0].added_at,
        removed_by=photos[0].added_by,
    )
    return entry, photos


def csv_rows(client):
    content = b"".join(client.get("/catalogue/offers.csv").streaming_content).decode()
    return list(csv.DictReader(io.StringIO(content)))


def leaves(value):
    """Give every text in nested data, without its words of schema.org."""
    if isinstance(value, dict):
        return [one for key, part in value.items() if key[0] != "@" for one in leaves(part)]
    if isinstance(value, list):
        return [one for part in value for one in leaves(part)]
    return [str(value)]


def test_the_data_for_procurement_says_what_the_page_says(client):
    entry, photos = whole_offer()
    client.cookies["django_language"] = "en"

    shown = html.unescape(client.get(f"/catalogue/{entry.pk}/").content.decode())
    (row,) = csv_rows(client)
    linked = client.get(f"/catalogue/{entry.pk}/offer.jsonld").json()

    holder = entry.offer.organisation
    facts = TOLD | {
        "name": "=Miód",
        "holder": holder.name,
        "nip": holder.nip,
        "town": holder.city,
        "certificate": "ZNAK-2026-0001",
        "category": "food and preserves",
        "photo": f"/catalogue/photos/{photos[1].pk}-large.jpg",
        "text": "Ul",
        "area": "lubelskie",
    }
    del facts["price_kind"]
    for name, fact in facts.items():
        assert fact in shown, name
        assert any(fact in cell for cell in row.values()), name
        assert any(fact in leaf for leaf in leaves(linked["@graph"])), name
    # A new field of the entry has to be shown everywhere, or to be named as one that is not.
    fields = {field.name for field in CatalogueEntry._meta.concrete_fields}
    assert fields - facts.keys() == {"id", "offer", "price_kind", "search_text", "shown_at"}
    assert "Cofnięte" not in f"{shown}{row}{linked}"
    whole = json.loads(b"".join(client.get("/catalogue/offers.jsonld").streaming_content))
    assert whole == [linked]


def test_the_cells_of_an_offer_are_those_of_its_columns(client):
    entry, photos = whole_offer()
    client.cookies["django_language"] = "en"
    page = f"{SITE}/catalogue/{entry.pk}/"

    assert csv_rows(client) == [
        {
            "offer": "'=Miód",
            "kind": entry.offer.kind,
            "category": "food and preserves",
            "cpv_divisions": "03 15",
            "holder": "Spółdzielnia Lipa",
            "holder_nip": entry.offer.organisation.nip,
            "town": "Ostrołęka",
            "social_value": "Ratuje sady.",
            "delivery_area": "lubelskie; mazowieckie",
            "area_note": "do 60 km",
            "price_kind": "from",
            "price_gross_pln": "12.50",
            "unit": "litr",
            "capacity": "9 ton",
            "e_mail": "zamowienia@example.org",
            "telephone": "'+48 600 100 200",
            "website": "https://lipa.example.org/",
            "certificate": "ZNAK-2026-0001",
            "valid_until": "2027-01-09",
            "page": page,
            "description": "'=SUM(1) z pasieki",
            "photos": " ".join(f"{SITE}/catalogue/photos/{one.pk}-large.jpg" for one in photos),
            "photo_texts": "Słoik; Ul",
        }
    ]


def test_linked_data_uses_the_words_of_schema_org(client):
    entry, photos = whole_offer()
    client.cookies["django_language"] = "en"

    thing, certification = client.get(f"/catalogue/{entry.pk}/offer.jsonld").json()["@graph"]

    offer = thing["offers"]
    assert (thing["@type"], thing["name"]) == ("Product", "=Miód")
    assert thing["hasCertification"] == {"@id": certification["@id"]}
    assert certification["about"] == {"@id": thing["@id"]}
    assert certification["certificationIdentification"] == "ZNAK-2026-0001"
    assert certification["expires"] == "2027-01-09"
    assert offer["priceSpecification"] == {
        "@type": "UnitPriceSpecification",
        "unitText": "litr",
        "minPrice": "12.50",
        "priceCurrency": "PLN",
        "valueAddedTaxIncluded": True,
    }
    assert offer["seller"]["url"] == "https://lipa.example.org/"
    assert offer["seller"]["contactPoint"] == {
        "@type": "ContactPoint",
        "contactType": "sales",
        "email": "zamowienia@example.org",
        "telephone": "+48 600 100 200",
    }
    assert {one["propertyID"]: one["value"] for one in offer["additionalProperty"]} == {
        "social_value": "Ratuje sady.",
        "capacity": "9 ton",
        "area_note": "do 60 km",
        "price_kind": "from",
        "cpv_divisions": "03 15",
    }
    assert [(one["@type"], one["contentUrl"], one["caption"]) for one in thing["image"]] == [
        ("ImageObject", f"{SITE}/catalogue/photos/{photo.pk}-large.jpg", photo.alternative)
        for photo in photos
    ]


def test_linked_data_leaves_out_what_an_offer_does_not_tell(client):
    entry = offer_named("Druk", price_kind="quote", price=None, price_unit="", area="")

    (thing, _certification) = client.get(f"/catalogue/{entry.pk}/offer.jsonld").json()["@graph"]

    assert "image" not in thing
    assert "priceSpecification" not in thing["offers"]
    assert thing["offers"]["areaServed"] == {"@type": "Country", "name": "PL"}
    assert thing["offers"]["seller"].keys().isdisjoint({"url"})
    assert "telephone" not in thing["offers"]["seller"]["contactPoint"]
    assert "" not in leaves(thing)


@pytest.mark.parametrize("count", [1, 50])
@pytest.mark.parametrize("file", ["offers.csv", "offers.jsonld"])
def test_data_for_procurement_ask_the_same_number_of_queries_however_many_offers(
    client, django_assert_num_queries, count, file
):
    for n in range(count):
        entry = offer_named(f"oferta {n}", f"ZNAK-2026-{n:04d}")
        CataloguePhotoFactory(entry=entry)
        CataloguePhotoFactory(entry=entry)

    with django_assert_num_queries(2):
        content = b"".join(client.get(f"/catalogue/{file}").streaming_content).decode()
    assert content.count("-large.jpg") == count * 2


def test_the_data_of_an_empty_catalogue_is_an_empty_list(client):
    assert json.loads(b"".join(client.get("/catalogue/offers.jsonld").streaming_content)) == []
