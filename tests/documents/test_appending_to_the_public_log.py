"""The log in the database: it grows at its end, one writer at a time, and never otherwise."""

import json
import threading
import time
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction

from documents.log import reading, tree
from documents.log.errors import LeafRefused, LogWasChanged, NotInTheLogYet
from documents.log.notes import VerifierKey, open_checkpoint
from documents.log.operations import append, sign_checkpoint
from documents.models.log import LogCheckpoint, LogEntry, LogHash
from tests.guards import without_guards
from tests.signing import SIGNER

pytestmark = pytest.mark.django_db
DIGEST = "ab" * 32


def fill(size):
    return [
        append(kind="sealed_file", number=f"OWES-2026-{number:04}", facts={"sha256": DIGEST})
        for number in range(size)
    ]


def literal_root(entries):
    growing = tree.Growing()
    growing.extend(tree.leaf_hash(entry.leaf.encode()) for entry in entries)
    return growing.root


def key():
    return VerifierKey(settings.LOG_ORIGIN, SIGNER.public_key)


@time_machine.travel(datetime(2026, 5, 1, 12, 30, 1, 250, tzinfo=UTC), tick=False)
def test_an_entry_holds_its_facts_in_one_canonical_form():
    entry = append(
        kind="status",
        number="OWES-2026-0031",
        facts={"status": "suspended", "effective_on": "2026-05-01", "list_index": 7, "note": None},
    )

    assert LogEntry.objects.values().get() == {
        "position": 0,
        "kind": "status",
        "number": "OWES-2026-0031",
        "recorded_at": datetime(2026, 5, 1, 12, 30, 1, 250, tzinfo=UTC),
        "leaf": (
            '{"effective_on":"2026-05-01","kind":"status","list_index":7,"note":null,'
            '"number":"OWES-2026-0031","status":"suspended","time":"2026-05-01T12:30:01.000250Z"}'
        ),
        "once": "",
    }
    assert str(entry) == "0: status OWES-2026-0031"


@pytest.mark.parametrize(
    ("number", "facts"),
    [
        ("OWES-2026-0031", {"note": "Jan Kowalski did not answer"}),
        ("OWES 2026 0031", {}),
        ("OWES-2026-0031", {"holder": "Spółdzielnia"}),
        ("OWES-2026-0031", {"mail": "jan@demo.example"}),
        ("OWES-2026-0031", {"sha256": "a" * 201}),
        ("OWES-2026-0031", {"Bad name": "x"}),
        ("OWES-2026-0031", {"time": "2020-01-01"}),
        ("OWES-2026-0031", {"kind": "status"}),
    ],
)
def test_names_and_sentences_never_get_into_the_log(number, facts):
    with pytest.raises(LeafRefused):
        append(kind="status", number=number, facts=facts)

    assert list(LogEntry.objects.all()) == list(LogHash.objects.all()) == []


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="gossip"):
        append(kind="gossip", number="1", facts={})

    assert list(LogEntry.objects.all()) == []


def test_the_same_key_gives_the_entry_that_is_there():
    first = append(kind="standard", number="owes-2026.1", facts={"sha256": DIGEST}, once="s:1")
    other = append(kind="standard", number="owes-2026.2", facts={"sha256": DIGEST}, once="s:2")
    again = append(kind="standard", number="owes-2026.1", facts={"sha256": "cd"}, once="s:1")

    assert (again, again.leaf) == (first, first.leaf)
    assert list(LogEntry.objects.order_by("position")) == [first, other]


def test_an_entry_of_a_transaction_undone_leaves_no_gap():
    fill(2)

    with transaction.atomic():
        append(kind="key", number="log-1", facts={})
        transaction.set_rollback(True)
    append(kind="key", number="log-2", facts={})

    assert list(LogEntry.objects.order_by("position").values_list("position", "number")) == [
        (0, "OWES-2026-0000"),
        (1, "OWES-2026-0001"),
        (2, "log-2"),
    ]
    assert LogHash.objects.count() == tree.stored_count(3)


