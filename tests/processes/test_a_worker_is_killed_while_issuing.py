"""Real processes: a broker of files, workers, the scheduler, and a kill in the worst moment."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes
ROOT = Path(__file__).resolve().parent.parent.parent


class Installation:
    """An embedded installation in a temporary folder, with processes that can be killed."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.environment = os.environ | {
            "VAR_DIR": str(var),
            "DATABASE_URL": f"sqlite:///{var / 'atest.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "tests.processes.settings",
        }
        self.running: list[subprocess.Popen] = []

    def manage(self, *command: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, check=True
        )

    def script(self, module: str, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip().splitlines()[-1]

    def celery(self, *command: str, **environment: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config", *command, "--loglevel", "WARNING"],
            cwd=ROOT,
            env=self.environment | environment,
            start_new_session=True,
        )
        self.running.append(process)
        return process

    def worker(self, **environment: str) -> subprocess.Popen:
        return self.celery("worker", "--concurrency", "1", **environment)

    def beat(self) -> subprocess.Popen:
        return self.celery("beat", "--schedule", str(self.var / "beat-test"))

    def kill(self, process: subprocess.Popen) -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def stop(self) -> None:
        for process in self.running:
            if process.poll() is None:
                self.kill(process)

    def ask(self, query: str, *values: str) -> list[tuple]:
        with sqlite3.connect(self.var / "atest.sqlite3", timeout=20) as database:
            return database.execute(query, values).fetchall()

    def wait(self, question, seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while not question():
            assert time.monotonic() < until, "it took too long"
            time.sleep(0.1)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("installation"))
    installation.manage("migrate", "-v0")
    catalogue = sorted(str(path) for path in (ROOT / "standards/catalogue").glob("*.yaml"))
    installation.manage("load_standard", *catalogue)
    installation.manage("load_demo", "--accounts-only")
    yield installation
    installation.stop()


STEPS = ("signing", "drawing", "sealing", "sealed")
LOGGED = "SELECT kind, count(*) FROM documents_logentry WHERE number = ? GROUP BY kind"


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_anywhere_leads_to_exactly_one_certificate(prepared, step):
    slow = prepared.worker(SLOW_STEP=step, SLOW_SECONDS="60")
    number = prepared.script("tests.processes.decide", str(STEPS.index(step)))
    prepared.wait((prepared.var / step).exists)

    prepared.kill(slow)

    worker, beat = prepared.worker(), prepared.beat()
    status = "SELECT status FROM certification_application WHERE number = ?"
    prepared.wait(lambda: prepared.ask(status, number) == [("certified",)], 120)
    time.sleep(2)
    issued = (
        "SELECT c.number, c.document_id, d.number FROM certification_certificate c "
        "JOIN certification_application a ON a.id = c.application_id "
        "LEFT JOIN documents_dossier d ON d.number = c.number WHERE a.number = ?"
    )
    [(certificate, _document, dossier)] = prepared.ask(issued, number)
    assert dossier == certificate
    drawn = "SELECT count(*) FROM documents_document WHERE kind = 'certificate' AND origin = ?"
    assert prepared.ask(drawn, certificate) == [(2,)]
    logged = dict(prepared.ask(LOGGED, certificate))
    # One credential, and a sealed file in each of the two languages.
    assert (logged["credential"], logged["sealed_file"]) == (1, 2)
    places = "SELECT count(*) FROM documents_statusentry WHERE number = ?"
    assert prepared.ask(places, certificate) == [(2,)]
    assert prepared.ask("SELECT DISTINCT status FROM viewflow_process") == [("DONE",)]
    unsent = "SELECT count(*) FROM certification_message WHERE sent_at IS NULL"
    prepared.wait(lambda: prepared.ask(unsent) == [(0,)])
    for process in (beat, worker):
        prepared.kill(process)


def test_everything_issued_after_the_kills_is_whole(prepared):
    prepared.manage("audit")
