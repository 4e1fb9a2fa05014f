"""Waking a worker: the one place that sends a message to the broker.

A page names a task and never imports it: tasks, what they draw and sign with, and the library that
runs them belong to the workers. The row in the database says what is to be done, the message only
says "now", so one that is lost is made up for by the clock.
"""

from functools import cache
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import transaction

if TYPE_CHECKING:
    from kombu.connection import Connection

QUEUE = "celery"
PATIENCE = 2
RETRIES = {"max_retries": 2, "interval_start": 0, "interval_step": 0.2}


@cache
def broker() -> "Connection":
    """Give the connection to the broker, which is loaded at its first use."""
    from kombu.connection import Connection

    return Connection(
        settings.CELERY_BROKER_URL,
        transport=settings.CELERY_BROKER_TRANSPORT,
        transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS,
        connect_timeout=PATIENCE,
    )


def wake(task: str, *given: int | str) -> None:
    """Ask a worker to run a task now, as soon as the transaction is safe."""
    transaction.on_commit(lambda: send(task, *given), robust=True)


def send(task: str, *given: int | str) -> None:
    """Send the message at once, in the second version of celery's protocol."""
    from kombu.pools import producers

    name = str(uuid4())
    with producers[broker()].acquire(block=True, timeout=PATIENCE) as producer:
        producer.publish(
            (given, {}, {}),
            routing_key=QUEUE,
            headers={"lang": "py", "task": task, "id": name, "root_id": name},
            correlation_id=name,
            serializer="json",
            retry=True,
            retry_policy=RETRIES,
        )
