"""Calling a meeting, its agenda, presence, opening, postponing and closing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from certification.errors import TransitionRefused
from certification.errors.committee import (
    CaseNotReadyForCommittee,
    CaseOfAnotherCommittee,
    CaseOnAnAgenda,
    MeetingIsOver,
    MeetingNumberTaken,
    OnlyTheChair,
    SeatOfAnotherCommittee,
)
from certification.lifecycle import ApplicationStatus, MeetingStatus
from certification.models import (
    AgendaItem,
    Attendance,
    Meeting,
    Message,
    RecusalGround,
    SeatRole,
)
from certification.operations.meetings import (
    add_to_agenda,
    call_meeting,
    note_presence,
    open_meeting,
)
from tests.committee import make_session, state_of
from tests.factories.certification import (
    AffiliationFactory,
    AgendaItemFactory,
    ApplicationFactory,
    CommitteeFactory,
    MeetingFactory,
    PartnerFactory,
    SeatFactory,
    UserFactory,
    make_case,
)

pytestmark = pytest.mark.django_db


def test_a_call_invites_everybody_who_sits_in_the_committee():
    committee = CommitteeFactory()
    chair = SeatFactory(committee=committee, role=SeatRole.CHAIR)
    member = SeatFactory(committee=committee)
    SeatFactory(committee=committee, until=timezone.localdate() - timedelta(days=1))
    secretary, starts_at = UserFactory(), timezone.now() + timedelta(days=7)

    meeting = call_meeting(
        committee=committee,
        number="4/2026",
        starts_at=starts_at,
        place="sala 12",
        is_remote=True,
        by=secretary,
    )

    assert Meeting.objects.values_list(
        "committee", "number", "starts_at", "place", "is_remote", "status", "called_by"
    ).get() == (committee.pk, "4/2026", starts_at, "sala 12", True, "planned", secretary.pk)
    day = date_format(timezone.localtime(starts_at), "j E Y")
    assert list(
        Message.objects.order_by("recipient").values_list("recipient", "kind", "subject", "path")
    ) == [
        (person.pk, "meeting_called", f"Posiedzenie 4/2026, {day}", f"/meetings/{meeting.pk}/")
        for person in (chair.person, member.person)
    ]


def test_a_committee_does_not_use_a_number_twice():
    meeting = MeetingFactory(number="4/2026")

    with pytest.raises(MeetingNumberTaken):
        call_meeting(
            committee=meeting.committee,
            number="4/2026",
            starts_at=timezone.now(),
            place="",
            is_remote=False,
            by=UserFactory(),
        )

    assert list(Meeting.objects.all()) == [meeting]
    assert list(Message.objects.all()) == []


def waiting_case(**fields):
    case = make_case(fields.pop("status", ApplicationStatus.AWAITING_COMMITTEE), **fields)
    edition = case.application.edition
    committee = CommitteeFactory(operator=edition.operator, scheme=edition.scheme)
    case.meeting = MeetingFactory(committee=committee, number="4/2026")
    return case


def test_a_case_goes_to_the_end_of_the_agenda_and_its_team_learns_of_it():
    case = waiting_case()
    AgendaItemFactory(meeting=case.meeting, position=3)

    item = add_to_agenda(meeting=case.meeting, application=case.application, by=case.secretary)

    assert (item.meeting, item.application, item.position, item.status) == (
        case.meeting,
        case.application,
        4,
        "planned",
    )
    event = case.application.events.get(kind="put_on_agenda")
    assert event.facts == {
        "meeting": "4/2026",
        "starts_at": case.meeting.starts_at.isoformat(),
        "position": 4,
    }
    team = {case.signer.pk, case.editor.pk, case.reader.pk}
    assert set(case.application.messages.values_list("recipient", "kind")) == {
        (person, "put_on_agenda") for person in team
    }


@pytest.mark.parametrize(
    "status", [one for one in ApplicationStatus if one != ApplicationStatus.AWAITING_COMMITTEE]
)
def test_only_evaluated_cases_come_before_the_committee(status):
    case = waiting_case(status=status)

    with pytest.raises(CaseNotReadyForCommittee):
        add_to_agenda(meeting=case.meeting, application=case.application, by=case.secretary)

    assert list(AgendaItem.objects.all()) == []


def test_a_committee_does_not_take_cases_of_another_one():
    case = waiting_case()
    stranger = ApplicationFactory(status=ApplicationStatus.AWAITING_COMMITTEE)

    with pytest.raises(CaseOfAnotherCommittee):
        add_to_agenda(meeting=case.meeting, application=stranger, by=case.secretary)

    assert list(AgendaItem.objects.all()) == []


@pytest.mark.parametrize("status", ["planned", "voting", "voted"])
def test_a_case_waits_on_one_agenda_at_a_time(status):
    case = waiting_case()
    first = AgendaItemFactory(
        application=case.application,
        status=status,
        meeting=MeetingFactory(committee=case.meeting.committee, number="3/2026"),
    )

    with pytest.raises(CaseOnAnAgenda) as refused:
        add_to_agenda(meeting=case.meeting, application=case.application, by=case.secretary)

    assert refused.value.params == {"number": case.application.number, "meeting": "3/2026"}
    assert list(AgendaItem.objects.all()) == [first]


def test_a_postponed_case_may_stand_on_a_later_agenda_and_not_twice_on_the_same():
    case = waiting_case()
    AgendaItemFactory(application=case.application, status="postponed", meeting=case.meeting)
    later = MeetingFactory(committee=case.meeting.committee, number="5/2026")

    with pytest.raises(CaseOnAnAgenda):
        add_to_agenda(meeting=case.meeting, application=case.application, by=case.secretary)
    add_to_agenda(meeting=later, application=case.application, by=case.secretary)

    assert list(AgendaItem.objects.order_by("pk").values_list("meeting__number", "status")) == [
        ("4/2026", "postponed"),
        ("5/2026", "planned"),
    ]


def test_the_agenda_of_a_closed_meeting_is_final():
    case = waiting_case()
    case.meeting.status = MeetingStatus.CLOSED
    case.meeting.save()

    with pytest.raises(MeetingIsOver):
        add_to_agenda(meeting=case.meeting, application=case.application, by=case.secretary)

    assert list(AgendaItem.objects.all()) == []


def test_members_with_a_known_link_are_recused_when_the_case_is_put_on_the_agenda():
    case = waiting_case()
    seats = [SeatFactory(committee=case.meeting.committee) for _number in range(6)]
    partner = PartnerFactory(application=case.application).organisation
    today = timezone.localdate()
    for seat, kind, organisation, until in (
        (seats[0], "employed", case.application.applicant, None),
        (seats[1], "kin", partner, None),
        (seats[2], "advised", case.application.applicant, today - timedelta(days=365)),
        (seats[3], "paid", case.application.applicant, today - timedelta(days=4 * 365)),
        (seats[4], "member", PartnerFactory().organisation, None),
    ):
        AffiliationFactory(person=seat.person, organisation=organisation, kind=kind, until=until)

    item = add_to_agenda(meeting=case.meeting, application=case.application, by=case.secretary)

    assert list(item.recusals.order_by("seat").values_list("seat", "ground", "explanation")) == [
        (seats[0].pk, RecusalGround.INTEREST, "powiązanie z\u00a0wnioskodawcą lub partnerem"),
        (seats[1].pk, RecusalGround.KIN, "bliskość z\u00a0osobami wnioskodawcy lub partnera"),
        (
            seats[2].pk,
            RecusalGround.EARLIER_PART,
            "doradzanie wnioskodawcy lub partnerowi",
        ),
    ]
    assert case.application.events.filter(kind="recused", side="system").count() == 3


def test_presence_is_noted_for_every_member_and_can_be_corrected():
    session = make_session(members=3)
    Attendance.objects.all()._raw_delete(Attendance.objects.db)

    note_presence(meeting=session.meeting, seats_present=session.seats[:2], by=session.secretary)
    note_presence(meeting=session.meeting, seats_present=session.seats[1:], by=session.secretary)

    assert list(
        Attendance.objects.order_by("seat").values_list("seat", "is_present", "recorded_by")
    ) == [
        (session.seats[0].pk, False, session.secretary.pk),
        (session.seats[1].pk, True, session.secretary.pk),
        (session.seats[2].pk, True, session.secretary.pk),
    ]
    kept = Attendance.history.filter(seat=session.seats[1], history_change_reason="note_presence")
    assert kept.count() == 1


def test_nobody_from_outside_the_committee_is_noted_as_present():
    session = make_session(members=3, present=0)
    before = state_of(session)

    with pytest.raises(SeatOfAnotherCommittee):
        note_presence(
            meeting=session.meeting,
            seats_present=[*session.seats, SeatFactory()],
            by=session.secretary,
        )

    assert state_of(session) == before


def test_the_presence_of_a_closed_meeting_is_final():
    session = make_session(members=3, present=0)
    session.meeting.status = MeetingStatus.CLOSED
    session.meeting.save()
    before = state_of(session)

    with pytest.raises(MeetingIsOver):
        note_presence(meeting=session.meeting, seats_present=session.seats, by=session.secretary)

    assert state_of(session) == before


def test_the_chair_opens_the_meeting_and_the_minutes_say_when(client, time_machine):
    time_machine.move_to("2026-03-02 10:20+01:00", tick=False)
    session = make_session(members=3)
    session.meeting.status = MeetingStatus.PLANNED
    session.meeting.save()

    open_meeting(meeting=session.meeting, by=session.chair)

    meeting = Meeting.objects.get()
    assert (meeting.status, meeting.opened_at) == (MeetingStatus.OPEN, timezone.now())
    client.force_login(session.chair)
    page = client.get(f"/meetings/{meeting.pk}/minutes/").content.decode()
    assert "Rozpoczęcie: 2 marca 2026, 10:20" in page


def test_a_member_does_not_open_the_meeting():
    session = make_session(members=3)
    session.meeting.status = MeetingStatus.PLANNED
    session.meeting.save()
    before = state_of(session)

    with pytest.raises(OnlyTheChair):
        open_meeting(meeting=session.meeting, by=session.seats[1].person)

    assert state_of(session) == before


@pytest.mark.parametrize("status", [MeetingStatus.OPEN, MeetingStatus.CLOSED])
def test_a_meeting_opens_once(status):
    session = make_session(members=3)
    session.meeting.status = status
    session.meeting.save()
    before = state_of(session)

    with pytest.raises(TransitionRefused):
        open_meeting(meeting=session.meeting, by=session.chair)

    assert state_of(session) == before
