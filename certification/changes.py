"""The latest changes of state, for everybody: what feeds show and what watchers are told of."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from certification.models import Certificate, StatusChange
from certification.registry import search

# A filter that finds little would else walk back through the whole history.
LOOKED_BACK = 5_000
SHOWN = 50
COLUMNS = (
    "pk",
    "status",
    "effective_on",
    "recorded_at",
    "reason",
    "public_note",
    "scope",
    "certificate__number",
    "certificate__holder_name",
    "certificate__offer_name",
    "certificate__scheme_id",
)
Row = Mapping[str, Any]


def latest_changes(filters: Mapping[str, str], *, today: date) -> list[Row]:
    """List at most fifty of the last five thousand changes, the newest first, by filter.

    The filter of the state asks for certificates that are in that state today.
    """
    rows = StatusChange.objects.order_by("-recorded_at", "-pk")
    if any(filters.values()):
        recent = list(rows.values_list("pk", "certificate_id")[:LOOKED_BACK])
        found = search(**filters, today=today).filter(pk__in={one for _pk, one in recent})
        wanted = set(found.values_list("pk", flat=True))
        kept = [pk for pk, certificate in recent if certificate in wanted][:SHOWN]
        rows = rows.filter(pk__in=kept)
    return list(rows.values(*COLUMNS)[:SHOWN])


def changes_since(newest_seen: int, *, until: int) -> list[Row]:
    """List the changes recorded after one and up to another, the oldest first."""
    rows = StatusChange.objects.filter(pk__gt=newest_seen, pk__lte=until).order_by("pk")
    return list(rows.values(*COLUMNS, "certificate_id"))


def fitting(filters: Mapping[str, str], certificates: Sequence[int], *, today: date) -> set[int]:
    """Say which of some certificates a filter lets pass."""
    narrowed = {name: value for name, value in filters.items() if name != "status"}
    found = search(**narrowed, today=today).filter(pk__in=certificates)
    return set(found.values_list("pk", flat=True))


def name_of(certificate: Certificate) -> str:
    """Name what is certified: the offer, or the holder where there is none."""
    return certificate.offer_name or certificate.holder_name
