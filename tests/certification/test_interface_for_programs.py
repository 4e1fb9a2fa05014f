"""What programs get: today's public facts and no other, with clear refusals and few queries."""

import csv
import io
import json
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from certification.api import docs
from certification.api.problems import KINDS
from certification.api.site import description
from certification.registry import lookup_of
from tests.factories.certification import AssignmentFactory, CertificateFactory, StatusChangeFactory
from tests.factories.standards import make_standard

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 10)
API = "/api/v1"
ONE = f"{API}/certificates/OWES-2026-0031"
HOLDER = {"name", "nip", "regon", "krs", "voivodeship", "municipality"}
FACTS = {
    "number",
    "scheme",
    "status",
    "holder",
    "offer",
    "scope",
    "standard",
    "issued_on",
    "valid_from",
    "valid_until",
    "links",
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-06-01 10:00+02:00", tick=False):
        yield


def make(number="OWES-2026-0031", **fields):
    fields = {"decision__valid_from": DAY, "decision__valid_until": date(2027, 1, 9)} | fields
    return CertificateFactory(
        decision__certificate_number=number, lookup=lookup_of(number), **fields
    )


def problem(response):
    """Read a refusal and hold that it is one."""
    data = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert data["status"] == response.status_code
    assert data["title"]
    assert data["detail"]
    return data["type"].rpartition("#")[2]


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


def test_the_list_says_of_each_certificate_what_is_public(client):
    make()

    data = client.get(f"{API}/certificates").json()

    assert set(data) == {"total", "total_is_exact", "size", "next", "previous", "items"}
    assert set(data["items"][0]) == FACTS
    assert set(data["items"][0]["holder"]) == HOLDER
    assert data["items"][0]["links"] == {
        "page": "http://127.0.0.1:8000/c/OWES-2026-0031",
        "certificate": "http://127.0.0.1:8000/api/v1/certificates/OWES-2026-0031",
    }


def test_the_list_takes_the_filters_of_the_registry(client):
    make("OWES-2026-0001", voivodeship="06")
    make("OWES-2026-0002", voivodeship="06", status="suspended")
    other = make("OWES-2026-0003", voivodeship="14", search_text="zolta lodka")

    def ask(**query):
        data = client.get(f"{API}/certificates", query).json()
        assert data["total"] == len(data["items"])
        return [item["number"][-1] for item in data["items"]]

    assert ask() == ["3", "2", "1"]
    assert ask(voivodeship="06", status="valid") == ["1"]
    assert ask(q="Żółta łódka") == ["3"]
    assert ask(scheme=other.scheme.code) == ["3"]
    assert ask(scheme="none-such") == []


def test_pages_lead_on_to_the_end_and_back(client):
    for number in range(7):
        make(f"OWES-2026-{number:04d}")

    seen, address = [], f"{API}/certificates?size=3&status=valid"
    while address:
        page = client.get(address).json()
        seen.append([int(item["number"][-4:]) for item in page["items"]])
        address = (page["next"] or "").removeprefix("http://127.0.0.1:8000")
    back = client.get(page["previous"].removeprefix("http://127.0.0.1:8000")).json()

    assert seen == [[6, 5, 4], [3, 2, 1], [0]]
    assert [int(item["number"][-4:]) for item in back["items"]] == [3, 2, 1]
    assert (page["total"], page["total_is_exact"], page["size"]) == (7, True, 3)
    assert [
        int(item["number"][-4:])
        for item in client.get(f"{API}/certificates", {"size": 3, "page": 2}).json()["items"]
    ] == [3, 2, 1]


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ({"size": 201}, "invalid-request"),
        ({"size": 0}, "invalid-request"),
        ({"page": 0}, "invalid-request"),
        ({"status": "good"}, "invalid-request"),
        ({"voivodeship": "6"}, "invalid-request"),
        ({"cursor": "next"}, "invalid-request"),
    ],
)
def test_a_filter_that_is_none_is_refused(client, query, kind):
    response = client.get(f"{API}/certificates", query)

    assert (response.status_code, problem(response)) == (422, kind)


@pytest.mark.parametrize("query", [{"page": 1001}, {"cursor": "after.2026-13-01.1"}])
def test_a_page_that_is_none_leads_to_the_links(client, query):
    response = client.get(f"{API}/certificates", query | {"size": 25})

    assert (response.status_code, problem(response)) == (404, "unknown-page")
    assert response.json()["furthest"] == 1000


