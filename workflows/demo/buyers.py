"""Offers of the demo as buyers see them: described, with a drawn picture, shown or not."""

from decimal import Decimal
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from certification.models import CatalogueEntry, Offer, PriceKind
from certification.operations.catalogue import add_photo, describe_offer, show_offer
from documents.intake import inspect_upload
from workflows.demo.cast import PRODUCERS
from workflows.demo.play import Play

WHOLE_COUNTRY: list[str] = []
DESCRIPTIONS: dict[int, dict[str, Any]] = {
    4: {
        "category": "food",
        "social_value": "Daje pracę pięciu osobom po długim bezrobociu i ratuje stare sady.",
        "description": (
            "Miód lipowy z pasieki stojącej wśród starych lip. Słoiki 400 g i 900 g, "
            "etykieta z miejscem na nazwę zamawiającego."
        ),
        "area": WHOLE_COUNTRY,
        "price_kind": PriceKind.FIXED,
        "price": Decimal("38.00"),
        "price_unit": "słoik 900 g",
        "capacity": "do 300 słoików w tygodniu",
    },
    6: {
        "category": "laundry",
        "social_value": "Zatrudnia osoby z niepełnosprawnością na pełnych etatach.",
        "description": "Pranie, prasowanie i naprawa pościeli dla hoteli, szpitali i bursy.",
        "area": ["10", "14"],
        "area_note": "odbiór i dowóz do 60 km od Legionowa",
        "price_kind": PriceKind.FROM,
        "price": Decimal("6.50"),
        "price_unit": "kilogram",
        "capacity": "do 800 kg dziennie",
    },
    7: {
        "category": "printing",
        "social_value": "Uczy zawodu młodzież wychodzącą z pieczy zastępczej.",
        "description": "Druk cyfrowy ulotek, plakatów i materiałów w druku powiększonym.",
        "area": WHOLE_COUNTRY,
        "price_kind": PriceKind.QUOTE,
        "price": None,
        "capacity": "wycena w jeden dzień roboczy",
    },
    5: {
        "category": "greenery",
        "social_value": "Uczy pracy w ogrodzie osoby wychodzące z bezdomności.",
        "description": "Koszenie, przycinanie i zakładanie zieleni przy budynkach.",
        "area": ["14"],
        "price_kind": PriceKind.QUOTE,
        "price": None,
    },
    0: {
        "category": "food",
        "social_value": "Wytwarza ją zespół osób wracających na rynek pracy.",
        "description": "Konfitura z pigwy z własnego sadu, bez konserwantów.",
        "area": ["14"],
        "price_kind": PriceKind.FIXED,
        "price": Decimal("18.00"),
        "price_unit": "słoik 300 g",
    },
}
PICTURES = {
    4: ("Słoik miodu na drewnianym stole", "#f6ead2", "#d99a2b"),
    6: ("Równo złożona biała pościel", "#dfe9f2", "#8fa9c4"),
}


def describe_offers(play: Play) -> None:
    """Let holders describe their offers; the one without a certificate is not listed yet."""
    for number, told in DESCRIPTIONS.items():
        entity = PRODUCERS[number]
        offer = Offer.objects.get(organisation__name=entity.name, name=entity.offer)
        person = play.signatory(entity, "znak")
        address = f"zamowienia{entity.base}@demo.example"
        entry = describe_offer(offer=offer, by=person, contact_email=address, **told)
        if number in PICTURES:
            _illustrate(entry, *PICTURES[number], by=person)
        show_offer(entry=entry, by=person)


def _illustrate(entry: CatalogueEntry, alternative: str, ground: str, ink: str, *, by: Any) -> None:
    picture = Image.new("RGB", (1200, 900), ground)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 640, 1200, 900), fill="#b98d5f")
    pen.rounded_rectangle((430, 250, 770, 720), radius=60, fill=ink)
    pen.rounded_rectangle((460, 180, 740, 260), radius=20, fill="#ffffff")
    pen.rounded_rectangle((480, 400, 720, 560), radius=12, fill="#ffffff")
    output = BytesIO()
    picture.save(output, "PNG")
    name = f"{entry.pk}.png"
    accepted = inspect_upload(name, BytesIO(output.getvalue()), len(output.getvalue()))
    add_photo(entry=entry, accepted=accepted, alternative=alternative, by=by)
