"""A refusal that is overturned goes on to its certificate by the flow's own job."""

import pytest
from django.urls import reverse
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from certification.models import Certificate
from tests.reconsideration import REASONS, answers, reviewed
from workflows import api, jobs, tasks
from workflows.models import CertificationProcess

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(jobs, "send", lambda *_args: None)


def settled(session, outcome="annulled"):
    return api.settle_request(
        appeal=session.appeal,
        outcome=outcome,
        reasons=REASONS,
        points=answers(session),
        by=session.other_authority,
    )


def the_job():
    return Task.objects.get(flow_task_type="JOB")


def test_the_certificate_is_issued_once_and_rests_on_the_second_decision():
    session = reviewed()
    CertificationProcess.objects.create(application=session.application)

    decision = settled(session)
    job = the_job()
    tasks.run_job(job.pk, job.external_task_id)
    again = tasks.run_job(job.pk, job.external_task_id)

    session.application.refresh_from_db()
    certificate = Certificate.objects.get()
    assert (session.application.status, certificate.decision, certificate.number, again) == (
        "certified",
        decision,
        decision.certificate_number,
        "skip",
    )
    rounds = CertificationProcess.objects.filter(application=session.application)
    assert sorted(rounds.values_list("round", flat=True)) == [1, 2]


def test_a_decision_that_is_kept_starts_nothing():
    session = reviewed()

    settled(session, "kept")

    assert not Task.objects.exists()
    assert not CertificationProcess.objects.exists()


def test_a_failed_issue_is_sent_again_by_the_office(client, monkeypatch):
    session = reviewed()
    settled(session)
    job = the_job()
    monkeypatch.setattr(
        type(job.flow_task), "prepare", lambda *_args: (_ for _ in ()).throw(OSError("disk full"))
    )
    failed = tasks.run_job(job.pk, job.external_task_id)
    monkeypatch.undo()
    monkeypatch.setattr(jobs, "send", lambda *_args: None)
    client.force_login(session.secretary)

    address = reverse("workflows:issue_again", kwargs={"number": session.application.number})
    client.post(address)
    job = Task.objects.get(flow_task_type="JOB", status=STATUS.SCHEDULED)
    done = tasks.run_job(job.pk, job.external_task_id)

    assert (failed, done, Certificate.objects.count()) == ("error", "ok", 1)
    assert not Task.objects.filter(status=STATUS.ERROR).exists()
