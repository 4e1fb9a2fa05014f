"""Places in status lists: drawn once for a certificate, their bits set and cleared.

The rows are the truth; ``status_lists`` signs pictures of them (W3C Bitstring Status List 1.0).
"""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from documents.models.status_list import FULL_AT, LENGTH, StatusEntry, StatusList, StatusPurpose

DRAWS = 40


@dataclass(frozen=True)
class StatusPlace:
    """One place in one status list."""

    purpose: str
    list_url: str
    index: int


def address_of(purpose: str, number: int) -> str:
    """Give the address at which a list is published."""
    return f"{settings.PUBLIC_URL}/status/{purpose}/{number}"


@transaction.atomic
def take_places(*, number: str, revision: int = 1) -> tuple[StatusPlace, ...]:
    """Give a revision of a certificate its place in each list, the same whenever it is asked."""
    return tuple(_take_place(purpose, number, revision) for purpose in StatusPurpose)


def _take_place(purpose: StatusPurpose, number: str, revision: int) -> StatusPlace:
    entries = StatusEntry.objects.select_related("list")
    entry = entries.filter(purpose=purpose, number=number, revision=revision).first()
    if entry is None:
        entry = _draw(_open_list(purpose), number, revision)
    return StatusPlace(purpose.value, address_of(purpose, entry.list.number), entry.index)


def _open_list(purpose: StatusPurpose) -> StatusList:
    """Give the list that still has room; a half-full one is closed, so that drawing stays quick."""
    newest: StatusList | None = (
        StatusList.objects.select_for_update().filter(purpose=purpose).order_by("-number").first()
    )
    if newest is not None and newest.taken < FULL_AT:
        return newest
    number = 1 if newest is None else newest.number + 1
    try:
        with transaction.atomic():
            made: StatusList = StatusList.objects.create(purpose=purpose, number=number)
    except IntegrityError:
        made = StatusList.objects.select_for_update().get(purpose=purpose, number=number)
    return made


def _draw(status_list: StatusList, number: str, revision: int) -> StatusEntry:
    """Draw a free place; the list is locked, so nobody else draws from it now."""
    for _turn in range(DRAWS):
        index = secrets.randbelow(LENGTH)
        if not status_list.entries.filter(index=index).exists():
            break
    else:
        raise LookupError(f"No free place was found in the list {status_list}.")
    StatusList.objects.filter(pk=status_list.pk).update(taken=F("taken") + 1)
    entry: StatusEntry = StatusEntry.objects.create(
        list=status_list,
        purpose=status_list.purpose,
        number=number,
        revision=revision,
        index=index,
    )
    return entry


def is_to_be_set(entry: StatusEntry, *, is_suspended: bool, is_ended: bool, revision: int) -> bool:
    """Say what a place has to tell of a certificate in this state."""
    is_over = is_ended or entry.revision < revision
    if entry.purpose == StatusPurpose.REVOCATION:
        return is_over
    return is_suspended and not is_over


@transaction.atomic
def record_status(*, number: str, is_suspended: bool, is_ended: bool, revision: int = 1) -> None:
    """Set and clear the bits of a certificate; one that ended never comes back.

    A revision before ``revision`` was replaced, so it has ended even where the certificate goes
    on: what it says is no longer true. A certificate without a credential has no places, and
    nothing happens. The list is signed again by the worker; until then readers see the picture of
    before.
    """
    now = timezone.now()
    for entry in StatusEntry.objects.select_for_update().filter(number=number):
        wanted = is_to_be_set(
            entry, is_suspended=is_suspended, is_ended=is_ended, revision=revision
        )
        if entry.purpose == StatusPurpose.REVOCATION and entry.is_set:
            continue
        if entry.is_set != wanted:
            entry.is_set, entry.changed_at = wanted, now
            entry.save(update_fields=["is_set", "changed_at"])
            StatusList.objects.filter(pk=entry.list_id).update(changes=F("changes") + 1)
