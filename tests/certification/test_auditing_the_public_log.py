"""The audit finds an edit, a removal, a reorder and a cut tail, made past every guard."""

from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from certification.models import StatusChange
from documents.log import tree
from documents.log.operations import append, sign_checkpoint
from documents.log.publishing import publish_checkpoint
from documents.models import LogCheckpoint, LogEntry
from tests.certification.auditing import make_certified
from tests.guards import without_guards
from tests.signing import make_signer

pytestmark = pytest.mark.django_db(transaction=True)
DIGEST = "ab" * 32
ENTRY, HASH, SIGNED, CHANGE = (
    "documents_logentry",
    "documents_loghash",
    "documents_logcheckpoint",
    "certification_statuschange",
)


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def log():
    """Give a log of nine entries, signed twice on the way."""
    for number in range(4):
        append(kind="sealed_file", number=f"N-{number}", facts={"sha256": DIGEST})
    publish_checkpoint()
    for number in range(4, 7):
        append(kind="sealed_file", number=f"N-{number}", facts={"sha256": DIGEST})
    return publish_checkpoint()


def audit():
    """Run the command; give what differs, and what of the log is as it was."""
    out = StringIO()
    with suppress(CommandError):
        call_command("audit", stdout=out)
    lines = out.getvalue().splitlines()
    return [line for line in lines if not line.endswith("as computed")], [
        line for line in lines if "log" in line and line.endswith("as computed")
    ]


def test_a_log_as_it_was_written_is_as_computed(log):
    assert log.size == 9
    assert audit() == (
        [],
        ["public log: 13 as computed", "records in the log: 0 as computed"],
    )


def test_an_edited_entry_is_named_and_no_checkpoint_fits_any_more(log):
    with without_guards(ENTRY) as cursor:
        cursor.execute(
            "UPDATE documents_logentry SET leaf = replace(leaf, 'ab', 'ba') WHERE position = 2"
        )

    differences, _whole = audit()

    assert differences == [
        "log entry 2: it does not have the hash that is stored for it",
        "log entry 3: it does not have the hash that is stored for it",
        "checkpoint of 6 entries: the log hashes to another root",
        "log entry 7: it does not have the hash that is stored for it",
        "checkpoint of 9 entries: the log hashes to another root",
    ]


def test_an_entry_filed_under_another_number_is_named(log):
    with without_guards(ENTRY) as cursor:
        cursor.execute("UPDATE documents_logentry SET number = 'N-9' WHERE position = 2")

    assert audit()[0] == ["log entry 2: it is filed under other facts than it holds"]


def test_a_removed_entry_is_named(log):
    with without_guards(ENTRY) as cursor:
        cursor.execute("DELETE FROM documents_logentry WHERE position = 4")

    assert "log entry 4: it is missing, or stands at another place" in audit()[0]


def test_two_entries_that_changed_places_are_named(log):
    with without_guards(ENTRY) as cursor:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            cursor.execute(
                "UPDATE documents_logentry SET position = %s WHERE position = %s", [new, old]
            )

    differences, _whole = audit()

    assert differences[:2] == [
        "log entry 2: it does not have the hash that is stored for it",
        "log entry 3: it does not have the hash that is stored for it",
    ]
    assert "checkpoint of 9 entries: the log hashes to another root" in differences


def test_a_log_rehashed_after_an_edit_contradicts_its_checkpoints(log):
    with without_guards(ENTRY) as cursor:
        cursor.execute(
            "UPDATE documents_logentry SET leaf = replace(leaf, 'ab', 'ba') WHERE position = 2"
        )
    growing, hashes = tree.Growing(), []
    for entry in LogEntry.objects.order_by("position"):
        hashes += growing.add(tree.leaf_hash(entry.leaf.encode()))
    with without_guards(HASH) as cursor:
        for place, value in enumerate(hashes):
            cursor.execute(
                "UPDATE documents_loghash SET value = %s WHERE place = %s", [value, place]
            )

    assert audit()[0] == [
        "checkpoint of 6 entries: the log hashes to another root",
        "checkpoint of 9 entries: the log hashes to another root",
    ]


def test_a_cut_tail_leaves_a_checkpoint_without_its_entries(log):
    with without_guards(ENTRY) as cursor:
        cursor.execute("DELETE FROM documents_logentry WHERE position >= 7")

    assert audit()[0] == [
        "checkpoint of 9 entries: the log ends after 7",
        "log: it has hashes of entries that are missing at its end",
    ]


def test_a_checkpoint_signed_by_a_stranger_or_filed_wrongly_is_named(log):
    append(kind="sealed_file", number="N-7", facts={"sha256": DIGEST})
    sign_checkpoint(signer=make_signer(b"z"))
    with without_guards(SIGNED) as cursor:
        cursor.execute(
            "UPDATE documents_logcheckpoint SET note = replace(note, 'log', 'lag') WHERE size = 6"
        )

    assert audit()[0] == [
        "checkpoint of 6 entries: The checkpoint is not signed by a known key of this log.",
        "checkpoint of 10 entries: The checkpoint is not signed by a known key of this log.",
    ]


@pytest.fixture
def certified():
    return make_certified()


def test_the_records_are_held_to_the_log(certified):
    changes = list(StatusChange.objects.order_by("pk"))
    name = f"change {changes[1].pk} of certificate {certified.number}"
    assert audit()[0] == []

    with without_guards(CHANGE) as cursor:
        cursor.execute(
            "UPDATE certification_statuschange SET reason = 'misuse' WHERE id = %s", [changes[1].pk]
        )
    assert audit()[0] == [f"{name}: the log tells of it otherwise"]

    with without_guards(CHANGE) as cursor:
        cursor.execute("DELETE FROM certification_statuschange WHERE id = %s", [changes[1].pk])
    assert audit()[0] == [
        f"certificate {certified.number}: its state is suspended, and its changes lead to valid",
        "registry: 1 changes of certificates are missing that the log tells of",
    ]


def test_a_change_that_the_log_does_not_tell_of_is_named(certified):
    change = StatusChange.objects.latest("pk")
    change.pk = None
    change.save(force_insert=True)

    assert audit()[0] == [
        f"change {change.pk} of certificate {certified.number}: the log does not tell of it"
    ]


def test_a_standard_changed_after_it_was_logged_is_named(certified):
    version = certified.version
    entry = LogEntry.objects.get(kind="standard")
    assert version.sha256 in entry.leaf
    with without_guards("standards_standardversion") as cursor:
        cursor.execute(
            "UPDATE standards_standardversion SET sha256 = %s WHERE id = %s", [DIGEST, version.pk]
        )

    assert (
        f"standard {version.scheme.code} {version.version}: the log tells of another content"
        in audit()[0]
    )
    assert LogCheckpoint.objects.count() == 1
