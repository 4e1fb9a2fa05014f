"""Runs what reads a stranger's file in a process of its own, whatever the file was made to do."""

import os
import subprocess
import sys
from collections.abc import Callable

from django.conf import settings

# Nothing of the site's environment goes along: no secret, no address of the database.
KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")
START = (
    "import importlib, sys; sys.path.insert(0, sys.argv[1]); "
    "importlib.import_module(sys.argv[2]).main()"
)


class ProcessFailed(Exception):
    """The process broke, was killed or took too long; nothing is known of the file."""


def run_apart(module: str, given: bytes, *, seconds: int) -> bytes:
    """Hand bytes to ``main`` of a module in a new process; give what it wrote."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    try:
        run = subprocess.run(  # noqa: S603  our own interpreter and module, the file goes to stdin
            [sys.executable, "-I", "-c", START, str(settings.BASE_DIR), module],
            input=given,
            capture_output=True,
            timeout=seconds,
            env=environment,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as failed:
        raise ProcessFailed from failed
    return run.stdout


def answer(work: Callable[[bytes], bytes], *, memory: int, cpu_seconds: int) -> None:
    """Be that process: limits first, then bytes from standard input, and what becomes of them."""
    limit(memory=memory, cpu_seconds=cpu_seconds)
    sys.stdout.buffer.write(work(sys.stdin.buffer.read()))


def limit(*, memory: int, cpu_seconds: int, open_files: int = 64) -> None:
    """Take memory, time and files away from this process, where the system can (POSIX)."""
    try:
        import resource
    except ImportError:  # a system without such limits still has the time-out of the parent
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard < 0 else min(most, hard), hard))
