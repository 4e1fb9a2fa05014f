"""The database itself refuses every move of a key that its lifecycle does not know.

A compromised key stays compromised since the moment that was told: whoever could take that back
would make forgeries by it authentic.
"""

from django.db import migrations

REFUSAL = "a key moves forward only, and a compromised one stays so"
MOVES = (
    "(OLD.state = 'next' AND NEW.state IN ('active', 'compromised'))"
    " OR (OLD.state = 'active' AND NEW.state IN ('retired', 'compromised'))"
    " OR (OLD.state = 'retired' AND NEW.state = 'compromised')"
)
REFUSED = (
    f"(OLD.state <> NEW.state AND NOT ({MOVES}))"
    " OR (OLD.compromised_at IS NOT NULL"
    " AND (NEW.compromised_at IS NULL OR NEW.compromised_at <> OLD.compromised_at))"
    " OR ((NEW.state = 'compromised') <> (NEW.compromised_at IS NOT NULL))"
)
SQLITE_CREATE = (
    f"""
    CREATE TRIGGER documents_key_refuses_move BEFORE UPDATE ON documents_key WHEN {REFUSED}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """,
)
SQLITE_DROP = ("DROP TRIGGER IF EXISTS documents_key_refuses_move",)
POSTGRESQL_CREATE = (
    f"""
    CREATE FUNCTION documents_key_refuse_move() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
    END
    $$
    """,
    f"""
    CREATE TRIGGER documents_key_refuses_move BEFORE UPDATE ON documents_key
    FOR EACH ROW WHEN ({REFUSED}) EXECUTE FUNCTION documents_key_refuse_move()
    """,
)
POSTGRESQL_DROP = (
    "DROP TRIGGER IF EXISTS documents_key_refuses_move ON documents_key",
    "DROP FUNCTION IF EXISTS documents_key_refuse_move()",
)


def create(apps, schema_editor):
    """Put the trigger up."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL_CREATE if is_postgresql else SQLITE_CREATE:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    """Take the trigger down."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRESQL_DROP if is_postgresql else SQLITE_DROP:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("documents", "0009_revisions_of_credentials")]

    operations = [migrations.RunPython(create, drop)]
