"""Plays the changes of each certificate again and compares the state that lists and badges tell."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from certification.lifecycle import SCOPE_REDUCED
from certification.models import Certificate, StatusChange

CHUNK = 500


def state_differences() -> Iterator[tuple[str, str] | None]:
    """Name each certificate whose state, scope or revision is not what its changes lead to.

    All is read in one statement, so that a change that comes in meanwhile is no difference.
    """
    changes = StatusChange.objects.filter(certificate=OuterRef("pk"))
    newest = changes.order_by("-recorded_at", "-pk")
    reduced = changes.filter(status=SCOPE_REDUCED)
    counted = reduced.order_by().values("certificate").annotate(number=Count("pk"))
    certificates = Certificate.objects.annotate(
        told=Subquery(newest.exclude(status=SCOPE_REDUCED).values("status")[:1]),
        told_scope=Subquery(newest.filter(status=SCOPE_REDUCED).values("scope")[:1]),
        reductions=Coalesce(Subquery(counted.values("number")), 0),
    )
    for certificate in certificates.order_by("pk").iterator(CHUNK):
        record = f"certificate {certificate.number}"
        places = list(_places(certificate))
        yield from ((record, place) for place in places)
        if not places:
            yield None


def _places(certificate: Any) -> Iterator[str]:
    """Compare what stands in the row with what is annotated to it."""
    if certificate.told is None:
        yield "no change tells of its issue"
    elif certificate.status != certificate.told:
        yield f"its state is {certificate.status}, and its changes lead to {certificate.told}"
    if certificate.reduced_scope != certificate.told_scope:
        yield "its scope is not what its changes left of it"
    if certificate.revision != 1 + certificate.reductions:
        yield "its revision is not the number of its reductions and one"
