"""A standard travels as an OSCAL catalog: ours comes back whole, a foreign one as far as it can."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from trestle.oscal.catalog import Catalog

from standards.errors import PackageRefused
from standards.exchange.oscal_reading import is_oscal, package_from_oscal, scheme_of
from standards.exchange.oscal_writing import export_oscal, losses_of
from standards.models import Criterion, Scheme, StandardVersion
from standards.operations import load_package, publish
from standards.packages.checking import check_package
from standards.packages.reading import read_package
from standards.packages.writing import content_data, content_sha256, scheme_data

CATALOGUE = Path(__file__).parents[2] / "standards" / "catalogue"
SHIPPED = sorted(CATALOGUE.glob("*.yaml"))
FOREIGN = {
    "catalog": {
        "uuid": "74c8ba1e-5cd4-4ad1-bbfd-d888e2f6c724",
        "metadata": {
            "title": "Sample controls",
            "last-modified": "2026-01-01T00:00:00Z",
            "version": "rev. 3",
            "oscal-version": "1.1.3",
        },
        "groups": [
            {
                "id": "s1",
                "title": "Organization",
                "groups": [
                    {
                        "id": "s1.1",
                        "title": "Roles",
                        "controls": [
                            {
                                "id": "s1.1.1",
                                "title": "Responsible person",
                                "parts": [
                                    {
                                        "name": "statement",
                                        "prose": "Somebody is responsible.",
                                        "parts": [{"name": "item", "prose": "In writing."}],
                                    }
                                ],
                                "controls": [{"id": "s1.1.1.a", "title": "Deputy"}],
                            }
                        ],
                    }
                ],
            }
        ],
        "back-matter": {"resources": []},
    }
}

pytestmark = pytest.mark.django_db


def shipped(path) -> StandardVersion:
    return load_package(source=read_package(path.name, path.read_bytes()), by=None)


def read(content, name="catalog.json"):
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return read_package(name, text)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_catalog_of_ours_comes_back_whole(path):
    version = shipped(path)
    source = read(export_oscal(version))

    reading = package_from_oscal(source, scheme=scheme_data(version.scheme))

    assert (is_oscal(source), scheme_of(source)) == (True, version.scheme.code)
    assert (reading.losses, check_package(reading.source)) == ([], [])
    before, fingerprint = content_data(version), version.sha256
    again = load_package(source=reading.source, by=None)
    assert content_data(again) == before
    assert content_sha256(again) == fingerprint


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_another_library_reads_the_catalog(path, tmp_path):
    version = shipped(path)
    file = tmp_path / "catalog.json"
    file.write_bytes(export_oscal(version))

    catalog = Catalog.oscal_read(file)

    controls = [control.id for group in catalog.groups for control in group.controls]
    keys = Criterion.objects.filter(version=version).order_by("section__position", "position")
    assert catalog.metadata.version == version.version
    assert controls == [f"c-{key}" for key in keys.values_list("key", flat=True)]


def test_the_same_version_gives_the_same_bytes():
    version = publish(version=shipped(SHIPPED[0]), by=None)

    assert export_oscal(version) == export_oscal(StandardVersion.objects.get(pk=version.pk))


def test_what_the_catalog_leaves_out_is_said(settings):
    settings.LANGUAGE_CODE = "en"
    version = shipped(CATALOGUE / "znak-2026.1.yaml")

    assert len(losses_of(version)) == 3
    assert "2" in losses_of(version)[2]


def test_a_foreign_catalog_is_filled_with_the_plainest_values_and_says_so():
    version = shipped(SHIPPED[0])
    scheme = scheme_data(version.scheme)

    reading = package_from_oscal(read(FOREIGN), scheme=scheme, version="2027.1")

    assert check_package(reading.source) == []
    made = load_package(source=reading.source, by=None)
    rows = [
        (
            one.section.key,
            one.section.code,
            one.key,
            one.code,
            one.text_pl,
            one.weight,
            one.scale.key,
        )
        for one in Criterion.objects.filter(version=made).select_related("section", "scale")
    ]
    assert rows == [
        ("s1-1", "A", "s1-1-1", "A01", "Somebody is responsible.\nIn writing.", 1, "TN"),
        ("s1-1", "A", "s1-1-1-a", "A02", "Deputy", 1, "TN"),
    ]
    assert made.decision_rule.is_scored is False
    assert len(reading.losses) == 7


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"groups": {}}, "catalog.groups"),
        ({"groups": ["x"]}, "catalog.groups[0]"),
        ({"metadata": None}, "catalog.metadata"),
        ({"params": [{"class": "scale", "label": "X"}]}, "catalog.params[0]"),
        (
            {"groups": [{"title": "A", "controls": [{"parts": "x"}]}]},
            "catalog.groups[0].controls[0]",
        ),
    ],
)
def test_a_catalog_of_another_shape_is_refused_with_its_place(change, field):
    source = read({"catalog": {**FOREIGN["catalog"], **change}})

    with pytest.raises(PackageRefused) as refusal:
        package_from_oscal(source, scheme={"code": "owes"}, version="2027.1")

    assert len(refusal.value.problems) == 1
    assert field in refusal.value.problems[0]


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"name": "weight", "value": "1e9999999"}, "weight"),
        ({"name": "weight", "value": "NaN"}, "weight"),
        ({"name": "gate", "value": "wall"}, "gate"),
        ({"name": "applies-when", "value": "[" * 900}, "applies_when"),
        ({"name": "key", "value": "../../etc"}, "key"),
    ],
)
def test_a_hostile_value_is_refused_by_the_check_of_packages(value, path):
    version = shipped(SHIPPED[0])
    catalog = json.loads(export_oscal(version))
    control = catalog["catalog"]["groups"][0]["controls"][0]
    rest = [one for one in control["props"] if one["name"] != value["name"]]
    control["props"] = [*rest, {"ns": "urn:atest:oscal", **value}]

    reading = package_from_oscal(read(catalog), scheme=scheme_data(version.scheme))

    problems = check_package(reading.source)
    assert len(problems) >= 1
    assert all("sections[0].criteria[0]" in problem for problem in problems)
    assert path in problems[0]


def test_a_property_without_a_value_is_passed_by():
    catalog = json.loads(json.dumps(FOREIGN))
    inner = catalog["catalog"]["groups"][0]["groups"][0]["controls"][0]
    inner["props"] = [{"ns": "urn:atest:oscal", "name": "weight"}]
    scheme = scheme_data(shipped(SHIPPED[0]).scheme)

    reading = package_from_oscal(read(catalog), scheme=scheme, version="2027.1")

    assert check_package(reading.source) == []


def test_the_commands_write_and_load_a_catalog(tmp_path):
    publish(version=shipped(CATALOGUE / "owes-2026.1.yaml"), by=None)
    file = tmp_path / "owes.json"

    call_command(
        "export_standard", "owes", "2026.1", format="oscal", output=file, stderr=StringIO()
    )
    out = StringIO()
    call_command(
        "load_standard", str(file), as_version="2027.1", draft=True, stdout=out, stderr=StringIO()
    )

    made = StandardVersion.objects.get(scheme__code="owes", version="2027.1")
    assert (made.status, made.criteria.count()) == ("draft", 56)
    assert "owes 2027.1 draft" in out.getvalue()


def test_the_command_asks_for_a_scheme_that_is_loaded(tmp_path):
    file = tmp_path / "foreign.json"
    file.write_text(json.dumps(FOREIGN))

    with pytest.raises(CommandError, match="--scheme CODE"):
        call_command("load_standard", str(file), stderr=StringIO())

    assert list(Scheme.objects.all()) == []


def test_anybody_downloads_the_catalog_of_a_published_version(client):
    version = publish(version=shipped(CATALOGUE / "znak-2026.1.yaml"), by=None)
    address = reverse("standards:oscal", kwargs={"scheme": "znak", "version": "2026.1"})

    response = client.get(address)

    assert response.content == export_oscal(version)
    assert response["Content-Disposition"] == 'attachment; filename="znak-2026.1.oscal.json"'


def test_a_draft_is_given_in_no_format(client):
    shipped(CATALOGUE / "znak-2026.1.yaml")
    names = ("formats", "oscal", "workbook", "package")

    statuses = {
        name: client.get(
            reverse(f"standards:{name}", kwargs={"scheme": "znak", "version": "2026.1"})
        ).status_code
        for name in names
    }

    assert statuses == dict.fromkeys(names, 404)
