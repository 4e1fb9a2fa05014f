"""At the last day a decision is prepared for each holder, and a person takes it."""

from datetime import timedelta

import pytest

from certification.errors.committee import DeciderTookPart
from certification.errors.transitions import (
    ProlongationOutside,
    TransitionMoveRefused,
    TransitionPreparedByDecider,
)
from certification.lifecycle import (
    TRANSITION_MOVES,
    TransitionOutcome,
    TransitionStatus,
)
from certification.models import (
    Certificate,
    Message,
    StatusChange,
    Transition,
)
from certification.operations.certificates import restore, withdraw
from certification.operations.transition_clock import look_after_transitions
from certification.operations.transitions import (
    change_proposal,
    except_holder,
    record_moved,
    record_tasks,
    take_prepared_decision,
)
from certification.transitions import (
    holders_of,
    is_awaiting_decision,
    proposal_for,
)
from tests.factories.certification import (
    UserFactory,
)
from tests.factories.standards import (
    EditionFactory,
)
from tests.holders import (
    REASONS,
    TODAY,
    authority,
    day_after,
    everything_done,
    holder,
    officer,
    state_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("open_tasks", "is_suspended", "was_prolonged", "proposal"),
    [
        (0, False, False, "prolong"),
        (0, True, True, "prolong"),
        (2, False, False, "suspend"),
        (2, True, False, "withdraw"),
        (2, False, True, "withdraw"),
    ],
)
def test_what_is_proposed_follows_from_what_is_left(
    open_tasks, is_suspended, was_prolonged, proposal
):
    assert (
        proposal_for(open_tasks=open_tasks, is_suspended=is_suspended, was_prolonged=was_prolonged)
        == proposal
    )


def test_at_the_deadline_a_decision_is_prepared_once_and_nothing_is_taken(edition, later):
    one, decider = holder(edition), authority(edition)
    assert look_after_transitions(today=later.transition_until)["prepared"] == 0

    first, again = (look_after_transitions(today=day_after(later))["prepared"] for _ in range(2))

    one.refresh_from_db()
    row = Transition.objects.get()
    assert (first, again) == (1, 0)
    assert (row.status, row.proposal, row.prepared_by, one.status) == (
        "prepared",
        "suspend",
        None,
        "valid",
    )
    assert not StatusChange.objects.filter(certificate=one, reason="not_moved").exists()
    told = Message.objects.filter(kind="transition_prepared").values_list("recipient", "path")
    assert list(told) == [(decider.pk, "/transitions/owes/2026.2/?state=prepared")]


def prepared(edition, later, **fields):
    one = holder(edition, **fields)
    look_after_transitions(today=day_after(later))
    return one, Transition.objects.get(certificate=one)


@pytest.mark.parametrize(
    ("outcome", "status"), [("suspend", "suspended"), ("withdraw", "withdrawn")]
)
def test_the_authority_takes_it_through_the_operations_on_certificates(
    edition, later, outcome, status
):
    one, row = prepared(edition, later)
    decider = authority(edition)

    take_prepared_decision(transition_pk=row.pk, outcome=outcome, reasons=REASONS, by=decider)

    one.refresh_from_db()
    change = StatusChange.objects.filter(certificate=one).latest("pk")
    assert (one.status, change.reason, change.recorded_by) == (status, "not_moved", decider)
    assert state_of(one, later) == "decided"


def test_prolonged_time_runs_out_into_another_decision(edition, later):
    one, row = prepared(edition, later)
    until = TODAY() + timedelta(days=150)
    with pytest.raises(ProlongationOutside):
        take_prepared_decision(
            transition_pk=row.pk, outcome="prolong", reasons=REASONS, by=authority(edition)
        )
    take_prepared_decision(
        transition_pk=row.pk,
        outcome="prolong",
        reasons=REASONS,
        until=until,
        by=authority(edition),
    )

    assert (state_of(one, later), look_after_transitions(today=until)["prepared"]) == ("decided", 0)
    look_after_transitions(today=until + timedelta(days=1))
    row.refresh_from_db()
    assert (row.status, row.proposal) == ("prepared", "withdraw")


