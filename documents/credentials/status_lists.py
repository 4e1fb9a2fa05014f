"""Signing status lists: a picture of the places, with a short term, made again and again."""

import base64
import gzip
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from documents.credentials.contents import moment
from documents.credentials.contexts import CREDENTIALS
from documents.credentials.identity import issuer_id, method_id
from documents.credentials.members import require_defined
from documents.credentials.proofs import canonical_json, with_proofs
from documents.credentials.status_places import address_of
from documents.keys import signer_for
from documents.models.key import Key, KeyPurpose
from documents.models.status_list import LENGTH, StatusList

VALID_FOR = timedelta(days=3)
SIGNED_AGAIN_AFTER = timedelta(hours=12)


def lists_to_sign(*, now: datetime) -> list[int]:
    """Find the lists that changed since they were signed, and those whose picture grows old.

    A picture by another key than the one in use is due as well: nobody believes a compromised one.
    """
    due = (
        Q(signed_at__isnull=True)
        | Q(changes__gt=F("signed_changes"))
        | Q(signed_at__lt=now - SIGNED_AGAIN_AFTER)
    )
    if key := Key.objects.active(KeyPurpose.STATUS_LIST).first():
        due |= ~Q(signed__contains=f'"{method_id(key.kid)}"')
    return list(StatusList.objects.filter(due).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def sign_list(*, pk: int) -> StatusList:
    """Sign a picture of the list as it stands now."""
    status_list: StatusList = StatusList.objects.select_for_update().get(pk=pk)
    now = timezone.now()
    signer = signer_for(KeyPurpose.STATUS_LIST)
    document = _compose(status_list, now)
    signed = canonical_json(with_proofs(document, signer=signer, now=now)).decode()
    status_list.signed, status_list.signed_at = signed, now
    # Counted under the lock: a change that comes in meanwhile makes the list due again.
    status_list.signed_changes = status_list.changes
    status_list.save(update_fields=["signed", "signed_at", "signed_changes"])
    return status_list


def sign_due_lists() -> int:
    """Sign every list that asks for it; safe to run at any time and twice."""
    due = lists_to_sign(now=timezone.now())
    for pk in due:
        sign_list(pk=pk)
    return len(due)


def _compose(status_list: StatusList, now: datetime) -> dict[str, Any]:
    address = address_of(status_list.purpose, status_list.number)
    set_places = status_list.entries.filter(is_set=True).values_list("index", flat=True)
    document = {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_id(),
        "validFrom": moment(now),
        "validUntil": moment(now + VALID_FOR),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": status_list.purpose,
            "encodedList": encode(set_places),
        },
    }
    require_defined(document)
    return document


def encode(set_places: Iterable[int]) -> str:
    """Pack the bits: the leftmost is number nought, then gzip, base64url and the prefix."""
    packed = gzip.compress(bits_of(set_places), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def bits_of(set_places: Iterable[int]) -> bytes:
    """Give the bits of a whole list, of which some are set."""
    bits = bytearray(LENGTH // 8)
    for index in set_places:
        bits[index // 8] |= 128 >> (index % 8)
    return bytes(bits)


def decode(encoded: str) -> bytes:
    """Give the bits of a packed list."""
    return gzip.decompress(base64.urlsafe_b64decode(encoded.removeprefix("u") + "=="))


def is_set(encoded: str, index: int) -> bool:
    """Read one bit of a packed list, as every reader does."""
    return bool(decode(encoded)[index // 8] & (128 >> (index % 8)))
