"""Versions read from the database for comparing: few queries, frozen pairs kept."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from standards.differences import reading
from standards.differences.reading import difference_between, text_of
from standards.differences.texts import Generation
from standards.models import Criterion
from tests.factories.standards import SchemeFactory, make_standard, publish_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    reading._texts.clear()
    reading._differences.clear()


def successor(before, version, *, replaces=None, published=True, **fields):
    """Make a version that follows another one, with what its criteria replace."""
    made = make_standard(4, 2, published=False, scheme=before.scheme, version=version)
    made.predecessor, made.change_class = before, "major"
    made.save()
    for key, keys in (replaces or {}).items():
        Criterion.objects.filter(version=made, key=key).update(replaces=keys, **fields)
    return publish_version(made) if published else made


def queries_of(action):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        action()
    return len(queries)


def test_a_version_is_read_with_all_its_words():
    version = make_standard(4, 2)

    text = text_of(version)

    assert (text.scheme, text.version, text.sha256) == (
        version.scheme.code,
        "2026.1",
        version.sha256,
    )
    assert [one.key for one in text.sections] == ["section-a", "section-b"]
    assert [(one.key, one.section.key, one.scale.key) for one in text.criteria] == [
        ("a01", "section-a", "TN"),
        ("a02", "section-a", "S2"),
        ("b01", "section-b", "S2"),
        ("b02", "section-b", "S2"),
    ]
    assert text.criteria[0].gate_share == 1
    assert text.points == Decimal(100)
    assert text.rule.threshold_of("section-a") == Decimal(60)


def test_the_lineage_behind_a_version_is_read_too():
    first = make_standard(4, 2)
    second = successor(first, "2026.2", replaces={"a02": ["a01"]})
    third = successor(second, "2027.1", replaces={"b01": ["a02"]})

    assert text_of(third).predecessors == (
        Generation("2026.2", {"a02": ("a01",)}),
        Generation("2026.1", {}),
    )
    assert [change.kind for change in difference_between(first, third).changes] == [
        "split",
        "unchanged",
    ]


@pytest.mark.parametrize(("criteria", "generations"), [(4, 1), (40, 4)])
def test_reading_takes_the_same_queries_whatever_the_size(criteria, generations):
    scheme = SchemeFactory()
    version = make_standard(criteria, 2, scheme=scheme)
    for number in range(generations):
        version = successor(version, f"2027.{number}")

    assert queries_of(lambda: text_of(version)) == 7


def test_a_difference_of_frozen_versions_is_kept_and_one_of_a_draft_is_not():
    first = make_standard(4, 2)
    second = successor(first, "2026.2", replaces={"a02": ["a01"]})
    draft = successor(second, "2027.1", published=False)
    kept = difference_between(first, second)
    with_draft = difference_between(second, draft)
    Criterion.objects.filter(version=draft, key="b01").update(code="B99")

    assert queries_of(lambda: difference_between(first, second)) == 0
    assert difference_between(first, second) is kept
    assert with_draft.of_new("b01").kind == "unchanged"
    assert difference_between(second, draft).of_new("b01").kind == "renumbered"


def test_only_so_many_versions_are_kept(monkeypatch):
    monkeypatch.setattr(reading, "KEPT", 2)

    versions = [make_standard(4, 2) for _ in range(4)]
    for version in versions:
        text_of(version)

    assert list(reading._texts) == [version.sha256 for version in versions[-2:]]
