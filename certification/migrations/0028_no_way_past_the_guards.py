"""Close the ways past the guards of the two histories: REPLACE and TRUNCATE."""

from importlib import import_module

from django.db import migrations

guards = import_module("standards.migrations.0009_no_way_past_the_guards")
GUARDED = {
    table: (f"{table} is append-only", "id", guards.SAME_ID)
    for table in ("certification_caseevent", "certification_statuschange")
}


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0027_watches_are_told_from_today"),
        ("standards", "0009_no_way_past_the_guards"),
    ]
    operations = [guards.guarding(GUARDED)]
