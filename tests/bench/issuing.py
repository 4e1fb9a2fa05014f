"""How many certificates two workers issue in the time in which one issues one.

Run as a program it is one worker: it issues the jobs that a line names and says when it is done.

    python -m tests.bench.issuing URL
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence

ISSUED_A_TURN = 6
Job = tuple[int, str]


class Worker:
    """A worker of its own, already warm, that issues what it is given."""

    def __init__(self, url: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.issuing", url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"DATABASE_URL": url},
        )

    def give(self, jobs: Sequence[Job]) -> None:
        """Let it begin."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(jobs) + "\n")
        self.process.stdin.flush()

    def wait(self) -> None:
        """Wait until it has issued everything."""
        assert self.process.stdout is not None
        answers = json.loads(self.process.stdout.readline() or "null")
        if not answers or set(answers) != {"ok"}:
            raise RuntimeError(f"a worker did not issue: {answers}")

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_error: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(30)


def rate_of(workers: Sequence[Worker], jobs: Sequence[Job]) -> float:
    """Share the jobs out; give the certificates a second."""
    started = time.perf_counter()
    for place, worker in enumerate(workers):
        worker.give(jobs[place :: len(workers)])
    for worker in workers:
        worker.wait()
    return len(jobs) / (time.perf_counter() - started)


def main() -> None:
    """Be one worker."""
    os.environ["DATABASE_URL"] = sys.argv[1]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    import django

    django.setup()
    from documents import custody
    from workflows.tasks import run_job

    custody.grant()
    for line in sys.stdin:
        print(json.dumps([run_job(*job) for job in json.loads(line)]), flush=True)


if __name__ == "__main__":
    main()
