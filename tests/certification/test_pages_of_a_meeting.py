"""Who sees and does what on the pages of meetings, and what each of them tells."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.lifecycle import MeetingStatus
from certification.models import AgendaItem, Meeting, PostRole, SeatRole
from tests.committee import make_session, state_of
from tests.factories.certification import (
    AgendaItemFactory,
    ApplicationFactory,
    AttendanceFactory,
    CommitteeFactory,
    MeetingFactory,
    PostFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db
EVERYBODY = (
    "secretary",
    "authority",
    "observer",
    "chair",
    "member",
    "assessor",
    "signer",
    "reader",
    "stranger",
)


@pytest.fixture
def session():
    made = make_session(members=5)
    made.member = made.seats[1].person
    return made


def address(name, session, **more):
    """Give the address of a page of the meeting, or of its first item."""
    items = {"open_vote", "close_vote", "postpone_item", "cast_vote", "recuse"}
    if name in items | {"enter_vote", "enter_recusal"}:
        more["item"] = session.item.pk
    return reverse(f"certification:{name}", kwargs={"pk": session.meeting.pk, **more})


def statuses(client, url, session, people=EVERYBODY):
    """Open a page as everybody."""
    found = {}
    for who in people:
        client.force_login(getattr(session, who))
        found[who] = client.get(url).status_code
    return found


NOT_FOUND = dict.fromkeys(("assessor", "signer", "reader", "stranger"), 404)
SEEN = dict.fromkeys(("secretary", "authority", "observer", "chair", "member"), 200)
FORBIDDEN = dict.fromkeys(SEEN, 403)


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("meeting", SEEN),
        ("minutes", SEEN),
        ("open_meeting", FORBIDDEN | {"chair": 200}),
        ("close_meeting", FORBIDDEN | {"chair": 200}),
        ("add_to_agenda", FORBIDDEN | {"secretary": 200}),
        ("note_presence", FORBIDDEN | {"secretary": 200, "chair": 200}),
        ("open_vote", FORBIDDEN | {"chair": 200}),
        ("close_vote", FORBIDDEN | {"chair": 200}),
        ("postpone_item", FORBIDDEN | {"chair": 200}),
        ("cast_vote", FORBIDDEN | {"chair": 200, "member": 200}),
        ("recuse", FORBIDDEN | {"chair": 200, "member": 200}),
    ],
)
def test_who_opens_which_page_of_a_meeting(client, session, name, allowed):
    assert statuses(client, address(name, session), session) == allowed | NOT_FOUND


@pytest.mark.parametrize("name", ["enter_vote", "enter_recusal"])
def test_only_the_secretariat_acts_for_another_seat(client, session, name):
    url = address(name, session, seat=session.seats[4].pk)

    assert statuses(client, url, session) == FORBIDDEN | {"secretary": 200} | NOT_FOUND


def test_somebody_not_logged_in_is_asked_to(client, session):
    url = address("meeting", session)

    response = client.get(url)

    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={url}")


def test_everybody_lists_the_meetings_of_their_own_committees_only(client, session):
    MeetingFactory(number="9/2026")
    listed = {}
    for who in EVERYBODY:
        client.force_login(getattr(session, who))
        page = client.get("/meetings/")
        listed[who] = (page.status_code, [one.number for one, _label in page.context["meetings"]])

    assert listed == dict.fromkeys(SEEN, (200, ["4/2026"])) | dict.fromkeys(NOT_FOUND, (200, []))


def test_only_a_secretariat_calls_meetings(client, session):
    assert statuses(client, "/meetings/call/", session) == dict.fromkeys(EVERYBODY, 403) | {
        "secretary": 200
    }


def test_the_secretariat_calls_a_meeting_on_the_page(client, session):
    client.force_login(session.secretary)

    response = client.post(
        "/meetings/call/",
        {
            "committee": session.committee.pk,
            "number": "5/2026",
            "starts_at": "2027-01-15T10:00",
            "place": "sala 12",
            "is_remote": "on",
        },
    )

    meeting = Meeting.objects.get(number="5/2026")
    assert (response.status_code, response.url) == (302, f"/meetings/{meeting.pk}/")
    assert timezone.localtime(meeting.starts_at).isoformat() == "2027-01-15T10:00:00+01:00"


def test_committees_called_alike_are_told_apart_by_who_runs_them(client, session):
    other = CommitteeFactory(name_pl=session.committee.name_pl, name_en=session.committee.name_en)
    PostFactory(person=session.secretary, operator=other.operator, role=PostRole.SECRETARIAT)
    client.force_login(session.secretary)
    client.get("/language/en/")

    offered = client.get("/meetings/call/").context["form"].fields["committee"].choices

    assert {str(label) for _value, label in offered} == {
        "Choose from the list",
        *(f"{one.name_en}, {one.operator.name_en}" for one in (session.committee, other)),
    }


def test_a_number_used_before_is_explained_on_the_page(client, session):
    client.force_login(session.secretary)

    response = client.post(
        "/meetings/call/",
        {"committee": session.committee.pk, "number": "4/2026", "starts_at": "2027-01-15T10:00"},
    )

    assert response.context["form"].non_field_errors() == [
        "Ta komisja ma już posiedzenie 4/2026. Podaj inny numer."
    ]
    assert Meeting.objects.count() == 1


def test_a_secretariat_does_not_call_meetings_of_other_operators(client, session):
    other = MeetingFactory().committee
    client.force_login(session.secretary)

    response = client.post(
        "/meetings/call/",
        {"committee": other.pk, "number": "5/2026", "starts_at": "2027-01-15T10:00"},
    )

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["committee"])
    assert Meeting.objects.filter(number="5/2026").count() == 0


def test_older_meetings_follow_on_the_next_page(client, session):
    start = timezone.now()
    for number in range(20):
        MeetingFactory(
            committee=session.committee,
            number=f"{number}/2025",
            starts_at=start - timedelta(days=number + 1),
        )
    client.force_login(session.chair)

    first = client.get("/meetings/")
    second = client.get(f"/meetings/?after={first.context['after']}")

    assert [len(page.context["meetings"]) for page in (first, second)] == [20, 1]
    assert [one.number for one, _label in second.context["meetings"]] == ["19/2025"]
    assert (first.context["is_first_page"], second.context["after"]) == (True, None)


def test_the_agenda_offers_only_cases_that_wait_for_this_committee(client, session):
    edition = session.application.edition
    waiting = ApplicationFactory(edition=edition, status="awaiting_committee")
    ApplicationFactory(edition=edition, status="evaluation")
    ApplicationFactory(status="awaiting_committee")
    postponed = AgendaItemFactory(
        application=ApplicationFactory(edition=edition, status="awaiting_committee"),
        meeting=MeetingFactory(committee=session.committee),
        status="postponed",
    ).application
    client.force_login(session.secretary)

    page = client.get(address("add_to_agenda", session))
    offered = list(page.context["form"].fields["application"].queryset)
    response = client.post(address("add_to_agenda", session), {"application": waiting.pk})

    assert offered == [waiting, postponed]
    assert response.status_code == 302
    assert list(AgendaItem.objects.filter(meeting=session.meeting).values_list("application")) == [
        (session.application.pk,),
        (waiting.pk,),
    ]


def test_presence_is_saved_from_the_page(client, session):
    client.force_login(session.secretary)

    response = client.post(
        address("note_presence", session), {"seats_present": [session.seats[0].pk]}
    )

    assert response.status_code == 302
    assert state_of(session)["presence"] == [
        (seat.pk, number == 0) for number, seat in enumerate(session.seats)
    ]


def test_everybody_may_be_noted_as_absent(client, session):
    client.force_login(session.secretary)

    response = client.post(address("note_presence", session), {})

    assert response.status_code == 302
    assert state_of(session)["presence"] == [(seat.pk, False) for seat in session.seats]


def test_a_meeting_without_items_or_members_has_its_page(client, session):
    meeting = MeetingFactory(committee=session.committee, number="5/2026")
    client.force_login(session.secretary)

    response = client.get(f"/meetings/{meeting.pk}/")

    assert (response.status_code, response.context["current"]) == (200, None)


def test_someone_whose_seat_ended_no_longer_sees_the_meetings(client, session):
    seat = SeatFactory(
        committee=session.committee,
        role=SeatRole.MEMBER,
        until=timezone.localdate() - timedelta(days=1),
    )
    AttendanceFactory(seat=seat, meeting=session.meeting)
    client.force_login(seat.person)

    assert client.get(address("meeting", session)).status_code == 404


def test_a_planned_meeting_is_opened_on_the_page(client, session):
    session.meeting.status = MeetingStatus.PLANNED
    session.meeting.save()
    client.force_login(session.chair)

    response = client.post(address("open_meeting", session))

    assert response.status_code == 302
    assert state_of(session)["meeting"] == MeetingStatus.OPEN
