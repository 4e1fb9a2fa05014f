"""The demo shows a correction that binds at once and a large change that binds later."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from certification.models import Application
from standards.differences.kinds import ChangeKind
from standards.differences.reading import difference_between
from standards.models import Criterion, StandardVersion

pytestmark = pytest.mark.django_db


def test_two_later_versions_are_published_and_no_case_rests_on_them():
    packages = sorted((settings.BASE_DIR / "standards" / "catalogue").glob("*.yaml"))
    call_command("load_standard", *map(str, packages), stdout=StringIO())

    call_command("load_demo", stdout=StringIO())

    today = timezone.localdate()
    versions = StandardVersion.objects.filter(scheme__code="owes").order_by("version")
    assert [
        (one.version, one.status, one.change_class, one.predecessor and one.predecessor.version)
        for one in versions
    ] == [
        ("2026.1", "published", "", None),
        ("2026.1.1", "published", "typo", "2026.1"),
        ("2026.2", "published", "major", "2026.1.1"),
        ("2026.3", "draft", "minor", "2026.2"),
    ]
    first, corrected, later, _draft = versions
    assert corrected.binding_on < today < later.binding_on < later.transition_until
    assert later.binding_on == later.published_at.date() + timedelta(days=90)
    assert [one.created_by_id == one.published_by_id for one in (corrected, later)] == [
        False,
        False,
    ]
    assert set(
        Application.objects.filter(edition__scheme__code="owes").values_list("version", flat=True)
    ) == {first.pk}
    keys = {
        one: set(Criterion.objects.filter(version=one).values_list("key", flat=True))
        for one in versions
    }
    assert keys[corrected] == keys[first]
    assert (keys[later] - keys[first], keys[first] - keys[later]) == (
        {"deputies-named", "outside-advisers", "feedback-used", "remote-services"},
        {"deputies", "client-satisfaction", "lessons-applied", "honest-risk"},
    )
    assert set(difference_between(first, later).counts) == set(ChangeKind)
    assert set(difference_between(first, corrected).counts) == {
        ChangeKind.CLARIFIED,
        ChangeKind.EDITORIAL,
        ChangeKind.UNCHANGED,
    }
