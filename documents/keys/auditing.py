"""Holds each key to the newest entry of the public log about it, and to its own fingerprint."""

import json
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Subquery

from documents.errors import KeyDoesNotFit
from documents.keys.operations import facts_of_key
from documents.keys.public import certificates_in, fingerprint_of, from_pem, raw_bytes
from documents.models.key import Key
from documents.models.log import LogEntry, LogKind


def key_differences() -> Iterator[tuple[str, str] | None]:
    """Name each key that the log tells otherwise, does not tell of, or tells of without it.

    A key and its entry are written in one transaction and read in one statement, so neither waits
    for the other.
    """
    told = LogEntry.objects.filter(kind=LogKind.KEY)
    newest = told.filter(number=OuterRef("kid")).order_by("-position").values("leaf")
    for key in Key.objects.annotate(told=Subquery(newest[:1])).order_by("pk"):
        place = _difference_of(key, key.told)
        yield (f"key {key.kid}", place) if place else None
    held = Key.objects.filter(kid=OuterRef("number"))
    missing = told.filter(~Exists(held)).order_by("number").values_list("number", flat=True)
    for kid in missing.distinct():
        yield f"key {kid}", "the log tells of it, and it is missing"


def _difference_of(key: Key, leaf: str | None) -> str:
    if leaf is None:
        return "the log does not tell of it"
    told, facts = json.loads(leaf), facts_of_key(key)
    differing = [name for name in facts if told.get(name) != facts[name]]
    if differing:
        return f"the log tells otherwise: {', '.join(differing)}"
    return "" if _is_whole(key) else "its public half does not have its fingerprint"


def _is_whole(key: Key) -> bool:
    """Say whether the public half, or the certificate of a seal for it, has the fingerprint."""
    try:
        public = from_pem(key.public_pem)
        own = certificates_in(key.certificate_pem)[0] if key.certificate_pem else None
        fits = own is None or raw_bytes(own.public_key()) == raw_bytes(public)  # type: ignore[arg-type]
        return fits and fingerprint_of(public, own) == key.fingerprint
    except (ValueError, KeyDoesNotFit):
        return False
