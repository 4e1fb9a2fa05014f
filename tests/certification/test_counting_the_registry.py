"""Facets, totals and the map: exact where they are counted, and never by a scan of everything."""

from datetime import date

import pytest
import time_machine

from certification.facets import Cube, cube_of
from certification.models import Certificate, Tally
from certification.operations.tally import count_registry
from certification.registry import search
from certification.views.registry.filters import _drawn
from tests.factories.certification import CertificateFactory, StatusChangeFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _today():
    _drawn.cache_clear()
    with time_machine.travel("2026-06-01 10:00+02:00", tick=False):
        yield


def make(**fields):
    term = {"decision__valid_from": date(2026, 1, 1), "decision__valid_until": date(2027, 1, 1)}
    return CertificateFactory(**term | fields)


def one_of_each():
    make(voivodeship="06", search_text="dolina wisly")
    make(voivodeship="06", status="suspended")
    make(voivodeship="14", status="withdrawn", search_text="dolina bugu")
    make(voivodeship="14", decision__valid_until=date(2026, 5, 31))
    make(voivodeship="14", decision__valid_from=date(2026, 6, 2))


@pytest.mark.parametrize("is_tallied", [False, True])
def test_counts_agree_with_what_each_filter_finds(is_tallied, monkeypatch):
    monkeypatch.setattr("certification.facets.COUNTED_AT_ONCE", 0)
    one_of_each()
    if is_tallied:
        assert count_registry()
        monkeypatch.setattr("certification.facets.COUNTED_UP_TO", 0)

    cube = cube_of("", today=TODAY)

    for voivodeship in ("", "06", "14"):
        for status in ("", "valid", "suspended", "withdrawn", "expired", "not_yet_valid"):
            found = search(voivodeship=voivodeship, status=status, today=TODAY).count()
            assert cube.total(voivodeship=voivodeship, status=status) == found
    assert cube.total() == 5


def test_a_question_is_counted_by_itself():
    one_of_each()

    assert cube_of("Dolina", today=TODAY).total() == 2
    assert cube_of("Dolina", today=TODAY).total(voivodeship="14") == 1
    assert cube_of("żadna", today=TODAY) == Cube({})


def test_more_than_can_be_counted_is_said_and_not_scanned(client, monkeypatch):
    monkeypatch.setattr("certification.facets.COUNTED_UP_TO", 3)
    monkeypatch.setattr("certification.views.registry.public.COUNTED_UP_TO", 3)
    one_of_each()

    response = client.get("/registry/", headers={"accept-language": "en"})

    assert cube_of("", today=TODAY) == Cube(None)
    assert "More than <strong>3</strong> certificates" in response.content.decode()
    assert [state["count"] for state in response.context["states"]] == [None] * 7


def test_the_whole_is_counted_again_only_after_a_change_or_a_night():
    certificate = make()

    assert (count_registry(), count_registry()) == (True, False)
    StatusChangeFactory(certificate=certificate, status="suspended")
    Certificate.objects.update(status="suspended")
    assert count_registry() is True
    with time_machine.travel("2026-06-02 00:01+02:00", tick=False):
        assert count_registry() is True
    assert [row.cells for row in Tally.objects.all()] == [
        [[certificate.scheme_id, "06", "suspended", 1]]
    ]


def test_choices_of_filters_show_what_they_would_find(client):
    one_of_each()

    response = client.get("/registry/", {"voivodeship": "06"}, headers={"accept-language": "en"})

    form = response.context["form"]
    states = {value: str(text) for value, text in form.fields["status"].choices}
    places = {value: str(text) for value, text in form.fields["voivodeship"].choices}
    assert states == {
        "": "All",
        "not_yet_valid": "Not yet valid (0)",
        "valid": "Valid (1)",
        "suspended": "Suspended (1)",
        "withdrawn": "Withdrawn (0)",
        "terminated": "Terminated (0)",
        "expired": "Expired (0)",
        "annulled": "Annulled (0)",
    }
    assert (places["06"], places["14"], places["02"]) == (
        "lubelskie (2)",
        "mazowieckie (3)",
        "dolnośląskie (0)",
    )
    assert response.context["count"] == 2


@pytest.mark.parametrize("rows", [1, 50])
def test_the_map_counts_valid_certificates_and_leads_to_them(
    client, django_assert_num_queries, rows
):
    for _ in range(rows):
        make(voivodeship="06")
    make(voivodeship="14", status="suspended")

    with django_assert_num_queries(3):
        response = client.get("/registry/map/")

    counts = {tile["name"]: tile["count"] for tile in response.context["tiles"]}
    assert len(counts) == 16
    assert {name: count for name, count in counts.items() if count} == {"lubelskie": rows}
    text = response.content.decode()
    assert text.count("/registry/?status=valid&amp;voivodeship=06") == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [("sp. z o.o.", 1), ("sp", 1), ("zo", 0), ("5", 1), ("xq", 0), ("spoldz x", 0)],
)
def test_short_words_find_beginnings_and_joined_ones_what_lies_inside(query, found):
    make(search_text="spoldzielniaspzoo lublin 5210000090 owes20260031")

    assert search(q=query, today=TODAY).count() == found


@pytest.mark.parametrize("query", ["owes 2026 0031", "OWES-2026-0031", "owes-2026-003"])
def test_a_number_is_found_by_how_it_begins(query):
    make(lookup="0WES20260031", search_text="dolina owes20260031")
    make(lookup="0WES20260041", search_text="dolina owes20260041")

    assert [one.lookup for one in search(q=query, today=TODAY)] == ["0WES20260031"]
