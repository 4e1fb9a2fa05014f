"""The two shipped standards are complete, load by command and come back byte for byte."""

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from standards.models import Criterion, Edition, Median, ScaleLevel, StandardVersion

CATALOGUE = Path(__file__).resolve().parents[2] / "standards" / "catalogue"
FILES = {name: CATALOGUE / f"{name}-2026.1.yaml" for name in ("owes", "znak")}

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped():
    call_command("load_standard", *FILES.values(), stdout=StringIO())
    return {version.scheme.code: version for version in StandardVersion.objects.all()}


def sections(version):
    return [
        (
            section.code,
            len(rows := list(section.criteria.all())),
            sum((row.weight for row in rows), Decimal(0)),
        )
        for section in version.sections.prefetch_related("criteria")
    ]


def test_the_standard_of_support_centres_has_eight_sections_and_a_hundred_points(shipped):
    found = sections(shipped["owes"])

    assert found == [
        ("A", 12, 13),
        ("B", 8, 16),
        ("C", 6, 10),
        ("D", 6, 12),
        ("E", 6, 13),
        ("F", 7, 13),
        ("G", 4, 7),
        ("H", 7, 16),
    ]
    assert [sum(column) for column in list(zip(*found, strict=True))[1:]] == [56, 100]


def test_the_standard_of_the_mark_has_six_sections_and_a_hundred_points(shipped):
    found = sections(shipped["znak"])

    assert found == [
        ("P", 6, 0),
        ("S", 5, 25),
        ("Q", 6, 30),
        ("E", 5, 20),
        ("K", 5, 15),
        ("W", 4, 10),
    ]
    assert [sum(column) for column in list(zip(*found, strict=True))[1:]] == [31, 100]


@pytest.mark.parametrize(
    ("scheme", "knockouts", "minimums"),
    [
        ("owes", "A01 A02 A03 A04 A06 B01 G02", "A05 C01 E01"),
        ("znak", "P01 P02 P03 P04 P05 P06 Q02", "S01 Q01"),
    ],
)
def test_gates_are_those_of_the_rules(shipped, scheme, knockouts, minimums):
    rows = Criterion.objects.filter(version=shipped[scheme])

    found = {
        gate: " ".join(row.code for row in rows if row.gate == gate)
        for gate in ("knockout", "minimum")
    }

    assert found == {"knockout": knockouts, "minimum": minimums}
    assert {row.gate_value for row in rows if row.gate != "none"} == {1}


def test_only_two_criteria_depend_on_the_applicant(shipped):
    rows = Criterion.objects.exclude(applies_when=None).order_by("code")

    assert [(row.code, row.applies_when, row.not_applicable_allowed) for row in rows] == [
        ("A07", {"equals": ["is_partnership", True]}, True),
        ("K04", {"equals": ["is_renewal", True]}, True),
    ]
    assert Criterion.objects.filter(not_applicable_allowed=True).count() == 2


def test_every_text_is_there_in_both_languages(shipped):
    texts = [
        (row.code, name)
        for row in Criterion.objects.all()
        for name in ("text_pl", "text_en", "evidence_pl", "evidence_en")
        if not getattr(row, name)
    ]
    halves = [
        row.code
        for row in Criterion.objects.all()
        if bool(row.guidance_pl) != bool(row.guidance_en)
    ]
    bare = [
        row.code
        for row in Criterion.objects.filter(scale__key="S3").select_related("scale")
        if not row.guidance_pl
    ]

    assert (texts, halves, bare) == ([], [], [])
    assert not ScaleLevel.objects.filter(scale__kind="levels", description_pl="").exists()


def test_answers_on_the_entity_are_shared_by_all_its_offers(shipped):
    rows = Criterion.objects.filter(version=shipped["znak"], answered_once_per_applicant=True)

    assert {row.section.code for row in rows.select_related("section")} == {"P", "S", "E", "W"}
    assert rows.count() == 16
    about_the_offer = {"P05", "P06", "S02", "E03"}
    assert not about_the_offer & set(rows.values_list("code", flat=True))


def test_every_measured_criterion_has_a_median_in_every_voivodeship(shipped):
    measured = set(Criterion.objects.filter(scale__kind="measured").values_list("key", flat=True))

    assert measured == {"initiative-groups", "jobs-created", "entities-created"}
    assert Median.objects.filter(criterion_key__in=measured).count() == 3 * 16


@pytest.mark.parametrize("scheme", ["owes", "znak"])
def test_a_shipped_file_comes_back_byte_for_byte(shipped, scheme):
    out = StringIO()

    call_command("export_standard", scheme, "2026.1", stdout=out)

    assert out.getvalue().encode() == FILES[scheme].read_bytes()


def test_loading_twice_changes_nothing(shipped):
    before = list(StandardVersion.objects.order_by("pk").values())
    histories = [model.history.count() for model in (StandardVersion, Criterion, Edition, Median)]

    call_command("load_standard", *FILES.values(), stdout=StringIO())

    assert list(StandardVersion.objects.order_by("pk").values()) == before
    assert [
        model.history.count() for model in (StandardVersion, Criterion, Edition, Median)
    ] == histories


def test_loaded_versions_are_published_with_a_fingerprint(shipped):
    assert [(v.status, len(v.sha256), v.created_by) for v in shipped.values()] == [
        ("published", 64, None)
    ] * 2
