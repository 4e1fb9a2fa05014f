"""Holders move to a new version: found, reminded, recorded, decided by people; nobody is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.errors.committee import DeciderTookPart
from certification.errors.transitions import (
    NoTransition,
    ProlongationOutside,
    TransitionMoveRefused,
    TransitionPreparedByDecider,
    TransitionReasonMissing,
    TransitionTasksOpen,
)
from certification.lifecycle import (
    TRANSITION_MOVES,
    CertificateStatus,
    TransitionOutcome,
    TransitionStatus,
)
from certification.models import (
    Certificate,
    Committee,
    Message,
    PostRole,
    StatusChange,
    Transition,
    TransitionTask,
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
    counts_of,
    holders_of,
    is_awaiting_decision,
    plan_of,
    proposal_for,
    reminder_for,
)
from standards.models import Criterion
from tests.factories.certification import (
    CertificateFactory,
    CommitteeFactory,
    MembershipFactory,
    PostFactory,
    UserFactory,
)
from tests.factories.interpretations import split, successor
from tests.factories.standards import (
    EditionFactory,
    OperatorFactory,
    SchemeFactory,
    make_standard,
)

pytestmark = pytest.mark.django_db
REASONS = "Dokumenty potwierdzają spełnienie nowych kryteriów."
TODAY = timezone.localdate


def tightened(draft):
    """Ask more by one criterion, ask another one as two, and one new only of partnerships."""
    row = Criterion.objects.get(version=draft, key="b02")
    row.gate, row.gate_value = "minimum", 2
    row.save()
    split("a02", "part-one", "part-two")(draft)
    row = Criterion.objects.get(version=draft, key="b01")
    row.pk, row._state.adding = None, True
    row.key, row.code, row.position = "partners", "B09", 99
    row.applies_when = {"equals": ["is_partnership", True]}
    row.save()


@pytest.fixture
def scheme():
    return SchemeFactory(code="owes")


@pytest.fixture
def edition(scheme):
    return EditionFactory(
        scheme=scheme,
        version=make_standard(4, 2, scheme=scheme),
        operator=OperatorFactory(is_national=True),
    )


@pytest.fixture
def later(edition):
    return successor(
        edition.version, "2026.2", edit=tightened, transition_until=TODAY() + timedelta(days=100)
    )


def holder(edition, **fields) -> Certificate:
    """Make a certificate in force with a team of one."""
    item = "decision__recommendation__item__"
    fields = {
        name.replace("application__", f"{item}application__"): value
        for name, value in fields.items()
    }
    place = {"operator": edition.operator, "scheme": edition.scheme}
    committee = Committee.objects.filter(**place).first() or CommitteeFactory(**place)
    made = CertificateFactory(
        **{f"{item}application__edition": edition, f"{item}meeting__committee": committee},
        **fields,
    )
    made.member = MembershipFactory(organisation=made.holder).person
    return made


def officer(edition, role=PostRole.SECRETARIAT):
    return PostFactory(operator=edition.operator, role=role).person


def authority(edition):
    return officer(edition, PostRole.AUTHORITY)


def day_after(version):
    """Give the day on which the time of a version is over."""
    return version.transition_until + timedelta(days=1)


def everything_done(certificate, version, by):
    keys = [one.key for one in plan_of(certificate, version).tasks]
    record_tasks(
        certificate=certificate, version=version, tasks=dict.fromkeys(keys, (True, "")), by=by
    )


def state_of(certificate, version):
    return holders_of(version, today=TODAY()).get(pk=certificate.pk).state


def kinds_of(certificate, version):
    plan = plan_of(certificate, version)
    return {gap.change.kind.value: [one.key for one in gap.tasks] for gap in plan.gaps}


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
