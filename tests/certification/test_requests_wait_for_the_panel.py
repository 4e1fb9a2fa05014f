"""An upgrade: requests that a panel looks at wait for it, and the log stays as it was written."""

import importlib

import pytest
from django.apps import apps
from django.utils import timezone

from certification.models import CaseEvent, Deadline
from tests.factories.certification import DeadlineFactory
from tests.reconsideration import contested

pytestmark = pytest.mark.django_db
MIGRATION = "certification.migrations.0025_running_requests_wait_for_the_panel"


def test_a_running_request_is_handed_to_its_panel_and_nothing_else_moves():
    session = contested()
    [running] = Deadline.objects.running().filter(application=session.application)
    Deadline.objects.filter(pk=running.pk).update(waits_for="expert")
    others = [
        DeadlineFactory(rule="scoring", waits_for="expert"),
        DeadlineFactory(rule="reconsideration", waits_for="secretariat"),
        DeadlineFactory(rule="reconsideration", waits_for="expert", closed_at=timezone.now()),
    ]
    kept = list(Deadline.objects.exclude(pk=running.pk).order_by("pk").values())
    log = list(CaseEvent.objects.order_by("pk").values())

    importlib.import_module(MIGRATION).hand_over(apps, None)

    running.refresh_from_db()
    row = running.history.latest()
    assert running.waits_for == "panel"
    assert (row.waits_for, row.due_on, row.history_type, row.history_change_reason) == (
        "panel",
        running.due_on,
        "~",
        "panel_is_a_side",
    )
    assert list(Deadline.objects.exclude(pk=running.pk).order_by("pk").values()) == kept
    assert list(CaseEvent.objects.order_by("pk").values()) == log
    assert not any(one.history.filter(history_change_reason="panel_is_a_side") for one in others)


def test_a_second_run_changes_nothing():
    session = contested()
    [running] = Deadline.objects.running().filter(application=session.application)
    before = running.history.count()

    importlib.import_module(MIGRATION).hand_over(apps, None)

    assert running.history.count() == before
