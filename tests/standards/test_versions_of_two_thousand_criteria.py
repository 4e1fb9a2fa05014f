"""A version of 2,000 criteria: loaded, exported and shown with the queries of a small one."""

import re

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from standards.exchange.oscal_writing import export_oscal
from standards.exchange.workbook import export_workbook
from standards.models import Criterion, StandardVersion
from standards.operations import load_package, publish
from standards.packages.reading import read_package
from standards.packages.writing import export_package
from tests.factories.standards import SchemeFactory, make_standard

pytestmark = pytest.mark.django_db
MANY, FEW, SECTIONS = 2000, 20, 8


def queries_of(action):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        action()
    return len(captured)


def package_of(criteria):
    """Write a package with long texts in both languages."""
    version = make_standard(criteria, SECTIONS, scheme=SchemeFactory(), published=False)
    long = " ".join(["Ośrodek prowadzi stałą działalność w powiecie i dokumentuje ją."] * 3)
    Criterion.objects.filter(version=version).update(
        guidance_pl=long, guidance_en=long, example_pl=long, example_en=long
    )
    content = export_package(version)
    data = yaml.load(content, Loader=yaml.CSafeLoader)
    code = f"big-{criteria}"
    data["scheme"] |= {
        "code": code,
        "case_prefix": f"B{criteria}",
        "certificate_prefix": f"C{criteria}",
    }
    return read_package(code, yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True).encode())


@pytest.fixture(scope="module")
def packages(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        from django.db import transaction

        with transaction.atomic():
            made = {count: package_of(count) for count in (FEW, MANY)}
            transaction.set_rollback(True)
    return made


def test_loading_and_publishing_take_more_queries_only_by_batches(packages):
    # Rows are written in batches whose size the database sets; nothing is asked row by row.
    few, many = (
        queries_of(
            lambda source=packages[count]: publish(
                version=load_package(source=source, by=None), by=None
            )
        )
        for count in (FEW, MANY)
    )

    assert few < 80
    assert many - few <= 2 * MANY / 12


def test_two_thousand_criteria_come_back_as_they_went(packages):
    version = publish(version=load_package(source=packages[MANY], by=None), by=None)

    content = export_package(version)

    again = read_package("again", content)
    assert len(content) > 1_500_000
    assert again.data["sections"] == packages[MANY].data["sections"]
    assert load_package(source=again, by=None) == version
    assert export_package(StandardVersion.objects.get(pk=version.pk)) == content


@pytest.mark.parametrize("export", [export_package, export_oscal, export_workbook])
def test_exporting_needs_the_same_queries_whatever_the_size(export):
    few, many = make_standard(FEW, SECTIONS), make_standard(MANY, SECTIONS)

    assert queries_of(lambda: export(many)) == queries_of(lambda: export(few))


def numbers(page):
    return (
        page.context["leaf"].number,
        page.context["leaf"].count,
        sum(len(part.lines) for part in page.context["sections"]),
    )


def test_the_page_of_a_long_version_comes_leaf_by_leaf(client):
    version = make_standard(MANY, SECTIONS)
    url = f"/standards/{version.scheme.code}/2026.1/"

    first, last, beyond, wrong = (
        client.get(url, query) for query in ({}, {"page": "10"}, {"page": "99"}, {"page": "x"})
    )

    assert [numbers(page) for page in (first, last, beyond, wrong)] == [
        (1, 10, 200),
        (10, 10, 200),
        (10, 10, 200),
        (1, 10, 200),
    ]
    assert len(first.content) < 400_000
    assert [number for _, number in first.context["leaf"].contents] == [1, 2, 3, 4, 6, 7, 8, 9]
    assert first.context["criteria_count"] == MANY
    assert re.findall(r'href="(\?page=\d+)" rel="(\w+)"', first.content.decode()) == [
        ("?page=2", "next")
    ]


def test_a_criterion_is_found_on_its_leaf(client):
    version = make_standard(MANY, SECTIONS)
    url = f"/standards/{version.scheme.code}/2026.1/"

    page = client.get(url, {"criterion": "h250"})

    assert numbers(page)[0] == 10
    assert b'id="h250"' in page.content
    assert f'href="?criterion={page.context["gates"][0].key}#' in page.content.decode()


def test_a_section_that_goes_on_is_named_on_both_leaves(client):
    version = make_standard(MANY, SECTIONS)
    url = f"/standards/{version.scheme.code}/2026.1/"

    pages = [client.get(url, {"page": str(number)}) for number in (1, 2, 3)]

    assert [
        [(part.section.code, part.count, len(part.lines)) for part in page.context["sections"]]
        for page in pages
    ] == [
        [("A", 250, 200)],
        [("A", 250, 50), ("B", 250, 150)],
        [("B", 250, 100), ("C", 250, 100)],
    ]


def test_a_short_version_is_one_page(client):
    version = make_standard(FEW, SECTIONS)

    page = client.get(f"/standards/{version.scheme.code}/2026.1/")

    assert numbers(page) == (1, 1, FEW)
    assert b"?page=" not in page.content


def test_the_page_needs_the_same_queries_whatever_the_size(client):
    urls = [
        f"/standards/{make_standard(count, SECTIONS).scheme.code}/2026.1/" for count in (FEW, MANY)
    ]

    assert [queries_of(lambda url=url: client.get(url)) for url in urls] == [8, 8]
