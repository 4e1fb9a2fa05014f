"""What monitoring asks: is the process alive, and can it do its work."""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import uuid4

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from certification.lifecycle import SCOPE_REDUCED
from certification.models import Certificate, StatusChange
from standards.waking import broker

log = structlog.get_logger(__name__)


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process lives; touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Try everything the work needs; 503 names what fails and never how."""
    parts: dict[str, Callable[[], bool]] = {
        "database": database_answers,
        "broker": broker_answers,
        "storage": storage_keeps,
        "jobs": jobs_are_on_time,
    }
    found = {name: _try(name, part) for name, part in parts.items()}
    good = all(found.values())
    return JsonResponse(
        {"ready": good, **{name: "ok" if fine else "failing" for name, fine in found.items()}},
        status=HTTPStatus.OK if good else HTTPStatus.SERVICE_UNAVAILABLE,
    )


def database_answers() -> bool:
    """Ask the database the smallest question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def broker_answers() -> bool:
    """Open a connection to the broker and give up after two seconds."""
    with broker().clone() as connected:
        connected.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    return True


def storage_keeps() -> bool:
    """Write a file, read it back, take it away."""
    content = uuid4().bytes
    name = default_storage.save(f"ready/{uuid4().hex}", ContentFile(content))
    try:
        with default_storage.open(name) as stored:
            return bool(stored.read() == content)
    finally:
        default_storage.delete(name)


def jobs_are_on_time() -> bool:
    """Say whether no job waits longer than the sweeper needs to give it out again twice."""
    limit = timezone.now() - timedelta(seconds=2 * settings.JOB_LOST_AFTER_SECONDS)
    late = Task.objects.filter(
        flow_task_type="JOB", status__in=[STATUS.SCHEDULED, STATUS.STARTED], created__lt=limit
    )
    return not late.exists() and not _revisions_are_late(limit)


def _revisions_are_late(limit: datetime) -> bool:
    """Say whether a certificate whose scope was reduced still waits for its new files."""
    waiting = Certificate.objects.awaiting_files()
    reduced = StatusChange.objects.filter(status=SCOPE_REDUCED, recorded_at__lt=limit)
    return bool(reduced.filter(certificate__in=list(waiting.values_list("pk", flat=True))).exists())


def _try(name: str, part: Callable[[], bool]) -> bool:
    try:
        return part()
    except Exception as problem:
        log.warning("not_ready", part=name, problem=type(problem).__name__)
        return False
