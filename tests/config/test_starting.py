"""What a production refuses to start with, each time in one line a language."""

import errno
import os
import socket
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management.base import CommandError

from config.catalogues import compile_catalogues
from config.management.commands.start import Command
from config.secrets import embedded_key
from config.startup import DEMO_ACCOUNTS, in_one_line, no_demo_accounts, refuse_demo_accounts
from config.supervisor import Supervisor
from tests.factories.certification import UserFactory

PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "k9" * 40,
    "ALLOWED_HOSTS": "registry.example",
    "PUBLIC_URL": "https://registry.example",
}


def check(tmp_path, **environment: str) -> tuple[int, str]:
    """Run ``manage.py check`` with exactly this environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env=kept | {"VAR_DIR": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr.strip()


def test_a_complete_production_starts(tmp_path):
    assert check(tmp_path, **PRODUCTION) == (0, "")


def test_several_web_processes_start_with_a_cache_that_they_share(tmp_path):
    shared = {"WEB_WORKERS": "2", "CACHE_URL": "redis://127.0.0.1:6379/1"}

    assert check(tmp_path, **PRODUCTION | shared) == (0, "")


NO_KEY = (
    "Brakuje SECRET_KEY: podaj co najmniej 50 losowych znaków.",
    "SECRET_KEY is missing: set it to at least 50 random characters.",
)
WEAK_KEY = (
    "SECRET_KEY jest kluczem demonstracji albo jest za krótki: podaj co najmniej 50 losowych "
    "znaków.",
    "SECRET_KEY is a demo key or too short: set it to at least 50 random characters.",
)
NO_HOSTS = (
    "Brakuje ALLOWED_HOSTS: wymień nazwy, pod którymi odpowiada ta strona.",
    "ALLOWED_HOSTS is missing: name the hosts this site answers to.",
)
NO_CACHE = (
    "Brakuje CACHE_URL: próby trzeba liczyć raz dla wszystkich procesów sieciowych. Podaj pamięć, "
    "z której wspólnie korzystają (redis://host:6379/1), albo ustaw WEB_WORKERS=1.",
    "CACHE_URL is missing: attempts have to be counted once for all web processes. "
    "Name a cache that they share (redis://host:6379/1), or set WEB_WORKERS=1.",
)
WRONG_PORT = (
    "Popraw wartość zmiennej środowiska, którą wymienia następny wiersz.",
    'Environment variable "PORT" invalid: Not a valid integer.',
)


def refusal(polish, english):
    """Write what the console shows: a line a language, the Polish one first."""
    return 1, f"Atest nie może wystartować. {polish}\nAtest cannot start. {english}"


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        ({"SECRET_KEY": ""}, NO_KEY),
        ({"SECRET_KEY": "short"}, WEAK_KEY),
        ({"SECRET_KEY": "embedded-" + "k9" * 40}, WEAK_KEY),
        ({"ALLOWED_HOSTS": ""}, NO_HOSTS),
        ({"WEB_WORKERS": "2"}, NO_CACHE),
        ({"PORT": "many"}, WRONG_PORT),
    ],
    ids=["no key", "short key", "demo key", "no hosts", "several processes", "no number"],
)
def test_a_production_with_a_wrong_setting_stops_with_one_line_a_language(tmp_path, change, lines):
    assert check(tmp_path, **PRODUCTION | change) == refusal(*lines)


def test_a_database_of_its_own_makes_a_production(tmp_path):
    found = check(tmp_path, DATABASE_URL="postgres://atest@127.0.0.1/atest")

    assert found == refusal(*NO_KEY)


def test_a_port_that_is_taken_is_said_in_both_languages_with_a_way_out(settings):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        settings.LISTEN_HOST, settings.LISTEN_PORT = other.getsockname()

        with pytest.raises(CommandError) as refused:
            Command().require_free_port()

    port, why = settings.LISTEN_PORT, os.strerror(errno.EADDRINUSE)
    assert str(refused.value).split("\n") == [
        f"Portu {port} nie można użyć ({why}). Wybierz inny: make run PORT={port + 1}",
        f"Port {port} cannot be used ({why}). Choose another one: make run PORT={port + 1}",
    ]


@pytest.mark.django_db
def test_a_production_refuses_a_database_with_demo_accounts(settings):
    UserFactory(is_demo=True)
    settings.PRODUCTION = True

    with pytest.raises(SystemExit) as stopped:
        in_one_line(refuse_demo_accounts)

    polish, english = DEMO_ACCOUNTS
    assert str(stopped.value) == refusal(polish, english)[1]
    assert [error.msg for error in no_demo_accounts(databases=["default"])] == [
        f"{polish}\n{english}"
    ]


@pytest.mark.django_db
def test_the_demo_accepts_its_accounts_and_a_production_its_people(settings):
    UserFactory(is_demo=True)
    settings.PRODUCTION = False
    assert no_demo_accounts(databases=["default"]) == []

    settings.PRODUCTION = True
    type(UserFactory()).objects.update(is_demo=False)
    assert no_demo_accounts(databases=["default"]) == []


def test_an_embedded_installation_keeps_one_key_of_its_own(tmp_path):
    first = embedded_key(tmp_path / "key", "embedded-")
    other = embedded_key(tmp_path / "other", "embedded-")

    assert embedded_key(tmp_path / "key", "embedded-") == first
    assert first.startswith("embedded-")
    assert first != other
    assert sorted(path.name for path in tmp_path.iterdir()) == ["key", "other"]
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_catalogues_are_compiled_once(tmp_path):
    folder = tmp_path / "package" / "locale" / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "word"\nmsgstr "słowo"\n'
    )

    assert (compile_catalogues(tmp_path), compile_catalogues(tmp_path)) == (1, 0)
    assert sorted(path.name for path in folder.iterdir()) == ["django.mo", "django.po"]


def test_when_one_process_ends_the_others_are_stopped(monkeypatch):
    sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
    supervisor = Supervisor({"web server": sleep, "worker": [sys.executable, "-c", ""]})
    monkeypatch.setattr("config.supervisor.SIGNALS", ())
    supervisor.start()

    failed = supervisor.run()

    assert failed == "worker"
    assert [child.poll() is None for child in supervisor.children.values()] == [False, False]
