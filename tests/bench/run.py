"""``make bench``: every figure beside its floor, in one interleaved run, on PostgreSQL, no DEBUG.

Prints a table and writes ``var/bench/results.json``: a list of rows with name, unit, value, floor,
ratio, min and max; ``value`` and ``floor`` are medians, ``min`` and ``max`` those of the value.
docs/performance.md says what each figure means. How far it is stands on the error stream.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

from tests.bench import issuing, lists  # noqa: E402
from tests.bench.databases import (  # noqa: E402
    Registry,
    cases_database,
    log_database,
    ready_database,
    registry_database,
    timed,
)
from tests.bench.embedded import embedded  # noqa: E402
from tests.bench.loading import memory_of, rate, server, worker_of  # noqa: E402
from tests.bench.log_writing import Log  # noqa: E402
from tests.bench.report import Row, report  # noqa: E402
from tests.postgres import temporary_cluster  # noqa: E402

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "2"))
# How many certificates the registries hold, how many entries the logs, how many SQLite.
SIZES = os.environ.get("BENCH_REGISTRIES", "1k,1m").split(",")
LOGS = os.environ.get("BENCH_LOGS", "1k,1m").split(",")
EMBEDDED = os.environ.get("BENCH_SQLITE", "100k")
SCORES_A_ROUND = 200
ASKED_A_ROUND, WARM = 20, 5
ISSUING_ROUNDS = min(ROUNDS, 5)
STOCK = {"DJANGO_SETTINGS_MODULE": "tests.bench.stock"}


@dataclass
class Pair:
    """One figure and its floor, measured in turns."""

    name: str
    unit: str
    value: Callable[[], float]
    floor: Callable[[], float]
    values: list[float] = field(default_factory=list)
    floors: list[float] = field(default_factory=list)

    def measure(self) -> None:
        """Take one more of both; which of them goes first changes from round to round."""
        turns = [(self.floors, self.floor), (self.values, self.value)]
        for kept, work in turns if len(self.values) % 2 else reversed(turns):
            kept.append(work())

    def row(self) -> Row:
        """Give the medians and the ratio between them."""
        return Row.of(self.name, self.unit, self.values, self.floors)


def pages_of(registry: Registry, port: int, stock_port: int) -> list[Pair]:
    """Set the certificate page beside the floor of its own server and that of stock Django."""
    pages = [f"/c/{number}" for number in registry.numbers]
    data = [f"/api/v1/certificates/{number}" for number in registry.numbers]
    floors = [f"/floor/{number}" for number in registry.numbers]

    def ask(at: int, paths: list[str]) -> Callable[[], float]:
        rate(at, paths, 1)
        return lambda: rate(at, paths, SECONDS)

    label, asked = registry.label, ask(port, floors)
    kinds = {
        "page": pages,
        "json": data,
        "list": ["/registry/"],
        "json_list": ["/api/v1/certificates"],
    }
    found = [
        Pair(f"{name}_vs_floor_{label}", "pages/s", ask(port, paths), asked)
        for name, paths in kinds.items()
    ]
    stock = ask(stock_port, floors)
    return [*found, Pair(f"page_vs_stock_{label}", "pages/s", found[0].value, stock)]


def searches_of(ports: Mapping[str, tuple[Registry, int]]) -> list[Row]:
    """Set each search, and single pages, in the largest registry beside the smallest, in turns."""
    both = list(ports.values())
    (small, small_port), (large, large_port) = both[0], both[-1]
    asked = lists.searches(large) | lists.single_pages(large)
    floors = lists.searches(small) | lists.single_pages(small)
    pair, rows = f"{large.label}_vs_{small.label}", []
    for name, path in asked.items():
        values: list[float] = []
        under: list[float] = []
        for port, where in ((large_port, path), (small_port, floors[name])):
            lists.latencies(port, where, WARM)
        for _ in range(ROUNDS):
            under += lists.latencies(small_port, floors[name], ASKED_A_ROUND)
            values += lists.latencies(large_port, path, ASKED_A_ROUND)
        what = "one" if name in ("page", "json") else "search"
        p95 = [lists.p95(values)], [lists.p95(under)]
        rows.append(Row.of(f"{what}_p50_{pair}_{name}", "ms", values, under))
        rows.append(Row.of(f"{what}_p95_{pair}_{name}", "ms", *p95))
    worst = max(
        (row for row in rows if row.name.startswith("search_p95_")), key=lambda row: row.ratio or 0
    )
    return [*rows, replace(worst, name=f"search_p95_{pair}")]


def of_the_domain() -> list[Pair]:
    """Set whole cases beside the bare engine, and one score sheet beside its bare arithmetic."""
    # They need the database that is only now there.
    from tests.bench import cases, certificates, comparisons, scores
    from tests.bench.keys import make_keys

    def each(work: Callable[[], object]) -> Callable[[], float]:
        return lambda: timed(lambda: [work() for _ in range(SCORES_A_ROUND)]) / SCORES_A_ROUND

    make_keys()
    cases.warm_up()
    comparisons.versions()
    certificates.get_ready()
    return [
        Pair(
            "seal_vs_parts",
            "s",
            lambda: timed(certificates.whole),
            lambda: timed(certificates.parts),
        ),
        Pair("case_vs_viewflow", "s", cases.a_case, cases.bare),
        Pair("score_vs_arithmetic", "s", each(scores.sheet), each(scores.arithmetic)),
        Pair(
            "diff_2000_vs_reading",
            "s",
            lambda: timed(comparisons.difference),
            lambda: timed(comparisons.reading),
        ),
        Pair(
            "load_2000_vs_export",
            "s",
            lambda: timed(comparisons.loading),
            lambda: timed(comparisons.exporting),
        ),
    ]


def of_the_logs(logs: Mapping[str, str], running: ExitStack) -> list[Pair]:
    """Set appends and proofs in a long log beside those in a short one."""
    short, *_others, long = (running.enter_context(Log(url)) for url in logs.values())
    pair = f"{list(logs)[-1]}_vs_{next(iter(logs))}"
    return [
        Pair(
            f"log_{what}_{pair}",
            "s",
            lambda what=what: long.seconds(what),
            lambda what=what: short.seconds(what),
        )
        for what in ("append", "prove")
    ]


def of_workers(url: str) -> Row:
    """Set two workers that issue certificates beside one, in turns."""
    from tests.bench import cases

    values, floors = [], []
    with issuing.Worker(url) as first, issuing.Worker(url) as second:
        for worker in (first, second):
            issuing.rate_of([worker], cases.waiting(1))
        for _ in range(ISSUING_ROUNDS):
            jobs = cases.waiting(2 * issuing.ISSUED_A_TURN)
            floors.append(issuing.rate_of([first], jobs[::2]))
            values.append(issuing.rate_of([first, second], jobs[1::2]))
    return Row.of("two_workers_vs_one", "certs/s", values, floors)


def of_pages(registries: Mapping[str, Registry], running: ExitStack) -> list[Row]:
    """Serve every registry; measure its pages, its searches, and what its worker then holds."""
    pairs, servers, ports = [], {}, {}
    for label, registry in registries.items():
        port, process = running.enter_context(server(registry.environment))
        stock_port, _stock = running.enter_context(server(registry.environment | STOCK))
        servers[label], ports[label] = process, (registry, port)
        pairs += pages_of(registry, port, stock_port)
    rows = [*in_turns(pairs), *searches_of(ports)]
    largest, (registry, port) = list(ports.items())[-1]
    check = lists.check(port, registry)
    rows.append(Row.of("check_1000", "s", [check() for _ in range(ROUNDS)]))
    for label, first in servers.items():
        worker = worker_of(first)
        shared, own = memory_of(worker), memory_of(worker, "Private_Dirty")
        rows.append(Row.of(f"worker_memory_{label}", "MiB", [shared]))
        rows.append(Row.of(f"one_more_worker_{label}", "MiB", [own]))
        rows.append(Row.of(f"web_server_memory_{label}", "MiB", [shared + memory_of(first)]))
    gained, seconds = lists.memory_of_csv(port, worker_of(servers[largest]))
    rows.append(Row.of(f"csv_{largest}_memory", "MiB", [gained]))
    rows.append(Row.of(f"csv_{largest}_time", "s", [seconds]))
    return rows


def in_turns(pairs: list[Pair]) -> list[Row]:
    """Measure every pair once a round."""
    for _ in range(ROUNDS):
        for pair in pairs:
            pair.measure()
    return [pair.row() for pair in pairs]


@contextmanager
def part(name: str) -> Iterator[None]:
    """Say on the error stream how long a part took."""
    started = time.perf_counter()
    yield
    print(f"{name}: {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)


def main() -> None:
    """Run everything on one fresh cluster: a database for the cases, one for each registry.

    The cases need the accounts of the demo, and a production refuses to serve a database that
    holds them; so no page is ever served from there.
    """
    rows: list[Row] = []
    with temporary_cluster(durable=True) as cluster, tempfile.TemporaryDirectory() as var:
        os.environ["VAR_DIR"] = var
        with part("an empty database"):
            migrations = ready_database(cluster)
        registries = {}
        for label in dict.fromkeys([*SIZES, EMBEDDED]):
            with part(f"filling a registry of {label}"):
                registries[label] = registry_database(cluster, label)
        with part("filling the logs"):
            logs = {label: log_database(cluster, label) for label in LOGS}
        url = os.environ["DATABASE_URL"] = cases_database(cluster)
        with part("cases, documents, standards"):
            rows += in_turns(of_the_domain())
        with part("log"), ExitStack() as running:
            rows += in_turns(of_the_logs(logs, running))
        with part("issuing"):
            rows.append(of_workers(url))
        with part("pages and searches"), ExitStack() as running:
            rows += of_pages({label: registries[label] for label in SIZES}, running)
        with part("SQLite"):
            rows += embedded(registries[EMBEDDED], Path(var))
        rows.append(Row.of("migrations_empty", "s", [migrations]))
    print(report(rows, ROOT / "var" / "bench" / "results.json"))


if __name__ == "__main__":
    main()
