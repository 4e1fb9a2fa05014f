"""The web server loads everything once; its workers share it and are replaced when they die."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.bench.loading import memory_of
from tests.postgres import free_port

READY = """
import gc, django
django.setup()
from django.db import connection
from config.web_server import when_ready
connection.ensure_connection()
when_ready(None)
print(connection.connection is None, gc.get_freeze_count() > 100_000)
"""


def answers(port: int, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            time.sleep(0.1)
    return False


def two_workers(
    first: psutil.Process, without: psutil.Process | None = None
) -> list[psutil.Process]:
    """Wait for the workers, which begin one after another."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        workers = [child for child in first.children() if child != without]
        if len(workers) == 2:
            return workers
        time.sleep(0.1)
    raise AssertionError("there are no two workers")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[int, psutil.Process]]:
    """Run the server with two workers, as ``manage.py start`` does; give port and process."""
    port = free_port()
    here = {"VAR_DIR": str(tmp_path), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": ""}
    process = subprocess.Popen(
        [
            *[sys.executable, "-m", "gunicorn", "--config", "python:config.web_server"],
            *["--bind", f"127.0.0.1:{port}", "--workers", "2", "config.wsgi:application"],
        ],
        env={name: value for name, value in (os.environ | here).items() if value},
    )
    try:
        assert answers(port)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        assert process.wait(20) == 0


def test_nothing_that_two_processes_must_not_share_is_open_when_workers_are_forked():
    run = subprocess.run([sys.executable, "-c", READY], capture_output=True, check=True, text=True)

    assert run.stdout.split() == ["True", "True"]


def test_workers_share_what_was_loaded_and_a_dead_one_is_replaced(served):
    port, first = served
    killed, other = two_workers(first)
    for worker in (killed, other):
        assert memory_of(worker, "Private_Dirty") < memory_of(worker, "Anonymous") / 2

    killed.kill()

    assert answers(port)
    assert other in two_workers(first, without=killed)
