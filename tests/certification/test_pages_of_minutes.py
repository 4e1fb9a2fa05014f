"""The minutes as a file, and how many queries the pages of meetings take."""

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.models import Meeting
from certification.operations.meetings import (
    close_meeting,
    open_vote,
    record_recommendation,
)
from certification.operations.votes import recuse
from documents.models import Document
from tests.committee import REASONS, make_session, recommended, sent_card, vote
from tests.factories.certification import (
    AgendaItemFactory,
    ApplicationFactory,
    MeetingFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db
LIST_QUERIES = 5
MEETING_QUERIES = 12
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


def test_the_final_minutes_are_drawn_once_and_served_ever_after(client, session):
    recommended(session)
    close_meeting(meeting=session.meeting, by=session.chair)
    client.force_login(session.observer)

    first = client.get(address("minutes_pdf", session))
    second = client.get(address("minutes_pdf", session))

    document = Document.objects.get(kind="minutes")
    assert (first.status_code, first["Content-Type"]) == (200, "application/pdf")
    assert first.content == second.content
    assert first.content.startswith(b"%PDF")
    assert Meeting.objects.get().minutes == document


def test_there_is_no_file_of_minutes_before_the_meeting_is_closed(client, session):
    client.force_login(session.chair)

    assert client.get(address("minutes_pdf", session)).status_code == 404
    assert list(Document.objects.filter(kind="minutes")) == []


def test_a_recused_member_does_not_get_the_file_of_the_minutes(client, session):
    recuse(
        item=session.item,
        seat=session.seats[1],
        ground="doubt",
        explanation="",
        by=session.member,
    )
    session.seats.pop(1)
    sent_card(session.application)
    open_vote(item=session.item, by=session.chair)
    vote(session, "for", "for", "for", "for")
    record_recommendation(
        application=session.application, outcome="grant", reasons=REASONS, by=session.chair
    )
    close_meeting(meeting=session.meeting, by=session.chair)

    found = statuses(client, address("minutes_pdf", session), session, ("chair", "member"))

    assert found == {"chair": 200, "member": 404}


@pytest.mark.parametrize("meetings", [1, 50])
def test_the_list_of_meetings_takes_a_constant_number_of_queries(
    client, session, meetings, django_assert_num_queries
):
    for number in range(meetings - 1):
        MeetingFactory(committee=session.committee, number=f"{number}/2025")
    client.force_login(session.secretary)

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get("/meetings/")

    assert len(response.context["meetings"]) == min(meetings, 20)


@pytest.mark.parametrize(("members", "items"), [(3, 1), (3, 12), (15, 1), (15, 12)])
def test_a_meeting_takes_a_constant_number_of_queries(
    client, members, items, django_assert_num_queries
):
    session = make_session(members=members)
    sent_card(session.application)
    for number in range(items - 1):
        item = AgendaItemFactory(
            meeting=session.meeting,
            position=number + 2,
            status="voted",
            closed_at=timezone.now(),
            application=ApplicationFactory(
                edition=session.application.edition, status="awaiting_decision"
            ),
        )
        for seat in session.seats:
            VoteFactory(item=item, seat=seat)
    open_vote(item=session.item, by=session.chair)
    vote(session, *["for"] * (members - 1))
    client.force_login(session.seats[1].person)
    # The first page of a process reads the checklist and the content types, which then stay.
    client.get(address("meeting", session))

    with django_assert_num_queries(MEETING_QUERIES):
        response = client.get(address("meeting", session))

    assert (len(response.context["room"].items), response.context["current"].given) == (
        items,
        members - 1,
    )
