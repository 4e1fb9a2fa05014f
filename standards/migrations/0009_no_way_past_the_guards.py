"""Close the ways past the guards: REPLACE on SQLite, TRUNCATE on PostgreSQL.

Where one row conflicts with another, SQLite lets a statement remove the other without asking any
trigger for DELETE, unless the connection says otherwise; PostgreSQL asks no trigger of rows before
it empties a table. Other packages put up the same triggers on their own tables.
"""

from django.db import migrations

FROZEN = "a published version of a standard cannot be changed"
# What may not be two rows: conditions on the row there (o) and the one to be written (NEW).
SAME_ID = ("o.id = NEW.id",)
CONTENT = (
    "standards_section",
    "standards_criterion",
    "standards_scale",
    "standards_decisionrule",
    "standards_scalelevel",
)
GUARDED = {
    "standards_standardversion": (
        FROZEN,
        "id",
        (*SAME_ID, "o.scheme_id = NEW.scheme_id AND o.version = NEW.version"),
    ),
    **{table: (FROZEN, "id", SAME_ID) for table in CONTENT},
}
FUNCTION = """
CREATE FUNCTION standards_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END
$$
"""


def triggers(vendor, guarded):
    """Give the name, the table and the text of each trigger for tables with what they say."""
    for table, (refusal, key, conflicts) in guarded.items():
        if vendor == "postgresql":
            name = f"{table}_refuses_truncate"
            yield name, table, (
                f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION standards_refuse('{refusal}')"
            )
            continue
        for act, other in (("INSERT", "1"), ("UPDATE", f"o.{key} <> OLD.{key}")):
            name = f"{table}_refuses_replace_on_{act.lower()}"
            found = " OR ".join(
                f"EXISTS (SELECT 1 FROM {table} o WHERE {conflict} AND {other})"
                for conflict in conflicts
            )
            yield name, table, (
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {found} "
                f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )


def put_up(editor, guarded):
    """Create the triggers in the dialect of the database."""
    for _name, _table, text in triggers(editor.connection.vendor, guarded):
        editor.execute(text, params=None)


def take_down(editor, guarded):
    """Take the triggers away again."""
    on_table = editor.connection.vendor == "postgresql"
    for name, table, _text in triggers(editor.connection.vendor, guarded):
        editor.execute(
            f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if on_table else ""), params=None
        )


def guarding(guarded):
    """Give the operation that puts them up, and takes them down where it is reversed."""
    return migrations.RunPython(
        lambda _apps, editor: put_up(editor, guarded),
        lambda _apps, editor: take_down(editor, guarded),
    )


def add(_apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(FUNCTION, params=None)
    put_up(editor, GUARDED)


def drop(_apps, editor):
    take_down(editor, GUARDED)
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION IF EXISTS standards_refuse()", params=None)


class Migration(migrations.Migration):
    dependencies = [("standards", "0008_whole_notice")]
    operations = [migrations.RunPython(add, drop)]
