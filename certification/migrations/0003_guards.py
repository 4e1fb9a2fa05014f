"""Guards that stand behind the operations, on both databases.

The logs refuse change; who scored a case cannot decide on it; who stepped back cannot vote.
"""

from django.db import migrations

APPEND_ONLY = ("certification_caseevent", "certification_statuschange")
SCORED = (
    "SELECT 1 FROM certification_assessment a WHERE a.application_id = NEW.application_id "
    "AND a.author_id = NEW.decided_by_id AND a.kind IN ('expert', 'consensus')"
)
STEPPED_BACK = (
    "SELECT 1 FROM certification_recusal r WHERE r.item_id = NEW.item_id AND r.seat_id = NEW.seat_id"
)
RULES = (
    ("decision_by_someone_outside_the_evaluation", "certification_decision", SCORED,
     "whoever evaluated may not decide"),
    ("vote_of_a_seat_that_did_not_step_back", "certification_vote", STEPPED_BACK,
     "a recused seat has no vote"),
)


def add(apps, editor):
    """Create the triggers in the dialect of the database."""
    postgres = editor.connection.vendor == "postgresql"
    if postgres:
        editor.execute(
            "CREATE FUNCTION certification_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; "
            "END $$",
            params=None,
        )
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            name = f"{table}_refuses_{act.lower()}"
            if postgres:
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW "
                    f"EXECUTE FUNCTION certification_refuse('{table} is append-only')"
                )
            else:
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
    for name, table, query, text in RULES:
        if postgres:
            editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN IF EXISTS ({query}) THEN RAISE EXCEPTION '{text}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
                params=None,
            )
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW "
                f"EXECUTE FUNCTION {name}()"
            )
        else:
            for act in ("INSERT", "UPDATE"):
                editor.execute(
                    f"CREATE TRIGGER {name}_{act.lower()} BEFORE {act} ON {table} "
                    f"WHEN EXISTS ({query}) BEGIN SELECT RAISE(ABORT, '{text}'); END"
                )


def drop(apps, editor):
    """Take the triggers away again."""
    postgres = editor.connection.vendor == "postgresql"
    for table in APPEND_ONLY:
        for act in ("update", "delete"):
            name = f"{table}_refuses_{act}"
            editor.execute(f"DROP TRIGGER {name} ON {table}" if postgres else f"DROP TRIGGER {name}")
    for name, table, _query, _text in RULES:
        if postgres:
            editor.execute(f"DROP TRIGGER {name} ON {table}")
            editor.execute(f"DROP FUNCTION {name}()")
        else:
            for act in ("insert", "update"):
                editor.execute(f"DROP TRIGGER {name}_{act}")
    if postgres:
        editor.execute("DROP FUNCTION certification_refuse()")


class Migration(migrations.Migration):
    """Adds the guards; reversible."""

    dependencies = [("certification", "0002_domain")]
    operations = [migrations.RunPython(add, drop)]
