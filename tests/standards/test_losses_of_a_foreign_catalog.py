"""What a foreign OSCAL catalog loses is listed in words, and nothing is loaded before a yes."""

import base64
import json
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from certification.models import PostRole
from standards.exchange.oscal_losses import left_out
from standards.exchange.oscal_writing import catalog_of, export_oscal
from standards.models import Criterion, StandardVersion
from standards.packages.source import MAX_BYTES
from standards.uploads import MOST_KEPT, kept
from tests.factories.certification import PostFactory
from tests.factories.standards import EditionFactory, make_standard

pytestmark = pytest.mark.django_db
ADDRESS = "/standards/drafts/new/"


def label(value):
    return {"name": "label", "value": value}


FOREIGN = {
    "metadata": {
        "title": "T" * 201,
        "version": "5",
        "last-modified": "2026-01-01T00:00:00Z",
        "oscal-version": "1.1.3",
        "parties": [{"uuid": "x", "type": "person", "name": "Somebody"}],
        "links": [{"href": "https://example.org/"}],
    },
    "params": [{"id": "p0"}],
    "groups": [
        {
            "id": "ac",
            "title": "Access",
            "props": [label("ACCESS-CONTROL"), {"name": "sort-id", "value": "1"}],
            "parts": [{"name": "overview", "prose": "Why."}, {"name": "scope", "prose": "All."}],
            "params": [{"id": "p1"}],
            "controls": [
                {
                    "id": "ac-1",
                    "title": "Policy",
                    "params": [{"id": "ac-1_p1"}, {"id": "ac-1_p2"}],
                    "props": [label("AC-1"), {"name": "sort-id", "value": "ac-01"}],
                    "links": [{"href": "#r1", "rel": "reference"}],
                    "parts": [
                        {
                            "name": "statement",
                            "prose": "Do it every {{ insert: param, ac-1_p1 }}.",
                            "parts": [{"name": "item", "prose": "First.", "props": [label("a.")]}],
                        },
                        {"name": "assessment-method", "prose": "Ask."},
                    ],
                    "controls": [
                        {
                            "id": "ac-1.1",
                            "title": "Gone",
                            "props": [{"name": "status", "value": "withdrawn"}],
                        }
                    ],
                }
            ],
        },
        {"id": "empty", "title": "Empty"},
    ],
}


@pytest.fixture
def version():
    made = make_standard(criteria=4, sections=2)
    EditionFactory(scheme=made.scheme, version=made)
    return made


@pytest.fixture
def manager(client, version):
    person = PostFactory(operator=version.editions.get().operator, role=PostRole.STANDARDS).person
    client.force_login(person)
    return person


def send(client, version, content, number="2026.7"):
    file = SimpleUploadedFile("obcy.json", content)
    data = {"way": "file", "scheme": version.scheme.code, "file": file, "number": number}
    return client.post(ADDRESS, data)


def foreign(**changes):
    return json.dumps({"catalog": {"uuid": "u", **FOREIGN, **changes}}).encode()


def test_every_part_that_has_no_place_is_told_with_its_count():
    with translation.override("en"):
        said = left_out(FOREIGN)

    assert said == [
        "Left out, as they hold no control: groups (1).",
        "Marked as withdrawn, yet they become criteria; remove them from the draft: controls (1).",
        "Left out, as the statement becomes the text: titles of controls (1).",
        "Replaced by codes of their section (A01, A02 and so on): labels (2).",
        "Cut, as they are too long: titles (1).",
        "Left out: numbers and letters of points inside texts (1).",
        "Left out: parameters (4).",
        "Left as they are written: places for a parameter inside texts (1).",
        "Left out: links (2).",
        "Left out: properties of other programs (2).",
        "Left out: parts of other kinds (2: assessment-method, scope).",
        "Left out: people, organisations and history in the head of the catalog.",
    ]


def test_a_catalog_of_ours_loses_nothing(version):
    assert left_out(catalog_of(version)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"params": "x"},
        {"groups": [{"controls": [{"links": "x", "params": [1], "parts": [{"parts": 7}]}]}]},
    ],
)
def test_what_has_another_shape_is_counted_as_nothing(changes):
    assert isinstance(left_out({**FOREIGN, **changes}), list)


