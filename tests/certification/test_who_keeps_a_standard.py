"""Who may prepare and publish versions: standards managers of those who run the scheme."""

import pytest
from django.contrib.auth.models import AnonymousUser

from certification.models import PostRole
from certification.permissions import STANDARDS_RIGHTS
from tests.factories.certification import PostFactory
from tests.factories.people import UserFactory
from tests.factories.standards import (
    EditionFactory,
    OperatorFactory,
    SchemeFactory,
    StandardVersionFactory,
)

pytestmark = pytest.mark.django_db


def rights(person, record):
    return {verb for verb in STANDARDS_RIGHTS if person.has_perm(verb, record)}


@pytest.mark.parametrize("role", PostRole.values)
def test_only_the_post_of_standards_manager_keeps_a_standard(role):
    edition = EditionFactory()
    person = PostFactory(operator=edition.operator, role=role).person

    found = rights(person, edition.version), rights(person, edition.scheme)

    expected = set(STANDARDS_RIGHTS) if role == PostRole.STANDARDS else set()
    assert found == (expected, expected)


def test_nobody_without_a_post_keeps_a_standard():
    edition = EditionFactory()

    found = [rights(person, edition.version) for person in (AnonymousUser(), UserFactory())]

    assert found == [set(), set()]


def test_an_administrator_of_the_system_keeps_no_standard():
    edition = EditionFactory()

    found = rights(UserFactory(is_staff=True, is_superuser=True), edition.version)

    assert found == set()


def test_a_national_operator_keeps_its_scheme_alone():
    national = EditionFactory()
    regional = EditionFactory(
        scheme=national.scheme,
        version=national.version,
        operator=OperatorFactory(is_national=False, voivodeship="14"),
    )
    person = PostFactory(operator=regional.operator, role=PostRole.STANDARDS).person

    assert rights(person, national.version) == set()


def test_a_regional_operator_keeps_the_scheme_that_only_regions_run():
    edition = EditionFactory(operator=OperatorFactory(is_national=False, voivodeship="14"))
    keeper = PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person
    stranger = PostFactory(operator=OperatorFactory(), role=PostRole.STANDARDS).person

    found = rights(keeper, edition.version), rights(stranger, edition.version)

    assert found == (set(STANDARDS_RIGHTS), set())


def test_a_scheme_that_nobody_runs_is_kept_by_a_national_operator():
    version = StandardVersionFactory(scheme=SchemeFactory())
    national = PostFactory(operator=OperatorFactory(), role=PostRole.STANDARDS).person
    regional = PostFactory(
        operator=OperatorFactory(is_national=False, voivodeship="14"), role=PostRole.STANDARDS
    ).person

    found = rights(national, version), rights(regional, version)

    assert found == (set(STANDARDS_RIGHTS), set())
