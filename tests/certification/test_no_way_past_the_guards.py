"""No statement of either database rewrites or empties what is only ever added to."""

import pytest
from django.db import DatabaseError, connection, transaction

from certification.models import CaseEvent, StatusChange
from documents.keys.operations import create_demo_keys, create_key
from documents.log.publishing import publish_checkpoint
from documents.models import Document, Key, LogCheckpoint, LogEntry
from documents.models.key import KeyPurpose, KeyStore
from documents.models.log import LogHash
from standards.models import Criterion, Section, StandardVersion
from tests.certification.auditing import make_certified
from tests.factories.standards import StandardVersionFactory

pytestmark = pytest.mark.django_db
KEPT = (
    CaseEvent,
    StatusChange,
    Document,
    Key,
    LogCheckpoint,
    LogEntry,
    LogHash,
    Criterion,
    Section,
    StandardVersion,
)
REFUSED = "append-only|written once|kept for good|published version"


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def kept():
    """Fill every guarded table; give all their rows."""
    make_certified()
    StandardVersionFactory()
    create_demo_keys()
    create_key(purpose=KeyPurpose.LOG, store=KeyStore.FILE, by=None)
    publish_checkpoint()
    if connection.vendor == "postgresql":
        # What foreign keys still have to check would itself keep a table from being emptied.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert all(model.objects.exists() for model in KEPT)
    return rows()


def rows():
    return {model: list(model.objects.order_by("pk").values()) for model in KEPT}


def refused(statement, *parameters):
    with (
        pytest.raises(DatabaseError, match=REFUSED),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, parameters)


def statements(table, columns, key):
    """Give statements that would put a row over another one, or empty the table."""
    names = ", ".join(f'"{name}"' for name in columns)
    if connection.vendor == "postgresql":
        return [f"TRUNCATE {table} CASCADE"]
    rest = names.replace(f'"{key}", ', "")
    same = f"SELECT {names} FROM {table}"  # noqa: S608
    return [
        f"INSERT OR REPLACE INTO {table} ({names}) {same}",
        f"REPLACE INTO {table} ({names}) {same}",
        f"INSERT INTO {table} ({names}) {same} WHERE true "
        f"ON CONFLICT ({key}) DO UPDATE SET {key} = EXCLUDED.{key}",
        f"UPDATE OR REPLACE {table} SET {key} = (SELECT min({key}) FROM {table})",  # noqa: S608
        # By another unique key, under a new number of the row, where there is such a key.
        *(
            [f"INSERT OR REPLACE INTO {table} ({rest}) SELECT {rest} FROM {table}"]  # noqa: S608
            if table in {"documents_key", "documents_logcheckpoint", "standards_standardversion"}
            else []
        ),
    ]


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("model", KEPT, ids=lambda model: model._meta.db_table)
def test_no_row_is_put_over_another_and_no_table_is_emptied(model, recursive, kept):
    table, key = model._meta.db_table, model._meta.pk.column
    columns = [field.column for field in model._meta.concrete_fields]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA recursive_triggers={recursive}")

    try:
        for statement in statements(table, columns, key):
            refused(statement)
    finally:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA recursive_triggers=ON")

    assert rows() == kept


def test_an_announced_key_does_not_replace_the_one_in_use(kept):
    words = "OR REPLACE " if connection.vendor == "sqlite" else ""
    statement = f"UPDATE {words}documents_key SET state = 'active' WHERE state = 'next'"  # noqa: S608

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert rows() == kept


def test_every_connection_asks_the_guards_against_removal_before_it_replaces():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA recursive_triggers").fetchone() == (1,)
