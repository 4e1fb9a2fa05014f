"""Holders move to a new version: found, reminded, recorded, decided by people; nobody is lost."""

from datetime import timedelta

import pytest

from certification.errors.transitions import (
    NoTransition,
    TransitionReasonMissing,
    TransitionTasksOpen,
)
from certification.lifecycle import (
    CertificateStatus,
)
from certification.models import (
    Message,
    Transition,
    TransitionTask,
)
from certification.operations.transition_clock import look_after_transitions
from certification.operations.transitions import (
    except_holder,
    record_moved,
    record_tasks,
)
from certification.transitions import (
    counts_of,
    holders_of,
    reminder_for,
)
from tests.factories.standards import (
    EditionFactory,
)
from tests.holders import (
    REASONS,
    TODAY,
    authority,
    everything_done,
    holder,
    kinds_of,
    officer,
    state_of,
)

pytestmark = pytest.mark.django_db


def test_a_plan_holds_only_what_the_profile_of_the_holder_meets(edition, later):
    alone = holder(edition)
    partners = holder(edition, application__is_partnership=True)

    both = {"split": ["part-one", "part-two"], "tightened": ["b02"]}
    assert kinds_of(alone, later) == both
    assert kinds_of(partners, later) == {**both, "new": ["partners"]}


def test_holders_are_found_from_their_certificates(edition, later):
    standing = holder(edition)
    suspended = holder(edition, status=CertificateStatus.SUSPENDED)
    holder(edition, status=CertificateStatus.WITHDRAWN)
    holder(edition, valid_until=TODAY() - timedelta(days=1), valid_from=TODAY() - timedelta(400))
    holder(EditionFactory(scheme=edition.scheme, version=later))
    holder(EditionFactory())

    found = holders_of(later, today=TODAY())

    assert [(one.pk, one.state) for one in found] == [
        (standing.pk, "under_way"),
        (suspended.pk, "under_way"),
    ]
    assert (counts_of(found), Transition.objects.count()) == ({"under_way": 2}, 0)


def test_tasks_are_recorded_with_name_and_note_and_only_those_there_are(edition, later):
    one, office = holder(edition), officer(edition)
    tasks = {"b02": (True, "Umowa z 3 marca."), "partners": (True, ""), "unknown": (True, "")}

    first = record_tasks(certificate=one, version=later, tasks=tasks, by=office)
    again = record_tasks(certificate=one, version=later, tasks=tasks, by=office)

    rows = TransitionTask.objects.values_list("criterion_key", "is_done", "note", "recorded_by")
    assert (first, again, list(rows)) == (1, 0, [("b02", True, "Umowa z 3 marca.", office.pk)])


def test_whoever_moved_has_shown_everything(edition, later):
    one, office = holder(edition), officer(edition)

    with pytest.raises(TransitionTasksOpen):
        record_moved(certificate=one, version=later, reasons=REASONS, by=office)
    everything_done(one, later, office)
    with pytest.raises(TransitionReasonMissing):
        record_moved(certificate=one, version=later, reasons="tak", by=office)
    record_moved(certificate=one, version=later, reasons=REASONS, by=office)

    assert state_of(one, later) == "moved"
    assert Message.objects.filter(recipient=one.member, kind="transition_settled").count() == 1


def test_nobody_moves_who_is_not_on_an_earlier_version(edition, later):
    there = holder(EditionFactory(scheme=edition.scheme, version=later))

    with pytest.raises(NoTransition):
        record_tasks(certificate=there, version=later, tasks={}, by=officer(edition))


@pytest.mark.parametrize(
    ("days_left", "reminded", "due"),
    [
        (91, None, None),
        (90, None, 90),
        (60, None, 90),
        (60, 90, None),
        (30, 90, 30),
        (29, 30, None),
        (7, 30, 7),
        (3, None, 7),
        (3, 7, None),
        (0, 30, 7),
        (-1, None, None),
    ],
)
def test_each_reminder_goes_out_once_and_a_missed_one_is_skipped(days_left, reminded, due):
    assert reminder_for(days_left=days_left, reminded=reminded) == due


def test_the_clock_reminds_at_ninety_thirty_and_seven_days(edition, later):
    one = holder(edition)
    last = later.transition_until
    sent = []
    for left in range(95, -1, -1):
        done = look_after_transitions(today=last - timedelta(days=left))
        sent += [left] * done["reminded"]

    assert sent == [90, 30, 7]
    paths = Message.objects.filter(recipient=one.member).values_list("kind", "path")
    assert set(paths) == {
        ("transition_due", f"/my/certificates/{one.number}/moves-to/2026.2/"),
    }
    assert len(paths) == 3


def test_whoever_moved_or_is_excepted_is_left_alone(edition, later):
    moved, excepted = holder(edition), holder(edition)
    office = officer(edition)
    everything_done(moved, later, office)
    record_moved(certificate=moved, version=later, reasons=REASONS, by=office)
    except_holder(certificate=excepted, version=later, reasons=REASONS, by=authority(edition))
    last = later.transition_until

    for day in (last - timedelta(days=5), last + timedelta(days=1)):
        assert look_after_transitions(today=day) == {"moved": 0, "reminded": 0, "prepared": 0}


def test_a_certificate_by_the_new_version_counts_as_moved(edition, later):
    one = holder(edition)
    new = holder(EditionFactory(scheme=edition.scheme, version=later), holder=one.holder)

    look_after_transitions(today=TODAY())

    row = Transition.objects.get()
    assert (row.status, row.certificate, row.new_certificate) == ("moved", one, new)
