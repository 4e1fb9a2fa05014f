"""A version from draft to its end: four eyes, frozen content, every move by the table."""

from itertools import product
from pathlib import Path

import pytest
from django.utils import timezone

from standards.errors import (
    AnotherVersionIsOpen,
    PublisherIsCreator,
    StatusMoveRefused,
    VersionIsEmpty,
)
from standards.lifecycle import VERSION_MOVES, VersionStatus, require_version_move
from standards.models import Criterion, Edition, Section, StandardVersion
from standards.operations import (
    load_package,
    publish,
    supersede,
    withdraw_version,
)
from standards.packages.reading import read_package
from standards.packages.writing import content_sha256
from tests.factories.people import UserFactory
from tests.factories.standards import EditionFactory, StandardVersionFactory, make_standard

FILE = Path(__file__).parent / "data" / "audit-2026.1.yaml"

pytestmark = pytest.mark.django_db


def load(by=None, text=None):
    content = FILE.read_bytes() if text is None else text.encode()
    return load_package(source=read_package(FILE.name, content), by=by)


@pytest.mark.parametrize(("source", "target"), list(product(VersionStatus, repeat=2)))
def test_every_pair_of_states_follows_the_table(source, target):
    allowed = target in VERSION_MOVES[source]

    if allowed:
        require_version_move(source=source, target=target)
    else:
        with pytest.raises(StatusMoveRefused):
            require_version_move(source=source, target=target)


def test_every_state_has_its_moves():
    assert set(VERSION_MOVES) == set(VersionStatus)
    assert {status for status, moves in VERSION_MOVES.items() if not moves} == {
        "superseded",
        "withdrawn",
    }


def test_a_package_is_loaded_as_a_draft_of_the_person_who_loads_it():
    author = UserFactory()

    version = load(by=author)

    assert (version.status, version.created_by, version.published_at) == ("draft", author, None)
    assert version.sha256 == content_sha256(version)
    assert [(line.history_user, line.history_change_reason) for line in version.history.all()] == [
        (author, "load_package")
    ] * 2
    assert {line.history_change_reason for line in Criterion.history.all()} == {"load_package"}


def test_loading_a_draft_again_replaces_its_content():
    first = load()
    text = FILE.read_text().replace("Ludzie", "Osoby")

    second = load(text=text)

    assert second.pk == first.pk
    assert second.sha256 != first.sha256
    assert [section.title_pl for section in Section.objects.all()] == ["Osoby", "Miejsce"]
    assert Criterion.objects.count() == 3


def test_whoever_prepared_a_version_cannot_publish_it():
    author = UserFactory()
    version = load(by=author)

    with pytest.raises(PublisherIsCreator):
        publish(version=version, by=author)
    with pytest.raises(PublisherIsCreator):
        publish(version=version, by=None)

    version.refresh_from_db()
    assert (version.status, version.published_by, version.published_at) == ("draft", None, None)


def test_a_second_person_publishes_and_is_named_in_the_history(django_user_model):
    version, second = load(by=UserFactory()), UserFactory()

    published = publish(version=version, by=second)

    published.refresh_from_db()
    assert (published.status, published.published_by) == ("published", second)
    assert published.sha256 == content_sha256(published)
    line = published.history.first()
    assert (line.status, line.history_user, line.history_change_reason) == (
        "published",
        second,
        "publish",
    )


def test_a_version_loaded_by_the_command_may_be_published_by_anybody_entitled():
    person = UserFactory()

    published = publish(version=load(), by=person)

    assert (published.status, published.published_by) == ("published", person)


def test_a_version_without_content_is_not_published():
    version = StandardVersionFactory()

    with pytest.raises(VersionIsEmpty):
        publish(version=version, by=None)

    version.refresh_from_db()
    assert version.status == "draft"


def test_a_published_version_is_not_published_twice():
    version = make_standard(criteria=2, sections=1)
    before = StandardVersion.objects.values().get()

    with pytest.raises(StatusMoveRefused):
        publish(version=version, by=None)

    assert StandardVersion.objects.values().get() == before


@pytest.mark.parametrize(
    ("end", "status"), [(supersede, "superseded"), (withdraw_version, "withdrawn")]
)
def test_a_published_version_is_ended(end, status):
    version, person = make_standard(criteria=2, sections=1), UserFactory()

    ended = end(version=version, by=person)

    assert StandardVersion.objects.get().status == status
    assert ended.history.first().history_user == person
    assert list(StandardVersion.objects.published()) == []


@pytest.mark.parametrize("end", [supersede, withdraw_version])
def test_a_version_of_an_open_call_is_not_ended(end):
    call = EditionFactory()

    with pytest.raises(AnotherVersionIsOpen):
        end(version=call.version, by=UserFactory())

    assert StandardVersion.objects.get().status == "published"


@pytest.mark.parametrize(
    ("opens", "closes", "is_open"),
    [
        ("2026-01-01", None, True),
        ("2026-11-23", "2026-11-23", True),
        ("2026-11-24", None, False),
        ("2026-01-01", "2026-11-22", False),
    ],
)
def test_a_call_is_open_from_its_first_to_its_last_day(opens, closes, is_open):
    EditionFactory(opens_on=opens, closes_on=closes)
    day = timezone.datetime(2026, 11, 23).date()

    assert Edition.objects.open_on(day).exists() is is_open
    assert Edition.objects.get().is_open_on(day) is is_open


def test_a_call_on_a_draft_is_not_open():
    EditionFactory(version=make_standard(criteria=2, sections=1, published=False))

    assert not Edition.objects.open_on(timezone.localdate()).exists()


def test_two_versions_with_the_same_words_have_different_fingerprints():
    first = make_standard(criteria=2, sections=1)
    second = make_standard(criteria=2, sections=1, scheme=first.scheme, version="2026.2")

    assert len({first.sha256, second.sha256}) == 2
    assert content_sha256(first) == first.sha256
