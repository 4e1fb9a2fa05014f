"""Holders describe their offers; wrong input is told at its field, and strangers see nothing."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from certification.errors.catalogue import (
    ContactMissing,
    NotAPhoto,
    PhotoGone,
    PriceMissing,
    PriceNotAsked,
    TooManyPhotos,
)
from certification.models import CatalogueEntry, CataloguePhoto
from certification.operations.catalogue import (
    MOST_PHOTOS,
    add_photo,
    describe_offer,
    hide_offer,
    remove_photo,
    show_offer,
)
from documents import apart
from documents.intake import AcceptedFile
from documents.intake.photos import LARGEST
from documents.models import Document
from documents.read import open_document
from tests.factories.catalogue import CatalogueEntryFactory, CataloguePhotoFactory
from tests.factories.certification import LONG_AGO, MembershipFactory, OfferFactory, UserFactory

pytestmark = pytest.mark.django_db
HEIC = Path(__file__).parents[1] / "documents" / "files" / "photo.heic"
TOLD = {
    "category": "food",
    "social_value": "Daje  pracę.",
    "description": " Konfitura z pigwy. ",
    "area": ["14", "06", "99"],
    "price_kind": "fixed",
    "price": Decimal("18.00"),
    "contact_email": "zamowienia@example.org",
}
FORM = TOLD | {"area": ["14", "06"], "price": "18,00"}


def picture(size=(40, 30), kind="PNG", **options):
    output = BytesIO()
    Image.new("RGB", size, "orange").save(output, kind, **options)
    return output.getvalue()


def upload(name="a.png", content=None):
    return SimpleUploadedFile(name, content or picture())


@pytest.fixture
def offer():
    return OfferFactory()


@pytest.fixture
def member(offer):
    return MembershipFactory(organisation=offer.organisation).person


def test_a_description_is_kept_tidy_and_searchable(offer, member):
    entry = describe_offer(offer=offer, by=member, **TOLD)

    assert (entry.area, entry.social_value, entry.description) == (
        "06 14",
        "Daje pracę.",
        "Konfitura z pigwy.",
    )
    assert "konfitura" in entry.search_text
    assert entry.shown_at is None
    assert [(row.history_user, row.history_change_reason) for row in entry.history.all()] == [
        (member, "describe_offer")
    ]


def test_all_voivodeships_are_the_whole_country(offer, member):
    from standards.dictionaries import VOIVODESHIPS

    entry = describe_offer(offer=offer, by=member, **TOLD | {"area": list(VOIVODESHIPS)})

    assert (entry.area, entry.area_names) == ("", [])


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"price": None}, PriceMissing),
        ({"price_kind": "quote"}, PriceNotAsked),
        ({"contact_email": ""}, ContactMissing),
    ],
)
def test_a_description_that_tells_too_little_is_refused_whole(offer, member, wrong, refusal):
    with pytest.raises(refusal):
        describe_offer(offer=offer, by=member, **TOLD | wrong)

    assert list(CatalogueEntry.objects.all()) == []


def test_showing_and_hiding_keep_the_description_and_are_recorded(offer, member):
    entry = describe_offer(offer=offer, by=member, **TOLD)

    shown = show_offer(entry=entry, by=member).shown_at
    again = show_offer(entry=entry, by=member).shown_at
    hidden = hide_offer(entry=entry, by=member).shown_at

    assert (shown == again, hidden) == (True, None)
    reasons = entry.history.order_by("pk").values_list("history_change_reason", flat=True)
    assert list(reasons) == ["describe_offer", "show_offer", "hide_offer"]


def test_a_photo_loses_its_place_and_time_and_is_made_small_enough(member):
    exif = Image.Exif()
    exif[0x010F] = "a phone"
    exif[0x0112] = 6  # lies on its side
    sent = (
        picture((3200, 800), "JPEG", exif=exif, comment="GPS 52.2297N")
        + b"hidden behind the picture"
    )

    photo = add_photo(
        entry=CatalogueEntryFactory(),
        accepted=AcceptedFile("a.jpg", "image/jpeg", sent),
        alternative="Słoik",
        by=member,
    )

    kept = Image.open(BytesIO(open_document(photo.document)))
    assert (kept.size, photo.width, photo.height) == ((400, LARGEST), 400, LARGEST)
    assert dict(kept.getexif()) == {}
    for document in (photo.document, photo.thumbnail):
        assert not any(word in open_document(document) for word in (b"hidden", b"GPS"))


def test_a_photo_that_cannot_be_opened_is_told_at_its_field(client, offer, member, monkeypatch):
    CatalogueEntryFactory(offer=offer)
    client.force_login(member)
    monkeypatch.setattr(apart, "START", "import sys; sys.exit(3)")

    response = client.post(
        f"/my/offers/{offer.pk}/photos/new/", {"photo": upload(), "alternative": "Słoik"}
    )

    assert "„a.png” jest uszkodzony" in str(response.context["photo_form"].errors["photo"])
    assert (CataloguePhoto.objects.count(), Document.objects.count()) == (0, 0)


def test_only_pictures_are_photos_and_there_is_a_limit(member):
    entry = CatalogueEntryFactory()
    with pytest.raises(NotAPhoto):
        add_photo(
            entry=entry,
            accepted=AcceptedFile("a.pdf", "application/pdf", b"%PDF-"),
            alternative="Plik",
            by=member,
        )
    for _ in range(MOST_PHOTOS):
        CataloguePhotoFactory(entry=entry)

    with pytest.raises(TooManyPhotos):
        add_photo(
            entry=entry,
            accepted=AcceptedFile("a.png", "image/png", picture()),
            alternative="Słoik",
            by=member,
        )

    assert CataloguePhoto.objects.count() == MOST_PHOTOS


def test_a_photo_is_removed_once(member):
    photo = CataloguePhotoFactory()

    removed = remove_photo(photo=photo, by=member)

    assert removed.removed_by == member
    with pytest.raises(PhotoGone):
        remove_photo(photo=photo, by=member)


def test_the_page_describes_shows_and_illustrates_an_offer(client, offer, member):
    client.force_login(member)
    page = f"/my/offers/{offer.pk}/"

    client.post(page, FORM)
    client.post(f"{page}photos/new/", {"photo": upload(), "alternative": "Słoik"})
    client.post(f"{page}show/")

    entry = CatalogueEntry.objects.get()
    assert (entry.offer, entry.price, entry.shown_at is not None) == (offer, Decimal(18), True)
    assert entry.photos.get().alternative == "Słoik"
    assert client.get(f"{page}photos/{entry.photos.get().pk}/").status_code == 200
    client.post(f"{page}photos/{entry.photos.get().pk}/remove/")
    client.post(f"{page}hide/")
    entry.refresh_from_db()
    assert (entry.shown_at, list(entry.photos.standing())) == (None, [])


def test_a_photo_of_a_phone_is_taken_and_the_page_says_that_it_became_a_jpg(client, offer, member):
    client.force_login(member)
    page = f"/my/offers/{offer.pk}/"
    client.post(page, FORM)
    photo = SimpleUploadedFile("Słoik.heic", HEIC.read_bytes(), "image/heic")

    answer = client.post(
        f"{page}photos/new/", {"photo": photo, "alternative": "Słoik"}, follow=True
    )

    assert CataloguePhoto.objects.get().document.content_type == "image/jpeg"
    assert "Zdjęcie dodane i zapisane jako JPG." in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"price": ""}, "price"),
        ({"price": "dwa"}, "price"),
        ({"price": "-1"}, "price"),
        ({"contact_email": ""}, "contact_email"),
        ({"category": "nic"}, "category"),
        ({"website": "to nie adres"}, "website"),
        ({"website": f"https://example.org/{'a' * 181}"}, "website"),
        ({"contact_email": f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.pl"}, "contact_email"),
    ],
)
def test_wrong_input_is_told_at_its_field_and_keeps_nothing(client, offer, member, wrong, field):
    client.force_login(member)

    response = client.post(f"/my/offers/{offer.pk}/", FORM | wrong)

    assert list(response.context["form"].errors) == [field]
    assert list(CatalogueEntry.objects.all()) == []


@pytest.mark.parametrize(
    "sent",
    [
        {"alternative": "Słoik"},
        {"photo": ("a.png", b"not a picture"), "alternative": "Słoik"},
        {"photo": ("a.png", b""), "alternative": "Słoik"},
        {"photo": ("a.png", picture()), "alternative": ""},
    ],
)
def test_a_wrong_photo_is_told_and_not_kept(client, offer, member, sent):
    CatalogueEntryFactory(offer=offer)
    client.force_login(member)
    if "photo" in sent:
        sent = sent | {"photo": SimpleUploadedFile(*sent["photo"])}

    response = client.post(f"/my/offers/{offer.pk}/photos/new/", sent)

    assert response.context["photo_form"].errors
    assert list(CataloguePhoto.objects.all()) == []


@pytest.mark.parametrize(
    ("role", "status"),
    [("signs", 200), ("edits", 200), ("reads", 403), ("ended", 404), ("stranger", 404)],
)
def test_only_those_who_edit_for_the_holder_open_the_description(client, offer, role, status):
    person = UserFactory()
    if role != "stranger":
        MembershipFactory(
            organisation=offer.organisation,
            person=person,
            role="signs" if role == "ended" else role,
            until=date(2020, 1, 2) if role == "ended" else None,
            since=LONG_AGO,
        )
    client.force_login(person)
    photo = CataloguePhotoFactory(entry=CatalogueEntryFactory(offer=offer))
    before = CatalogueEntry.objects.values().get()

    got = client.get(f"/my/offers/{offer.pk}/").status_code
    posted = [
        client.post(f"/my/offers/{offer.pk}/{act}").status_code
        for act in ("", "hide/", "photos/new/", f"photos/{photo.pk}/remove/")
    ]

    assert got == status
    if status != 200:
        assert posted == [status] * 4
        assert CatalogueEntry.objects.values().get() == before


def test_whoever_is_not_logged_in_is_asked_to(client, offer):
    response = client.get(f"/my/offers/{offer.pk}/")

    assert (response.status_code, "/accounts/login/" in response.url) == (302, True)
