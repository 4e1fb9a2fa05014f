"""What a holder tells buyers of an offer, its photos, and whether the catalogue shows it."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from certification.errors.catalogue import (
    AlternativeMissing,
    ContactMissing,
    EntryIncomplete,
    NotAPhoto,
    PhotoGone,
    PriceMissing,
    PriceNotAsked,
    TooManyPhotos,
)
from certification.history import save
from certification.models import CatalogueEntry, CataloguePhoto, Offer, PriceKind, User
from certification.registry import search_text
from documents.intake import AcceptedFile
from documents.intake.photos import re_encode
from documents.models import Document, DocumentKind
from documents.operations import store_document
from standards.dictionaries import OFFER_CATEGORIES, VOIVODESHIPS

MOST_PHOTOS = 6


@transaction.atomic
def describe_offer(
    *,
    offer: Offer,
    category: str,
    social_value: str,
    description: str,
    area: list[str],
    price_kind: str,
    price: Decimal | None,
    by: User,
    **more: Any,
) -> CatalogueEntry:
    """Write or correct the entry of an offer; ``area`` empty or whole is the whole country.

    ``more`` holds the fields that may be left empty: area_note, price_unit, capacity,
    contact_email, contact_phone, website.
    """
    offer = (
        Offer.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=offer.pk)
    )
    if price_kind == PriceKind.QUOTE and price is not None:
        raise PriceNotAsked
    if price_kind != PriceKind.QUOTE and price is None:
        raise PriceMissing
    if not (more.get("contact_email") or more.get("contact_phone")):
        raise ContactMissing
    entry = CatalogueEntry.objects.filter(offer=offer).first() or CatalogueEntry(offer=offer)
    codes = sorted(set(area) & VOIVODESHIPS.keys())
    entry.area = "" if len(codes) == len(VOIVODESHIPS) else " ".join(codes)
    entry.category, entry.price_kind, entry.price = category, price_kind, price
    entry.social_value = " ".join(social_value.split())
    entry.description = description.strip()
    for field, value in more.items():
        setattr(entry, field, value)
    entry.search_text = _searched(offer, entry)
    save(entry, by=by, reason="describe_offer")
    return entry


def _searched(offer: Offer, entry: CatalogueEntry) -> str:
    """Fold what buyers type: the offer, who makes it and where, in both languages of its kind."""
    holder = offer.organisation
    words = f"{offer.name} {entry.social_value} {entry.description}".split()
    return search_text(holder.name, holder.city, holder.nip, *words)[:8000]


@transaction.atomic
def show_offer(*, entry: CatalogueEntry, by: User) -> CatalogueEntry:
    """Show the offer to buyers as long as its certificate is in force."""
    entry = _locked(entry)
    if not (entry.description and entry.category in OFFER_CATEGORIES):
        raise EntryIncomplete
    if entry.shown_at is None:
        entry.shown_at = timezone.now()
        save(entry, by=by, reason="show_offer")
    return entry


@transaction.atomic
def hide_offer(*, entry: CatalogueEntry, by: User) -> CatalogueEntry:
    """Take the offer out of the catalogue; what was written stays for its holder."""
    entry = _locked(entry)
    if entry.shown_at is not None:
        entry.shown_at = None
        save(entry, by=by, reason="hide_offer")
    return entry


@transaction.atomic
def add_photo(
    *, entry: CatalogueEntry, accepted: AcceptedFile, alternative: str, by: User
) -> CataloguePhoto:
    """Add a photo, written anew without the place and time that phones put into it."""
    entry = _locked(entry)
    alternative = " ".join(alternative.split())
    if not alternative:
        raise AlternativeMissing
    if accepted.content_type not in {"image/jpeg", "image/png"}:
        raise NotAPhoto(name=accepted.name)
    if entry.photos.standing().count() >= MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
    photo = re_encode(accepted.name, accepted.content)
    added = CataloguePhoto(
        entry=entry,
        document=_kept(entry, photo.content, by),
        thumbnail=_kept(entry, photo.thumbnail, by),
        width=photo.width,
        height=photo.height,
        alternative=alternative,
        added_by=by,
        added_at=timezone.now(),
    )
    save(added, by=by, reason="add_photo")
    return added


@transaction.atomic
def remove_photo(*, photo: CataloguePhoto, by: User) -> CataloguePhoto:
    """Take a photo out of the catalogue; nobody is shown it from this moment on."""
    _locked(photo.entry)
    photo = CataloguePhoto.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    if photo.removed_at is not None:
        raise PhotoGone
    photo.removed_at, photo.removed_by = timezone.now(), by
    save(photo, by=by, reason="remove_photo")
    return photo


def _locked(entry: CatalogueEntry) -> CatalogueEntry:
    locked: CatalogueEntry = CatalogueEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    return locked


def _kept(entry: CatalogueEntry, content: bytes, by: User) -> Document:
    return store_document(
        kind=DocumentKind.PHOTO,
        name=f"offer-{entry.pk}.jpg",
        content=content,
        content_type="image/jpeg",
        origin=f"catalogue:{entry.pk}",
        by=by,
    )
