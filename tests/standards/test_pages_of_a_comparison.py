"""What changes between two versions, on the page and as data."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.models import PostRole
from standards.differences import reading
from standards.models import Criterion
from standards.views import comparing
from tests.factories.certification import MembershipFactory, PostFactory, UserFactory
from tests.factories.standards import (
    EditionFactory,
    OperatorFactory,
    SchemeFactory,
    make_standard,
    publish_version,
)

pytestmark = pytest.mark.django_db
URL = "/standards/owes/2026.1/2026.2/"


@pytest.fixture(autouse=True)
def _nothing_kept():
    reading._texts.clear()
    reading._differences.clear()


def two_versions(criteria=4, sections=2, *, published=True, changed=None):
    """Make 2026.1 and 2026.2 of one scheme; ``changed`` says what is other in the second."""
    scheme = SchemeFactory(code="owes")
    first = make_standard(criteria, sections, scheme=scheme)
    second = make_standard(criteria, sections, scheme=scheme, version="2026.2", published=False)
    second.predecessor, second.change_class = first, "major"
    second.binding_on = date(2027, 1, 1)
    second.save()
    for key, fields in (changed or {}).items():
        Criterion.objects.filter(version=second, key=key).update(**fields)
    return first, publish_version(second) if published else second


def shown(page):
    return [(line.anchor, line.codes, str(line.change.kind)) for line in page.context["lines"]]


def test_addresses_stay_as_promised():
    numbers = {"scheme": "owes", "a": "2026.1", "b": "2026.2"}

    assert reverse("standards:compare", kwargs=numbers) == URL
    assert reverse("standards:difference", kwargs=numbers) == f"{URL}difference.json"


def test_a_visitor_sees_each_change_and_not_what_stays(client):
    two_versions(
        changed={
            "a02": {"text_pl": "Kryterium A02 jest w pełni spełnione.", "weight": Decimal(30)},
            "b01": {"code": "B09"},
        }
    )

    page = client.get(URL, headers={"accept-language": "pl"})

    text = page.content.decode()
    assert shown(page) == [("a02", "A02", "tightened"), ("b01", "B01 → B09", "renumbered")]
    assert re.findall(r"<(ins|del)>.*?</span>(.*?)<span", text) == [("ins", "w pełni ")]
    assert "Najwyżej 25 → 30 pkt." in text


def test_the_reader_chooses_the_kinds(client):
    two_versions(changed={"a02": {"weight": Decimal(30)}, "b01": {"code": "B09"}})

    renumbered = client.get(URL, {"kind": ["renumbered"]})
    both = client.get(URL, {"kind": ["renumbered", "unchanged"]})
    unknown = client.get(URL, {"kind": ["nonsense"]})

    assert [shown(page) for page in (renumbered, both, unknown)] == [
        [("b01", "B01 → B09", "renumbered")],
        [
            ("a01", "A01", "unchanged"),
            ("b01", "B01 → B09", "renumbered"),
            ("b02", "B02", "unchanged"),
        ],
        [("a02", "A02", "tightened"), ("b01", "B01 → B09", "renumbered")],
    ]
    assert [(kind.value, count) for kind, count, *_ in renumbered.context["kinds"]] == [
        ("tightened", 1),
        ("renumbered", 1),
        ("unchanged", 2),
    ]


def test_new_dropped_split_and_merged_criteria_are_laid_side_by_side(client):
    two_versions(
        6,
        3,
        changed={
            "a02": {"key": "a02-new"},
            "b02": {"key": "b-both", "replaces": ["b01", "b02"]},
            "b01": {"key": "b-part", "replaces": ["b01"]},
        },
    )

    page = client.get(URL)

    assert shown(page) == [
        ("a02", "A02", "dropped"),
        ("a02-new", "A02", "new"),
        ("b-part", "B01, B02", "split"),
    ]


def test_of_a_split_criterion_each_demand_names_the_part_it_concerns(client):
    two_versions(
        changed={
            "a02": {"replaces": ["a01"], "gate": "minimum", "gate_value": 1, "code": "A09"},
        }
    )

    page = client.get(URL, headers={"accept-language": "pl"})
    data = client.get(f"{URL}difference.json").json()

    (line,) = page.context["lines"]
    said = [label for label, _note in line.notes if label.startswith("Warunek")]
    assert said == ["Warunek, A01 → A09", "Warunek, A02 → A09"]
    gates = [
        one["codes"]
        for change in data["changes"]
        for one in change["aspects"]
        if one["name"] == "gate"
    ]
    assert gates == [["A01", "A09"], ["A02", "A09"]]


def test_a_change_of_the_other_language_is_kept_apart(client):
    two_versions(changed={"a02": {"text_en": "Criterion A02 is wholly met."}})

    page = client.get(URL, headers={"accept-language": "pl"})

    (line,) = page.context["lines"]
    assert (line.texts, [text.language for text in line.others]) == ((), ["en"])
    assert page.content.decode().count('<div class="pair" lang="en">') == 1


def test_effects_on_points_thresholds_and_gates_are_told(client):
    first, second = two_versions(published=False, changed={"a02": {"weight": Decimal(30)}})
    Criterion.objects.filter(version=second, key="b01").update(gate="minimum", gate_value=1)
    second.decision_rule.total_threshold = Decimal(75)
    second.decision_rule.save()
    publish_version(second)

    context = client.get(URL, headers={"accept-language": "pl"}).context

    assert (context["count"], context["points"], context["threshold"]) == (
        "4",
        "100 → 105",
        "70% → 75%",
    )
    assert [(row.name, row.count, row.points, row.threshold) for row in context["sections"]] == [
        ("A. Obszar A", "2", "50 → 55", "60%")
    ]
    assert context["gates"] == [("B01", "Bez warunku → Co najmniej poziom 1 z 2")]
    assert [change for _, change in context["rules"]] == ["70% → 75%"]
    assert first.decision_rule.total_threshold == Decimal(70)


def test_the_same_version_twice_says_that_nothing_changes(client):
    two_versions()

    page = client.get("/standards/owes/2026.1/2026.1/", headers={"accept-language": "pl"})

    assert (shown(page), page.context["is_same"]) == ([], True)
    assert "Każde kryterium jest w obu wersjach takie samo." in page.content.decode()


@pytest.mark.parametrize(
    "url",
    [
        "/standards/owes/2026.1/2026.9/",
        "/standards/owes/2026.9/2026.1/",
        "/standards/znak/2026.1/2026.2/",
        "/standards/owes/2026.1/2026.9/difference.json",
    ],
)
def test_what_does_not_exist_is_not_found(client, url):
    two_versions()

    assert client.get(url).status_code == 404


def people():
    operator = OperatorFactory(is_national=True)
    return {
        "visitor": None,
        "nobody": UserFactory(),
        "applicant": MembershipFactory().person,
        **{
            role: PostFactory(role=role, operator=operator).person
            for role in (
                PostRole.SECRETARIAT,
                PostRole.AUTHORITY,
                PostRole.ASSESSOR,
                PostRole.OBSERVER,
                PostRole.STANDARDS,
            )
        },
    }


@pytest.mark.parametrize("status", ["draft", "in_consultation"])
@pytest.mark.parametrize("tail", ["", "difference.json"])
def test_a_version_not_published_is_there_only_for_those_who_keep_the_standard(
    client, status, tail
):
    _, second = two_versions(published=False)
    second.status = status
    second.save()

    answers = {}
    for role, person in people().items():
        client.logout()
        if person:
            client.force_login(person)
        answers[str(role)] = client.get(URL + tail).status_code

    assert answers == {
        "visitor": 404,
        "nobody": 404,
        "applicant": 404,
        "secretariat": 404,
        "authority": 404,
        "assessor": 404,
        "observer": 404,
        "standards": 200,
    }


def test_a_keeper_of_another_scheme_does_not_see_a_draft(client):
    _, draft = two_versions(published=False)
    EditionFactory(
        scheme=draft.scheme, version=draft.predecessor, operator=OperatorFactory(is_national=True)
    )
    stranger = PostFactory(role=PostRole.STANDARDS, operator=OperatorFactory(is_national=True))
    client.force_login(stranger.person)

    assert client.get(URL).status_code == 404


def test_long_comparisons_are_paged_and_lead_to_each_section(client, monkeypatch):
    monkeypatch.setattr(comparing, "CHANGES_A_PAGE", 3)
    keys = ("a01", "a02", "b01", "b02")
    two_versions(changed={key: {"text_pl": "Inaczej."} for key in keys})

    first = client.get(URL, headers={"accept-language": "pl"})
    second = client.get(URL, {"page": "2"})
    beyond = client.get(URL, {"page": "99"})

    assert [
        [line.anchor for line in page.context["lines"]] for page in (first, second, beyond)
    ] == [
        ["a01", "a02", "b01"],
        ["b02"],
        ["b02"],
    ]
    assert first.context["jumps"] == [("A. Obszar A", 1, "a01"), ("B. Obszar B", 1, "b01")]


@pytest.mark.parametrize("criteria", [4, 2000])
def test_the_page_needs_the_same_queries_whatever_the_size(client, criteria):
    two_versions(criteria, 2, changed={"a02": {"code": "X1"}})

    with CaptureQueriesContext(connection) as first:
        client.get(URL)
    with CaptureQueriesContext(connection) as again:
        client.get(URL)

    # Both versions are read once: their rows, chain, sections, scales, levels, rule, criteria.
    assert (len(first), len(again)) == (14, 1)


def test_the_data_say_everything_in_every_language(client):
    first, second = two_versions(
        changed={"a02": {"text_pl": "Kryterium A02 jest w pełni spełnione."}}
    )

    polish, english = (
        client.get(f"{URL}difference.json", headers={"accept-language": language})
        for language in ("pl", "en")
    )

    assert polish.content == english.content
    data = json.loads(polish.content)
    changes = data.pop("changes")
    sections = data["effects"].pop("sections")
    assert data == {
        "format": "atest-difference/1",
        "scheme": "owes",
        "old": {"version": "2026.1", "sha256": first.sha256},
        "new": {"version": "2026.2", "sha256": second.sha256},
        "counts": {"clarified": 1, "unchanged": 3},
        "effects": {
            "criteria": [4, 4],
            "points": ["100", "100"],
            "gates": [],
            "scales": [],
            "rule": [],
        },
    }
    assert sections[0] == {
        "key": "section-a",
        "codes": ["A", "A"],
        "criteria": [2, 2],
        "points": ["50", "50"],
        "thresholds": ["60", "60"],
    }
    old_text, new_text = "Kryterium A02 jest spełnione.", "Kryterium A02 jest w pełni spełnione."
    named = {"key": "a02", "code": "A02"}
    english_text = "Criterion A02 is met."
    assert changes[1] == {
        "kind": "clarified",
        "kinds": ["clarified"],
        "old": [{**named, "text": {"pl": old_text, "en": english_text}}],
        "new": [{**named, "text": {"pl": new_text, "en": english_text}}],
        "answers_stay": False,
        "aspects": [
            {
                "name": "text",
                "kinds": ["clarified"],
                "values": [old_text, new_text],
                "language": "pl",
                "marks": [
                    ["same", "Kryterium A02 jest "],
                    ["added", "w pełni "],
                    ["same", "spełnione."],
                ],
            }
        ],
    }


def test_a_version_leads_to_what_changed_before_and_after_it(client):
    first, _ = two_versions()
    make_standard(4, 2, scheme=first.scheme, version="2027.1", published=False)

    pages = [client.get(f"/standards/owes/{one}/").content.decode() for one in ("2026.1", "2026.2")]

    links = re.compile(r'href="(/standards/owes/[\d.]+/[\d.]+/)"')
    assert [links.findall(page) for page in pages] == [[URL], [URL]]
    assert ["2027.1" in page for page in pages] == [False, False]


def test_the_list_of_standards_leads_to_what_changed(client):
    first, second = two_versions()

    page = client.get("/standards/", headers={"accept-language": "pl"}).content.decode()

    assert re.findall(r'href="(/standards/owes/[\d.]+/[\d.]+/)"', page) == [URL]
    assert "co się zmieniło od 2026.1" in page
    assert second.predecessor == first


def test_the_history_goes_by_numbers_and_not_by_the_day_of_publication(client):
    scheme = SchemeFactory(code="owes")
    for number in ("2026.10", "2026.9", "2026.9.1"):
        make_standard(2, 1, scheme=scheme, version=number)

    page = client.get("/standards/owes/2026.9.1/")

    assert [(line.version.version, line.is_earlier) for line in page.context["history"]] == [
        ("2026.10", False),
        ("2026.9.1", False),
        ("2026.9", True),
    ]


@pytest.mark.parametrize(
    ("day", "said"), [("2026-12-31", "Obowiązuje od 1 stycznia 2027"), ("2027-01-01", "Obowiązuje")]
)
def test_a_version_that_binds_later_is_not_said_to_bind(client, day, said):
    two_versions()

    with time_machine.travel(f"{day}T12:00:00+01:00", tick=False):
        page = client.get("/standards/owes/2026.2/", headers={"accept-language": "pl"})

    tags = re.findall(r'<span class="tag [^>]*>.*?</svg>([^<]*)</span>', page.content.decode())
    assert tags[0] == said
