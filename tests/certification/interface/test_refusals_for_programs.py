"""Every refusal is a problem that says what to do, and too many requests wait."""

import pytest
import time_machine

from certification.api.problems import KINDS
from certification.limits import MOST_BYTES
from tests.interface import API, ONE, make, problem

pytestmark = pytest.mark.django_db


def test_every_refusal_is_a_problem(client):
    make()

    refusals = {
        "unknown-number": client.get(f"{API}/certificates/OWES-1999-0001"),
        "unknown-address": client.get(f"{API}/nothing/here"),
        "method-not-allowed": client.delete(ONE),
        "not-acceptable": client.get(ONE, headers={"accept": "text/turtle"}),
        "unknown-standard": client.get(f"{API}/standards/none/2026.1"),
    }

    assert {problem(response): response.status_code for response in refusals.values()} == {
        kind: KINDS[kind].status for kind in refusals
    }
    assert refusals["method-not-allowed"].headers["Allow"] == "GET"
    assert refusals["not-acceptable"].json()["available"] == ["application/json"]


def test_a_request_that_announces_too_much_is_not_read(client):
    response = client.post(f"{API}/verify", {"file": "x"}, CONTENT_LENGTH=str(MOST_BYTES + 1))

    assert (problem(response), response.status_code) == ("too-large", 413)
    assert response.headers["Connection"] == "close"


@pytest.mark.parametrize("path", ["standards/a%00/b", "certificates/%00"])
def test_an_address_with_the_sign_nought_is_unknown(client, path):
    assert problem(client.get(f"{API}/{path}")) == "unknown-address"


def test_a_refusal_speaks_the_language_of_the_caller(client):
    titles = [
        client.get(f"{API}/certificates/x", headers={"accept-language": language}).json()["title"]
        for language in ("pl", "en")
    ]

    assert titles == [
        "Nie ma certyfikatu o tym numerze",
        "There is no certificate with this number",
    ]


def test_too_many_requests_of_one_address_are_told_when_to_come_back(client, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    make()

    statuses = [client.get(ONE).status_code for _ in range(2)]
    refused = client.get(ONE)
    neighbour = client.get(ONE, REMOTE_ADDR="2001:db8:1:2::1").status_code
    client.get(ONE, REMOTE_ADDR="2001:db8:1:2::2")
    same_network = client.get(ONE, REMOTE_ADDR="2001:db8:1:2:ffff::3").status_code
    with time_machine.travel("2026-06-01 10:01+02:00", tick=False):
        later = client.get(ONE).status_code

    assert (statuses, refused.status_code, problem(refused)) == (
        [200, 200],
        429,
        "too-many-requests",
    )
    assert refused.headers["Retry-After"] == "60"
    assert (neighbour, same_network, later) == (200, 429, 200)


def test_an_address_given_by_a_stranger_is_not_believed_without_a_proxy(client, settings):
    settings.API_REQUESTS_A_MINUTE = 1
    make()

    client.get(ONE, headers={"x-forwarded-for": "192.0.2.1"})
    unbelieved = client.get(ONE, headers={"x-forwarded-for": "192.0.2.2"}).status_code
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    behind_proxy = client.get(ONE, headers={"x-forwarded-for": "192.0.2.3"}).status_code

    assert (unbelieved, behind_proxy) == (429, 200)
