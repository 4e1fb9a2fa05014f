"""What monitoring is told."""

from datetime import timedelta

import pytest
from django.utils import timezone
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from tests.factories.certification import CertificateFactory, StatusChangeFactory
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db


def test_the_process_lives(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_everything_is_ready(client):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (
        200,
        {"ready": True, "database": "ok", "broker": "ok", "storage": "ok", "jobs": "ok"},
    )


@pytest.mark.parametrize(
    ("status", "minutes", "word"),
    [
        (STATUS.SCHEDULED, 60, "failing"),
        (STATUS.STARTED, 60, "failing"),
        (STATUS.SCHEDULED, 5, "ok"),
        (STATUS.DONE, 60, "ok"),
    ],
)
def test_a_job_that_waits_too_long_is_told(client, status, minutes, word):
    process = Process.objects.create(flow_class="workflows.flows.certification.CertificationFlow")
    task = Task.objects.create(
        process=process,
        flow_task="workflows.flows.certification.CertificationFlow.issue",
        flow_task_type="JOB",
        status=status,
    )
    Task.objects.filter(pk=task.pk).update(created=timezone.now() - timedelta(minutes=minutes))

    response = client.get("/readyz")

    assert response.json()["jobs"] == word
    assert response.status_code == (503 if word == "failing" else 200)


@pytest.mark.parametrize(
    ("sealed", "status", "minutes", "word"),
    [
        (1, "valid", 60, "failing"),
        (1, "valid", 5, "ok"),
        (1, "withdrawn", 60, "ok"),
        (2, "valid", 60, "ok"),
    ],
)
def test_a_certificate_that_waits_too_long_for_its_new_files_is_told(
    client, sealed, status, minutes, word
):
    certificate = CertificateFactory(
        status=status,
        revision=2,
        sealed_revision=sealed,
        document=DocumentFactory(kind="certificate"),
    )
    StatusChangeFactory(
        certificate=certificate,
        status="scope_reduced",
        scope=["powiat pierwszy"],
        recorded_at=timezone.now() - timedelta(minutes=minutes),
    )

    assert client.get("/readyz").json()["jobs"] == word


def test_a_storage_that_keeps_nothing_is_told_without_detail(client, settings, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    settings.MEDIA_ROOT = blocked / "below"

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (
        503,
        {"ready": False, "database": "ok", "broker": "ok", "storage": "failing", "jobs": "ok"},
    )
