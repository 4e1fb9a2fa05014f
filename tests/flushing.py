"""Lets transactional tests empty the tables of SQLite although triggers refuse DELETE there.

PostgreSQL truncates, which no row trigger sees. On SQLite the triggers are taken away for the
moment of the flush and put back as they were.
"""

import pytest
from django.db.backends.sqlite3.base import DatabaseOperations


@pytest.fixture(autouse=True, scope="session")
def _flush_past_triggers():
    original = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(self, sql_list):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
        try:
            original(self, sql_list)
        finally:
            with self.connection.cursor() as cursor:
                for _name, sql in triggers:
                    cursor.execute(sql)

    DatabaseOperations.execute_sql_flush = execute_sql_flush
    yield
    DatabaseOperations.execute_sql_flush = original
