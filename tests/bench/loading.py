"""A server under test and a small client that counts how many pages it answers."""

import http.client
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
CLIENTS = 4


@contextmanager
def server(environment: dict[str, str]) -> Iterator[tuple[int, psutil.Process]]:
    """Run granian with one worker, as production does; give its port and process."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1",
        "--blocking-threads", "2", "--host", "127.0.0.1", "--port", str(port),
        "--no-access-log", "--log-level", "error", "config.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(port)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def rate(port: int, paths: Sequence[str], seconds: float) -> float:
    """Give the answers a second of a few clients that ask for random paths of the list."""
    counts = [0] * CLIENTS
    until = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=_ask, args=(port, paths, until, counts, number))
        for number in range(CLIENTS)
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - started)


def _ask(port: int, paths: Sequence[str], until: float, counts: list[int], place: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    chosen = random.Random(place)
    while time.perf_counter() < until:
        connection.request("GET", chosen.choice(paths))
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(f"answered {answer.status}")
        counts[place] += 1
    connection.close()


def memory_of_worker(process: psutil.Process) -> float:
    """Give the anonymous memory of the one worker, in MiB: what no file stands behind."""
    workers = process.children(recursive=True)
    largest = max(workers or [process], key=lambda worker: worker.memory_info().rss)
    for line in Path(f"/proc/{largest.pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the memory of the worker cannot be read")
