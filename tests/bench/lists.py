"""What is asked of a registry beside its pages: lists, searches, a check of many, all as CSV."""

import http.client
import json
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from itertools import cycle, islice
from urllib.parse import quote

import psutil
import psycopg

from tests.bench.databases import Registry
from tests.bench.loading import memory_of

ASKED_AT_ONCE = 1000
PAGE_ROWS = 20
THOUSANDTH = 1000
READ_AT_ONCE = 1 << 16
# A word that very many names hold, and letters that stand in none.
FREQUENT = "spoldzielnia"
NO_HIT = "xqzvwk"


def searches(registry: Registry) -> dict[str, str]:
    """Name the questions whose time must not depend on the size of the registry."""
    return {
        "first": "/registry/",
        "thousandth": f"/registry/?page={mark_of_page(registry, THOUSANDTH)}",
        "rare": f"/registry/?q={quote(registry.numbers[0])}",
        "frequent": f"/registry/?q={FREQUENT}",
        "no_hit": f"/registry/?q={NO_HIT}",
    }


def single_pages(registry: Registry) -> dict[str, list[str]]:
    """Name the pages of single certificates, many of each, so that no row is asked for twice."""
    return {
        "page": [f"/c/{number}" for number in registry.numbers],
        "json": [f"/api/v1/certificates/{number}" for number in registry.numbers],
    }


def mark_of_page(registry: Registry, page: int) -> str:
    """Give the mark that the links carry to a page; a short list ends with its last page."""
    with psycopg.connect(registry.environment["DATABASE_URL"]) as connection:
        count = connection.execute("SELECT COUNT(*) FROM certification_certificate").fetchone()[0]
        place = min(page * PAGE_ROWS, count - PAGE_ROWS) - 1
        day, pk = connection.execute(
            "SELECT issued_on, id FROM certification_certificate"
            " ORDER BY issued_on DESC, id DESC OFFSET %s LIMIT 1",
            [place],
        ).fetchone()
    return f"after.{day.isoformat()}.{pk}"


def latencies(port: int, path: str | Sequence[str], times: int) -> list[float]:
    """Ask one after another over one connection; give the milliseconds of each answer.

    Of several paths each answer is for another.
    """
    paths = cycle([path] if isinstance(path, str) else path)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    found = []
    for where in islice(paths, times):
        started = time.perf_counter()
        connection.request("GET", where)
        answer = connection.getresponse()
        answer.read()
        found.append(1000 * (time.perf_counter() - started))
        if answer.status != HTTPStatus.OK:
            raise RuntimeError(f"{where} answered {answer.status}")
    connection.close()
    return found


def p95(figures: Sequence[float]) -> float:
    """Give the time that nineteen answers of twenty keep."""
    return statistics.quantiles(figures, n=20)[-1]


def check(port: int, registry: Registry) -> Callable[[], float]:
    """Check a thousand numbers in one request; give its seconds."""
    numbers = (registry.numbers * ASKED_AT_ONCE)[:ASKED_AT_ONCE]
    body = json.dumps({"numbers": numbers})

    def ask() -> float:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        started = time.perf_counter()
        connection.request(
            "POST", "/api/v1/certificates/check", body, {"Content-Type": "application/json"}
        )
        answer = connection.getresponse()
        rows = json.loads(answer.read())
        seconds = time.perf_counter() - started
        if len(rows) != ASKED_AT_ONCE or any(row["status"] is None for row in rows):
            raise RuntimeError("the check did not answer for every number")
        return seconds

    return ask


def memory_of_csv(port: int, worker: psutil.Process) -> tuple[float, float]:
    """Take the whole registry as CSV; give the MiB that the worker gained, and the seconds."""
    before, peak, over = memory_of(worker, "Anonymous"), 0.0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not over.is_set():
            peak = max(peak, memory_of(worker, "Anonymous"))
            over.wait(0.5)

    watcher = threading.Thread(target=watch)
    watcher.start()
    started = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", "/api/v1/registry.csv")
    answer = connection.getresponse()
    while answer.read(READ_AT_ONCE):
        pass
    over.set()
    watcher.join()
    return max(0.0, peak - before), time.perf_counter() - started
