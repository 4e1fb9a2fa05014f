"""A draft becomes binding: clean, in the right class and number, looked at, by other eyes."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.models import PostRole
from standards.drafts import mark_of, values_of
from standards.errors import (
    ChangeClassTooSmall,
    DraftChangedSinceReview,
    DraftHasErrors,
    PublisherIsCreator,
    PublisherIsEditor,
)
from standards.models import Criterion, DecisionRule, StandardVersion
from standards.operations.draft_content import change_rule
from standards.operations.drafting import begin_draft, change_facts
from standards.packages.writing import content_sha256
from tests.editing import PAGES_OF_A_DRAFT
from tests.factories.certification import PostFactory
from tests.factories.consultations import open_round
from tests.factories.drafts import change, clean_draft, clean_standard, release
from tests.factories.people import UserFactory
from tests.factories.standards import EditionFactory, OperatorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_a_day")]


@pytest.fixture
def _on_a_day():
    with time_machine.travel("2026-11-23 10:00+01:00", tick=False):
        yield


def status_of(draft):
    return StandardVersion.objects.get(pk=draft.pk).status


def test_a_draft_copies_everything_but_what_was_replaced_before():
    before = clean_standard(criteria=4, sections=2)

    draft = begin_draft(predecessor=before, change_class="major", by=UserFactory())

    assert (draft.version, draft.predecessor, draft.status) == ("2026.2", before, "draft")
    keys = [
        list(Criterion.objects.filter(version=one).values_list("key", "code", "text_pl", "weight"))
        for one in (before, draft)
    ]
    assert keys[0] == keys[1]
    assert DecisionRule.objects.filter(version=draft).count() == 1


@pytest.mark.parametrize(
    ("change_class", "number"), [("typo", "2026.1.1"), ("clarification", "2026.2")]
)
def test_the_number_follows_from_the_class(change_class, number):
    assert clean_draft(change_class).version == number


def test_a_second_person_publishes_a_clean_draft():
    draft, second = clean_draft(), UserFactory()

    published = release(draft, by=second)

    assert (published.status, published.published_by, published.binding_on) == (
        "published",
        second,
        date(2026, 12, 23),
    )


def test_whoever_began_a_draft_cannot_publish_it():
    draft = clean_draft()

    with pytest.raises(PublisherIsCreator):
        release(draft, by=draft.created_by)

    assert status_of(draft) == "draft"


def test_whoever_changed_one_word_cannot_publish_it_even_if_it_is_gone_again():
    draft, helper = clean_draft(), UserFactory()
    before = Criterion.objects.get(version=draft, key="a02").text_pl
    change(draft, by=helper, text_pl="Na chwilę.")
    change(draft, by=helper, text_pl=before)

    with pytest.raises(PublisherIsEditor):
        release(draft, by=helper)

    assert status_of(draft) == "draft"


def test_what_was_not_looked_at_is_not_published():
    draft = clean_draft()
    seen = content_sha256(StandardVersion.objects.get(pk=draft.pk))
    change(draft, text_pl="Inna treść.", text_en="Another text.")

    with pytest.raises(DraftChangedSinceReview):
        release(draft, seen=seen)

    assert status_of(draft) == "draft"


def test_an_error_of_the_check_stops_the_publication():
    draft = clean_draft()
    change(draft, text_en="")

    with pytest.raises(DraftHasErrors):
        release(draft)

    assert status_of(draft) == "draft"


@pytest.mark.parametrize(
    ("chosen", "fields"),
    [
        ("typo", {"text_pl": "Zupełnie inne zdanie o czymś innym.", "text_en": "Another one."}),
        ("typo", {"weight": 10}),
        ("clarification", {"weight": 10}),
        ("clarification", {"gate": "minimum", "gate_value": 1}),
        ("clarification", {"not_applicable_allowed": True}),
    ],
)
def test_a_class_that_is_too_small_is_refused(chosen, fields):
    draft = clean_draft(chosen)
    change(draft, **fields)

    with pytest.raises(ChangeClassTooSmall):
        release(draft)

    assert status_of(draft) == "draft"


def test_a_clarification_may_not_move_a_threshold():
    draft = clean_draft("clarification")
    rule = DecisionRule.objects.get(version=draft)
    seen = mark_of(values_of(rule))
    change_rule(version=draft, seen=seen, by=draft.created_by, total_threshold=71)

    with pytest.raises(ChangeClassTooSmall):
        release(draft)

    assert status_of(draft) == "draft"


def test_a_typing_error_is_published_at_once_as_a_patch():
    draft = clean_draft("typo")
    change(draft, text_pl="Kryterium A02, jest spełnione.")

    published = release(draft)

    assert (published.version, published.binding_on) == ("2026.1.1", date(2026, 11, 23))


@pytest.fixture
def edition():
    version = clean_standard(criteria=4, sections=2)
    return EditionFactory(scheme=version.scheme, version=version)


def people_of(edition):
    """Give one person of every kind."""
    posts = {
        role: PostFactory(operator=edition.operator, role=role).person for role in PostRole.values
    }
    stranger = PostFactory(operator=OperatorFactory(), role=PostRole.STANDARDS).person
    return {**posts, "stranger": stranger, "applicant": UserFactory()}


@pytest.mark.parametrize(("name", "kwargs"), PAGES_OF_A_DRAFT)
def test_a_draft_exists_only_for_its_standards_managers(client, edition, name, kwargs):
    people = people_of(edition)
    manager = people[PostRole.STANDARDS]
    draft = begin_draft(predecessor=edition.version, change_class="minor", by=manager)
    address = reverse(f"standards:{name}", kwargs={"pk": draft.pk, **kwargs})

    found = {"anonymous": client.get(address).status_code}
    for who, person in people.items():
        client.force_login(person)
        found[who] = client.get(address).status_code

    others = dict.fromkeys(people, 404)
    assert found == {**others, PostRole.STANDARDS: 200, "anonymous": 302}


@pytest.mark.parametrize("side", ["applicant", "expert"])
def test_a_preview_exists_only_for_standards_managers(client, edition, side):
    people = people_of(edition)
    draft = begin_draft(
        predecessor=edition.version, change_class="minor", by=people[PostRole.STANDARDS]
    )
    address = reverse("certification:preview_standard", args=[draft.pk, side])

    found = {"anonymous": client.get(address).status_code}
    for who, person in people.items():
        client.force_login(person)
        found[who] = client.get(address).status_code

    others = dict.fromkeys(people, 404)
    assert found == {**others, PostRole.STANDARDS: 200, "anonymous": 302}


@pytest.mark.parametrize("name", ["drafts", "draft_new"])
def test_the_list_of_drafts_is_closed_to_others(client, edition, name):
    people = people_of(edition)
    address = reverse(f"standards:{name}")

    found = {"anonymous": client.get(address).status_code}
    for who, person in people.items():
        client.force_login(person)
        found[who] = client.get(address).status_code

    others = dict.fromkeys(people, 403)
    assert found == {**others, PostRole.STANDARDS: 200, "anonymous": 302}


def test_a_stranger_changes_and_publishes_nothing(client, edition):
    people = people_of(edition)
    draft = begin_draft(
        predecessor=edition.version, change_class="minor", by=people[PostRole.STANDARDS]
    )
    before = content_sha256(draft)

    for who in ("stranger", "applicant", PostRole.SECRETARIAT, PostRole.AUTHORITY):
        client.force_login(people[who])
        for name, kwargs in PAGES_OF_A_DRAFT:
            address = reverse(f"standards:{name}", kwargs={"pk": draft.pk, **kwargs})
            assert client.post(address, {"seen": before}).status_code == 404

    assert (content_sha256(draft), status_of(draft)) == (before, "draft")


def test_the_page_publishes_for_the_second_manager_only(client, edition):
    first, second = (
        PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person for _ in range(2)
    )
    draft = begin_draft(predecessor=edition.version, change_class="minor", by=first)
    change_facts(
        draft=draft,
        seen=mark_of(values_of(draft)),
        by=first,
        change_note_pl="Co nowego.",
        change_note_en="What is new.",
    )
    change(draft, weight=20)
    address = reverse("standards:draft_publish", args=[draft.pk])
    client.force_login(first)
    own = client.get(address)
    refused = client.post(address, {"seen": own.context["review"].mark})
    client.force_login(second)
    page = client.get(address)

    answer = client.post(address, {"seen": page.context["review"].mark})

    assert (own.context["may_publish"], page.context["may_publish"]) == (False, True)
    assert (refused.status_code, answer.status_code) == (409, 302)
    version = StandardVersion.objects.get(pk=draft.pk)
    assert (version.status, version.published_by) == ("published", second)
    assert client.get(answer.url).status_code == 200


def test_the_page_says_before_the_button_that_a_consultation_is_not_over(client, edition):
    second = PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person
    draft = clean_draft()
    EditionFactory(scheme=draft.scheme, version=draft.predecessor, operator=edition.operator)
    open_round(draft)
    client.force_login(second)

    page = client.get(reverse("standards:draft_publish", args=[draft.pk]))

    assert (page.context["may_publish"], page.context["obstacle"].code) == (
        False,
        "consultation_is_running",
    )
    assert page.context["obstacle"].messages[0] in page.content.decode()
    assert "Ogłoś wersję" not in page.content.decode()


@pytest.mark.parametrize("name", ["draft", "draft_publish"])
def test_a_manager_is_led_to_the_words_that_change(client, edition, name):
    manager = PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person
    draft = begin_draft(predecessor=edition.version, change_class="minor", by=manager)
    change(draft, text_pl="Zupełnie inna treść.")
    client.force_login(manager)
    address = reverse("standards:compare", args=[draft.scheme.code, "2026.1", draft.version])

    page = client.get(reverse(f"standards:{name}", args=[draft.pk])).content.decode()

    assert f'href="{address}"' in page
    assert "Zupełnie" in client.get(address).content.decode()


def queries_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("name", "kwargs"), [page for page in PAGES_OF_A_DRAFT if page[0] != "draft_remove"]
)
def test_pages_of_a_draft_ask_the_same_at_two_sizes(client, name, kwargs):
    counts = []
    for criteria in (4, 40):
        version = clean_standard(criteria=criteria, sections=2)
        edition = EditionFactory(scheme=version.scheme, version=version)
        manager = PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person
        draft = begin_draft(predecessor=version, change_class="minor", by=manager)
        client.force_login(manager)
        address = reverse(f"standards:{name}", kwargs={"pk": draft.pk, **kwargs})
        counts.append(queries_of(client, address))

    assert counts[0] == counts[1] <= 36


def test_the_list_asks_the_same_for_one_draft_and_for_five(client, edition):
    manager = PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person
    client.force_login(manager)
    begin_draft(predecessor=edition.version, change_class="minor", by=manager)
    one = queries_of(client, reverse("standards:drafts"))
    for _ in range(4):
        begin_draft(predecessor=edition.version, change_class="minor", by=manager)

    assert queries_of(client, reverse("standards:drafts")) == one
