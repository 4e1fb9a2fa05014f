"""The demo shows a correction, a large change that binds already, and a call that took it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from certification.models import Application, Message
from standards.differences.kinds import ChangeKind
from standards.differences.reading import difference_between
from standards.models import Criterion, Edition, Rebinding, StandardVersion
from workflows.demo.standards_move import MOVED_CALL

pytestmark = pytest.mark.django_db


def test_two_later_versions_are_published_and_bind_one_call_in_its_middle():
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
    assert corrected.binding_on < later.binding_on < today < later.transition_until
    assert later.binding_on == later.published_at.date() + timedelta(days=90)
    assert [one.created_by_id == one.published_by_id for one in (corrected, later)] == [
        False,
        False,
    ]
    assert set(
        Application.objects.filter(edition__scheme__code="owes").values_list("version", flat=True)
    ) == {first.pk}
    call = Edition.objects.get(code=MOVED_CALL)
    assert call.version == later
    rebinding = Rebinding.objects.get()
    assert (rebinding.edition, rebinding.old_version, rebinding.sent_files) == (call, first, "old")
    assert sorted(Application.objects.filter(edition=call).values_list("status", flat=True)) == [
        "draft",
        "submitted",
    ]
    told = Message.objects.filter(kind="version_bound")
    assert set(told.values_list("application__edition", flat=True)) == {call.pk}
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
