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


def timed(work: Callable[[], object]) -> float:
    """Give the seconds that something takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def ready_database(cluster: str) -> float:
    """Fill the database that the cluster came with: tables and standards; all others copy it.

    Gives the seconds of the migrations alone.
    """
    seconds = timed(lambda: manage(cluster, "migrate", "-v0"))
    manage(cluster, "load_standard", *STANDARDS)
    return seconds


def copy_of(cluster: str, name: str, *settings: str) -> str:
    """Make a database like the one that is ready; give its address."""
    server = cluster.rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE atest')
        for one in settings:
            connection.execute(f'ALTER DATABASE "{name}" SET {one}')
    return f"{server}/{name}"


def cases_database(cluster: str) -> str:
    """Make a database with the accounts of the demo."""
    url = copy_of(cluster, "cases")
    manage(url, "load_demo", "--accounts-only")
    return url


def registry_database(cluster: str, label: str) -> Registry:
    """Make a database with as many certificates as the label says, ready for pages."""
    url = copy_of(cluster, f"registry_{label}")
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
    return Registry(label, {"DATABASE_URL": url}, [row[0] for row in found])


def log_database(cluster: str, label: str) -> str:
    """Make a database whose public log has as many entries as the label says."""
    url = copy_of(cluster, f"log_{label}", "synchronous_commit = off")
    subprocess.run(
        [sys.executable, "-m", "tests.bench.log_writing", url, str(size_of(label))],
        cwd=ROOT,
        check=True,
    )
    return url


def size_of(label: str) -> int:
    """Read "1k", "100k", "1m"."""
    return int(label[:-1]) * UNITS[label[-1]]


def manage(url: str, *command: str) -> None:
    """Run a command of the product against one database."""
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        check=True,
        stdout=subprocess.DEVNULL,
    )
