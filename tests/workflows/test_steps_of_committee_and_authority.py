"""The steps "recommend" and "decide" as pages: who, what they show, what they change."""

import pytest
from viewflow.workflow.models import Task

from certification.lifecycle import ApplicationStatus
from certification.models import Decision
from certification.operations.meetings import close_vote, open_vote
from tests.committee import make_session, recommended, sent_card, state_of, vote
from tests.factories.certification import AssignmentFactory
from tests.workflows.steps import wait_at

pytestmark = pytest.mark.django_db
REASONS = "Wnioskodawca spełnia wymagania standardu, co potwierdzają karty oceny i rekomendacja."
WHY_OTHERWISE = "Komisja nie znała pisma z 2 grudnia, które wyjaśnia brak dokumentu."
PEOPLE = (
    "secretary",
    "authority",
    "observer",
    "chair",
    "member",
    "assessor",
    "signer",
    "stranger",
)


def before_recommendation(*choices):
    session = make_session(members=3)
    session.member = session.seats[1].person
    sent_card(session.application)
    wait_at(session.application, "recommend")
    open_vote(item=session.item, by=session.chair)
    vote(session, *choices)
    return session


def before_decision(outcome="grant"):
    session = make_session(members=3)
    session.member = session.seats[1].person
    recommended(session, outcome=outcome)
    session.application.refresh_from_db()
    wait_at(session.application, "decide")
    return session


def url(session, node):
    return f"/cases/{session.application.number}/{node}/"


def opened(client, session, node):
    found = {}
    for who in PEOPLE:
        client.force_login(getattr(session, who))
        found[who] = client.get(url(session, node)).status_code
    return found


def test_only_the_chair_opens_the_recommendation(client):
    session = before_recommendation("for", "for", "for")

    assert opened(client, session, "recommend") == {
        "secretary": 403,
        "authority": 403,
        "observer": 403,
        "chair": 200,
        "member": 403,
        "assessor": 404,
        "signer": 403,
        "stranger": 404,
    }


def test_only_the_authority_opens_the_decision(client):
    session = before_decision()

    assert opened(client, session, "decide") == {
        "secretary": 403,
        "authority": 200,
        "observer": 403,
        "chair": 403,
        "member": 403,
        "assessor": 404,
        "signer": 403,
        "stranger": 404,
    }


def test_before_the_vote_is_closed_the_page_leads_to_the_meeting_and_records_nothing(client):
    session = before_recommendation("for", "for", "against")
    before = state_of(session)
    client.force_login(session.chair)

    page = client.get(url(session, "recommend"))
    response = client.post(url(session, "recommend"), {"outcome": "grant", "reasons": REASONS})

    assert f"/meetings/{session.meeting.pk}/" in page.text
    assert 'class="tally"' not in page.text
    assert response.status_code == 200
    assert state_of(session) == before


def test_the_page_offers_only_what_the_vote_allows(client):
    session = before_recommendation("against", "against", "for")
    close_vote(item=session.item, by=session.chair)
    client.force_login(session.chair)
    before = state_of(session)

    page = client.get(url(session, "recommend"))
    response = client.post(url(session, "recommend"), {"outcome": "grant", "reasons": REASONS})

    assert [value for value, _label in page.context["form"].fields["outcome"].choices] == ["refuse"]
    assert list(response.context["form"].errors) == ["outcome"]
    assert state_of(session) == before


def test_recording_moves_the_case_and_its_flow_to_the_authority(client):
    session = before_recommendation("for", "for", "against")
    close_vote(item=session.item, by=session.chair)
    client.force_login(session.chair)

    response = client.post(
        url(session, "recommend"), {"outcome": "grant_with_recommendations", "reasons": REASONS}
    )

    assert (response.status_code, response.url) == (302, f"/cases/{session.application.number}/")
    after = state_of(session)
    assert (after["application"], after["recommendations"]) == (
        ApplicationStatus.AWAITING_DECISION,
        [("grant_with_recommendations",)],
    )
    waiting = Task.objects.filter(finished__isnull=True)
    assert [task.flow_task.name for task in waiting] == ["decide"]


