"""The administration shows standards with their history and changes nothing that is frozen."""

import pytest
from django.apps import apps
from django.urls import reverse

from standards.models import Median
from tests.factories.people import UserFactory
from tests.factories.standards import EditionFactory

pytestmark = pytest.mark.django_db

SHOWN = ("standardversion", "section", "criterion", "decisionrule")
KEPT = ("scheme", "operator", "edition", "median")


@pytest.fixture
def administrator(client):
    person = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(person)
    return client


def rows_of(model):
    call = EditionFactory()
    Median.objects.create(
        edition=call, criterion_key="jobs", voivodeship="06", value=5, as_of=call.opens_on
    )
    return apps.get_model("standards", model).objects.order_by("pk")


@pytest.mark.parametrize("model", [*SHOWN, *KEPT])
def test_every_list_opens(administrator, model):
    EditionFactory()

    page = administrator.get(reverse(f"admin:standards_{model}_changelist"))

    assert page.status_code == 200


@pytest.mark.parametrize("model", SHOWN)
def test_content_of_standards_cannot_be_added_or_changed_by_hand(administrator, model):
    rows = rows_of(model)
    before = list(rows.values())

    added = administrator.get(reverse(f"admin:standards_{model}_add"))
    address = reverse(f"admin:standards_{model}_change", args=[rows.first().pk])
    changed = administrator.post(address, {"title_pl": "Inny"})

    assert (added.status_code, changed.status_code) == (403, 403)
    assert list(rows.values()) == before


@pytest.mark.parametrize("model", [*SHOWN, *KEPT])
def test_nothing_can_be_deleted(administrator, model):
    rows = rows_of(model)
    before = list(rows.values())

    address = reverse(f"admin:standards_{model}_delete", args=[rows.first().pk])
    page = administrator.post(address, {"post": "yes"})

    assert page.status_code == 403
    assert list(rows.values()) == before


def test_the_history_of_a_call_is_shown(administrator):
    call = EditionFactory()

    page = administrator.get(reverse("admin:standards_edition_history", args=[call.pk]))

    assert page.status_code == 200
    assert [line.history_type for line in page.context["page_obj"]] == ["+"]
