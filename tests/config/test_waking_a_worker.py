"""A page wakes a worker by the name of a task; it knows neither the task nor the worker."""

import logging
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from config.celery import app
from standards import waking

ROOT = Path(settings.BASE_DIR)
NAMED = re.compile(r'\b(?:wake|send)\(\s*"([a-z_.]+)"')
PACKAGES = ("standards", "documents", "certification", "workflows", "config")


@pytest.fixture
def other_broker(settings):
    """Let the next message go to another broker, and forget that one afterwards."""

    def use(url, **options):
        settings.CELERY_BROKER_URL, settings.CELERY_BROKER_TRANSPORT = url, options.pop("by", None)
        settings.CELERY_BROKER_TRANSPORT_OPTIONS = options
        waking.broker.cache_clear()

    yield use
    waking.broker.cache_clear()


def named_tasks():
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {name for path in files for name in NAMED.findall(path.read_text())}


def test_every_task_that_is_named_is_there():
    app.loader.import_default_modules()

    assert len(named_tasks()) == 7
    assert named_tasks() <= set(app.tasks)


@pytest.mark.django_db(transaction=True)
def test_a_worker_reads_the_message_once_the_transaction_is_safe(tmp_path, other_broker):
    other_broker(
        "filesystem://",
        by="config.broker:Transport",
        data_folder_in=str(tmp_path),
        data_folder_out=str(tmp_path),
        control_folder=str(tmp_path / "control"),
    )

    with transaction.atomic():
        waking.wake("certification.tasks.send_invitation", 7)
        assert list(tmp_path.glob("*.msg")) == []
    with waking.broker().clone() as connection:
        queue = connection.SimpleQueue(waking.QUEUE)
        message = queue.get(block=False)

    assert message.payload == [[7], {}, {}]
    assert message.headers["task"] == "certification.tasks.send_invitation"
    assert message.headers["lang"] == "py"
    assert message.headers["id"] == message.headers["root_id"]
    assert message.properties["correlation_id"] == message.headers["id"]


@pytest.mark.django_db(transaction=True)
def test_a_message_of_a_transaction_that_fails_is_never_sent(tmp_path, other_broker):
    other_broker("filesystem://", data_folder_out=str(tmp_path), control_folder=str(tmp_path))

    with transaction.atomic():
        waking.wake("documents.tasks.publish_log")
        transaction.set_rollback(True)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_a_silent_broker_keeps_no_page_from_its_answer(other_broker, caplog):
    other_broker("amqp://127.0.0.1:1//")

    with caplog.at_level(logging.ERROR, logger="django.db.backends.base"), transaction.atomic():
        waking.wake("documents.tasks.publish_log")

    assert [record.name for record in caplog.records] == ["django.db.backends.base"]
