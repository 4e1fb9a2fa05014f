"""The factories make what the database accepts."""

import inspect

import pytest
from factory.django import DjangoModelFactory

from certification.lifecycle import ApplicationStatus
from certification.models import Answer, Application
from tests.factories import certification as factories

EVERY = sorted(
    (name, made)
    for name, made in inspect.getmembers(factories, inspect.isclass)
    if issubclass(made, DjangoModelFactory) and made is not DjangoModelFactory
)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "made"), EVERY, ids=[name for name, _made in EVERY])
def test_every_factory_makes_two_rows_with_its_defaults(name, made):
    first, second = made(), made()

    assert first.pk != second.pk


@pytest.mark.django_db
@pytest.mark.parametrize("status", ApplicationStatus.values)
def test_a_case_can_be_made_in_every_status(status):
    case = factories.make_case(status)

    assert list(Application.objects.values_list("status", flat=True)) == [status]
    assert Answer.objects.filter(assessment=case.assessment).count() == 4
