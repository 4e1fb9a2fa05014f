"""What the pages of a vote show to whom, before and after it is closed."""

import pytest
from django.urls import reverse

from certification.operations.meetings import (
    close_vote,
    open_vote,
)
from certification.operations.votes import cast_vote, recuse
from tests.committee import make_session, sent_card, state_of, vote
from tests.factories.certification import (
    AffiliationFactory,
    AgendaItemFactory,
    ApplicationFactory,
)

pytestmark = pytest.mark.django_db


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
