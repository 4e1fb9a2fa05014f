"""The databases of a run: one for whole cases, and one for the pages of each size of registry."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.bench.repeating import repeat

ROOT = Path(__file__).resolve().parent.parent.parent
STANDARDS = sorted(str(path) for path in (ROOT / "standards/catalogue").glob("*.yaml"))
UNITS = {"k": 1_000, "m": 1_000_000}
ASKED_FOR = 400
# More rows than these are repeated by the database, which takes a minute instead of a quarter hour.
GENERATED_AT_MOST = 20_000
COUNT = "from certification.operations.tally import count_registry; count_registry()"


@dataclass(frozen=True)
class Registry:
    """A database full of invented certificates, and some numbers spread all over it."""

    label: str
    environment: dict[str, str]
    numbers: list[str]
    migrated_in: float


def timed(work: Callable[[], object]) -> float:
    """Give the seconds that something takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def cases_database(cluster: str) -> tuple[str, float]:
    """Fill the database that the cluster came with: standards, and the accounts of the demo."""
    seconds = _migrated(cluster)
    manage(cluster, "load_demo", "--accounts-only")
    return cluster, seconds


def registry_database(cluster: str, label: str) -> Registry:
    """Make a database with as many certificates as the label says, ready for pages."""
    name = f"registry_{label}"
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    url = f"{cluster.rpartition('/')[0]}/{name}"
    seconds = _migrated(url)
    size = size_of(label)
    generated = min(size, GENERATED_AT_MOST)
    manage(url, "generate_registry", "--certificates", str(generated))
    if size > generated:
        repeat(url, times=size // generated - 1, size=generated)
        manage(url, "shell", "--verbosity", "0", "--command", COUNT)
    with psycopg.connect(url, autocommit=True) as connection:
        # Otherwise the server would tidy up by itself in the middle of the measurement.
        connection.execute("VACUUM ANALYZE")
        found = connection.execute(
            "SELECT number FROM certification_certificate ORDER BY md5(number) LIMIT %s",
            [ASKED_FOR],
        ).fetchall()
    return Registry(label, {"DATABASE_URL": url}, [row[0] for row in found], seconds)


def log_database(cluster: str, label: str) -> str:
    """Make a database whose public log has as many entries as the label says."""
    name = f"log_{label}"
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    url = f"{cluster.rpartition('/')[0]}/{name}"
    manage(url, "migrate", "-v0")
    subprocess.run(
        [sys.executable, "-m", "tests.bench.log_writing", url, str(size_of(label))],
        cwd=ROOT,
        check=True,
    )
    return url


def size_of(label: str) -> int:
    """Read "1k", "100k", "1m"."""
    return int(label[:-1]) * UNITS[label[-1]]


def _migrated(url: str) -> float:
    """Make the tables and load the standards; give the seconds of the migrations alone."""
    seconds = timed(lambda: manage(url, "migrate", "-v0"))
    manage(url, "load_standard", *STANDARDS)
    return seconds


def manage(url: str, *command: str) -> None:
    """Run a command of the product against one database."""
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        check=True,
        stdout=subprocess.DEVNULL,
    )
