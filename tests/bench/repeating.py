"""A registry made large in a minute: the rows of a generated one repeated by the database.

Every row of a certificate and all behind it is repeated with keys and numbers of its own, so that
joins, indexes and look-ups are as with rows written one by one; names and days occur again.
"""

# ruff: noqa: S608  the names of tables and columns stand in this file

import psycopg

# The tables in which a certificate leaves a row, and what is another in each repetition.
NUMBER = r"regexp_replace({0}, '\d+$', '') || (substring({0} from '\d+$')::int + k * {1})"
COLUMNS = {
    "certification_organisation": {"name": "name || ' ' || k"},
    "certification_offer": {},
    "certification_application": {"number": NUMBER},
    "certification_agendaitem": {},
    "certification_recommendation": {},
    "certification_decision": {"number": NUMBER, "certificate_number": NUMBER},
    "certification_certificate": {
        "number": NUMBER,
        "lookup": f"translate(replace({NUMBER}, '-', ''), 'OI', '01')".replace("{0}", "number"),
        "search_text": "replace(search_text, lower(replace(number, '-', '')), "
        f"lower(replace({NUMBER}, '-', '')))".replace("{0}", "number"),
        "digest": "encode(sha256((digest || k)::bytea), 'hex')",
    },
    "certification_statuschange": {},
}
KEYS = {
    "id", "organisation_id", "applicant_id", "offer_id", "application_id", "item_id",
    "recommendation_id", "decision_id", "holder_id", "certificate_id",
}  # fmt: skip


def repeat(url: str, *, times: int, size: int) -> None:
    """Repeat a registry of ``size`` certificates so often."""
    with psycopg.connect(url, autocommit=True) as connection:
        # The rows fulfil what triggers and references ask for, as those they are made of do.
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '512MB'")
        step = _highest_key(connection) + 1
        for table, changed in COLUMNS.items():
            later = _without_indexes(connection, table)
            columns = _columns(connection, table)
            values = [_value(column, changed, step=step, size=size) for column in columns]
            connection.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"
                f" FROM (SELECT * FROM {table}) AS made, generate_series(1, {times}) AS k"
            )
            for statement in later:
                connection.execute(statement)
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), MAX(id)) FROM {table}"
            )
        connection.execute(f"UPDATE certification_counter SET last = last + {times * size}")
        connection.execute("DELETE FROM certification_tally")


def _value(column: str, changed: dict[str, str], *, step: int, size: int) -> str:
    if column in KEYS:
        return f"{column} + k * {step}"
    return changed.get(column, column).replace("{0}", column).replace("{1}", str(size))


def _columns(connection: psycopg.Connection, table: str) -> list[str]:
    rows = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
    )
    return [str(row[0]) for row in rows]


def _highest_key(connection: psycopg.Connection) -> int:
    keys = (connection.execute(f"SELECT MAX(id) FROM {table}").fetchone()[0] for table in COLUMNS)
    return max(key or 0 for key in keys)


def _without_indexes(connection: psycopg.Connection, table: str) -> list[str]:
    """Drop the indexes that hold no rule, which are made faster afterwards; say how to."""
    rows = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = %s::regclass AND NOT indisunique",
        [table],
    ).fetchall()
    for name, _definition in rows:
        connection.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in rows]
