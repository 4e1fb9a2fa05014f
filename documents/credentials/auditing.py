"""Opens each status list as it is published and compares its bits with the places behind it."""

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from documents.credentials.status_lists import bits_of, decode
from documents.credentials.verifying import TrustedKey, check_document, trusted_keys
from documents.models.key import KeyPurpose
from documents.models.status_list import LENGTH, StatusList

LAGS_AT_MOST = timedelta(hours=1)
BYTES = LENGTH // 8


class _Unreadable(Exception):
    """The bits cannot be unpacked, or are not as many as they have to be."""


def list_differences() -> Iterator[tuple[str, str] | None]:
    """Name what differs in each list; the worker may be behind by a little, and by no more.

    A key that was found compromised later alters nothing by itself, so it is believed here.
    """
    keys = {kid: replace(key, compromised_at=None) for kid, key in trusted_keys().items()}
    latest = timezone.now() - LAGS_AT_MOST
    for status_list in StatusList.objects.order_by("pk").iterator(1):
        places = list(_places(status_list, keys, latest))
        yield from ((f"status list {status_list}", place) for place in places)
        if not places:
            yield None


def _places(
    status_list: StatusList, keys: Mapping[str, TrustedKey], latest: datetime
) -> Iterator[str]:
    published = bytes(BYTES)
    if status_list.signed_at is not None:
        content = status_list.signed.encode()
        verdict = check_document(content, keys=keys, purpose=KeyPurpose.STATUS_LIST)
        if verdict.fault:
            yield f"its published picture: {verdict.fault}"
            return
        subject = json.loads(content)["credentialSubject"]
        address = f"/status/{status_list}#list"
        if subject["statusPurpose"] != status_list.purpose or not subject["id"].endswith(address):
            yield "its published picture is that of another list"
            return
        try:
            published = unpack(subject["encodedList"])
        except _Unreadable:
            yield "the bits of its published picture cannot be read"
            return
    for index in _differing(status_list, published, latest):
        yield f"its published picture tells otherwise of the place {index}"


def _differing(status_list: StatusList, published: bytes, latest: datetime) -> Iterator[int]:
    """Give the places that differ although the worker had time enough to sign the list again."""
    entries = status_list.entries
    bits = bits_of(entries.filter(is_set=True).values_list("index", flat=True).iterator())
    fresh = set(entries.filter(changed_at__gt=latest).values_list("index", flat=True))
    for at, (row, shown) in enumerate(zip(bits, published, strict=True)):
        if row == shown:
            continue
        for index in range(at * 8, at * 8 + 8):
            if (row ^ shown) & (128 >> (index % 8)) and index not in fresh:
                yield index


def unpack(encoded: str) -> bytes:
    """Give the bits of a packed list; one that does not hold as many as it should is refused."""
    try:
        bits = decode(encoded)
    except (ValueError, OSError, EOFError, zlib.error) as broken:
        raise _Unreadable from broken
    if len(bits) != BYTES:
        raise _Unreadable
    return bits
