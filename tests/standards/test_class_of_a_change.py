"""A version changes something, and its class is what changed calls for, or somebody says why."""

from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from certification.models import PostRole
from standards.draft_history import lines_of
from standards.drafts import mark_of, values_of
from standards.errors import ChangeClassUnexplained, VersionChangesNothing
from standards.models import Criterion, DecisionRule, StandardVersion
from standards.operations.draft_content import change_rule, move_criterion
from standards.operations.drafting import change_facts
from standards.operations.versions import publish
from standards.packages.writing import content_sha256, export_package
from standards.reviewing import Review
from tests.factories.certification import PostFactory
from tests.factories.drafts import CHANGES, change, clean_draft, release
from tests.factories.people import UserFactory
from tests.factories.standards import EditionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_a_day")]
CLASSES = ("typo", "clarification", "minor", "major")
WHY = "Jedna litera odwraca sens zdania."


@pytest.fixture
def _on_a_day():
    with time_machine.travel("2026-11-23 10:00+01:00", tick=False):
        yield


def fresh(draft):
    return StandardVersion.objects.get(pk=draft.pk)


def review(draft):
    return Review(fresh(draft), None)


def said_at_publishing(version):
    """Give who published a version and what the history says of it."""
    told = [line for line in lines_of(version) if str(line.act) == "ogłasza wersję"]
    return [(line.person, line.why) for line in told]


@pytest.mark.parametrize("change_class", CLASSES)
def test_a_version_that_changes_nothing_is_refused_in_every_class(change_class):
    draft = clean_draft(change_class, changed=False)

    with pytest.raises(VersionChangesNothing) as refusal:
        publish(version=fresh(draft), by=UserFactory(), why=WHY)

    assert refusal.value.messages == [
        f"Wersja {draft.version} mówi to samo co wersja 2026.1, więc nie ma czego ogłaszać. "
        "Najpierw wprowadź zmianę w projekcie albo wyrzuć projekt."
    ]
    assert (fresh(draft).status, fresh(draft).published_at) == ("draft", None)
    assert (review(draft).changes_nothing, review(draft).is_ready) == (True, False)


def test_a_change_taken_back_leaves_nothing_to_publish():
    draft = clean_draft(changed=False)
    change(draft, weight=20)
    change(draft, weight=25)

    with pytest.raises(VersionChangesNothing):
        release(draft)

    assert fresh(draft).status == "draft"


def retitled(draft):
    seen = mark_of(values_of(fresh(draft)))
    change_facts(draft=fresh(draft), seen=seen, by=draft.created_by, title_pl="Standard, próbny")


def reordered(draft):
    row = Criterion.objects.get(version=draft, key="a02")
    move_criterion(criterion=row, step=-1, by=draft.created_by)


def other_threshold(draft):
    seen = mark_of(values_of(DecisionRule.objects.get(version=draft)))
    change_rule(version=draft, seen=seen, by=draft.created_by, total_threshold=71)


@pytest.mark.parametrize(
    ("edit", "change_class"),
    [(retitled, "typo"), (reordered, "typo"), (other_threshold, "minor")],
)
def test_a_title_an_order_and_a_threshold_are_changes(edit, change_class):
    draft = clean_draft(change_class, changed=False)
    edit(draft)

    assert release(draft).status == "published"


# What changed, then the class chosen; minor and major are told apart by people alone.
TOO_LARGE = [
    ("typo", "clarification"),
    ("typo", "minor"),
    ("typo", "major"),
    ("clarification", "minor"),
    ("clarification", "major"),
]


@pytest.mark.parametrize(("changed", "chosen"), TOO_LARGE)
def test_a_class_above_what_changed_needs_a_reason_that_the_history_keeps(changed, chosen):
    draft, second = clean_draft(chosen, changed=False), UserFactory()
    change(draft, "b01", **CHANGES[changed])

    for why in ("", "   "):
        with pytest.raises(ChangeClassUnexplained):
            release(draft, why=why)
    assert (fresh(draft).status, review(draft).is_larger_than_needed) == ("draft", True)

    published = release(draft, by=second, why=f" {WHY} ")

    assert (published.status, published.change_class) == ("published", chosen)
    assert said_at_publishing(published) == [(second, WHY)]


