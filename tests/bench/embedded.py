"""The embedded database with a large registry: every page that goes over many rows, in turn."""

# ruff: noqa: S608  the names of tables and columns come from the database itself

import datetime
import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg

from tests.bench.databases import Registry, manage
from tests.bench.lists import latencies, searches
from tests.bench.loading import server
from tests.bench.report import Row

TIMES = 5
AT_ONCE = 5_000
FURTHER = {
    "page": "/c/{number}",
    "json": "/api/v1/certificates/{number}",
    "expired": "/registry/?status=expired",
    "annulled_somewhere": "/registry/?status=annulled&voivodeship=06",
    "two_words": "/registry/?q=spoldzielnia+lublin",
    "short_word": "/registry/?q=ab",
    "map": "/registry/map/",
    "feed": "/registry/feed.atom",
    "api_list": "/api/v1/certificates?q=spoldzielnia",
    "home": "/",
}


def embedded(registry: Registry, folder: Path) -> list[Row]:
    """Serve the same rows from SQLite; give the time of each page, and of the slowest answer."""
    url = f"sqlite:///{folder / 'bench.sqlite3'}"
    manage(url, "migrate", "-v0")
    copy_rows(registry.environment["DATABASE_URL"], folder / "bench.sqlite3")
    number = registry.numbers[0]
    pages = searches(registry) | {
        name: path.format(number=number) for name, path in FURTHER.items()
    }
    label = f"sqlite_{registry.label}"
    with server({"DATABASE_URL": url}) as (port, _process):
        found = {name: latencies(port, path, TIMES) for name, path in pages.items()}
    slowest = max(max(times) for times in found.values())
    rows = [Row.of(f"{label}_{name}", "ms", times) for name, times in found.items()]
    cold = [first_answer(url, folder / "bench.sqlite3", path) for path in pages.values()]
    return [
        *rows,
        Row.of(f"{label}_slowest_page", "ms", [slowest]),
        Row.of(f"{label}_first_answer", "ms", cold),
        Row.of(f"{label}_slowest_first_answer", "ms", [max(cold)]),
    ]


def first_answer(url: str, file: Path, path: str) -> float:
    """Ask a server that has answered nothing yet, while nothing of the file is in memory."""
    with server({"DATABASE_URL": url}) as (port, _process):
        with file.open("rb") as database:
            os.fsync(database.fileno())
            os.posix_fadvise(database.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        [taken] = latencies(port, path, 1)
    return taken


def copy_rows(url: str, target: Path) -> None:
    """Fill the empty tables of a migrated SQLite database with the rows of one on PostgreSQL."""
    with psycopg.connect(url) as source, sqlite3.connect(target, isolation_level=None) as sink:
        sink.execute("PRAGMA foreign_keys=OFF")
        sink.execute("BEGIN")
        guards = _without_guards(sink)
        for table in _empty_tables(sink):
            columns = [row[1] for row in sink.execute(f'PRAGMA table_info("{table}")')]
            marks = ", ".join("?" for _column in columns)
            for rows in _blocks(source, table, columns):
                sink.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)
        for statement in guards:
            sink.execute(statement)
        sink.execute("COMMIT")
        sink.execute("ANALYZE")
    sink.close()


def _without_guards(sink: sqlite3.Connection) -> list[str]:
    """Drop the triggers, since the rows have passed them already; say how to make them again."""
    found = sink.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _statement in found:
        sink.execute(f'DROP TRIGGER "{name}"')
    return [statement for _name, statement in found]


def _empty_tables(sink: sqlite3.Connection) -> list[str]:
    names = sink.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    tables = [name for (name,) in names if not name.startswith("sqlite_")]
    return [one for one in tables if not sink.execute(f'SELECT 1 FROM "{one}"').fetchone()]


def _blocks(
    source: psycopg.Connection, table: str, columns: Sequence[str]
) -> Iterator[list[tuple[Any, ...]]]:
    kinds = dict(
        source.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s",
            [table],
        ).fetchall()
    )
    wanted = ", ".join(
        f'"{column}"::text' if kinds[column] in {"jsonb", "numeric"} else f'"{column}"'
        for column in columns
    )
    with source.cursor(name="rows") as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(f'SELECT {wanted} FROM "{table}"')
        while rows := cursor.fetchmany(AT_ONCE):
            yield [tuple(map(_plain, row)) for row in rows]


def _plain(value: Any) -> Any:
    """Write a value as Django writes it into SQLite."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return value
