"""Who sees and does what on the pages of meetings, and what each of them tells."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.lifecycle import MeetingStatus
from certification.models import AgendaItem, Meeting, SeatRole
from certification.operations.meetings import (
    close_meeting,
    close_vote,
    open_vote,
    record_recommendation,
)
from certification.operations.votes import cast_vote, recuse
from documents.models import Document
from tests.committee import REASONS, make_session, recommended, sent_card, state_of, vote
from tests.factories.certification import (
    AffiliationFactory,
    AgendaItemFactory,
    ApplicationFactory,
    AttendanceFactory,
    MeetingFactory,
    SeatFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db
LIST_QUERIES = 8
MEETING_QUERIES = 19
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


def test_a_vote_without_quorum_is_explained_with_numbers_on_the_page(client):
    session = make_session(members=5, present=2)
    before = state_of(session)
    client.force_login(session.chair)

    response = client.post(address("open_vote", session))

    assert response.status_code == 200
    assert "obecnych i\u00a0uprawnionych jest 2, a\u00a0potrzeba 3 z\u00a05" in response.text
    assert state_of(session) == before


def test_a_member_votes_and_changes_the_vote_on_the_page(client, session):
    open_vote(item=session.item, by=session.chair)
    client.force_login(session.member)

    for choice in ("for", "against"):
        client.post(address("cast_vote", session), {"choice": choice, "dissent": ""})

    assert state_of(session)["votes"] == [(session.seats[1].pk, "against", "")]


def test_nothing_is_chosen_beforehand_and_an_empty_vote_says_what_to_do(client, session):
    open_vote(item=session.item, by=session.chair)
    client.force_login(session.member)

    page = client.get(address("meeting", session))
    response = client.post(address("cast_vote", session), {"dissent": "Uwaga."})

    assert page.text.count("checked") == 0
    assert response.context["form"].errors == {
        "choice": ["Wybierz: za, przeciw albo wstrzymuję się."]
    }
    assert state_of(session)["votes"] == []


def test_while_the_vote_is_open_only_the_number_of_votes_is_known(client, session):
    open_vote(item=session.item, by=session.chair)
    vote(session, "against", "", "against", "against")
    cast_vote(
        item=session.item,
        seat=session.seats[4],
        choice="abstain",
        dissent="Tajemnica",
        by=session.seats[4].person,
    )
    for who in ("secretary", "authority", "observer", "member", "chair"):
        client.force_login(getattr(session, who))

        page = client.get(address("meeting", session)).text
        minutes = client.get(address("minutes", session)).text

        assert "Oddano 4 głosy z\u00a05." in page
        for text in (page, minutes):
            assert ("Tajemnica" in text, 'class="tally"' in text) == (False, False)
            assert "</svg>Przeciw</span>" not in text


def test_after_closing_the_result_and_the_list_of_votes_are_shown(client, session):
    open_vote(item=session.item, by=session.chair)
    vote(session, "for", "for", "against", "abstain", "for")
    close_vote(item=session.item, by=session.chair)
    client.force_login(session.observer)

    page = client.get(address("meeting", session))

    view = page.context["current"]
    assert [(bar.choice, bar.number, bar.width) for bar in view.bars] == [
        ("for", 3, "60%"),
        ("against", 1, "20%"),
        ("abstain", 1, "20%"),
    ]
    assert [place.vote.choice for place in view.places] == [
        "for",
        "for",
        "against",
        "abstain",
        "for",
    ]
    assert 'class="tally"' in page.text


def test_a_vote_entered_by_the_secretariat_is_marked_as_such(client, session):
    open_vote(item=session.item, by=session.chair)
    client.force_login(session.secretary)
    url = address("enter_vote", session, seat=session.seats[2].pk)

    response = client.post(url, {"choice": "for", "dissent": ""})
    close_vote(item=session.item, by=session.chair)

    assert response.status_code == 302
    assert "Oddany na sali, wpisał sekretariat." in client.get(address("meeting", session)).text


def test_whoever_is_recused_sees_only_the_number_of_the_item(client, session):
    sent_card(session.application)
    open_vote(item=session.item, by=session.chair)
    client.force_login(session.member)

    client.post(address("recuse", session), {"ground": "kin", "explanation": ""})

    page, minutes = client.get(address("meeting", session)), client.get(address("minutes", session))
    for response in (page, minutes):
        assert response.status_code == 200
        assert session.application.number not in response.text
        assert session.application.applicant.name not in response.text
    case = reverse("certification:case", kwargs={"number": session.application.number})
    closed_pages = [
        client.get(url).status_code
        for url in (
            case,
            f"{address('meeting', session)}?item={session.item.pk}",
            address("cast_vote", session),
            address("recuse", session),
            reverse("certification:decision", kwargs={"number": session.application.number}),
        )
    ]
    assert closed_pages == [404] * 5


def test_a_recused_member_still_sees_the_other_items(client, session):
    other = AgendaItemFactory(
        meeting=session.meeting,
        position=2,
        application=ApplicationFactory(
            edition=session.application.edition, status="awaiting_committee"
        ),
    )
    recuse(
        item=session.item,
        seat=session.seats[1],
        ground="doubt",
        explanation="",
        by=session.member,
    )
    client.force_login(session.member)

    page = client.get(address("meeting", session))

    assert page.context["current"].item == other
    assert [one.is_hidden for one in page.context["room"].items] == [True, False]


def test_where_the_chair_is_recused_the_next_member_leads_and_records(client, session):
    AffiliationFactory(person=session.chair, organisation=session.application.applicant)
    client.force_login(session.chair)
    client.post(address("recuse", session), {"ground": "interest", "explanation": ""})
    client.force_login(session.member)

    opened = client.post(address("open_vote", session))

    assert opened.status_code == 302
    assert state_of(session)["item"][0] == "voting"
    may = "certification.chair_application"
    application = session.application.__class__.objects.get(pk=session.application.pk)
    people = (session.chair, session.member, session.seats[2].person)
    assert [fresh(person).has_perm(may, application) for person in people] == [False, True, False]


def fresh(person):
    """Read a person anew, since rights are kept for the length of a request."""
    return person.__class__.objects.get(pk=person.pk)


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