def test_the_first_press_shows_the_decision_and_changes_nothing(client):
    session = before_decision()
    before = state_of(session)
    client.force_login(session.authority)

    page = client.post(url(session, "decide"), {"granted": "yes", "reasons": REASONS})

    assert page.status_code == 200
    assert next(one.name for one in page.templates) == "workflows/committee/decide_confirm.html"
    assert (page.context["preview"].granted, page.context["preview"].pk) == (True, None)
    assert "Przyznaje się certyfikację." in page.text
    assert state_of(session) == before


def test_one_can_go_back_from_the_preview_with_the_words_kept(client):
    session = before_decision()
    client.force_login(session.authority)

    page = client.post(
        url(session, "decide"), {"granted": "yes", "reasons": REASONS, "change": "1"}
    )

    assert next(one.name for one in page.templates) == "workflows/committee/decide.html"
    assert page.context["form"]["reasons"].value() == REASONS
    assert list(Decision.objects.all()) == []


@pytest.mark.parametrize(
    ("word", "outcome", "status", "next_step"),
    [
        ("yes", "grant", ApplicationStatus.GRANTED, ["issue"]),
        ("no", "refuse", ApplicationStatus.REFUSED, []),
    ],
)
def test_the_second_press_decides_and_moves_the_flow(client, word, outcome, status, next_step):
    session = before_decision(outcome)
    client.force_login(session.authority)

    response = client.post(
        url(session, "decide"), {"granted": word, "reasons": REASONS, "confirmed": "1"}
    )

    assert response.status_code == 302
    decision = Decision.objects.get()
    assert (decision.granted, decision.decided_by, decision.reasons) == (
        word == "yes",
        session.authority,
        REASONS,
    )
    assert state_of(session)["application"] == status
    waiting = Task.objects.filter(finished__isnull=True).exclude(flow_task_type="EVENT")
    assert [task.flow_task.name for task in waiting] == next_step


@pytest.mark.parametrize(("word", "outcome"), [("no", "grant"), ("yes", "refuse")])
def test_departing_without_words_is_pointed_at_before_the_preview(client, word, outcome):
    session = before_decision(outcome)
    before = state_of(session)
    client.force_login(session.authority)

    page = client.post(url(session, "decide"), {"granted": word, "reasons": REASONS})

    assert list(page.context["form"].errors) == ["departure_reasons"]
    assert state_of(session) == before


def test_a_departure_with_its_words_is_previewed_whole(client):
    session = before_decision()
    client.force_login(session.authority)

    page = client.post(
        url(session, "decide"),
        {"granted": "no", "reasons": REASONS, "departure_reasons": WHY_OTHERWISE},
    )

    assert page.context["preview"].reasons == f"{REASONS}\n\n{WHY_OTHERWISE}"


def test_a_decider_who_scored_is_refused_on_the_page_and_the_task_stays(client):
    session = before_decision()
    AssignmentFactory(application=session.application, person=session.authority, status="completed")
    before = state_of(session)
    client.force_login(session.authority)

    page = client.post(
        url(session, "decide"), {"granted": "yes", "reasons": REASONS, "confirmed": "1"}
    )

    assert page.status_code == 200
    assert "udział w\u00a0ocenie tej sprawy" in page.text
    assert state_of(session) == before
    waiting = Task.objects.filter(finished__isnull=True)
    assert [task.flow_task.name for task in waiting] == ["decide"]


def test_deciding_twice_says_that_it_is_done(client):
    session = before_decision()
    client.force_login(session.authority)
    answers = {"granted": "yes", "reasons": REASONS, "confirmed": "1"}
    client.post(url(session, "decide"), answers)

    again = client.post(url(session, "decide"), answers)

    assert again.status_code == 409
    assert Decision.objects.count() == 1
