"""A draft from the last version or from a file: all or nothing, and nothing but the standard."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certification.models import PostRole
from standards.exchange.oscal_writing import export_oscal
from standards.models import Criterion, Edition, Scheme, StandardVersion
from standards.operations import load_package, publish
from standards.packages.reading import MAX_BYTES, read_package
from standards.packages.writing import export_package, scheme_data
from tests.factories.certification import PostFactory
from tests.factories.standards import EditionFactory, OperatorFactory, make_standard

FILE = Path(__file__).parent / "data" / "audit-2026.1.yaml"

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return EditionFactory().version


@pytest.fixture
def manager(client, version):
    edition = Edition.objects.get(version=version)
    person = PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person
    client.force_login(person)
    return person


ADDRESS = "/standards/drafts/new/"


def send(client, version, content, *, name="plik.yaml", number="2026.7"):
    file = SimpleUploadedFile(name, content)
    data = {"way": "file", "scheme": version.scheme.code, "file": file, "number": number}
    return client.post(ADDRESS, data)


def test_the_address_stays():
    assert reverse("standards:draft_new") == ADDRESS


def test_a_draft_begins_from_the_last_version(client, version, manager):
    data = {"way": "version", "predecessor": version.pk, "change_class": "major"}

    response = client.post(ADDRESS, data)

    draft = StandardVersion.objects.get(status="draft")
    assert response.url == reverse("standards:draft", args=[draft.pk])
    assert (draft.predecessor, draft.change_class, draft.created_by) == (version, "major", manager)
    assert Criterion.objects.filter(version=draft).count() == 4


def test_a_number_that_is_taken_is_refused(client, version, manager):
    data = {"way": "version", "predecessor": version.pk, "change_class": "major"}

    response = client.post(ADDRESS, data | {"version": "2026.1"})

    assert list(response.context["copy"].errors) == ["version"]
    assert StandardVersion.objects.count() == 1


def test_a_version_of_a_scheme_that_one_does_not_keep_cannot_be_copied(client, version, manager):
    other = make_standard(criteria=2, sections=1)
    EditionFactory(scheme=other.scheme, version=other, operator=OperatorFactory())
    data = {"way": "version", "predecessor": other.pk, "change_class": "major"}

    response = client.post(ADDRESS, data)

    assert list(response.context["copy"].errors) == ["predecessor"]
    assert StandardVersion.objects.filter(status="draft").count() == 0


@pytest.mark.parametrize("kind", ["yaml", "json"])
def test_a_draft_begins_from_a_file(client, version, manager, kind):
    content = export_package(version) if kind == "yaml" else export_oscal(version)
    before = scheme_data(version.scheme)

    response = send(client, version, content, name=f"plik.{kind}")

    assert response.status_code == 302, response.context["problems"]
    draft = StandardVersion.objects.get(version="2026.7")
    assert draft.predecessor == version
    assert "przyjęto wersję 2026.1" in client.get(response.url).content.decode()
    assert (draft.status, draft.created_by) == ("draft", manager)
    assert list(Criterion.objects.filter(version=draft).values_list("key", "text_en")) == list(
        Criterion.objects.filter(version=version).values_list("key", "text_en")
    )
    assert scheme_data(Scheme.objects.get(pk=version.scheme_id)) == before
    assert Edition.objects.filter(version=draft).count() == 0


def test_a_file_never_changes_the_scheme_that_it_names(client, version, manager):
    text = export_package(version).decode()
    renamed = text.replace(version.scheme.name_pl, "Przejęty program")

    response = send(client, version, renamed.encode())

    assert response.status_code == 302
    assert Scheme.objects.get(pk=version.scheme_id).name_pl == version.scheme.name_pl


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda text: text.replace("weight: 25", "weight: duzo", 1), "sections[0].criteria[0]"),
        (lambda text: text.replace("  is_scored: true", "  is_scored: &a true"), "plik.yaml:"),
        (lambda text: text.replace("format:", "formt:", 1), "format"),
        (lambda text: "{", "plik.yaml:"),
        (lambda text: FILE.read_text(), "scheme.code"),
    ],
)
def test_a_wrong_file_is_refused_with_line_and_field(client, version, manager, spoil, problem):
    content = spoil(export_package(version).decode()).encode()

    response = send(client, version, content)

    assert response.status_code == 200
    assert any(problem in line for line in response.context["problems"])
    assert StandardVersion.objects.count() == 1


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client, version, manager):
    response = send(client, version, b"x" * (MAX_BYTES + 1))

    assert response.context["file"].errors["file"] == ["Plik jest większy niż 8 MB."]
    assert StandardVersion.objects.count() == 1


def test_a_file_does_not_overwrite_a_draft_that_is_in_work(client, version, manager):
    send(client, version, export_package(version))
    changed = export_package(version).decode().replace("Kryterium A02", "Kryterium obce")

    response = send(client, version, changed.encode())

    assert list(response.context["file"].errors) == ["number"]
    draft = StandardVersion.objects.get(version="2026.7")
    assert (
        Criterion.objects.get(version=draft, key="a02").text_pl == "Kryterium A02 jest spełnione."
    )


def test_everybody_reads_the_history_of_a_standard(client):
    first = publish(
        version=load_package(source=read_package(FILE.name, FILE.read_bytes()), by=None), by=None
    )

    page = client.get(reverse("standards:versions", args=[first.scheme.code]))

    assert [one.version for one in page.context["versions"]] == ["2026.1"]
    assert client.get(reverse("standards:versions", args=["no-such"])).status_code == 404
