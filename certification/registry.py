"""How the registry finds things: numbers typed by hand, and words without accents and dots."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from certification.lifecycle import IN_FORCE
from certification.models import Certificate
from certification.status import StatusWord
from standards.folding import fold, words_of

PAGE_SIZE = 20
COUNTED_UP_TO = 10_000
# Pages are numbered up to this row; further on only the links of each page lead.
FURTHEST_ROW = 25_000
SHORTEST_INSIDE = 3
# Letters for digits are forgiven here too; the year tells a number from a word.
LOOKS_LIKE_A_NUMBER = re.compile(r"[A-Z0][A-Z0-9]{1,9}-?([1I]9|2[0O])[\dIO]{2}-?[\dIO]{3,}")
LONGEST_NUMBER = 30
LOOKS_ALIKE = str.maketrans("OI", "01")


def lookup_of(number: str) -> str:
    """Reduce a typed number to what is looked up: no case, spaces, dashes; O is 0 and I is 1."""
    plain = unicodedata.normalize("NFKC", number).upper()
    return re.sub(r"[^0-9A-Z]", "", plain).translate(LOOKS_ALIKE)[: LONGEST_NUMBER + 1]


def tidy_number(number: str) -> str:
    """Keep what can stand in a number, for showing an unknown one and for its address."""
    plain = unicodedata.normalize("NFKC", number).upper()
    return re.sub(r"[^0-9A-Z-]+", "-", plain).strip("-")[: LONGEST_NUMBER + 1]


def search_text(*parts: str) -> str:
    """Join folded parts of a certificate into the text that is searched, each part squeezed."""
    return " ".join(filter(None, map(fold, parts)))


def matching(q: str) -> QuerySet[Certificate]:
    """Keep the certificates in whose text every word of a question occurs.

    PostgreSQL finds three letters in a row by its index of trigrams. Words that are all shorter
    are joined; what then is still too short has to stand at the beginning of a name.
    """
    found: QuerySet[Certificate] = Certificate.objects.all()
    if LOOKS_LIKE_A_NUMBER.fullmatch(tidy_number(q)):
        # Letters and year are shared by very many numbers, so trigrams would find them slowly.
        return _beginning_with(found, lookup_of(q))
    words = words_of(q)
    if words and max(map(len, words)) < SHORTEST_INSIDE:
        words = ["".join(words)]
        if len(words[0]) < SHORTEST_INSIDE:
            begins = Q(search_text__startswith=words[0])
            return found.filter(begins | Q(search_text__contains=f" {words[0]}"))
    for word in words:
        found = found.filter(search_text__contains=word)
    return found


def _beginning_with(found: QuerySet[Certificate], beginning: str) -> QuerySet[Certificate]:
    """Find by the beginning of a number; SQLite needs to be told where in its index that is."""
    if connection.vendor == "sqlite":
        found = found.filter(lookup__gte=beginning, lookup__lt=f"{beginning}~")
    return found.filter(lookup__startswith=beginning)


def in_state(word: StatusWord, today: date) -> Q:
    """Turn one of the seven words into a clause on today's certificates."""
    running = Q(status__in=IN_FORCE)
    if word is StatusWord.NOT_YET_VALID:
        return running & Q(valid_from__gt=today)
    if word is StatusWord.EXPIRED:
        return running & Q(valid_until__lt=today)
    if word in (StatusWord.VALID, StatusWord.SUSPENDED):
        return Q(status=word.value, valid_from__lte=today, valid_until__gte=today)
    return Q(status=word.value)


def search(
    *, q: str = "", scheme: str = "", status: str = "", voivodeship: str = "", today: date
) -> QuerySet[Certificate]:
    """Find certificates; every word has to occur, and empty filters keep everything."""
    found = matching(q)
    if scheme:
        found = found.filter(scheme__code=scheme)
    if voivodeship:
        found = found.filter(voivodeship=voivodeship)
    if status:
        found = found.filter(in_state(StatusWord(status), today))
    return found


@dataclass(frozen=True)
class Page:
    """One page of a list, with the marks that lead to its neighbours (empty at the ends)."""

    rows: Sequence[dict[str, Any]]
    older: str
    newer: str


@dataclass(frozen=True)
class Mark:
    """A place in the list, newest first: the page lies after it or before it."""

    direction: str
    issued_on: date
    pk: int

    def __str__(self) -> str:
        """Write the mark as it stands in an address."""
        return f"{self.direction}.{self.issued_on.isoformat()}.{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Mark | None":
        """Read a mark from an address; anything else is the beginning of the list."""
        match = re.fullmatch(r"(after|before)\.(\d{4}-\d{2}-\d{2})\.(\d{1,18})", text)
        try:
            return cls(match[1], date.fromisoformat(match[2]), int(match[3])) if match else None
        except ValueError:
            return None


def rows_of_page(
    found: QuerySet[Certificate], columns: Sequence[str], size: int = PAGE_SIZE
) -> QuerySet[Certificate, dict[str, Any]]:
    """Ask for the first page, and for one row more that tells whether there is another."""
    rows: QuerySet[Certificate, dict[str, Any]] = found.values("pk", "issued_on", *columns)
    return rows.order_by("-issued_on", "-pk")[: size + 1]


def first_page(rows: Sequence[dict[str, Any]], size: int = PAGE_SIZE) -> Page:
    """Cut the first page out of what ``rows_of_page`` found."""
    shown = rows[:size]
    return Page(shown, str(_after(shown[-1])) if len(rows) > size else "", "")


def _after(row: Mapping[str, Any]) -> Mark:
    return Mark("after", row["issued_on"], row["pk"])


def page_of(
    found: QuerySet[Certificate], columns: Sequence[str], page: str = "", size: int = PAGE_SIZE
) -> Page:
    """Cut one page out of a list by its mark, in constant time wherever it lies.

    A plain page number works as well, as far as the list is counted.
    """
    mark = Mark.read(page)
    back = mark is not None and mark.direction == "before"
    passed, start = found, 0
    if mark is not None:
        beyond, same = ("gt", "pk__gt") if back else ("lt", "pk__lt")
        # The first clause says nothing new; it lets the database jump to the place in its index.
        passed = passed.filter(
            Q(**{f"issued_on__{beyond}": mark.issued_on})
            | Q(**{"issued_on": mark.issued_on, same: mark.pk}),
            **{f"issued_on__{beyond}e": mark.issued_on},
        )
    elif page.isdecimal() and len(page) <= len(str(FURTHEST_ROW)):
        start = min(size * (max(int(page), 1) - 1), FURTHEST_ROW - size)
    order = ("issued_on", "pk") if back else ("-issued_on", "-pk")
    # The way to the rows leads over the index alone; only those of the page are read.
    chosen = passed.order_by(*order).values("pk")[start : start + size + 1]
    rows = found.model.objects.filter(pk__in=chosen).values("pk", "issued_on", *columns)
    taken = list(rows.order_by(*order))
    more, shown = len(taken) > size, taken[:size]
    if back:
        shown.reverse()
    if not shown:
        return Page(shown, "", "")
    has_newer = more if back else mark is not None or start > 0
    has_older = back or more
    return Page(
        shown,
        str(_after(shown[-1])) if has_older else "",
        str(Mark("before", shown[0]["issued_on"], shown[0]["pk"])) if has_newer else "",
    )


def count_of(found: QuerySet[Certificate], page: Page, *, is_first: bool) -> int:
    """Count the list, but never further than to ten thousand and one."""
    if is_first and not page.older:
        return len(page.rows)
    return found.order_by()[: COUNTED_UP_TO + 1].count()
