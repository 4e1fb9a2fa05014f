"""``make bench``: every figure beside its floor, in one interleaved run, on PostgreSQL, no DEBUG.

Prints a table and writes ``var/bench/results.json``: a list of rows with name, unit, value, floor,
ratio, min and max; ``value`` and ``floor`` are medians, ``min`` and ``max`` those of the value.
docs/performance.md says what each figure means.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

from tests.bench import lists  # noqa: E402
from tests.bench.databases import (  # noqa: E402
    Registry,
    cases_database,
    log_database,
    registry_database,
    timed,
)
from tests.bench.loading import memory_of_worker, rate, server  # noqa: E402
from tests.bench.log_writing import Appender  # noqa: E402
from tests.bench.report import Row, report  # noqa: E402
from tests.postgres import temporary_cluster  # noqa: E402

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "2"))
# How many certificates the registries hold: "1k,100k" unless told; "1k,1m" takes a quarter more
# of an hour to fill.
SIZES = os.environ.get("BENCH_REGISTRIES", "1k,100k").split(",")
SCORES_A_ROUND = 200
ASKED_A_ROUND, WARM = 20, 5
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

    return [
        Pair(f"page_vs_floor_{registry.label}", "pages/s", ask(port, pages), ask(port, floors)),
        Pair(
            f"page_vs_stock_{registry.label}", "pages/s", ask(port, pages), ask(stock_port, floors)
        ),
        Pair(f"json_vs_floor_{registry.label}", "pages/s", ask(port, data), ask(port, floors)),
        Pair(
            f"list_vs_floor_{registry.label}",
            "pages/s",
            ask(port, ["/registry/"]),
            ask(port, floors),
        ),
    ]


def searches_of(ports: Mapping[str, tuple[Registry, int]]) -> list[Row]:
    """Set each search in the largest registry beside the same in the smallest, in turns."""
    (small, small_port), *_others, (large, large_port) = ports.values()
    asked = lists.searches(large)
    floors = lists.searches(small)
    rows = []
    for name, path in asked.items():
        values: list[float] = []
        under: list[float] = []
        for port, where in ((large_port, path), (small_port, floors[name])):
            lists.latencies(port, where, WARM)
        for _ in range(ROUNDS):
            under += lists.latencies(small_port, floors[name], ASKED_A_ROUND)
            values += lists.latencies(large_port, path, ASKED_A_ROUND)
        pair = f"{large.label}_vs_{small.label}"
        rows.append(Row.of(f"search_p50_{pair}_{name}", "ms", values, under))
        rows.append(
            Row.of(f"search_p95_{pair}_{name}", "ms", [lists.p95(values)], [lists.p95(under)])
        )
    worst = max((row for row in rows if "_p95_" in row.name), key=lambda row: row.ratio or 0)
    return [*rows, replace(worst, name=f"search_p95_{large.label}_vs_{small.label}")]


def of_the_domain() -> list[Pair]:
    """Set whole cases beside the bare engine, and one score sheet beside its bare arithmetic."""
    # They need the database that is only now there.
    from tests.bench import cases, certificates, comparisons, scores

    def each(work: Callable[[], object]) -> Callable[[], float]:
        return lambda: timed(lambda: [work() for _ in range(SCORES_A_ROUND)]) / SCORES_A_ROUND

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


def of_the_log(logs: Mapping[str, str], running: ExitStack) -> Pair:
    """Set an append to a long log beside an append to a short one."""
    long, short = (running.enter_context(Appender(logs[label])) for label in ("1m", "1k"))
    return Pair("log_append_1m_vs_1k", "s", long, short)


def measure(
    registries: Mapping[str, Registry], logs: Mapping[str, str], migrations: list[float]
) -> list[Row]:
    """Run the servers side by side and measure every pair once a round."""
    with ExitStack() as running:
        pairs = [*of_the_domain(), of_the_log(logs, running)]
        workers, ports = {}, {}
        for label, registry in registries.items():
            port, process = running.enter_context(server(registry.environment))
            stock_port, _stock = running.enter_context(server(registry.environment | STOCK))
            workers[label], ports[label] = process, (registry, port)
            pairs += pages_of(registry, port, stock_port)
        for _ in range(ROUNDS):
            for pair in pairs:
                pair.measure()
        rows = searches_of(ports)
        largest, (registry, port) = list(ports.items())[-1]
        check = lists.check(port, registry)
        rows.append(Row.of("check_1000", "s", [check() for _ in range(ROUNDS)]))
        memory = [
            Row.of(f"worker_memory_{label}", "MiB", [memory_of_worker(process)])
            for label, process in workers.items()
        ]
        gained, seconds = lists.memory_of_csv(port, workers[largest])
        rows.append(Row.of(f"csv_{largest}_memory", "MiB", [gained]))
        rows.append(Row.of(f"csv_{largest}_time", "s", [seconds]))
    return [
        *(pair.row() for pair in pairs),
        *rows,
        *memory,
        Row.of("migrations_empty", "s", migrations),
    ]


def main() -> None:
    """Run everything on one fresh cluster: a database for the cases, one for each registry.

    The cases need the accounts of the demo, and a production refuses to serve a database that
    holds them; so no page is ever served from there.
    """
    with temporary_cluster(durable=True) as cluster, tempfile.TemporaryDirectory() as var:
        os.environ["VAR_DIR"] = var
        registries = {label: registry_database(cluster, label) for label in SIZES}
        logs = {label: log_database(cluster, label) for label in ("1k", "1m")}
        url, seconds = cases_database(cluster)
        os.environ["DATABASE_URL"] = url
        migrations = [*(one.migrated_in for one in registries.values()), seconds]
        rows = measure(registries, logs, migrations)
    print(report(rows, ROOT / "var" / "bench" / "results.json"))


if __name__ == "__main__":
    main()