def asked(page):
    return {name: page.context["form"][name].value() for name in ("scheme", "number", "name")}


def test_nothing_is_loaded_before_the_losses_are_read_and_said_yes_to(client, version, manager):
    page = send(client, version, foreign(**{"back-matter": {"resources": []}}))
    words = page.content.decode()

    assert (page.status_code, StandardVersion.objects.count()) == (200, 1)
    assert len(page.context["losses"]) == 18
    shown = [sentence in words for sentence in page.context["losses"]]
    assert shown == [True] * 18
    assert asked(page) == {"scheme": version.scheme.code, "number": "2026.7", "name": "obcy.json"}

    answer = client.post(
        ADDRESS, {"way": "kept", **asked(page), "kept": page.context["form"]["kept"].value()}
    )

    draft = StandardVersion.objects.get(version="2026.7")
    assert answer.url == reverse("standards:draft", args=[draft.pk])
    assert (draft.status, draft.created_by) == ("draft", manager)
    rows = Criterion.objects.filter(version=draft).order_by("position")
    assert list(rows.values_list("code", "text_en")) == [
        ("A01", "Do it every {{ insert: param, ac-1_p1 }}.\nFirst."),
        ("A02", "Gone"),
    ]


def test_a_catalog_that_comes_along_whole_is_loaded_without_a_question(client, version, manager):
    answer = send(client, version, export_oscal(version))

    assert (answer.status_code, StandardVersion.objects.count()) == (302, 2)


def test_a_number_that_is_taken_is_refused_before_the_question(client, version, manager):
    page = send(client, version, foreign(), number="2026.1")

    assert list(page.context["file"].errors) == ["number"]
    assert StandardVersion.objects.count() == 1


BOMB = base64.b64encode(zlib.compress(b" " * (MAX_BYTES * 4), level=9)).decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kept": "***"}, "Plik nie wrócił w całości. Wybierz go jeszcze raz."),
        ({"kept": base64.b64encode(b"no").decode()}, "Plik nie wrócił w całości."),
        ({"kept": ""}, "Plik nie wrócił w całości."),
        ({"kept": BOMB}, "8 MB"),
        ({"scheme": "other"}, "Plik nie wrócił w całości."),
        ({"number": "2026.1"}, "2026.1"),
    ],
)
def test_what_comes_back_is_as_untrusted_as_the_file(client, version, manager, fields, sentence):
    said = {"scheme": version.scheme.code, "number": "2026.7", "name": "obcy.json"}
    said |= {"kept": kept(foreign()), **fields}

    page = client.post(ADDRESS, {"way": "kept", **said}, follow=True)

    assert sentence in page.content.decode()
    assert StandardVersion.objects.count() == 1


def test_a_file_full_of_attachments_is_refused_and_not_sent_to_and_fro(client, version, manager):
    noise = base64.b64encode(zlib.compress(json.dumps(FOREIGN).encode()) + random_bytes()).decode()
    content = foreign(**{"back-matter": {"resources": [{"base64": {"value": noise}}]}})
    assert MOST_KEPT < len(content) < MAX_BYTES

    page = send(client, version, content)

    assert page.context["problems"] == ["Plik zawiera za dużo treści spoza standardu (załączniki)."]
    assert StandardVersion.objects.count() == 1


def random_bytes():
    """Give what no packing makes smaller, the same each time."""
    blocks = [zlib.crc32(str(n).encode()).to_bytes(4, "big") for n in range(1_200_000)]
    return b"".join(blocks)


@pytest.mark.parametrize("role", [PostRole.SECRETARIAT, PostRole.AUTHORITY, None])
def test_nobody_else_gets_a_file_in(client, version, role):
    operator = version.editions.get().operator
    if role:
        client.force_login(PostFactory(operator=operator, role=role).person)
    said = {"scheme": version.scheme.code, "number": "2026.7", "name": "obcy.json"}

    answer = client.post(ADDRESS, {"way": "kept", **said, "kept": kept(foreign())})

    assert answer.status_code == (403 if role else 302)
    assert StandardVersion.objects.count() == 1
