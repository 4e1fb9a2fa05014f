"""The worker and the scheduler: ``celery -A config worker``, ``celery -A config beat``."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init

from config.startup import in_one_line, refuse_a_demo_in_production
from documents import custody

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("atest")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def look_before_work(**_kwargs: Any) -> None:
    """Refuse to work on a production that a demo was loaded into."""
    in_one_line(refuse_a_demo_in_production)


@worker_init.connect
def hold_keys(**_kwargs: Any) -> None:
    """Let the worker sign; the scheduler and the web server never say so of themselves."""
    custody.grant()
