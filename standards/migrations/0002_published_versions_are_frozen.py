"""Let the database itself refuse any change of a published version (ISO/IEC 17065, 4.6 and 7.1)."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSAL = "a published version of a standard cannot be changed"

# Table -> SQL giving the version of a row, with the row named by %s (NEW or OLD).
CONTENT = {
    "standards_section": "%s.version_id",
    "standards_criterion": "%s.version_id",
    "standards_scale": "%s.version_id",
    "standards_decisionrule": "%s.version_id",
    "standards_scalelevel": "(SELECT version_id FROM standards_scale WHERE id = %s.scale_id)",
}
ROWS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
VERSION_COLUMNS = (
    "id", "scheme_id", "version", "title_pl", "title_en", "sha256",
    "created_at", "created_by_id", "published_at", "published_by_id",
    "predecessor_id", "change_class", "change_note_pl", "change_note_en", "binding_on", "transition_until",
)


def is_frozen(version: str) -> str:
    return (
        f"(SELECT status FROM standards_standardversion WHERE id = {version})"
        " IN ('published', 'superseded', 'withdrawn')"
    )


def any_frozen(expression: str, rows: tuple[str, ...]) -> str:
    return " OR ".join(is_frozen(expression % row) for row in rows)


def changed(operator: str) -> str:
    return " OR ".join(f"NEW.{column} {operator} OLD.{column}" for column in VERSION_COLUMNS)


def forbidden_move(operator: str) -> str:
    return (
        "OLD.status IN ('published', 'superseded', 'withdrawn') AND ("
        + changed(operator)
        + " OR NOT (NEW.status = OLD.status OR"
        " (OLD.status = 'published' AND NEW.status IN ('superseded', 'withdrawn'))))"
    )


def sqlite_triggers() -> list[tuple[str, str, str]]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    triggers = [
        (
            f"{table}_frozen_{act}",
            table,
            f"BEFORE {act.upper()} ON {table} WHEN {any_frozen(expression, rows)} {refuse}",
        )
        for table, expression in CONTENT.items()
        for act, rows in ROWS.items()
    ]
    table = "standards_standardversion"
    return [
        *triggers,
        (f"{table}_frozen_update", table, f"BEFORE UPDATE ON {table} WHEN {forbidden_move('IS NOT')} {refuse}"),
        (
            f"{table}_frozen_delete",
            table,
            f"BEFORE DELETE ON {table} WHEN OLD.status IN ('published', 'superseded', 'withdrawn') {refuse}",
        ),
    ]


def function(name: str, condition: str, result: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {result}; END $$"
    )


def postgresql_triggers() -> list[tuple[str, str, str, str]]:
    triggers = [
        (
            f"{table}_frozen_{act}",
            table,
            act,
            function(f"{table}_frozen_{act}", any_frozen(expression, rows), rows[-1]),
        )
        for table, expression in CONTENT.items()
        for act, rows in ROWS.items()
    ]
    table = "standards_standardversion"
    return [
        *triggers,
        (
            f"{table}_frozen_update", table, "update",
            function(f"{table}_frozen_update", forbidden_move("IS DISTINCT FROM"), "NEW"),
        ),
        (
            f"{table}_frozen_delete", table, "delete",
            function(
                f"{table}_frozen_delete", "OLD.status IN ('published', 'superseded', 'withdrawn')", "OLD"
            ),
        ),
    ]


def freeze(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for name, _table, body in sqlite_triggers():
            schema_editor.execute(f"CREATE TRIGGER {name} {body}", params=None)
        return
    for name, table, act, code in postgresql_triggers():
        schema_editor.execute(code, params=None)
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
            params=None,
        )


def thaw(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for name, _table, _body in sqlite_triggers():
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)
        return
    for name, table, _act, _code in postgresql_triggers():
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}", params=None)
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()", params=None)


class Migration(migrations.Migration):
    dependencies = [("standards", "0001_schemes_and_standards")]

    operations = [migrations.RunPython(freeze, thaw)]
