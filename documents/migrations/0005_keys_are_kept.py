"""The database itself refuses to remove a key or to change what it is."""

from django.db import migrations

FIXED = ("kid", "purpose", "algorithm", "public_pem", "certificate_pem", "fingerprint", "created_at")
CHANGED = " OR ".join(f"OLD.{name} <> NEW.{name}" for name in FIXED)
SQLITE_CREATE = (
    """
    CREATE TRIGGER documents_key_refuses_delete BEFORE DELETE ON documents_key
    BEGIN SELECT RAISE(ABORT, 'a key is kept for good'); END
    """,
    f"""
    CREATE TRIGGER documents_key_refuses_update BEFORE UPDATE ON documents_key WHEN {CHANGED}
    BEGIN SELECT RAISE(ABORT, 'the public half of a key never changes'); END
    """,
)
SQLITE_DROP = (
    "DROP TRIGGER IF EXISTS documents_key_refuses_delete",
    "DROP TRIGGER IF EXISTS documents_key_refuses_update",
)
POSTGRESQL_CREATE = (
    f"""
    CREATE FUNCTION documents_key_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'a key is kept for good'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF {CHANGED} THEN
            RAISE EXCEPTION 'the public half of a key never changes'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END
    $$
    """,
    """
    CREATE TRIGGER documents_key_refuses_change BEFORE UPDATE OR DELETE ON documents_key
    FOR EACH ROW EXECUTE FUNCTION documents_key_refuse()
    """,
)
POSTGRESQL_DROP = (
    "DROP TRIGGER IF EXISTS documents_key_refuses_change ON documents_key",
    "DROP FUNCTION IF EXISTS documents_key_refuse()",
)


def create(apps, schema_editor):
    """Put the triggers up."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL_CREATE if is_postgresql else SQLITE_CREATE:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    """Take the triggers down."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL_DROP if is_postgresql else SQLITE_DROP:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_keys")]

    operations = [migrations.RunPython(create, drop)]
