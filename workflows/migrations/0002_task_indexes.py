"""Indexes for inboxes, queues and due jobs on the engine's task table, which has single columns only."""

from django.db import migrations, models
from django.db.models import F, Q

INDEXES = [
    models.Index(F("owner"), F("created").desc(), name="wf_task_inbox", condition=Q(status="ASSIGNED")),
    models.Index(
        F("owner_permission"), F("created").desc(), name="wf_task_queue",
        condition=Q(status="NEW", flow_task_type="HUMAN"),
    ),
    models.Index(F("process"), name="wf_task_open", condition=Q(finished__isnull=True)),
    models.Index(F("scheduled"), name="wf_task_due", condition=Q(status="SCHEDULED")),
]


def add(apps, editor):
    for index in INDEXES:
        editor.add_index(apps.get_model("viewflow", "Task"), index)


def drop(apps, editor):
    for index in INDEXES:
        editor.remove_index(apps.get_model("viewflow", "Task"), index)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_certification_process"), ("viewflow", "0015_task_scheduled")]
    operations = [migrations.RunPython(add, drop)]
