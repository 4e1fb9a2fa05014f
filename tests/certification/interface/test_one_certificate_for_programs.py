"""One certificate for programs: today's public facts and no other, in two queries."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from tests.factories.certification import AssignmentFactory, StatusChangeFactory
from tests.interface import DAY, FACTS, HOLDER, ONE, make, problem

pytestmark = pytest.mark.django_db


def test_one_certificate_says_all_that_is_public_and_nothing_else(client):
    certificate = make()

    data = client.get(ONE).json()

    assert set(data) == FACTS | {
        "on",
        "known_at",
        "decision",
        "revision",
        "section_results",
        "history",
    }
    assert set(data["holder"]) == HOLDER
    assert set(data["standard"]) == {"code", "version", "sha256"}
    assert set(data["decision"]) == {"number", "date", "sha256", "separation_of_duties"}
    assert [set(entry) for entry in data["history"]] == [
        {"status", "from", "recorded_at", "reason", "note", "scope"}
    ]
    assert data["links"] == {
        "page": "http://127.0.0.1:8000/c/OWES-2026-0031",
        "pdf": None,
        "credential": "http://127.0.0.1:8000/api/v1/certificates/OWES-2026-0031/credential",
        "proof": "http://127.0.0.1:8000/api/v1/certificates/OWES-2026-0031/proof",
    }
    assert (data["number"], data["status"], data["on"], data["known_at"]) == (
        "OWES-2026-0031",
        "valid",
        "2026-06-01",
        "2026-06-01T10:00:00+02:00",
    )
    assert data["decision"] == {
        "number": certificate.decision.number,
        "date": certificate.decision.decided_at.date().isoformat(),
        "sha256": certificate.decision.snapshot_sha256,
        "separation_of_duties": True,
    }


def test_whoever_decided_and_scored_is_not_called_separate(client):
    certificate = make()
    AssignmentFactory(
        application=certificate.application,
        person=certificate.decision.decided_by,
        status="completed",
    )

    assert client.get(ONE).json()["decision"]["separation_of_duties"] is False


def test_a_day_and_a_knowledge_may_be_asked_for(client):
    with time_machine.travel("2026-01-10 10:00+01:00", tick=False):
        certificate = make(status="withdrawn")
    with time_machine.travel("2026-05-25 10:00+02:00", tick=False):
        StatusChangeFactory(
            certificate=certificate, status="withdrawn", effective_on=date(2026, 5, 1)
        )

    def ask(**query):
        data = client.get(ONE, query).json()
        return data["status"], [entry["status"] for entry in data["history"]]

    assert ask() == ("withdrawn", ["valid", "withdrawn"])
    assert ask(on="2026-04-30") == ("valid", ["valid", "withdrawn"])
    assert ask(on="2026-05-10", known_at="2026-05-20T12:00:00+02:00") == ("valid", ["valid"])
    assert ask(on="2025-12-31") == ("not_yet_valid", ["valid", "withdrawn"])
    assert ask(known_at="2020-01-01T00:00:00Z") == ("not_yet_valid", [])


def test_a_moment_to_come_counts_as_now_and_a_lost_plus_sign_is_mended(client):
    make()

    data = client.get(f"{ONE}?known_at=2031-01-01T00:00:00+01:00").json()

    assert data["known_at"] == "2026-06-01T10:00:00+02:00"


@pytest.mark.parametrize(
    "query",
    [{"on": "2026-13-01"}, {"on": "0"}, {"on": "20260101"}, {"known_at": "2026-05-01"}],
)
def test_an_impossible_day_or_moment_is_refused(client, query):
    make()

    response = client.get(ONE, query)

    assert (response.status_code, problem(response)) == (422, "invalid-request")


@pytest.mark.parametrize("changes", [1, 50])
def test_one_certificate_takes_two_queries(client, django_assert_num_queries, changes):
    certificate = make()
    for _ in range(changes - 1):
        StatusChangeFactory(certificate=certificate)

    with django_assert_num_queries(2):
        client.get(ONE)


def test_nothing_new_is_answered_by_304_until_the_state_changes(client):
    certificate = make()
    first = client.get(ONE)

    with time_machine.travel("2026-06-01 11:00+02:00", tick=False):
        same = client.get(ONE, headers={"if-none-match": first.headers["ETag"]})
        StatusChangeFactory(certificate=certificate, status="suspended", effective_on=DAY)
        changed = client.get(ONE, headers={"if-none-match": first.headers["ETag"]})

    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["ETag"] == first.headers["ETag"]
    assert same.headers["Access-Control-Allow-Origin"] == "*"
    assert (changed.status_code, changed.json()["status"]) == (200, "suspended")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert dict(first.cookies) == {}


def test_the_head_of_an_answer_may_be_asked_for_alone(client):
    make()

    response = client.head(ONE)

    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["ETag"] == client.get(ONE).headers["ETag"]


def test_a_browser_may_ask_what_is_allowed():
    response = Client().options(ONE)

    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
