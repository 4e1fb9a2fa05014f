"""The database itself refuses to change or remove anything of the public log."""

from django.db import migrations

TABLES = ("documents_logentry", "documents_loghash", "documents_logcheckpoint")
FUNCTION = """
CREATE FUNCTION documents_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the public log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$
"""


def create(apps, schema_editor):
    """Put the triggers up."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        schema_editor.execute(FUNCTION, params=None)
    for table in TABLES:
        for act in ("UPDATE", "DELETE"):
            action = (
                "FOR EACH ROW EXECUTE FUNCTION documents_log_refuse()"
                if is_postgresql
                else "BEGIN SELECT RAISE(ABORT, 'the public log is append-only'); END"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_refuses_{act.lower()} BEFORE {act} ON {table} {action}",
                params=None,
            )


def drop(apps, schema_editor):
    """Take the triggers down."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for act in ("update", "delete"):
            on_table = f" ON {table}" if is_postgresql else ""
            schema_editor.execute(
                f"DROP TRIGGER IF EXISTS {table}_refuses_{act}{on_table}", params=None
            )
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION IF EXISTS documents_log_refuse()", params=None)


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_public_log")]

    operations = [migrations.RunPython(create, drop)]
