"""``make bench``: every figure beside its floor, in one run, on PostgreSQL with DEBUG off.

Prints a table and writes ``var/bench/results.json``: a list of rows with name, unit, value, floor,
ratio, min and max; ``value`` and ``floor`` are medians, ``min`` and ``max`` those of the value.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.bench.loading import memory_of_worker, rate, server  # noqa: E402
from tests.postgres import temporary_cluster  # noqa: E402

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "2"))
RESULTS: list[dict[str, object]] = []


def note(name: str, unit: str, values: Sequence[float], floors: Sequence[float]) -> None:
    """Keep one figure: the medians of value and floor, and the ratio between them."""
    value = statistics.median(values)
    floor = statistics.median(floors) if floors else None
    RESULTS.append(
        {
            "name": name,
            "unit": unit,
            "value": round(value, 6),
            "floor": None if floor is None else round(floor, 6),
            "ratio": None if floor is None else round(value / floor, 4),
            "min": round(min(values), 6),
            "max": round(max(values), 6),
        }
    )


def manage(*command: str) -> None:
    """Run a command of the product against the database of the run."""
    subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )


def timed(work: Callable[[], object]) -> float:
    """Give the seconds that something takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure_pages(label: str, rounds: int) -> None:
    """Measure the certificate page beside the floor page of the same server, in turns."""
    from certification.models import Certificate

    numbers = list(Certificate.objects.order_by("pk").values_list("number", flat=True)[:400])
    pages = [f"/c/{number}" for number in numbers]
    floors = [f"/floor/{number}" for number in numbers]
    with server({"DJANGO_SETTINGS_MODULE": "tests.bench.settings"}) as (port, process):
        rate(port, pages, 1), rate(port, floors, 1)
        page_rates, floor_rates = [], []
        for _ in range(rounds):
            page_rates.append(rate(port, pages, SECONDS))
            floor_rates.append(rate(port, floors, SECONDS))
        note(f"page_vs_floor_{label}", "pages/s", page_rates, floor_rates)
        note(f"worker_memory_{label}", "MiB", [memory_of_worker(process)], [])


def measure_score(rounds: int) -> None:
    """Measure one computation of a score sheet beside the cost of its bare arithmetic."""
    from tests.bench.scores import arithmetic, sheet

    repeat = 200
    value = [timed(lambda: [sheet() for _ in range(repeat)]) / repeat for _ in range(rounds)]
    floor = [timed(lambda: [arithmetic() for _ in range(repeat)]) / repeat for _ in range(rounds)]
    note("score_vs_arithmetic", "s", value, floor)


def measure_cases(rounds: int) -> None:
    """Measure whole cases beside the bare engine."""
    from tests.bench.cases import measure

    real, floor = measure(rounds)
    note("case_vs_viewflow", "s", real, floor)


def report() -> None:
    """Print the table and write the file."""
    target = ROOT / "var" / "bench" / "results.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(RESULTS, indent=2) + "\n")
    columns = ("value", "floor", "ratio", "min", "max")
    print(f"{'name':28} {'unit':10}" + "".join(f"{column:>14}" for column in columns))
    for row in RESULTS:
        cells = ["–" if row[column] is None else row[column] for column in columns]
        print(f"{row['name']:28} {row['unit']:10}" + "".join(f"{cell:>14}" for cell in cells))
    print(f"written to {target.relative_to(ROOT)}")


def main() -> None:
    """Run everything on one fresh cluster."""
    with temporary_cluster(durable=True) as url, tempfile.TemporaryDirectory() as var:
        os.environ |= {
            "DATABASE_URL": url,
            "VAR_DIR": var,
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        }
        note("migrations_empty", "s", [timed(lambda: manage("migrate", "-v0"))], [])
        manage(
            "load_standard",
            *sorted(str(path) for path in (ROOT / "standards/catalogue").glob("*.yaml")),
        )
        manage("load_demo", "--accounts-only")
        measure_cases(ROUNDS)
        measure_score(ROUNDS)
        manage("generate_registry", "--certificates", "1000")
        measure_pages("1k", ROUNDS)
    report()


if __name__ == "__main__":
    main()
