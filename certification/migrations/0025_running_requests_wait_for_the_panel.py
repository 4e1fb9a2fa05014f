"""A request that is being looked at again waits for its panel, which was counted with the experts.

Only what still runs is changed, and its history says so. The log of a case is never rewritten: what
the panel did before stays there as it was written.
"""

from typing import Any

from django.db import migrations
from django.utils import timezone

KEPT = ("id", "rule", "starts_on", "days", "due_on", "changed_because", "closed_at")


def hand_over(apps: Any, _schema_editor: Any) -> None:
    """Let running time limits of requests wait for the panel instead of the experts."""
    deadlines = apps.get_model("certification", "Deadline")
    history = apps.get_model("certification", "HistoricalDeadline")
    running = deadlines.objects.filter(
        rule="reconsideration", waits_for="expert", closed_at__isnull=True
    )
    now = timezone.now()
    for row in running.order_by("pk").values(*KEPT, "application_id"):
        deadlines.objects.filter(pk=row["id"]).update(waits_for="panel")
        history.objects.create(
            **row,
            waits_for="panel",
            history_date=now,
            history_type="~",
            history_change_reason="panel_is_a_side",
        )


class Migration(migrations.Migration):
    dependencies = [("certification", "0024_panel_is_a_side")]

    operations = [migrations.RunPython(hand_over, migrations.RunPython.noop)]