@pytest.mark.parametrize("rows", [2, 50])
def test_the_list_keeps_its_number_of_queries(client, django_assert_num_queries, rows):
    for number in range(rows):
        make(f"OWES-2026-{number:04d}")

    with django_assert_num_queries(2):
        data = client.get(f"{API}/certificates", {"size": 1}).json()

    assert (len(data["items"]), data["total"]) == (1, rows)


def test_a_number_beyond_the_count_is_a_floor(client, monkeypatch):
    monkeypatch.setattr("certification.registry.COUNTED_UP_TO", 2)
    monkeypatch.setattr("certification.api.certificates.COUNTED_UP_TO", 2)
    for number in range(4):
        make(f"OWES-2026-{number:04d}")

    data = client.get(f"{API}/certificates", {"size": 1}).json()

    assert (data["total"], data["total_is_exact"]) == (2, False)


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


def test_schemes_and_standards_are_given_as_data(client, django_assert_num_queries):
    version = make_standard()
    scheme = version.scheme

    with django_assert_num_queries(2):
        schemes = client.get(f"{API}/schemes").json()["items"]
    data = client.get(f"{API}/standards/{scheme.code}/{version.version}").json()

    assert [(one["code"], [v["version"] for v in one["versions"]]) for one in schemes] == [
        (scheme.code, [version.version])
    ]
    assert schemes[0]["versions"][0]["link"].endswith(f"/standards/{scheme.code}/{version.version}")
    assert set(data) == {"scheme", "sha256", "standard", "scales", "sections", "decision_rule"}
    assert (data["scheme"], data["sha256"]) == (scheme.code, version.sha256)
    assert data["sections"][0]["criteria"][0]["key"]


def test_the_difference_of_two_versions_is_the_one_of_its_page(client):
    version = make_standard()
    code, number = version.scheme.code, version.version

    data = client.get(f"{API}/standards/{code}/{number}/{number}").json()
    page = client.get(reverse("standards:difference", args=[code, number, number])).json()

    assert data == page
    assert data["format"] == "atest-difference/1"


def test_a_draft_of_a_standard_does_not_exist_here(client):
    draft = make_standard(published=False)
    address = f"{API}/standards/{draft.scheme.code}/{draft.version}"

    assert problem(client.get(address)) == "unknown-standard"
    assert client.get(f"{API}/schemes").json() == {"items": []}


@pytest.mark.parametrize("rows", [1, 50])
def test_open_data_come_in_one_query_and_keep_formulas_harmless(
    client, django_assert_num_queries, rows
):
    for number in range(rows):
        make(f"OWES-2026-{number:04d}", holder_name="=HYPERLINK(1)", status="suspended")

    with django_assert_num_queries(1):
        response = client.get(f"{API}/registry.csv")
        text = b"".join(response.streaming_content).decode()

    table = list(csv.DictReader(io.StringIO(text)))
    assert len(table) == rows
    assert (table[0]["number"], table[0]["status"], table[0]["holder_name"]) == (
        "OWES-2026-0000",
        "suspended",
        "'=HYPERLINK(1)",
    )
    assert list(table[0]) == [
        "number",
        "scheme",
        "status",
        "holder_name",
        "holder_nip",
        "holder_regon",
        "holder_krs",
        "holder_city",
        "holder_municipality",
        "voivodeship",
        "offer",
        "scope",
        "standard_version",
        "issued_on",
        "valid_from",
        "valid_until",
        "decision_number",
    ]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_the_description_is_openapi_3_1_and_the_page_shows_every_address(client):
    data = client.get(f"{API}/openapi.json").json()
    text = client.get(f"{API}/docs", headers={"accept-language": "en"}).content.decode()

    assert data["openapi"] == "3.1.0"
    assert data == json.loads(json.dumps(description()))
    for address, methods in data["paths"].items():
        for method in methods:
            assert f"<code>{method.upper()} {address}</code>" in text
            assert f"{method} {address.removeprefix('/api/v1/')}" in docs.PURPOSES
    assert "<script>" not in text
    assert [f'id="{kind}"' in text for kind in KINDS] == [True] * len(KINDS)
