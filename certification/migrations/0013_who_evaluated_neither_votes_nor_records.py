"""Further guards behind the operations, on both databases.

Whoever scored a case, or declared a conflict in it that nobody waived, neither votes on it, nor
records the recommendation, nor decides; whoever voted does not decide (17065, 7.5 and 7.6.2).
"""

from django.db import migrations

SCORED = (
    "EXISTS (SELECT 1 FROM certification_assessment a WHERE a.application_id = {case} "
    "AND a.author_id = {person} AND a.kind IN ('expert', 'consensus'))"
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
OF_VOTE = {
    "case": "(SELECT application_id FROM certification_agendaitem WHERE id = NEW.item_id)",
    "person": "(SELECT person_id FROM certification_seat WHERE id = NEW.seat_id)",
}
RULES = (
    ("vote_by_someone_outside_the_evaluation", "certification_vote",
     (SCORED, CONFLICT), OF_VOTE, "whoever evaluated or has a conflict may not vote"),
    ("recommendation_by_someone_outside_the_evaluation", "certification_recommendation",
     (SCORED, CONFLICT), {"case": "NEW.application_id", "person": "NEW.recorded_by_id"},
     "whoever evaluated or has a conflict may not record the recommendation"),
    ("decision_by_someone_outside_the_recommendation", "certification_decision",
     (CONFLICT, VOTED), {"case": "NEW.application_id", "person": "NEW.decided_by_id"},
     "whoever voted or has a conflict may not decide"),
)


def add(apps, editor):
    """Create the triggers in the dialect of the database."""
    postgres = editor.connection.vendor == "postgresql"
    for name, table, clauses, words, text in RULES:
        barred = " OR ".join(clause.format(**words) for clause in clauses)
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

    dependencies = [("certification", "0012_results_of_sections")]
    operations = [migrations.RunPython(add, drop)]
