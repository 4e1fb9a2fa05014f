"""Medians of a call: read from a table, all or nothing, and laid out for a page."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from standards.dictionaries import VOIVODESHIPS
from standards.errors import MediansRefused
from standards.models import Criterion, Edition, Median, Scale

MAX_BYTES = 200_000
VALUE = re.compile(r"[0-9]{1,8}([.,][0-9]{1,4})?")
COLUMNS = 3
CODES = {name.casefold(): code for code, name in VOIVODESHIPS.items()}
Values = dict[tuple[str, str], Decimal]


@dataclass
class _Table:
    """Collects values and everything that is wrong with the lines."""

    name: str
    keys: Mapping[str, str]
    wanted: tuple[str, ...]
    values: Values = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def refuse(self, number: int, sentence: str) -> None:
        self.problems.append(f"{self.name}:{number}: {sentence}")

    def take(self, number: int, row: list[str]) -> None:
        if len(row) < COLUMNS:
            self.refuse(number, _("A line has three columns: criterion, voivodeship, median."))
            return
        named, place, value = (cell.strip() for cell in row[:COLUMNS])
        key = self.keys.get(named.casefold())
        if key is None:
            sentence = _("“%(key)s” is not a measured criterion.") % {"key": named[:80]}
            self.refuse(number, sentence)
        code = place if place in VOIVODESHIPS else CODES.get(place.casefold(), "")
        if code not in self.wanted:
            sentence = _("“%(name)s” is not a voivodeship of this call.") % {"name": place[:80]}
            self.refuse(number, sentence)
        amount = Decimal(value.replace(",", ".")) if VALUE.fullmatch(value) else Decimal(0)
        if not amount:
            sentence = _("“%(value)s” is not a number greater than zero.") % {"value": value[:40]}
            self.refuse(number, sentence)
        if key is None or code not in self.wanted or not amount:
            return
        if (key, code) in self.values:
            self.refuse(number, _("This median is given twice."))
        self.values[key, code] = amount


def measured_criteria(edition: Edition) -> list[Criterion]:
    """List the criteria of a call that are measured against a median."""
    rows = Criterion.objects.filter(version=edition.version_id, scale__kind=Scale.Kind.MEASURED)
    return list(rows.order_by("section__position", "position"))


def voivodeships_of(edition: Edition) -> tuple[str, ...]:
    """Give the voivodeships in which a call is open: all, or the one of a regional operator."""
    operator = edition.operator
    return tuple(VOIVODESHIPS) if operator.is_national else (operator.voivodeship,)


def read_medians(
    *, name: str, content: bytes, criteria: Iterable[Criterion], voivodeships: tuple[str, ...]
) -> Values:
    """Read a table ``criterion;voivodeship;median``: complete and right, or refused by lines."""
    if len(content) > MAX_BYTES:
        raise MediansRefused([f"{name}:1: {_('The file is larger than 200 kB.')}"])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MediansRefused([f"{name}:1: {_('The file is not written in UTF-8.')}"]) from error
    asked = list(criteria)
    keys = {word.casefold(): one.key for one in asked for word in (one.key, one.code)}
    table = _Table(name, keys, voivodeships)
    separator = ";" if ";" in text else "\t" if "\t" in text else ","
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise MediansRefused([f"{name}:1: {_('The file is not a table.')}"]) from error
    for number, row in enumerate(rows, start=1):
        is_head = number == 1 and len(row) >= COLUMNS and not any(map(str.isdigit, row[2]))
        if any(cell.strip() for cell in row) and not is_head:
            table.take(number, row)
    if not table.problems:
        _require_all(table, asked, len(rows))
    if table.problems:
        raise MediansRefused(table.problems)
    return table.values


def _require_all(table: _Table, criteria: list[Criterion], last: int) -> None:
    for one in criteria:
        lacking = [code for code in table.wanted if (one.key, code) not in table.values]
        if lacking:
            names = ", ".join(str(VOIVODESHIPS[code]) for code in lacking)
            sentence = _("%(code)s has no median for: %(names)s.")
            table.refuse(max(last, 1), sentence % {"code": one.code, "names": names})


@dataclass(frozen=True)
class MedianTable:
    """The medians of one criterion, with where they come from."""

    criterion: Criterion
    rows: tuple[tuple[str, Decimal], ...]
    sources: tuple[tuple[str, object], ...]


def median_tables(edition: Edition) -> list[MedianTable]:
    """Lay the medians of a call out for its page, with two queries."""
    criteria = {one.key: one for one in measured_criteria(edition)}
    found: dict[str, list[Median]] = {}
    if criteria:
        for median in Median.objects.filter(edition=edition).order_by("voivodeship"):
            found.setdefault(median.criterion_key, []).append(median)
    return [
        MedianTable(
            one,
            tuple((str(VOIVODESHIPS[row.voivodeship]), row.value) for row in found[key]),
            tuple(dict.fromkeys((row.source, row.as_of) for row in found[key])),
        )
        for key, one in criteria.items()
        if key in found
    ]


def as_csv(edition: Edition, medians: Iterable[Median]) -> str:
    """Write the table as it is read: every measured criterion in every voivodeship of the call."""
    known = {(row.criterion_key, row.voivodeship): row.value for row in medians}
    lines = [_("criterion;voivodeship;median")]
    for one in measured_criteria(edition):
        for code in voivodeships_of(edition):
            value = known.get((one.key, code))
            said = "" if value is None else f"{value.normalize():f}".replace(".", ",")
            lines.append(f"{one.code};{VOIVODESHIPS[code]};{said}")
    return "\n".join(lines) + "\n"
