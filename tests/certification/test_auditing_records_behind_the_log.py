"""The audit holds keys, changes, standards, states and status lists to the log, and each other."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from certification.log_audit import record_differences
from certification.models import Certificate, StatusChange
from certification.state_audit import state_differences
from documents.credentials.status_lists import sign_due_lists
from documents.credentials.status_places import record_status, take_places
from documents.keys.operations import create_demo_keys, declare_compromised
from documents.lifecycle import KeyState
from documents.log.operations import append
from documents.log.publishing import publish_checkpoint
from documents.models import Key, LogCheckpoint, LogEntry
from documents.models.key import KeyPurpose
from documents.models.status_list import StatusEntry, StatusList
from tests.certification.auditing import differences, make_certified
from tests.guards import without_guards

pytestmark = pytest.mark.django_db(transaction=True)
KEY, CHANGE, CERTIFICATE = (
    "documents_key",
    "certification_statuschange",
    "certification_certificate",
)
LOG = ("documents_logentry", "documents_loghash", "documents_logcheckpoint")
OTHER_STATE = "its state is {}, and its changes lead to {}"


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def certified():
    return make_certified()


def write(table, statement, *parameters):
    """Write past the guards, as somebody who owns the database."""
    with without_guards(table) as cursor:
        cursor.execute(statement, parameters)


def cut(entries=1):
    """Remove the last entries, the hashes they brought about and the checkpoints that know them."""
    size = LogEntry.objects.count() - entries
    kept = 2 * size - size.bit_count()
    write("documents_logentry", "DELETE FROM documents_logentry WHERE position >= %s", size)
    write("documents_loghash", "DELETE FROM documents_loghash WHERE place >= %s", kept)
    write("documents_logcheckpoint", "DELETE FROM documents_logcheckpoint WHERE size > %s", size)


def compromised_key():
    create_demo_keys()
    key = Key.objects.get(purpose=KeyPurpose.CREDENTIAL_EDDSA)
    return declare_compromised(key=key, since=timezone.now(), note="wyciek", by=None)


def test_a_key_whose_compromise_was_taken_back_is_named():
    key = compromised_key()
    assert differences() == []

    write(
        KEY,
        "UPDATE documents_key SET state = 'retired', compromised_at = NULL WHERE id = %s",
        key.pk,
    )

    assert differences() == [f"key {key.kid}: the log tells otherwise: state, compromised_at"]


def test_a_key_compromised_at_another_moment_is_named():
    key = compromised_key()

    write(
        KEY,
        "UPDATE documents_key SET compromised_at = %s WHERE id = %s",
        key.compromised_at + timedelta(days=30),
        key.pk,
    )

    assert differences() == [f"key {key.kid}: the log tells otherwise: compromised_at"]


def test_a_key_slipped_in_and_a_key_taken_away_are_named():
    create_demo_keys()
    mine, other = Key.objects.order_by("pk")[:2]
    with without_guards(KEY) as cursor:
        cursor.execute("UPDATE documents_key SET kid = 'mine' WHERE id = %s", [mine.pk])
        cursor.execute("UPDATE documents_key SET public_pem = 'x' WHERE id = %s", [other.pk])

    assert differences() == [
        "key mine: the log does not tell of it",
        f"key {other.kid}: its public half does not have its fingerprint",
        f"key {mine.kid}: the log tells of it, and it is missing",
    ]


def test_a_change_known_since_another_moment_is_named(certified):
    change = StatusChange.objects.latest("pk")
    assert differences() == []

    write(
        CHANGE,
        "UPDATE certification_statuschange SET recorded_at = %s WHERE id = %s",
        change.recorded_at + timedelta(seconds=1),
        change.pk,
    )

    record = f"change {change.pk} of certificate {certified.number}"
    assert differences() == [f"{record}: the log tells of it otherwise"]


def test_an_early_entry_that_does_not_tell_the_moment_is_still_whole(certified):
    change = StatusChange.objects.latest("pk")
    told = json.loads(LogEntry.objects.get(once=f"status:{change.pk}").leaf)
    assert told["recorded_at"] == change.recorded_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    early = StatusChange.objects.create(
        certificate=certified,
        status=change.status,
        effective_on=change.effective_on,
        recorded_at=timezone.now(),
        reason=change.reason,
    )
    facts = {name: told[name] for name in ("status", "effective_on", "reason")}
    append(kind="status", number=certified.number, facts=facts, once=f"status:{early.pk}")

    assert differences() == []


def test_a_certificate_with_other_facts_and_their_digest_is_named(certified):
    change = StatusChange.objects.earliest("pk")
    write(CERTIFICATE, "UPDATE certification_certificate SET digest = %s", "ab" * 32)

    record = f"change {change.pk} of certificate {certified.number}"
    assert f"{record}: the log tells of it otherwise" in differences()


def test_a_log_that_lost_everything_about_its_end_still_lacks_what_it_told_of(certified):
    """The standard and the key are told of last; then the suspension, then the issue."""
    standard = certified.version
    entries = list(LogEntry.objects.order_by("position").values_list("kind", flat=True))
    assert entries == ["issued", "status", "standard", "key", "key"]
    change = StatusChange.objects.latest("pk")
    cut(entries=4)

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert differences() == [
            f"change {change.pk} of certificate {certified.number}: the log does not tell of it",
            f"standard {standard.scheme.code} {standard.version}: the log does not tell of it",
            f"key {Key.objects.get().kid}: the log does not tell of it",
        ]


def test_a_standard_published_a_moment_ago_may_wait_for_the_clock(certified):
    cut(entries=3)

    assert differences() == [f"key {Key.objects.get().kid}: the log does not tell of it"]


def test_an_empty_log_is_no_clean_log(certified):
    for table in LOG:
        write(table, f"DELETE FROM {table}")  # noqa: S608

    found = differences()

    assert sum("the log does not tell of it" in line for line in found) == 3


def test_a_checkpoint_kept_elsewhere_shows_what_was_cut_together(certified, tmp_path):
    for number in range(3):
        append(kind="sealed_file", number=f"N-{number}", facts={"sha256": "ab" * 32})
    kept = tmp_path / "checkpoint"
    kept.write_text(publish_checkpoint().note)
    size = LogEntry.objects.count()
    assert differences("--checkpoint", str(kept)) == []

    cut()

    assert differences() == []
    found = [f"kept checkpoint of {size} entries: the log ends after {size - 1}"]
    assert differences("--checkpoint", str(kept)) == found

    append(kind="sealed_file", number="N-9", facts={"sha256": "cd" * 32})
    assert differences() == []
    assert differences("--checkpoint", str(kept)) == [
        f"kept checkpoint of {size} entries: the log hashes to another root"
    ]


def test_a_checkpoint_of_a_stranger_is_no_proof_and_a_missing_file_is_told(certified, tmp_path):
    kept = tmp_path / "checkpoint"
    kept.write_text(LogCheckpoint.objects.get().note.replace("\n— ", "\n— other."))

    assert differences("--checkpoint", str(kept)) == [
        "kept checkpoint: The checkpoint is not signed by a known key of this log."
    ]
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("audit", "--checkpoint", str(tmp_path / "none"))


@pytest.mark.parametrize("state", ["valid", "withdrawn", "annulled"])
def test_a_state_that_no_change_leads_to_is_named(certified, state):
    Certificate.objects.update(status=state)

    assert differences() == [
        f"certificate {certified.number}: {OTHER_STATE.format(state, 'suspended')}"
    ]


def test_a_scope_and_a_revision_that_no_change_leads_to_are_named(certified):
    Certificate.objects.update(reduced_scope=["x"], revision=2)

    found = differences()

    assert f"certificate {certified.number}: its scope is not what its changes left of it" in found
    revision = "its revision is not the number of its reductions and one"
    assert f"certificate {certified.number}: {revision}" in found


def test_a_certificate_without_any_change_is_named(certified):
    write(CHANGE, "DELETE FROM certification_statuschange")

    assert f"certificate {certified.number}: no change tells of its issue" in differences()


@pytest.fixture
def signed():
    """Give two lists with one set bit, signed."""
    for number in ("A-1", "A-2"):
        take_places(number=number)
    record_status(number="A-1", is_suspended=True, is_ended=False)
    sign_due_lists()
    return StatusList.objects.get(purpose="suspension")


def test_published_lists_as_they_were_signed_are_whole(signed):
    assert differences() == []
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert differences() == []


def test_a_list_that_was_edited_or_is_another_one_is_named(signed):
    other = StatusList.objects.get(purpose="revocation")
    StatusList.objects.filter(pk=signed.pk).update(signed=other.signed)
    StatusList.objects.filter(pk=other.pk).update(signed=other.signed.replace('"u', '"v', 1))
    third = StatusList.objects.create(purpose="suspension", number=2, signed_at=timezone.now())

    assert sorted(differences()) == [
        f"status list {other}: its published picture: altered",
        f"status list {signed}: its published picture is that of another list",
        f"status list {third}: its published picture: unreadable",
    ]


def test_an_old_picture_put_back_is_named_and_a_fresh_change_may_wait(signed):
    record_status(number="A-2", is_suspended=True, is_ended=False)
    place = StatusEntry.objects.get(purpose="suspension", number="A-2").index
    assert differences() == []

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert differences() == [
            f"status list {signed}: its published picture tells otherwise of the place {place}"
        ]


def test_a_place_changed_behind_the_picture_is_named(signed):
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        StatusEntry.objects.filter(purpose="suspension").update(is_set=False)
        place = StatusEntry.objects.get(purpose="suspension", number="A-1").index
        assert differences() == [
            f"status list {signed}: its published picture tells otherwise of the place {place}"
        ]


def test_a_list_signed_by_a_key_found_compromised_later_stays_whole(signed):
    key = Key.objects.get(purpose=KeyPurpose.STATUS_LIST, state=KeyState.ACTIVE)
    declare_compromised(key=key, since=timezone.now(), note="wyciek", by=None)

    assert differences() == []


def test_the_audit_asks_as_little_of_many_lists_and_certificates(
    certified, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert list(state_differences()) == [None]
    with django_assert_num_queries(3):
        assert list(record_differences()) == [None, None]
    certificate = Certificate.objects.get()
    for state in ("suspended", "valid") * 10:
        StatusChange.objects.create(
            certificate=certificate,
            status=state,
            effective_on=certificate.valid_from,
            recorded_at=timezone.now(),
            reason="-",
        )
    with django_assert_num_queries(1):
        assert len(list(state_differences())) == 1
    with django_assert_num_queries(3):
        assert len(list(record_differences())) == 22
