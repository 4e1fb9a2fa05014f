"""Watches that were confirmed before are told of terms from today on; nothing old is told."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def begin_today(apps: Any, _schema_editor: Any) -> None:
    """Count today as told."""
    watches = apps.get_model("certification", "Watch")
    begun = watches.objects.filter(confirmed_at__isnull=False, terms_told_until__isnull=True)
    begun.update(terms_told_until=timezone.localdate())


class Migration(migrations.Migration):
    dependencies = [("certification", "0026_terms_are_told")]

    operations = [migrations.RunPython(begin_today, migrations.RunPython.noop)]
