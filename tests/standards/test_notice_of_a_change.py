"""A version that follows another one says how much it changes and binds after its notice."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from standards.errors import (
    ChangeClassMissing,
    NoticeTooShort,
    PredecessorMissing,
    TransitionBeforeBinding,
)
from standards.lifecycle import ChangeClass
from standards.models import Criterion, Edition, StandardVersion
from standards.operations import publish
from standards.operations.loading import load_package
from standards.operations.versions import supersede
from standards.packages.reading import read_package
from standards.packages.writing import export_package
from standards.reviewing import Review
from tests.factories.drafts import CHANGES
from tests.factories.people import UserFactory
from tests.factories.standards import EditionFactory, SchemeFactory, make_standard

TODAY = date(2026, 11, 23)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_a_day")]


@pytest.fixture
def _on_a_day():
    with time_machine.travel("2026-11-23 10:00+01:00", tick=False):
        yield


def draft_after_another(**fields):
    before = make_standard()
    version = make_standard(scheme=before.scheme, version="2027.1", published=False)
    for name, value in {"predecessor": before, "created_by": UserFactory(), **fields}.items():
        setattr(version, name, value)
    version.save()
    edits = CHANGES[fields.get("change_class", "minor")]
    Criterion.objects.filter(version=version, key="b01").update(**edits)
    return version


def test_without_a_class_of_change_a_successor_is_not_published():
    version = draft_after_another()

    with pytest.raises(ChangeClassMissing):
        publish(version=version, by=UserFactory())

    assert StandardVersion.objects.get(pk=version.pk).status == "draft"


def test_only_the_first_version_of_a_scheme_follows_none():
    before = make_standard()
    draft = make_standard(scheme=before.scheme, version="2027.1", published=False)

    with pytest.raises(PredecessorMissing):
        publish(version=draft, by=UserFactory())

    supersede(version=before, by=UserFactory())
    with pytest.raises(PredecessorMissing):
        publish(version=draft, by=UserFactory())
    assert StandardVersion.objects.get(pk=draft.pk).status == "draft"


def test_a_file_that_names_no_version_before_it_follows_the_newest():
    before = make_standard()
    text = export_package(before).decode().replace("2026.1", "2027.1")
    text = text.replace("Criterion A02", "Requirement A02")
    EditionFactory(scheme=before.scheme, version=before)

    draft = load_package(source=read_package("next.yaml", text.encode()), by=None)

    assert (draft.predecessor, draft.change_class) == (before, "")
    with pytest.raises(ChangeClassMissing):
        publish(version=draft, by=UserFactory())
    first = read_package("first.yaml", export_package(before))
    assert load_package(source=first, by=None).predecessor is None


@pytest.mark.parametrize(
    ("change_class", "days"), [("typo", 0), ("clarification", 14), ("minor", 30), ("major", 90)]
)
def test_every_class_of_change_binds_after_its_notice(change_class, days):
    early = draft_after_another(
        change_class=change_class, binding_on=TODAY + timedelta(days=days - 1)
    )

    with pytest.raises(NoticeTooShort) as refusal:
        publish(version=early, by=UserFactory())

    assert refusal.value.params["days"] == days
    assert StandardVersion.objects.get(pk=early.pk).status == "draft"
    early.binding_on = TODAY + timedelta(days=days)
    early.save()
    published = publish(version=early, by=UserFactory())
    assert (published.status, published.binding_on) == (
        "published",
        TODAY + timedelta(days=days),
    )


def test_without_a_chosen_day_a_successor_binds_when_its_notice_ends():
    version = draft_after_another(change_class=ChangeClass.MINOR)

    published = publish(version=version, by=UserFactory())

    assert published.binding_on == date(2026, 12, 23)


def test_holders_do_not_move_before_the_notice_is_over():
    version = draft_after_another(change_class=ChangeClass.MINOR)
    version.transition_until = date(2026, 12, 22)
    version.save()
    review = Review(version, TODAY)

    with pytest.raises(TransitionBeforeBinding):
        publish(version=version, by=UserFactory())

    fresh = StandardVersion.objects.get(pk=version.pk)
    assert (fresh.status, review.ends_before_it_begins, review.is_ready) == ("draft", True, False)
    fresh.transition_until = date(2026, 12, 23)
    fresh.save()
    assert publish(version=fresh, by=UserFactory()).binding_on == date(2026, 12, 23)


def test_a_scheme_sets_its_own_notice():
    version = draft_after_another(change_class=ChangeClass.MINOR, binding_on=date(2026, 11, 28))
    version.scheme.notice_days = {"typo": 0, "clarification": 1, "minor": 5, "major": 10}
    version.scheme.save()

    published = publish(version=version, by=UserFactory())

    assert published.binding_on == date(2026, 11, 28)


def test_a_call_does_not_open_before_its_version_binds():
    version = draft_after_another(change_class=ChangeClass.MINOR)
    publish(version=version, by=UserFactory())
    call = EditionFactory(
        scheme=version.scheme, version=version, opens_on=date(2026, 11, 1), closes_on=None
    )

    assert list(Edition.objects.open_on(date(2026, 12, 22)).filter(pk=call.pk)) == []
    assert list(Edition.objects.open_on(date(2026, 12, 23)).filter(pk=call.pk)) == [call]


@pytest.mark.parametrize(
    "days",
    [
        {},
        [],
        {"typo": 0, "clarification": 14, "minor": 30},
        {"typo": 0, "clarification": 14, "minor": 30, "major": 90, "other": 1},
        {"typo": 0, "clarification": 14, "minor": 30, "major": "90"},
        {"typo": 0, "clarification": 14, "minor": 30, "major": True},
        {"typo": -1, "clarification": 14, "minor": 30, "major": 90},
        {"typo": 0, "clarification": 14, "minor": 30, "major": 1001},
        {"typo": 0, "clarification": 40, "minor": 30, "major": 90},
    ],
)
def test_a_table_of_notice_that_is_not_whole_is_refused(days):
    scheme = SchemeFactory.build(notice_days=days)

    with pytest.raises(ValidationError) as refusal:
        scheme.clean_fields()

    assert list(refusal.value.message_dict) == ["notice_days"]


def test_everybody_reads_the_notice_of_a_scheme(client):
    scheme = SchemeFactory(notice_days={"typo": 1, "clarification": 2, "minor": 33, "major": 444})
    make_standard(4, 2, scheme=scheme)

    page = client.get(reverse("standards:rules", args=[scheme.code])).content.decode()

    assert [f">{days} d" in page for days in (1, 2, 33, 444)] == [True] * 4
