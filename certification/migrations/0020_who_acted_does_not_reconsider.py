"""Guards of reconsideration, on both databases.

Whoever did anything in a case before its decision was contested neither looks at it again nor
settles it, and whoever looks at it again does not settle it (ISO/IEC 17065, 7.13.5).
"""

from django.db import migrations

CASE = "(SELECT d.application_id FROM certification_appeal p JOIN certification_decision d ON d.id = p.decision_id WHERE p.id = NEW.appeal_id)"
FILED = "(SELECT p.filed_at FROM certification_appeal p WHERE p.id = NEW.appeal_id)"
OPEN_REQUEST = (
    "SELECT max(p.filed_at) FROM certification_appeal p "
    "JOIN certification_decision d ON d.id = p.decision_id "
    "WHERE d.application_id = NEW.application_id AND p.status <> 'withdrawn'"
)
ACTED = (
    "EXISTS (SELECT 1 FROM certification_caseevent e WHERE e.application_id = {case} "
    "AND e.by_id = {person} AND e.at < {filed})"
)
SCORED = (
    "EXISTS (SELECT 1 FROM certification_assessment a WHERE a.application_id = {case} "
    "AND a.author_id = {person})"
)
CONFLICT = (
    "EXISTS (SELECT 1 FROM certification_impartialitydeclaration d WHERE d.application_id = {case} "
    "AND d.person_id = {person} AND d.answer = 'conflict')"
)
VOTED = (
    "EXISTS (SELECT 1 FROM certification_vote v "
    "JOIN certification_agendaitem i ON i.id = v.item_id "
    "JOIN certification_seat s ON s.id = v.seat_id "
    "WHERE i.application_id = {case} AND s.person_id = {person})"
)
DECIDED = (
    "EXISTS (SELECT 1 FROM certification_decision o WHERE o.application_id = {case} "
    "AND o.decided_by_id = {person} AND o.kind = 'first')"
)
REVIEWED = (
    "EXISTS (SELECT 1 FROM certification_appealreviewer r "
    "JOIN certification_appeal p ON p.id = r.appeal_id "
    "JOIN certification_decision d ON d.id = p.decision_id "
    "WHERE d.application_id = {case} AND r.person_id = {person} AND r.released_at IS NULL)"
)
RULES = (
    ("reviewer_from_outside_the_case", "certification_appealreviewer", "NEW.released_at IS NULL",
     (ACTED, SCORED, CONFLICT, VOTED, DECIDED),
     {"case": CASE, "person": "NEW.person_id", "filed": FILED},
     "whoever acted in the case may not look at it again"),
    ("settlement_by_someone_outside_the_case", "certification_decision",
     "NEW.kind = 'reconsideration'", (ACTED, DECIDED, REVIEWED),
     {"case": "NEW.application_id", "person": "NEW.decided_by_id", "filed": f"({OPEN_REQUEST})"},
     "whoever acted in the case may not settle its reconsideration"),
)


def add(apps, editor):
    """Create the triggers in the dialect of the database."""
    postgres = editor.connection.vendor == "postgresql"
    for name, table, when, clauses, words, text in RULES:
        found = " OR ".join(clause.format(**words) for clause in clauses)
        barred = f"{when} AND ({found})"
        if postgres:
            editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN IF {barred} THEN RAISE EXCEPTION '{text}' "
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
                    f"WHEN {barred} BEGIN SELECT RAISE(ABORT, '{text}'); END"
                )


def drop(apps, editor):
    """Take the triggers away again."""
    postgres = editor.connection.vendor == "postgresql"
    for name, table, *_rest in RULES:
        if postgres:
            editor.execute(f"DROP TRIGGER {name} ON {table}")
            editor.execute(f"DROP FUNCTION {name}()")
        else:
            for act in ("insert", "update"):
                editor.execute(f"DROP TRIGGER {name}_{act}")


class Migration(migrations.Migration):
    """Adds the guards; reversible."""

    dependencies = [("certification", "0019_reconsideration")]
    operations = [migrations.RunPython(add, drop)]
