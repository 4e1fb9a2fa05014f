"""Write what is known of everybody now, so that the first change does not hide what was before."""

from typing import Any

from django.db import migrations
from django.utils import timezone

KEPT = (
    "id",
    "email",
    "name",
    "language",
    "is_staff",
    "is_superuser",
    "is_active",
    "is_demo",
    "joined_at",
)


def begin(apps: Any, _schema_editor: Any) -> None:
    """Give everybody who has none a first row."""
    people = apps.get_model("certification", "User")
    history = apps.get_model("certification", "HistoricalUser")
    now = timezone.now()
    history.objects.bulk_create(
        (
            history(
                **person, history_date=now, history_type="+", history_change_reason="history_begins"
            )
            for person in people.objects.order_by("pk").values(*KEPT).iterator()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("certification", "0022_history_of_people")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
