"""Runs a few processes as one: they start together, and when one ends all do."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import FrameType

from django.conf import settings

PATIENCE_SECONDS = 15
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """Holds child processes; a signal to this process stops them in order."""

    def __init__(self, commands: Mapping[str, Sequence[str]]) -> None:
        """Take the commands by the names used in messages."""
        self.commands = commands
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def start(self) -> None:
        """Start every process in a session of its own, so that Ctrl-C reaches only this one."""
        for number in SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._ask_to_stop)
        for name, command in self.commands.items():
            self.children[name] = subprocess.Popen(  # noqa: S603
                command, cwd=settings.BASE_DIR, start_new_session=True
            )

    def wait_until_answering(self, url: str, seconds: float = 60) -> bool:
        """Wait for the first answer; give False when a process ends or nobody answers."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.ended() and not self.stopping:
            try:
                with urllib.request.urlopen(url, timeout=2):  # noqa: S310  our own address
                    return True
            except urllib.error.HTTPError as refusal:
                return refusal.code < HTTPStatus.INTERNAL_SERVER_ERROR
            except OSError:
                time.sleep(0.1)
        return self.stopping

    def run(self) -> str:
        """Wait for a signal or for the end of a process, stop the rest; name what ended itself."""
        while not self.stopping and not self.ended():
            time.sleep(0.2)
        failed = "" if self.stopping else self.ended()
        self.stop()
        return failed

    def ended(self) -> str:
        """Name a process that has ended."""
        for name, child in self.children.items():
            if child.poll() is not None:
                return name
        return ""

    def stop(self) -> None:
        """Ask all to stop, the last first, and end by force what does not."""
        for child in reversed(self.children.values()):
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + PATIENCE_SECONDS
        for child in self.children.values():
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True
