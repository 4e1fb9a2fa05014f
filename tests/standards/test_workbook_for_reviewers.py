"""The workbook holds every criterion in a row, as text, with a column for remarks."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from standards.exchange.workbook import export_workbook
from standards.models import Criterion
from standards.operations import load_package, publish
from standards.packages.reading import read_package
from tests.factories.standards import make_standard

FILE = Path(__file__).parents[2] / "standards" / "catalogue" / "owes-2026.1.yaml"

pytestmark = pytest.mark.django_db


def opened(content):
    return load_workbook(BytesIO(content))


def test_every_criterion_has_its_row_under_its_section():
    version = publish(
        version=load_package(source=read_package(FILE.name, FILE.read_bytes()), by=None), by=None
    )

    with translation.override("en"):
        book = opened(export_workbook(version))

    sheet = book["Criteria"]
    codes = [row[0].value for row in sheet.iter_rows(min_row=2)]
    expected = []
    for section in version.sections.order_by("position"):
        rows = section.criteria.order_by("position")
        expected += [section.code, *rows.values_list("code", flat=True)]
    assert codes == expected
    assert book.sheetnames == ["Standard", "Criteria", "Scales"]
    assert [cell.value for cell in sheet[1]][-1] == "Your remarks"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C2", "A1:L65")


def test_a_text_that_looks_like_a_formula_stays_a_text():
    version = make_standard(criteria=4, sections=1, published=False)
    Criterion.objects.filter(version=version, code="A02").update(text_pl='=HYPERLINK("x")')

    sheet = opened(export_workbook(version))["Kryteria"]

    assert (sheet["B4"].value, sheet["B4"].data_type) == ('=HYPERLINK("x")', "s")


def test_a_version_that_binds_later_says_from_when():
    version = make_standard(criteria=2, sections=1)
    version.published_at = datetime(2026, 11, 26, 12, tzinfo=UTC)
    version.binding_on = date(2026, 12, 26)

    with translation.override("en"):
        sheet = opened(export_workbook(version))["Standard"]

    said = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert (said["Published on"], said["Binds new applications from"]) == (
        "26 November 2026",
        "26 December 2026",
    )
    assert "Status" not in said


def test_the_same_version_gives_the_same_bytes():
    version = make_standard(criteria=4, sections=2)

    assert export_workbook(version) == export_workbook(version)


def test_the_workbook_speaks_the_language_of_the_page(client):
    version = make_standard(criteria=4, sections=2)
    address = reverse(
        "standards:workbook", kwargs={"scheme": version.scheme.code, "version": version.version}
    )

    names = {
        language: opened(
            client.get(address, headers={"accept-language": language}).content
        ).sheetnames
        for language in ("pl", "en")
    }

    assert names == {
        "pl": ["Standard", "Kryteria", "Skale"],
        "en": ["Standard", "Criteria", "Scales"],
    }


def test_the_command_needs_a_file_for_a_workbook():
    version = make_standard(criteria=4, sections=2)

    with pytest.raises(CommandError, match="--output FILE"):
        call_command("export_standard", version.scheme.code, version.version, format="xlsx")
