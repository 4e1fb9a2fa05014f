"""The list of certificates for programs: filters, pages, counts, and its number of queries."""

import pytest

from tests.interface import API, FACTS, HOLDER, make, problem

pytestmark = pytest.mark.django_db


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

    with django_assert_num_queries(3):
        data = client.get(f"{API}/certificates", {"size": 1}).json()

    assert (len(data["items"]), data["total"]) == (1, rows)


def test_a_number_beyond_the_count_is_a_floor(client, monkeypatch):
    monkeypatch.setattr("certification.registry.COUNTED_UP_TO", 2)
    monkeypatch.setattr("certification.facets.COUNTED_UP_TO", 2)
    monkeypatch.setattr("certification.api.certificates.COUNTED_UP_TO", 2)
    for number in range(4):
        make(f"OWES-2026-{number:04d}")

    data = client.get(f"{API}/certificates", {"size": 1}).json()

    assert (data["total"], data["total_is_exact"]) == (2, False)