def test_a_lifted_suspension_is_decided_on_once_more(edition, later):
    one, row = prepared(edition, later)
    decider = authority(edition)
    take_prepared_decision(transition_pk=row.pk, outcome="suspend", reasons=REASONS, by=decider)
    assert look_after_transitions(today=day_after(later))["prepared"] == 0
    restore(certificate=one, effective_on=TODAY(), public_note="", reason="explained", by=decider)

    assert look_after_transitions(today=day_after(later))["prepared"] == 1


def test_whoever_prepared_or_recorded_does_not_decide(edition, later):
    one, row = prepared(edition, later)
    preparer, recorder = authority(edition), authority(edition)
    change_proposal(transition_pk=row.pk, proposal="withdraw", note=REASONS, by=preparer)
    record_tasks(certificate=one, version=later, tasks={"b02": (True, "")}, by=recorder)

    for person in (preparer, recorder):
        with pytest.raises(TransitionPreparedByDecider):
            take_prepared_decision(
                transition_pk=row.pk, outcome="suspend", reasons=REASONS, by=person
            )

    one.refresh_from_db()
    assert (one.status, state_of(one, later)) == ("valid", "prepared")


def test_whoever_had_a_part_in_the_case_does_not_decide_nor_except(edition, later):
    one, row = prepared(edition, later)
    member = one.member

    with pytest.raises(DeciderTookPart):
        take_prepared_decision(transition_pk=row.pk, outcome="suspend", reasons=REASONS, by=member)
    with pytest.raises(DeciderTookPart):
        except_holder(certificate=one, version=later, reasons=REASONS, by=member)

    assert state_of(one, later) == "prepared"


def test_nothing_is_decided_before_it_is_prepared(edition, later):
    one = holder(edition)
    record_tasks(certificate=one, version=later, tasks={"b02": (True, "")}, by=officer(edition))
    row = Transition.objects.get()

    with pytest.raises(TransitionMoveRefused):
        take_prepared_decision(
            transition_pk=row.pk, outcome="suspend", reasons=REASONS, by=authority(edition)
        )
    with pytest.raises(TransitionMoveRefused):
        change_proposal(transition_pk=row.pk, proposal="withdraw", note=REASONS, by=UserFactory())


@pytest.mark.parametrize("status", list(TransitionStatus))
def test_every_status_has_its_moves(status):
    assert TRANSITION_MOVES[status] <= set(TransitionStatus)


def test_no_holder_is_lost_at_the_deadline(edition, later):
    """Each ends in exactly one of moved, decided, excepted, or open with a prepared decision."""
    office, decider = officer(edition), authority(edition)
    names = ("moved", "renewed", "excepted", "silent", "half", "done", "suspended", "late")
    people = {name: holder(edition) for name in names}
    everything_done(people["moved"], later, office)
    record_moved(certificate=people["moved"], version=later, reasons=REASONS, by=office)
    holder(EditionFactory(scheme=edition.scheme, version=later), holder=people["renewed"].holder)
    except_holder(certificate=people["excepted"], version=later, reasons=REASONS, by=decider)
    record_tasks(certificate=people["half"], version=later, tasks={"b02": (True, "")}, by=office)
    everything_done(people["done"], later, office)
    Certificate.objects.filter(pk=people["suspended"].pk).update(status="suspended")
    gone = holder(edition)

    look_after_transitions(today=day_after(later))
    withdraw(
        certificate=gone, effective_on=TODAY(), public_note=REASONS, reason="misuse", by=office
    )
    take_prepared_decision(
        transition_pk=Transition.objects.get(certificate=people["silent"]).pk,
        outcome=TransitionOutcome.WITHDRAW,
        reasons=REASONS,
        by=decider,
    )

    states = {name: state_of(one, later) for name, one in people.items()}
    assert states == {
        "moved": "moved",
        "renewed": "moved",
        "excepted": "excepted",
        "silent": "decided",
        "half": "prepared",
        "done": "prepared",
        "suspended": "prepared",
        "late": "prepared",
    }
    assert state_of(gone, later) == "ended"
    proposals = dict(
        Transition.objects.filter(status="prepared", certificate__in=people.values()).values_list(
            "certificate", "proposal"
        )
    )
    assert proposals == {
        people["half"].pk: "suspend",
        people["done"].pk: "prolong",
        people["suspended"].pk: "withdraw",
        people["late"].pk: "suspend",
    }
    rows = holders_of(later, today=TODAY())
    assert not any(is_awaiting_decision(row, today=day_after(later)) for row in rows)
