"""The database itself refuses to change or remove a document, whoever asks and by whatever tool."""

from django.db import migrations

SQLITE_CREATE = (
    """
    CREATE TRIGGER documents_document_refuses_update BEFORE UPDATE ON documents_document
    BEGIN SELECT RAISE(ABORT, 'a document is written once'); END
    """,
    """
    CREATE TRIGGER documents_document_refuses_delete BEFORE DELETE ON documents_document
    BEGIN SELECT RAISE(ABORT, 'a document is written once'); END
    """,
)
SQLITE_DROP = (
    "DROP TRIGGER IF EXISTS documents_document_refuses_update",
    "DROP TRIGGER IF EXISTS documents_document_refuses_delete",
)
POSTGRESQL_CREATE = (
    """
    CREATE FUNCTION documents_document_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'a document is written once' USING ERRCODE = 'integrity_constraint_violation';
    END
    $$
    """,
    """
    CREATE TRIGGER documents_document_refuses_change BEFORE UPDATE OR DELETE ON documents_document
    FOR EACH ROW EXECUTE FUNCTION documents_document_refuse()
    """,
)
POSTGRESQL_DROP = (
    "DROP TRIGGER IF EXISTS documents_document_refuses_change ON documents_document",
    "DROP FUNCTION IF EXISTS documents_document_refuse()",
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
    dependencies = [("documents", "0001_documents")]

    operations = [migrations.RunPython(create, drop)]
