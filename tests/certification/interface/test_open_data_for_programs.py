"""Schemes, standards, differences and open data for programs, and their description."""

import csv
import io
import json

import pytest
from django.urls import reverse

from certification.api import docs
from certification.api.problems import KINDS
from certification.api.site import description
from tests.factories.standards import make_standard
from tests.interface import API, make, problem

pytestmark = pytest.mark.django_db


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
