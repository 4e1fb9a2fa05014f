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
    """Run the web server as production does; give its port and its first process."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--config", "python:config.web_server",
        "--bind", f"127.0.0.1:{port}", "--workers", "1", "config.wsgi:application",
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


def worker_of(process: psutil.Process) -> psutil.Process:
    """Give the one process that answers; the one that it was forked from only watches it."""
    [worker] = process.children()
    return worker


def memory_of(process: psutil.Process, kind: str = "Pss_Anon") -> float:
    """Give the memory of one process, in MiB, as Linux counts it in ``smaps_rollup``.

    ``Pss_Anon`` is anonymous memory, what no file stands behind: all that the process holds alone
    and its share of what it holds together with others. ``Anonymous`` counts the common part
    whole, ``Private_Dirty`` leaves it out.
    """
    for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{kind}:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"the memory of the process cannot be read: {kind}")
