"""``make test``: the whole gate, one summary line for each part.

A part that cannot run here is named in capitals; with ``CI=true`` it fails the gate.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.postgres import binaries, temporary_cluster  # noqa: E402

BIN = Path(sys.executable).parent
IN_CI = os.environ.get("CI") == "true"
# A part that takes longer hangs: it is stopped and fails, and the other parts still run.
LONGEST = 2400  # seconds
SUITE = "not browser and not processes and not archive"
JARS = Path("/usr/share/java")
SYSTEM_PACKAGES = {
    "postgresql": lambda: binaries() is not None,
    "chromium": lambda: shutil.which("chromium") is not None,
    "softhsm2": lambda: shutil.which("softhsm2-util") is not None,
    "gettext": lambda: shutil.which("xgettext") is not None,
    "default-jdk-headless": lambda: shutil.which("javac") is not None,
    "libjaxb-java": (JARS / "jaxb-runtime.jar").exists,
    "qpdf": lambda: shutil.which("qpdf") is not None,
    "poppler-utils": lambda: shutil.which("pdfsig") is not None,
}


class CannotRunError(Exception):
    """The machine lacks what this part needs; the text says what to install."""


@dataclass
class Outcome:
    """How one part ended."""

    name: str
    state: str
    seconds: float
    detail: str = ""


def run(*command: str, env: dict[str, str] | None = None) -> None:
    """Run a command of the tool chain; a failure raises, and nothing of it is left running."""
    program = BIN / command[0]
    first = str(program) if program.exists() else command[0]
    line = [first, *command[1:]]
    child = subprocess.Popen(line, cwd=ROOT, env=os.environ | (env or {}), process_group=0)
    try:
        code = child.wait(timeout=LONGEST)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        os.killpg(child.pid, signal.SIGKILL)
        raise
    if code:
        raise subprocess.CalledProcessError(code, line)


def install_system_packages() -> None:
    """As root, install what is missing through apt; else leave it to the parts to say so."""
    missing = [name for name, is_there in SYSTEM_PACKAGES.items() if not is_there()]
    if not missing or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["update", "-qq"],
        ["install", "-y", "-qq", "--no-install-recommends", *missing],
    ):
        subprocess.run(
            ["apt-get", *command],
            check=False,
            env=os.environ | quiet,
            stdout=subprocess.DEVNULL,
        )


def need(name: str) -> None:
    """Raise unless a system package is there."""
    if not SYSTEM_PACKAGES[name]():
        raise CannotRunError(f"install {name} (apt-get install {name})")


def python() -> str:
    """Give the interpreter of the environment."""
    return str(BIN / "python")


def lint() -> None:
    """Format and lint of Python and templates."""
    run("ruff", "format", "--check", ".")
    run("ruff", "check", ".")
    run("djangofmt", "check", *templates())


def templates() -> list[str]:
    """List the templates of the product."""
    folders = ("config", "standards", "documents", "certification", "workflows")
    return [str(path) for name in folders for path in sorted((ROOT / name).rglob("*.html"))]


def types() -> None:
    """Types, strictly."""
    run("mypy", "config", "workflows", "certification", "documents", "standards")


def contracts() -> None:
    """Imports point down only."""
    run("lint-imports")


def checks() -> None:
    """Migrations are complete and a production's settings are safe."""
    run(python(), "manage.py", "makemigrations", "--check", "--dry-run")
    production = {
        "DEBUG": "0",
        "SECRET_KEY": "k" * 60 + "-0123456789-abcdefgh",
        "ALLOWED_HOSTS": "registry.example",
        "PUBLIC_URL": "https://registry.example",
    }
    run(python(), "manage.py", "check", "--deploy", "--fail-level", "WARNING", env=production)


def catalogues() -> None:
    """No Polish message is missing or fuzzy."""
    need("gettext")
    run(python(), "-m", "tests.catalogues")


def suite_on_sqlite() -> None:
    """The suite on the embedded database."""
    run("pytest", "-n", "2", "-m", SUITE, env={"DATABASE_URL": ""})


def suite_on_postgres() -> None:
    """The suite on PostgreSQL."""
    need("postgresql")
    with temporary_cluster() as url:
        run("pytest", "-n", "2", "-m", SUITE, env={"DATABASE_URL": url})


def processes() -> None:
    """A real broker and real workers."""
    run("pytest", "-m", "processes", env={"DATABASE_URL": ""})


def archive() -> None:
    """Every kind of document against PDF/A-3a and PDF/UA-1, and its seal."""
    for name in ("default-jdk-headless", "libjaxb-java", "qpdf", "poppler-utils"):
        need(name)
    run("pytest", "-m", "archive", env={"DATABASE_URL": ""})


def browser() -> None:
    """Both whole paths in Chromium, and axe on every page."""
    need("chromium")
    run("pytest", "-n", "2", "-m", "browser", env={"DATABASE_URL": ""})


PARTS: dict[str, Callable[[], None]] = {
    "lint": lint,
    "types": types,
    "contracts": contracts,
    "checks": checks,
    "catalogues": catalogues,
    "suite-sqlite": suite_on_sqlite,
    "suite-postgres": suite_on_postgres,
    "processes": processes,
    "archive": archive,
    "browser": browser,
}


def play(name: str, part: Callable[[], None]) -> Outcome:
    """Run one part and say how it ended."""
    print(f"\n=== {name}: {(part.__doc__ or '').strip()}", flush=True)
    started = time.monotonic()
    try:
        part()
    except CannotRunError as lack:
        state = "failed" if IN_CI else "NOT RUN"
        return Outcome(name, state, time.monotonic() - started, str(lack).upper())
    except subprocess.CalledProcessError as failure:
        return Outcome(name, "failed", time.monotonic() - started, f"exit {failure.returncode}")
    except subprocess.TimeoutExpired:
        detail = f"stopped after {LONGEST} s"
        return Outcome(name, "failed", time.monotonic() - started, detail)
    return Outcome(name, "passed", time.monotonic() - started)


def main(chosen: list[str]) -> int:
    """Run the parts asked for, or all of them; give 0 only if none failed."""
    os.chdir(ROOT)
    install_system_packages()
    outcomes = [play(name, part) for name, part in PARTS.items() if not chosen or name in chosen]
    print("\n=== summary")
    for outcome in outcomes:
        print(f"{outcome.state:8} {outcome.name:16} {outcome.seconds:7.1f} s  {outcome.detail}")
    passed = sum(outcome.state == "passed" for outcome in outcomes)
    failed = sum(outcome.state == "failed" for outcome in outcomes)
    print(f"parts: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
