"""Many numbers checked in one request."""

import json

import pytest

from certification.registry import lookup_of
from tests.factories.certification import StatusChangeFactory
from tests.interface import API, make, problem

pytestmark = pytest.mark.django_db


def post(client, body, kind="application/json"):
    content = body if isinstance(body, str) else json.dumps(body)
    return client.post(f"{API}/certificates/check", content, content_type=kind)


@pytest.mark.parametrize("asked", [1, 1000])
def test_many_numbers_are_checked_in_two_queries(client, django_assert_num_queries, asked):
    make()
    make("OWES-2026-0032", status="suspended")
    StatusChangeFactory(
        certificate__decision__certificate_number="OWES-2026-0033",
        certificate__lookup=lookup_of("OWES-2026-0033"),
        status="withdrawn",
    )
    numbers = ["owes 2026 oo31", "nothing", "OWES-2026-0033"][:asked]
    numbers += [f"OWES-2030-{number:04d}" for number in range(asked - len(numbers))]

    with django_assert_num_queries(2):
        response = post(client, {"numbers": numbers})

    assert response.status_code == 200
    assert [row["number"] for row in response.json()] == numbers
    assert [row["status"] for row in response.json()][:3] == ["valid", None, "withdrawn"][:asked]


def test_a_check_for_a_day_answers_for_that_day(client):
    make()

    answers = [
        post(client, {"numbers": ["OWES-2026-0031"], "on": day}).json()[0]["status"]
        for day in ("2026-01-09", "2026-01-10", "2027-01-10")
    ]

    assert answers == ["not_yet_valid", "valid", "expired"]


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"numbers": ["x"] * 1001}, 422, "invalid-request"),
        ({"numbers": "OWES-2026-0031"}, 422, "invalid-request"),
        ({}, 422, "invalid-request"),
        ("{", 400, "bad-request"),
    ],
)
def test_a_check_that_cannot_be_read_is_refused(client, body, status, kind):
    response = post(client, body)

    assert (response.status_code, problem(response)) == (status, kind)
