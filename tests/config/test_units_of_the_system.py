"""The units for systemd: each process has what it needs, and only the worker the keys."""

from configparser import ConfigParser
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "deploy"
KEYS = "/var/lib/atest-keys"


def service(name: str) -> dict[str, list[str]]:
    """Read a unit; systemd takes a name as often as it is given."""
    found: dict[str, list[str]] = {}
    for line in (FOLDER / f"atest-{name}.service").read_text().splitlines():
        key, equals, value = line.partition("=")
        if equals:
            found.setdefault(key, []).append(value)
    return found


def test_the_worker_alone_has_a_user_and_an_environment_with_keys():
    web, worker, beat = service("web"), service("worker"), service("beat")

    assert (web["User"], beat["User"], worker["User"]) == (["atest"], ["atest"], ["atest-worker"])
    assert [one["Group"] for one in (web, beat, worker)] == [["atest"]] * 3
    assert "/etc/atest-worker.env" in worker["EnvironmentFile"]
    for one in (web, beat):
        assert one["EnvironmentFile"] == ["/etc/atest.env"]
        assert one["InaccessiblePaths"] == [f"-{KEYS}"]


@pytest.mark.parametrize("name", ["web", "worker", "beat", "prepare"])
def test_files_of_one_process_are_for_the_others_of_its_group_too(name):
    assert service(name)["UMask"] == ["0002"]


def test_the_target_wants_every_unit_there_is():
    reader = ConfigParser(strict=False)
    reader.read(FOLDER / "atest.target")

    wanted = set(reader["Unit"]["Wants"].split())

    assert wanted == {path.name for path in FOLDER.glob("atest-*.service")}


def test_the_web_server_has_as_many_processes_as_the_settings_know_of():
    web = service("web")

    assert "WEB_WORKERS=1" in web["Environment"]
    assert "--workers ${WEB_WORKERS}" in web["ExecStart"][0]
