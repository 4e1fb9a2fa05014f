"""The medians of a call: set as a whole, so that no voivodeship is judged by another year."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from standards.history import save
from standards.models import Edition, Median


@transaction.atomic
def set_medians(
    *,
    edition: Edition,
    values: Mapping[tuple[str, str], Decimal],
    source: str,
    as_of: date,
    by: Any,
) -> int:
    """Write the medians with their source and day; give the count of those that changed.

    Levels that applicants were given before stay as they were counted; the history keeps both.
    """
    locked = Edition.objects.select_for_update().get(pk=edition.pk)
    stored = {
        (row.criterion_key, row.voivodeship): row for row in Median.objects.filter(edition=locked)
    }
    changed = 0
    for (key, voivodeship), value in values.items():
        row = stored.get((key, voivodeship)) or Median(
            edition=locked, criterion_key=key, voivodeship=voivodeship
        )
        if row.pk and (row.value, row.source, row.as_of) == (value, source, as_of):
            continue
        row.value, row.source, row.as_of = value, source, as_of
        save(row, by=by, reason="set_medians")
        changed += 1
    return changed