@pytest.mark.parametrize("change_class", CLASSES)
def test_a_class_that_fits_needs_no_reason(change_class):
    draft = clean_draft(change_class)

    assert review(draft).is_larger_than_needed is False
    assert release(draft).status == "published"
    assert [why for _person, why in said_at_publishing(fresh(draft))] == [""]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "pl",
            "„Duża zmiana” to większy rodzaj zmiany, niż wymaga ta wersja („Literówka”). "
            "Wybierz mniejszy w danych wersji albo napisz, dlaczego większy jest właściwy.",
        ),
        (
            "en",
            "“Major change” is a larger class than this version needs (“Typing error”). Choose "
            "the smaller class in the facts of the version, or say why the larger one is right.",
        ),
    ],
)
def test_the_refusal_names_both_classes_and_what_to_do(language, sentence):
    draft = clean_draft("major", changed=False)
    change(draft, "b01", **CHANGES["typo"])

    with translation.override(language), pytest.raises(ChangeClassUnexplained) as refusal:
        release(draft)

    with translation.override(language):
        assert refusal.value.messages == [sentence]


def page_for_second(client, draft):
    """Log another standards manager in and give the address of the page that publishes."""
    edition = EditionFactory(scheme=draft.scheme, version=draft.predecessor)
    client.force_login(PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person)
    return reverse("standards:draft_publish", args=[draft.pk])


def test_the_page_says_before_the_button_that_nothing_changed(client):
    draft = clean_draft(changed=False)
    address = page_for_second(client, draft)

    page = client.get(address)
    answer = client.post(address, {"seen": content_sha256(fresh(draft)), "why": WHY})

    assert "Projekt mówi to samo co wersja 2026.1" in page.content.decode()
    assert "Ogłoś wersję" not in page.content.decode()
    assert (answer.status_code, fresh(draft).status) == (409, "draft")
    assert answer.context["form"].non_field_errors().as_data()[0].code == "version_changes_nothing"


def test_the_page_asks_why_before_the_button_and_keeps_the_answer(client):
    draft = clean_draft("major", changed=False)
    change(draft, "b01", **CHANGES["typo"])
    address = page_for_second(client, draft)

    page = client.get(address).content.decode()
    seen = content_sha256(fresh(draft))
    without = client.post(address, {"seen": seen})
    too_long = client.post(address, {"seen": seen, "why": "x" * 501})
    kept = fresh(draft).status
    answer = client.post(address, {"seen": seen, "why": WHY})

    assert "Wybrany rodzaj zmiany jest większy niż to, co się zmieniło." in page
    assert 'name="why"' in page
    assert (without.status_code, list(without.context["form"].errors)) == (422, ["why"])
    assert (too_long.status_code, "x" * 501 in too_long.content.decode()) == (422, True)
    assert (kept, answer.status_code, fresh(draft).status) == ("draft", 302, "published")
    history = client.get(reverse("standards:draft_history", args=[draft.pk])).content.decode()
    assert WHY in history


def test_a_fitting_class_is_not_asked_about(client):
    draft = clean_draft()
    address = page_for_second(client, draft)

    page = client.get(address).content.decode()

    assert 'name="why"' not in page
    assert "Ogłoś wersję" in page


def test_the_command_refuses_both_and_takes_the_reason(tmp_path):
    file = tmp_path / "next.yaml"
    first = clean_draft(changed=False).predecessor
    text = export_package(first).decode()
    follows = "follows: '2026.1'\n  change_class: major\n"
    text = text.replace("version: '2026.1'\n", f"version: '2026.9'\n  {follows}", 1)
    file.write_text(text)

    with pytest.raises(CommandError, match=r"mówi to samo co wersja 2026\.1"):
        call_command("load_standard", str(file))
    file.write_text(text.replace("Kryterium B01 jest", "Kryterium B01, jest"))
    with pytest.raises(CommandError, match="większy rodzaj zmiany"):
        call_command("load_standard", str(file))
    assert not StandardVersion.objects.filter(version="2026.9").exists()

    call_command("load_standard", str(file), why=WHY, stdout=StringIO())

    made = StandardVersion.objects.get(version="2026.9")
    assert (made.status, said_at_publishing(made)) == ("published", [(None, WHY)])
