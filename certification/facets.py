"""How many certificates there are by scheme, voivodeship and state: exact, but never by a scan.

What a question finds is counted up to ten thousand; beyond that only "more than" is said. The
whole registry is counted by a job once a minute where anything changed, and read from there.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Subquery

from certification.models import Certificate, StatusChange, Tally
from certification.registry import COUNTED_UP_TO, Page, count_of, matching
from certification.status import status_now
from standards.folding import words_of
from standards.statements import Statement

Cells = dict[tuple[int, str, str], int]
# So many are counted anew after every change; the count of more is up to a minute old.
COUNTED_AT_ONCE = 1_000
KEPT_FOR = 60
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Cube:
    """The counts of what a question finds; without cells there are too many to be counted."""

    cells: Cells | None

    @property
    def is_counted(self) -> bool:
        """Say whether the counts are known."""
        return self.cells is not None

    def total(self, *, scheme: int = 0, voivodeship: str = "", status: str = "") -> int:
        """Add up what passes the filters; an empty filter lets everything pass."""
        return sum(
            count
            for (of_scheme, place, word), count in (self.cells or {}).items()
            if scheme in (0, of_scheme) and voivodeship in ("", place) and status in ("", word)
        )


def _latest_tally() -> QuerySet[Tally, Any]:
    newest = StatusChange.objects.order_by("-pk").values("pk")[:1]
    counts = Tally.objects.annotate(is_newest=_is(newest_change=Subquery(newest)))
    return counts.order_by("-counted_at").values("day", "cells", "is_newest")[:1]


LATEST_TALLY = Statement(_latest_tally)


def cube_of(q: str, *, today: date) -> Cube:
    """Count what a question finds, whatever the filters beside it are."""
    words = words_of(q)
    if not words:
        return _of_everything(today)
    named = hashlib.sha256(" ".join(words).encode()).hexdigest()
    key = f"registry-cube:{today}:{named}"
    kept: Cube | None = cache.get(key)
    if kept is not None:
        return kept
    cube = Cube(_bounded(matching(q), today))
    if not cube.is_counted or cube.total() > COUNTED_AT_ONCE:
        cache.set(key, cube, KEPT_FOR)
    return cube


def _of_everything(today: date) -> Cube:
    tally = next(iter(LATEST_TALLY.rows()), None)
    if tally is not None and tally["day"] == today:
        cells = {(scheme, place, word): count for scheme, place, word, count in tally["cells"]}
        if tally["is_newest"] or sum(cells.values()) > COUNTED_AT_ONCE:
            return Cube(cells)
    return Cube(_bounded(Certificate.objects.all(), today))


def _bounded(found: QuerySet[Certificate], today: date) -> Cells | None:
    cells = counted(found, today=today, most=COUNTED_UP_TO + 1)
    return cells if sum(cells.values()) <= COUNTED_UP_TO else None


def number_found(
    found: QuerySet[Certificate],
    cube: Cube,
    page: Page,
    *,
    scheme: int,
    voivodeship: str,
    status: str,
    is_first: bool,
) -> int:
    """Add up what is counted already; count up to ten thousand only what is not."""
    if cube.is_counted:
        return cube.total(scheme=scheme, voivodeship=voivodeship, status=status)
    if not scheme and not voivodeship and not status:
        return COUNTED_UP_TO + 1
    return count_of(found, page, is_first=is_first)


def counted(found: QuerySet[Certificate], *, today: date, most: int | None = None) -> Cells:
    """Count by scheme, voivodeship and state in one statement, at most so many rows."""
    rows = (
        found.order_by()
        .annotate(is_early=_is(valid_from__gt=today), is_over=_is(valid_until__lt=today))
        .values("scheme_id", "voivodeship", "status", "is_early", "is_over")
    )
    inner, parameters = rows[:most].query.sql_with_params()
    columns = "scheme_id, voivodeship, status, is_early, is_over"
    statement = f"SELECT {columns}, COUNT(*) FROM ({inner}) AS found GROUP BY {columns}"  # noqa: S608  ours
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return _cells(cursor.fetchall(), today)


def _is(**clause: date | Subquery) -> ExpressionWrapper:
    return ExpressionWrapper(Q(**clause), output_field=BooleanField())


def _cells(rows: Iterable[tuple[int, str, str, bool, bool, int]], today: date) -> Cells:
    """Name the state of each group by the one rule that says what a state is."""
    cells: Cells = {}
    for scheme, voivodeship, status, is_early, is_over, count in rows:
        word = status_now(
            status=status,
            valid_from=today + A_DAY if is_early else today,
            valid_until=today - A_DAY if is_over else today,
            today=today,
        )
        key = (scheme, voivodeship, word.value)
        cells[key] = cells.get(key, 0) + count
    return cells
