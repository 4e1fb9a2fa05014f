"""The catalogue of certified products and services: what buyers find, keep and take away."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from certification.models import CatalogueEntry, CataloguePhoto, Certificate, Offer
from certification.registry import COUNTED_UP_TO
from certification.status import StatusWord, status_now
from standards.dictionaries import OFFER_CATEGORIES, VOIVODESHIPS
from standards.folding import words_of

PAGE_SIZE = 20
MOST_KEPT = 20
FACTS = ("offer__organisation",)


def search(*, q: str = "", category: str = "", voivodeship: str = "", today: date) -> Any:
    """Find offers in force on the day; every word has to occur, empty filters keep everything."""
    found = CatalogueEntry.objects.listed(today).select_related(*FACTS)
    for word in words_of(q):
        found = found.filter(search_text__contains=word)
    if category in OFFER_CATEGORIES:
        found = found.filter(category=category)
    if voivodeship in VOIVODESHIPS:
        found = found.delivering_to(voivodeship)
    return found


@dataclass(frozen=True)
class Page:
    """One page of the catalogue, the newest first; marks lead to its neighbours."""

    rows: Sequence[CatalogueEntry]
    older: str
    newer: str


def page_of(found: Any, mark: str = "") -> Page:
    """Cut one page out of the catalogue by its mark (``after.12``, ``before.40``)."""
    match = re.fullmatch(r"(after|before)\.(\d{1,18})", mark)
    back = match is not None and match[1] == "before"
    rows = found
    if match is not None:
        rows = rows.filter(**{"pk__gt" if back else "pk__lt": int(match[2])})
    taken = list(rows.order_by("pk" if back else "-pk")[: PAGE_SIZE + 1])
    more, shown = len(taken) > PAGE_SIZE, taken[:PAGE_SIZE]
    if back:
        shown.reverse()
    if not shown:
        return Page(shown, "", "")
    has_newer = more if back else match is not None
    return Page(
        shown,
        f"after.{shown[-1].pk}" if back or more else "",
        f"before.{shown[0].pk}" if has_newer else "",
    )


def count_of(found: Any) -> int:
    """Count what was found, but never further than to ten thousand and one."""
    counted: int = found.order_by()[: COUNTED_UP_TO + 1].count()
    return counted


def first_photos(entries: Iterable[CatalogueEntry]) -> Mapping[int, CataloguePhoto]:
    """Give the first photo of each entry, with one query."""
    photos = CataloguePhoto.objects.standing().filter(entry__in=[one.pk for one in entries])
    first: dict[int, CataloguePhoto] = {}
    for photo in photos.order_by("-pk"):
        first[photo.entry_id] = photo
    return first


def numbers_in(typed: Iterable[str]) -> list[int]:
    """Read the numbers of kept offers from an address, each once, at most twenty."""
    numbers = (int(one) for one in typed if one.isdecimal() and len(one) <= 18)  # noqa: PLR2004
    return list(dict.fromkeys(numbers))[:MOST_KEPT]


@dataclass(frozen=True)
class Standing:
    """The certificate behind an offer today: the one that counts most, and its word."""

    certificate: Certificate | None
    word: StatusWord | None

    @property
    def is_in_force(self) -> bool:
        """Say whether buyers may rely on it."""
        return self.word is StatusWord.VALID


BEST_FIRST = (
    StatusWord.VALID,
    StatusWord.SUSPENDED,
    StatusWord.NOT_YET_VALID,
    StatusWord.EXPIRED,
    StatusWord.TERMINATED,
    StatusWord.WITHDRAWN,
    StatusWord.ANNULLED,
)


def standing_of(offer: Offer, today: date) -> Standing:
    """Look up what stands behind an offer: a certificate in force before one that is not."""
    return standings_of([offer.pk], today).get(offer.pk, Standing(None, None))


def standings_of(offers: Iterable[int], today: date) -> Mapping[int, Standing]:
    """Look up the same for several offers, with one query; without a certificate there is none."""
    certificates = Certificate.objects.filter(offer__in=offers).order_by("-valid_until", "-pk")
    stands = [
        Standing(
            certificate,
            status_now(
                status=certificate.status,
                valid_from=certificate.valid_from,
                valid_until=certificate.valid_until,
                today=today,
            ),
        )
        for certificate in certificates
    ]
    stands.sort(key=lambda one: BEST_FIRST.index(one.word or StatusWord.ANNULLED))
    best: dict[int, Standing] = {}
    for one in stands:
        best.setdefault(one.certificate.offer_id, one)  # type: ignore[union-attr,arg-type]
    return best


@dataclass(frozen=True)
class Kept:
    """A kept list: what is listed, what is shown but not valid today, and how many are neither."""

    listed: Sequence[CatalogueEntry]
    lapsed: Sequence[tuple[CatalogueEntry, Standing]]
    missing: int


def kept(numbers: Sequence[int], today: date) -> Kept:
    """Look up kept offers in the order in which they were kept.

    An offer that its holder hid is no more named than a number that never was one.
    """
    shown = CatalogueEntry.objects.filter(shown_at__isnull=False).with_certificate(today)
    found: Mapping[int, Any] = shown.select_related(*FACTS).in_bulk(numbers)
    entries = [found[number] for number in numbers if number in found]
    listed = [entry for entry in entries if entry.certificate_number]
    rest = [entry for entry in entries if not entry.certificate_number]
    standings = standings_of([one.offer_id for one in rest], today) if rest else {}
    lapsed = [(one, standings[one.offer_id]) for one in rest if one.offer_id in standings]
    return Kept(listed, lapsed, len(numbers) - len(listed) - len(lapsed))
