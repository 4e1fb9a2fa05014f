"""Lets transactional tests empty the tables although triggers refuse DELETE and TRUNCATE there.

On SQLite the triggers are taken away for the moment of the flush and put back as they were; on
PostgreSQL the session calls none of them for that moment.
"""

from contextlib import contextmanager

import pytest
from django.db import connection, transaction


@contextmanager
def _no_triggers(database):
    if database.vendor == "postgresql":
        with transaction.atomic(using=database.alias), database.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
        return
    with database.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    try:
        yield
    finally:
        with database.cursor() as cursor:
            for _name, sql in triggers:
                cursor.execute(sql)


@pytest.fixture(autouse=True, scope="session")
def _flush_past_triggers():
    operations = type(connection.ops)
    original = operations.execute_sql_flush

    def execute_sql_flush(self, sql_list):
        with _no_triggers(self.connection):
            original(self, sql_list)

    operations.execute_sql_flush = execute_sql_flush
    yield
    operations.execute_sql_flush = original