def test_root_and_proofs_from_the_database_are_those_of_the_tree():
    entries = fill(21)
    newest = sign_checkpoint(signer=SIGNER)

    assert reading.tree_size() == newest.size == 21
    assert bytes.fromhex(newest.root) == literal_root(entries)
    checkpoint = open_checkpoint(newest.note, [key()])
    for entry in entries:
        proof = reading.proof_of(entry)
        assert tree.proves_inclusion(
            leaf=proof.leaf_hash,
            position=entry.position,
            size=checkpoint.size,
            root=checkpoint.root,
            path=proof.path,
        )
    for old in range(1, 22):
        assert tree.proves_consistency(
            old=old,
            new=21,
            old_root=literal_root(entries[:old]),
            new_root=checkpoint.root,
            path=reading.consistency_path(old, 21),
        )


def test_a_proof_as_text_names_the_entry_the_path_and_the_checkpoint():
    entry = fill(3)[1]
    newest = sign_checkpoint(signer=SIGNER)

    lines = reading.proof_of(entry).text.split("\n")

    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 1"]
    assert lines[4] == ""
    assert "\n".join(lines[5:]) == newest.note


def test_an_entry_is_proved_only_once_a_checkpoint_covers_it():
    fill(1)
    sign_checkpoint(signer=SIGNER)
    entry = append(kind="key", number="log-1", facts={})

    with pytest.raises(NotInTheLogYet):
        reading.proof_of(entry)

    sign_checkpoint(signer=SIGNER)
    assert reading.proof_of(entry).checkpoint.size == 2


def test_an_empty_log_has_no_checkpoint_and_a_standing_one_is_signed_once():
    assert sign_checkpoint(signer=SIGNER) is None
    fill(2)

    first, again = sign_checkpoint(signer=SIGNER), sign_checkpoint(signer=SIGNER)

    assert first == again == LogCheckpoint.objects.get()


def test_a_log_that_was_changed_gets_no_further_signature():
    fill(5)
    sign_checkpoint(signer=SIGNER)
    with without_guards("documents_loghash") as cursor:
        cursor.execute("DELETE FROM documents_loghash WHERE place >= 4")
    with without_guards("documents_logentry") as cursor:
        cursor.execute("DELETE FROM documents_logentry WHERE position >= 3")

    with pytest.raises(LogWasChanged, match="5 entries"):
        sign_checkpoint(signer=SIGNER)

    assert LogCheckpoint.objects.count() == 1


@pytest.mark.parametrize("table", ["logentry", "loghash", "logcheckpoint"])
@pytest.mark.parametrize(
    "statement", ["DELETE FROM documents_{}", "UPDATE documents_{} SET {column} = {column}"]
)
def test_the_database_refuses_to_change_or_remove_anything(table, statement):
    fill(2)
    sign_checkpoint(signer=SIGNER)
    column = {"logentry": "leaf", "loghash": "value", "logcheckpoint": "note"}[table]

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table, column=column))

    counts = [model.objects.count() for model in (LogEntry, LogHash, LogCheckpoint)]
    assert counts == [2, 3, 1]


def test_an_append_asks_as_little_of_a_long_log_as_of_a_short_one(django_assert_num_queries):
    fill(3)
    with django_assert_num_queries(7 if connection.vendor == "postgresql" else 6):
        fill(1)
    fill(59)
    with django_assert_num_queries(7 if connection.vendor == "postgresql" else 6):
        fill(1)


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_stand_in_line():
    started = threading.Barrier(4)
    failed = []

    def work(name):
        try:
            started.wait(10)
            for number in range(12):
                write(number=f"{name}-{number}", once=f"{name}:{number}")
                write(number="shared", once=f"shared:{number}")
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    def write(**words):
        while True:
            try:
                return append(kind="key", facts={}, **words)
            except OperationalError:
                # SQLite in memory answers "locked" at once; PostgreSQL has to wait in line.
                if connection.vendor == "postgresql":
                    raise
                time.sleep(0.01)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    entries = list(LogEntry.objects.order_by("position"))
    assert failed == []
    assert [entry.position for entry in entries] == list(range(5 * 12))
    assert reading.root_at(60) == literal_root(entries)
    assert sorted(json.loads(entry.leaf)["time"] for entry in entries) == [
        json.loads(entry.leaf)["time"] for entry in entries
    ]
