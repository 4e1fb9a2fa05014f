"""Medians of a call: entered whole by its standards managers, shown to everybody."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certification.models import PostRole
from standards.dictionaries import VOIVODESHIPS
from standards.models import Criterion, Median, Scale
from tests.factories.certification import PostFactory
from tests.factories.people import UserFactory
from tests.factories.standards import (
    EditionFactory,
    OperatorFactory,
    make_standard,
    publish_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    version = make_standard(criteria=4, sections=2, published=False)
    Scale.objects.filter(version=version, key="S2").update(kind="measured")
    Criterion.objects.filter(version=version).exclude(key="a02").update(
        scale=Scale.objects.get(version=version, key="TN")
    )
    return EditionFactory(scheme=version.scheme, version=publish_version(version))


@pytest.fixture
def manager(client, edition):
    person = PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person
    client.force_login(person)
    return person


def address_of(edition):
    return reverse("standards:medians", args=[edition.code])


def table(value="7,5"):
    return "\n".join(f"A02;{name};{value}" for name in VOIVODESHIPS.values())


def send(client, edition, text):
    data = {"source": "Sprawozdania 2025", "as_of": "2025-12-31", "table": text}
    return client.post(address_of(edition), data)


def test_a_whole_table_is_saved_with_its_source_and_shown_to_everybody(client, edition, manager):
    response = send(client, edition, "kryterium;województwo;mediana\n" + table())

    assert response.status_code == 302
    rows = Median.objects.filter(edition=edition)
    assert {(one.criterion_key, one.value, one.source, one.as_of) for one in rows} == {
        ("a02", Decimal("7.5"), "Sprawozdania 2025", date(2025, 12, 31))
    }
    assert {one.voivodeship for one in rows} == set(VOIVODESHIPS)
    line = rows[0].history.get()
    assert (line.history_user, line.history_change_reason) == (manager, "set_medians")
    client.logout()
    page = client.get(reverse("standards:rules", args=[edition.scheme.code])).content.decode()
    assert "Źródło: Sprawozdania 2025, stan na 31 grudnia 2025" in page


def test_a_file_and_keys_and_codes_of_voivodeships_are_read_too(client, edition, manager):
    text = "\n".join(f"a02,{code},3.25" for code in VOIVODESHIPS)
    file = SimpleUploadedFile("mediany.csv", text.encode("utf-8-sig"))

    response = client.post(
        address_of(edition), {"source": "GUS", "as_of": "2025-12-31", "file": file}
    )

    assert response.status_code == 302
    assert set(Median.objects.values_list("value", flat=True)) == {Decimal("3.25")}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (table().replace("A02;podlaskie", "A99;podlaskie"), ":10: „A99” nie jest"),
        (table().replace("podlaskie", "poznańskie"), ":10: „poznańskie” nie jest"),
        (table().replace("podlaskie;7,5", "podlaskie;0"), ":10: „0” nie jest"),
        (table().replace("podlaskie;7,5", "podlaskie;1e9"), ":10: „1e9” nie jest"),
        (table().replace("podlaskie;7,5", "podlaskie"), ":10: Wiersz ma trzy kolumny"),
        (table() + "\nA02;podlaskie;7,5", ":17: "),
        ("\n".join(table().splitlines()[1:]), ":15: A02 nie ma mediany dla: dolnośląskie."),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_saved(client, edition, manager, text, problem):
    response = send(client, edition, text)

    (named,) = response.context["problems"]
    assert problem in named
    assert Median.objects.count() == 0


def test_saving_again_writes_only_what_changed(client, edition, manager):
    send(client, edition, table())

    send(client, edition, table().replace("podlaskie;7,5", "podlaskie;8"))

    assert Median.history.count() == len(VOIVODESHIPS) + 1
    assert Median.objects.get(voivodeship="20").value == 8


def test_a_regional_call_needs_its_own_voivodeship_alone(client, edition):
    operator = OperatorFactory(is_national=False, voivodeship="14")
    edition.operator = operator
    edition.save()
    client.force_login(PostFactory(operator=operator, role=PostRole.STANDARDS).person)

    response = send(client, edition, "A02;mazowieckie;4")

    assert response.status_code == 302
    assert [(one.voivodeship, one.value) for one in Median.objects.all()] == [("14", 4)]


def test_the_table_is_closed_to_all_others(client, edition):
    people = [
        PostFactory(operator=edition.operator, role=role).person
        for role in PostRole.values
        if role != PostRole.STANDARDS
    ]
    people += [
        UserFactory(),
        PostFactory(operator=OperatorFactory(), role=PostRole.STANDARDS).person,
    ]

    found = [client.get(address_of(edition)).status_code]
    for person in people:
        client.force_login(person)
        found += [client.get(address_of(edition)).status_code]
        found += [send(client, edition, table()).status_code]

    assert found == [302] + [404] * (2 * len(people))
    assert Median.objects.count() == 0


def test_a_standard_without_measured_criteria_says_so(client):
    edition = EditionFactory()
    client.force_login(PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person)

    page = client.get(address_of(edition))

    assert "niczego nie porównuje z medianą" in page.content.decode()
