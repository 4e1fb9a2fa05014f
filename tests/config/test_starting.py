"""What a production refuses to start with, each time in one line."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.catalogues import compile_catalogues
from config.secrets import embedded_key
from config.startup import DEMO_ACCOUNTS, no_demo_accounts, refuse_demo_accounts
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


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing: set it to at least 50 random characters."),
        (
            {"SECRET_KEY": "short"},
            "SECRET_KEY is a demo key or too short: set it to at least 50 random characters.",
        ),
        (
            {"SECRET_KEY": "embedded-" + "k9" * 40},
            "SECRET_KEY is a demo key or too short: set it to at least 50 random characters.",
        ),
        (
            {"ALLOWED_HOSTS": ""},
            "ALLOWED_HOSTS is missing: name the hosts this site answers to.",
        ),
        (
            {"WEB_WORKERS": "2"},
            "CACHE_URL is missing: attempts have to be counted once for all web processes. "
            "Name a cache that they share (redis://host:6379/1), or set WEB_WORKERS=1.",
        ),
    ],
    ids=["no key", "short key", "demo key", "no hosts", "several processes"],
)
def test_a_production_without_its_secrets_stops_with_one_line(tmp_path, change, sentence):
    assert check(tmp_path, **PRODUCTION | change) == (1, f"Atest cannot start. {sentence}")


def test_a_database_of_its_own_makes_a_production(tmp_path):
    found = check(tmp_path, DATABASE_URL="postgres://atest@127.0.0.1/atest")

    assert found == (
        1,
        "Atest cannot start. SECRET_KEY is missing: set it to at least 50 random characters.",
    )


@pytest.mark.django_db
def test_a_production_refuses_a_database_with_demo_accounts(settings):
    UserFactory(is_demo=True)
    settings.PRODUCTION = True

    with pytest.raises(ImproperlyConfigured, match="demo accounts"):
        refuse_demo_accounts()

    assert [error.msg for error in no_demo_accounts(databases=["default"])] == [DEMO_ACCOUNTS]


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
