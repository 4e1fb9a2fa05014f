"""A scheme nobody wrote code for: loaded from a file, shown, scored and run by the same pages."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from standards.models import Edition, Scheme, StandardVersion
from standards.packages.reading import read_package
from standards.packages.writing import export_package
from standards.scoring import AnswerValue, load_content, score

FILE = Path(__file__).parent / "data" / "audit-2026.1.yaml"

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    call_command("load_standard", FILE, stdout=StringIO())
    return StandardVersion.objects.get()


def test_the_file_makes_the_scheme_its_standard_and_its_call(version):
    scheme, call = Scheme.objects.get(), Edition.objects.get()

    assert (scheme.code, scheme.kind, scheme.case_prefix) == ("audit", "social_audit", "AUD")
    assert (version.version, version.status) == ("2026.1", "published")
    assert (call.version, call.operator.code, call.completion_days) == (version, "audit-office", 14)


def test_the_pages_of_the_scheme_are_there_at_once(client, version):
    pages = [
        client.get(url).status_code
        for url in ("/standards/", "/standards/audit/2026.1/", "/rules/audit/")
    ]

    assert pages == [200, 200, 200]
    assert "Audyt społeczny" in client.get("/standards/").content.decode()


@pytest.mark.parametrize(
    ("answers", "employees", "outcome", "failed"),
    [
        ({"workers-asked": 1, "large-staff-council": 1}, 30, "positive", ()),
        ({"workers-asked": 1, "large-staff-council": 0}, 30, "negative", ("large-staff-council",)),
        ({"workers-asked": 1}, 3, "positive", ()),
        ({"workers-asked": 0}, 3, "negative", ("workers-asked",)),
    ],
)
def test_the_scheme_is_decided_by_its_own_rule(version, answers, employees, outcome, failed):
    given = {key: AnswerValue(value) for key, value in answers.items()}

    sheet = score(load_content(version), given, {"employees": employees})

    assert (sheet.outcome, sheet.failed_gates) == (outcome, failed)


def test_what_is_written_back_loads_again_as_the_same(version):
    written = export_package(version)
    path = "again.yaml"

    again = read_package(path, written)

    assert again.data["sections"] == read_package(FILE.name, FILE.read_bytes()).data["sections"]
    assert again.data["decision_rule"] == {
        "is_scored": False,
        "total_threshold": 0,
        "default_section_threshold": 0,
    }


def test_a_loaded_version_is_read_with_a_constant_number_of_queries(
    version, django_assert_num_queries
):
    StandardVersion.objects.all()
    fresh = StandardVersion.objects.select_related("scheme").get()
    fresh.status = "draft"  # only frozen versions are kept in the process

    with django_assert_num_queries(5):
        load_content(fresh)


def test_a_frozen_version_is_read_once_in_a_process(version, django_assert_num_queries):
    first = load_content(version)

    with django_assert_num_queries(0):
        assert load_content(version) is first
