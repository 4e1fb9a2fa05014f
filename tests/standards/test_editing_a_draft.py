"""Editing a draft through its pages: every form, the lock, the check, four eyes."""

import pytest
from django.urls import reverse

from certification.models import PostRole
from standards.models import Criterion
from standards.operations.drafting import begin_draft
from tests.factories.certification import PostFactory
from tests.factories.standards import EditionFactory

pytestmark = pytest.mark.django_db


def manager_of(edition):
    return PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def manager(edition, client):
    person = manager_of(edition)
    client.force_login(person)
    return person


@pytest.fixture
def draft(edition, manager):
    return begin_draft(predecessor=edition.version, change_class="minor", by=manager)


def url(name, draft, **kwargs):
    return reverse(f"standards:{name}", kwargs={"pk": draft.pk, **kwargs})


def fields_of(client, address):
    form = client.get(address).context["form"]
    data = {}
    for field in [*form.visible_fields(), *form.hidden_fields()]:
        value = field.value()
        if value is True:
            data[field.html_name] = "on"
        elif value not in (None, False, [], ""):
            data[field.html_name] = value
    return data


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("draft", {}),
        ("draft_check", {}),
        ("draft_facts", {}),
        ("draft_rule", {}),
        ("draft_history", {}),
        ("draft_publish", {}),
        ("draft_discard", {}),
        ("draft_preview", {}),
        ("draft_section_new", {}),
        ("draft_section", {"key": "section-a"}),
        ("draft_criterion_new", {"section": "section-a"}),
        ("draft_criterion", {"key": "a01"}),
        ("draft_scale_new", {}),
        ("draft_scale", {"key": "S2"}),
        ("draft_remove", {"kind": "criterion", "key": "a01"}),
    ],
)
def test_every_page_of_a_draft_opens(client, draft, name, kwargs):
    assert client.get(url(name, draft, **kwargs)).status_code == 200


@pytest.mark.parametrize("side", ["applicant", "expert"])
def test_previews_of_the_other_sides_open(client, draft, side):
    address = reverse("certification:preview_standard", args=[draft.pk, side])

    assert client.get(address).status_code == 200


def test_the_list_and_the_beginning_open(client, draft):
    pages = [client.get(reverse(f"standards:{name}")) for name in ("drafts", "draft_new")]

    assert [page.status_code for page in pages] == [200, 200]


def test_a_criterion_is_changed_in_both_languages(client, draft):
    address = url("draft_criterion", draft, key="a02")
    data = fields_of(client, address) | {
        "text_pl": "Nowa treść.",
        "text_en": "New text.",
        "why": "jaśniej",
    }

    response = client.post(address, data)

    assert response.status_code == 302, response.context["form"].errors
    row = Criterion.objects.get(version=draft, key="a02")
    assert (row.text_pl, row.text_en) == ("Nowa treść.", "New text.")
    assert row.history.first().history_change_reason == "change_criterion: jaśniej"
