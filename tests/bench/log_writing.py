"""Appends and proofs in a public log of a million entries beside one of a thousand.

Run as a program of its own: it needs two databases at once, and the product has one. Appends do not
wait for the disk here, which takes longer than all the rest and as long for either log.

    python -m tests.bench.log_writing URL SIZE    fills a migrated, empty database
    python -m tests.bench.log_writing URL         does what its lines say: append or prove
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg

APPENDS = 200
PROVED = 200
MOMENT = "2026-05-01T12:00:00.000000Z"


def fill(url: str, size: int) -> None:
    """Write a log in bulk, with the hashes that appending would have stored."""
    from documents.log import tree

    growing = tree.Growing()

    def leaves() -> Iterator[str]:
        for position in range(size):
            yield f'{{"kind":"key","number":"N-{position}","time":"{MOMENT}"}}'

    with psycopg.connect(url) as connection:
        with (
            connection.cursor() as cursor,
            cursor.copy(
                "COPY documents_logentry (position, kind, number, recorded_at, leaf, once) "
                "FROM STDIN"
            ) as copy,
        ):
            for position, leaf in enumerate(leaves()):
                copy.write_row((position, "key", f"N-{position}", MOMENT, leaf, f"n:{position}"))
        with (
            connection.cursor() as cursor,
            cursor.copy("COPY documents_loghash (place, value) FROM STDIN") as copy,
        ):
            place = 0
            for leaf in leaves():
                for value in growing.add(tree.leaf_hash(leaf.encode())):
                    copy.write_row((place, value))
                    place += 1
    with psycopg.connect(url, autocommit=True) as connection:
        # Otherwise the server would tidy up by itself in the middle of the measurement.
        connection.execute("VACUUM ANALYZE documents_logentry")
        connection.execute("VACUUM ANALYZE documents_loghash")


def append_many() -> float:
    """Append as operations do, each in a transaction of its own; give the seconds of one."""
    from documents.log.operations import append
    from documents.log.reading import tree_size

    first = tree_size()
    started = time.perf_counter()
    for number in range(first, first + APPENDS):
        append(kind="key", number=f"B-{number}", facts={"state": "active"}, once=f"b:{number}")
    return (time.perf_counter() - started) / APPENDS


def prove_many() -> float:
    """Prove entries spread all over the log; give the seconds of one proof."""
    from documents.log.reading import inclusion_path, tree_size

    size, chosen = tree_size(), random.Random(PROVED)
    started = time.perf_counter()
    for _ in range(PROVED):
        inclusion_path(chosen.randrange(size), size)
    return (time.perf_counter() - started) / PROVED


WORKS = {"append": append_many, "prove": prove_many}


class Log:
    """A process that works on one log each time it is asked, already warm."""

    def __init__(self, url: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.log_writing", url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"DATABASE_URL": url},
        )
        for what in WORKS:
            self.seconds(what)

    def seconds(self, what: str) -> float:
        """Let it append or prove; give the seconds of one."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def __enter__(self) -> "Log":
        return self

    def __exit__(self, *_error: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(30)


def main() -> None:
    os.environ["DATABASE_URL"] = sys.argv[1]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    import django

    django.setup()
    if len(sys.argv) > 2:
        fill(sys.argv[1], int(sys.argv[2]))
        return
    for line in sys.stdin:
        print(WORKS[line.strip()](), flush=True)


if __name__ == "__main__":
    main()
