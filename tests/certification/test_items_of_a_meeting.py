"""Opening a vote, postponing an item and closing the meeting."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from certification.errors.committee import (
    AnotherVoteIsOpen,
    CaseNotReadyForCommittee,
    ItemsStillOpen,
    MeetingNotOpen,
    OnlyTheChair,
    QuorumMissing,
    ReasonsTooShort,
)
from certification.letters.committee import build_minutes
from certification.lifecycle import ApplicationStatus, MeetingStatus
from certification.models import (
    Message,
    Recusal,
)
from certification.operations.meetings import (
    close_meeting,
    open_vote,
    postpone_item,
)
from certification.room import room_of
from certification.seating import seating_of
from tests.committee import make_session, recommended, state_of, vote
from tests.factories.certification import (
    AffiliationFactory,
    AgendaItemFactory,
)

pytestmark = pytest.mark.django_db
WHY = "Brakuje protokołu z wizyty."


def test_the_chair_opens_a_vote_with_a_quorum():
    session = make_session(members=5, present=3)

    item = open_vote(item=session.item, by=session.chair)

    assert (item.status, item.opened_at is not None) == ("voting", True)
    event = session.application.events.get(kind="vote_opened")
    assert event.facts == {"meeting": "4/2026", "present": 3, "needed": 3, "entitled": 5}
    assert event.seen_by_applicant is False


def test_without_a_quorum_no_vote_opens_and_the_sentence_has_the_numbers():
    session = make_session(members=5, present=2)
    before = state_of(session)

    with pytest.raises(QuorumMissing) as refused:
        open_vote(item=session.item, by=session.chair)

    assert refused.value.messages == [
        "Nie ma kworum: obecnych i\u00a0uprawnionych jest 2, a\u00a0potrzeba 3 z\u00a05. "
        "Zapisz obecność albo odłóż punkt."
    ]
    assert state_of(session) == before


@pytest.mark.parametrize(
    ("members", "present", "recused", "numbers", "is_reached"),
    [
        (5, 3, 0, (3, 3, 5), True),
        (4, 2, 0, (2, 3, 4), False),
        (4, 2, 1, (2, 2, 3), True),
        (9, 5, 1, (5, 5, 8), True),
        (9, 4, 1, (4, 5, 8), False),
        (9, 4, 2, (4, 4, 7), True),
        (3, 1, 2, (1, 1, 1), True),
    ],
)
def test_recusals_reduce_the_base_of_the_quorum(members, present, recused, numbers, is_reached):
    session = make_session(members=members, present=present + recused)
    for seat in session.seats[present : present + recused]:
        Recusal.objects.create(item=session.item, seat=seat, ground="doubt", made_at=timezone.now())

    quorum = seating_of(session.item).quorum

    assert ((quorum.present, quorum.needed, quorum.entitled), quorum.is_reached) == (
        numbers,
        is_reached,
    )


def test_when_everybody_is_recused_there_is_never_a_quorum():
    session = make_session(members=3)
    for seat in session.seats:
        Recusal.objects.create(item=session.item, seat=seat, ground="doubt", made_at=timezone.now())

    quorum = seating_of(session.item).quorum

    assert (quorum.present, quorum.needed, quorum.entitled, quorum.is_reached) == (0, 1, 0, False)


def test_the_call_says_how_large_a_quorum_is():
    session = make_session(members=6, present=4)
    edition = session.application.edition
    edition.quorum_numerator, edition.quorum_denominator = 2, 3
    edition.save()
    session.item.refresh_from_db()
    before = state_of(session)

    with pytest.raises(QuorumMissing) as refused:
        open_vote(item=session.item, by=session.chair)

    assert refused.value.params == {"present": 4, "needed": 5, "entitled": 6}
    assert state_of(session) == before


def test_a_vote_opens_only_in_session():
    session = make_session()
    session.meeting.status = MeetingStatus.PLANNED
    session.meeting.save()
    before = state_of(session)

    with pytest.raises(MeetingNotOpen):
        open_vote(item=session.item, by=session.chair)

    assert state_of(session) == before


def test_a_member_does_not_open_a_vote():
    session = make_session()
    before = state_of(session)

    with pytest.raises(OnlyTheChair):
        open_vote(item=session.item, by=session.seats[1].person)

    assert state_of(session) == before


def test_where_the_chair_is_recused_the_member_who_sits_longest_is_in_the_chair():
    session = make_session()
    AffiliationFactory(person=session.chair, organisation=session.application.applicant)

    item = open_vote(item=session.item, by=session.seats[1].person)

    assert item.status == "voting"
    assert list(item.recusals.values_list("seat", flat=True)) == [session.seats[0].pk]


def test_a_meeting_votes_on_one_item_at_a_time():
    session = make_session()
    AgendaItemFactory(meeting=session.meeting, position=7, status="voting")
    before = state_of(session)

    with pytest.raises(AnotherVoteIsOpen) as refused:
        open_vote(item=session.item, by=session.chair)

    assert refused.value.params == {"position": 7}
    assert state_of(session) == before


def test_no_vote_is_held_on_a_case_that_was_withdrawn_meanwhile():
    session = make_session()
    session.application.status = ApplicationStatus.WITHDRAWN
    session.application.save()
    before = state_of(session)

    with pytest.raises(CaseNotReadyForCommittee):
        open_vote(item=session.item, by=session.chair)

    assert state_of(session) == before


@pytest.mark.parametrize("is_voting", [False, True])
def test_an_item_is_postponed_with_a_reason_and_its_votes_stay_on_record(is_voting):
    session = make_session()
    if is_voting:
        open_vote(item=session.item, by=session.chair)
        vote(session, "for", "against")

    item = postpone_item(item=session.item, reasons=WHY, by=session.chair)

    assert (item.status, item.postponed_because) == ("postponed", WHY)
    assert item.votes.count() == (2 if is_voting else 0)
    event = session.application.events.get(kind="item_postponed")
    assert (event.reason, event.seen_by_applicant, event.facts) == (
        WHY,
        True,
        {"meeting": "4/2026"},
    )


def test_an_item_is_not_postponed_without_a_reason():
    session = make_session()
    before = state_of(session)

    with pytest.raises(ReasonsTooShort):
        postpone_item(item=session.item, reasons="  bo tak   ", by=session.chair)

    assert state_of(session) == before


def test_a_member_does_not_postpone_an_item():
    session = make_session()
    before = state_of(session)

    with pytest.raises(OnlyTheChair):
        postpone_item(item=session.item, reasons=WHY, by=session.seats[2].person)

    assert state_of(session) == before


def test_a_meeting_closes_when_every_item_is_settled_or_postponed():
    session = make_session()
    recommended(session)
    AgendaItemFactory(meeting=session.meeting, position=2, status="postponed")

    close_meeting(meeting=session.meeting, by=session.chair)

    session.meeting.refresh_from_db()
    assert (
        session.meeting.status,
        session.meeting.closed_by,
        session.meeting.closed_at is not None,
    ) == (MeetingStatus.CLOSED, session.chair, True)
    assert set(
        Message.objects.filter(kind="minutes_ready").values_list("recipient", flat=True)
    ) == {seat.person_id for seat in session.seats}


@pytest.mark.parametrize("status", ["planned", "voting", "voted"])
def test_a_meeting_does_not_close_over_items_that_wait(status):
    session = make_session()
    session.item.status = status
    session.item.save()
    AgendaItemFactory(meeting=session.meeting, position=2)
    before = state_of(session)

    with pytest.raises(ItemsStillOpen) as refused:
        close_meeting(meeting=session.meeting, by=session.chair)

    assert refused.value.params == {"items": "1, 2"}
    assert state_of(session) == before


@pytest.mark.parametrize("status", ["planned", "voted"])
def test_a_case_withdrawn_from_the_agenda_does_not_keep_the_meeting_open(status):
    session = make_session()
    session.item.status = status
    session.item.save()
    session.application.status = ApplicationStatus.WITHDRAWN
    session.application.save()

    close_meeting(meeting=session.meeting, by=session.chair)

    session.meeting.refresh_from_db()
    assert session.meeting.status == MeetingStatus.CLOSED
    with override("en"):
        said = [str(part) for part in build_minutes(room_of(session.meeting, session.chair)).parts]
    assert any("Wniosek wycofano." in part for part in said)


def test_only_the_chair_closes_the_meeting():
    session = make_session()
    postpone_item(item=session.item, reasons=WHY, by=session.chair)
    before = state_of(session)

    with pytest.raises(OnlyTheChair):
        close_meeting(meeting=session.meeting, by=session.secretary)

    assert state_of(session) == before
