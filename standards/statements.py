"""Questions to the database that are written out once and asked many times.

Building a statement from a query of the model costs more than asking it. Where an address is asked
for very often, ``Statement`` keeps the text that Django made of the query, once for a connection,
and asks it with other values. The query stays the only place that says what is asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

Row = dict[str, Any]
# Values that stand for those to come while the text is made; no row ever holds them.
STAND_INS: Mapping[type, Callable[[int], Any]] = {
    str: lambda place: f"stands for value {place}",
    int: lambda place: 2_147_000_000 + place,
}


def _cursor(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """Open a cursor; PostgreSQL plans what comes through it a few times and then keeps the plan.

    Planning a question about several tables costs it far more than answering it.
    """
    cursor = connection.cursor()
    if connection.vendor == "postgresql":
        from django.db.backends.postgresql.base import ServerBindingCursor

        cursor.cursor = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]
    return cursor


@dataclass(frozen=True)
class Written:
    """The text of a statement for one kind of database, and how its answer is read."""

    sql: str
    values: tuple[Any, ...]
    places: tuple[tuple[int, str], ...]
    names: tuple[str, ...]
    compiler: Any
    converters: Mapping[int, Any]


class Statement:
    """A query whose text is kept; what it is asked with are words and whole numbers.

    ``build`` takes the values by name and gives a queryset with ``values``.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **kinds: type) -> None:
        """Take the query, and of which kind each value is that changes."""
        self.build = build
        self.stand_ins = {
            name: STAND_INS[kind](place) for place, (name, kind) in enumerate(kinds.items())
        }

    def rows(self, **given: Any) -> list[Row]:
        """Ask with these values, as the query itself would be asked."""
        connection = connections[DEFAULT_DB_ALIAS]
        # Each thread has a connection object of its own, and keeps it.
        kept: dict[Statement, Written] = vars(connection).setdefault("_written_statements", {})
        written = kept.get(self) or kept.setdefault(self, self._written_for(connection))
        values = list(written.values)
        for place, name in written.places:
            values[place] = given[name]
        with _cursor(connection) as cursor:
            cursor.execute(written.sql, values)
            found = cursor.fetchall()
        if written.converters:
            found = written.compiler.apply_converters(found, written.converters)
        return [dict(zip(written.names, row, strict=True)) for row in found]

    def _written_for(self, connection: BaseDatabaseWrapper) -> Written:
        query = self.build(**self.stand_ins).query
        compiler = query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        names = {stand_in: name for name, stand_in in self.stand_ins.items()}
        places = tuple((at, names[one]) for at, one in enumerate(values) if one in names)
        if missing := set(self.stand_ins) - {name for _at, name in places}:
            raise TypeError(f"the statement does not hold {', '.join(sorted(missing))} as given")
        columns = [expression for expression, *_rest in compiler.select]
        converters = compiler.get_converters(columns)
        return Written(
            sql, tuple(values), places, tuple(query.selected or ()), compiler, converters
        )
