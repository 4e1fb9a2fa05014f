"""On PostgreSQL the registry is searched by an index of trigrams.

Only somebody with the right to create extensions can add ``pg_trgm``. Without it the search still
works, by reading every row; docs/operating.md says how to add it later.
"""

from django.db import DatabaseError, migrations, transaction

INDEX = "certificate_search_trigrams"
CREATE = f"""
CREATE INDEX IF NOT EXISTS {INDEX}
ON certification_certificate USING gin (search_text gin_trgm_ops)
"""


def add(_apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        print(
            "\n  The extension pg_trgm could not be created, so searching a large registry is slow;"
            " see docs/operating.md."
        )
        return
    with connection.cursor() as cursor:
        cursor.execute(CREATE)


def remove(_apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    dependencies = [("certification", "0010_watching_the_registry")]
    operations = [migrations.RunPython(add, remove)]
