"""``make run``: prepares the installation and runs web server, worker and scheduler together."""

import hashlib
import io
import os
import socket
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from certification.models import User
from config.catalogues import compile_catalogues
from config.refusing import Sentence
from config.startup import refuse_a_demo_in_production
from config.supervisor import Supervisor
from documents.keys.operations import create_demo_keys
from standards.models import StandardVersion
from standards.packages import shipped_packages

# Charts of the operators' console that nobody opens: two thirds of all static files.
UNUSED = ("dash",)
NOT_STARTED = Sentence(
    "Serwer stron nie wystartował; jego komunikaty są powyżej.",
    "The web server did not start; its messages are above.",
)
ENDED = Sentence(
    "Jeden z procesów ({name}) zakończył się sam, więc zatrzymano wszystkie.",
    "The {name} ended by itself, so everything was stopped.",
)
PORT_TAKEN = Sentence(
    "Portu {port} nie można użyć ({why}). Wybierz inny: make run PORT={other}",
    "Port {port} cannot be used ({why}). Choose another one: make run PORT={other}",
)


def stamp_of_static_files() -> str:
    """Give a short text that changes with any static file."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(UNUSED):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


class Command(BaseCommand):
    """Prepares what is missing, starts three processes and stops them together."""

    help = "Prepare the installation and run web server, worker and scheduler until Ctrl-C."
    requires_system_checks: list[str] = []  # noqa: RUF012  Django's own attribute

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Allow the preparation alone, for those who run the processes separately."""
        parser.add_argument("--prepare-only", action="store_true", help="Prepare and end.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Prepare, start, wait."""
        if not options["prepare_only"]:
            self.require_free_port()
        if compile_catalogues(settings.BASE_DIR):
            # What this process has translated so far it would keep: begin again with all words.
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606
        os.environ["STATIC_HASHED"] = "1"
        self.prepare()
        if options["prepare_only"]:
            return
        supervisor = Supervisor(self.processes())
        supervisor.start()
        if not supervisor.wait_until_answering(f"{self.address}/healthz"):
            supervisor.stop()
            raise CommandError(NOT_STARTED.lines)
        self.introduce()
        failed = supervisor.run()
        if failed:
            raise CommandError(ENDED.about(name=failed).lines)
        self.say("Stopped.")

    def say(self, text: str) -> None:
        """Print at once, even where the output is a file."""
        self.stdout.write(text)
        self.stdout.flush()

    @property
    def address(self) -> str:
        """Where this machine reaches the site."""
        return f"http://127.0.0.1:{settings.LISTEN_PORT}"

    def require_free_port(self) -> None:
        """Stop at once with a way out when somebody else listens there."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.LISTEN_HOST, settings.LISTEN_PORT))
            except OSError as problem:
                port = settings.LISTEN_PORT
                taken = PORT_TAKEN.about(port=port, why=problem.strerror, other=port + 1)
                raise CommandError(taken.lines) from None

    def prepare(self) -> None:
        """Bring the database, the standards, the demo and the static files up to date."""
        self.say("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        refuse_a_demo_in_production()
        if settings.LOAD_DEMO and not User.objects.filter(is_demo=True).exists():
            self.say("Loading the standards and the demo; this takes a while, once …")
            call_command("load_demo")
        if not StandardVersion.objects.exists():
            self.say("Loading the standards …")
            call_command("load_standard", *shipped_packages(), stdout=io.StringIO())
        if not settings.PRODUCTION:
            create_demo_keys()
        self.collect_static_files()

    def collect_static_files(self) -> None:
        """Collect them where any is new; looking takes no time, collecting takes seconds."""
        stamp_file = settings.STATIC_ROOT / ".stamp"
        stamp = stamp_of_static_files()
        if stamp_file.exists() and stamp_file.read_text() == stamp:
            return
        self.say("Collecting static files …")
        command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear"]
        subprocess.run(  # noqa: S603
            [*command, "--verbosity", "0", *(f"--ignore={name}" for name in UNUSED)],
            cwd=settings.BASE_DIR,
            check=True,
        )
        stamp_file.write_text(stamp)

    def processes(self) -> dict[str, list[str]]:
        """List what runs, by the name it has in messages."""
        # A demo in a container runs as root; the messages here are JSON, never pickle.
        hush = "ignore:You're running the worker with superuser"
        celery = [sys.executable, "-W", hush, "-m", "celery", "--app", "config", "--quiet"]
        return {
            "web server": [
                *[sys.executable, "-m", "gunicorn", "--config", "python:config.web_server"],
                *["--bind", f"{settings.LISTEN_HOST}:{settings.LISTEN_PORT}"],
                *["--workers", str(settings.WEB_WORKERS), "config.wsgi:application"],
            ],
            "worker": [
                *[*celery, "worker", "--pool", "prefork", "--concurrency", "2"],
                *["--loglevel", "WARNING", "--without-gossip", "--without-mingle"],
            ],
            "scheduler": [*celery, "beat", "--loglevel", "WARNING", "--pidfile="],
        }

    def introduce(self) -> None:
        """Print the address, and the people of the demo with their password."""
        self.say(f"\nAtest answers at {self.address}/  (Ctrl-C stops it)")
        people = User.objects.filter(is_demo=True, is_active=True).order_by("pk")
        people = people.exclude(email__startswith="osoba")  # who fill the stage only
        if people:
            year = timezone.localtime(people[0].joined_at).year
            self.say(f"\nDemo accounts, password demo-{year}:")
            for person in people:
                self.say(f"  {person.email:<40} {person.name}")
        if folder := getattr(settings, "EMAIL_FILE_PATH", None):
            self.say(f"\nE-mails, with the links to confirm a new account: files in {folder}")
        self.say("")
