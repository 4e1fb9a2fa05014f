"""Where a call takes a new version, one that is published but does not bind yet is named."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from certification.models import PostRole
from standards.models import Rebinding
from tests.factories.carrying import next_version
from tests.factories.certification import PostFactory
from tests.factories.standards import EditionFactory, StandardVersionFactory

pytestmark = pytest.mark.django_db
WHY = "Wskaźniki ustawy zmieniły się 21 grudnia."


@pytest.fixture
def call():
    return EditionFactory()


@pytest.fixture
def newer(call):
    return next_version(call.version, "2026.2", dropped=("b02",))


@pytest.fixture
def keeper(call):
    return PostFactory(operator=call.operator, role=PostRole.STANDARDS).person


def test_a_version_that_does_not_bind_yet_is_named_with_its_day_and_not_bound(
    client, call, newer, keeper
):
    call.closes_on = timezone.localdate() + timedelta(days=30)
    call.save()
    soon, late = (timezone.localdate() + timedelta(days=days) for days in (10, 40))
    next_version(newer, "2026.4", binding_on=late)
    next_version(newer, "2026.3", binding_on=soon)
    client.force_login(keeper)
    page = reverse("certification:rebind", args=[call.code])

    shown = client.get(page, {"version": "2026.3"})
    body = {"version": "2026.3", "reason": WHY, "sent_files": "old"}
    refused = client.post(page, body)

    assert [one.version for one in shown.context["versions"]] == ["2026.2"]
    assert [(one.version, one.binding_on) for one in shown.context["awaited"]] == [
        ("2026.3", soon),
        ("2026.4", late),
    ]
    words = shown.content.decode()
    days = [date_format(day, "DATE_FORMAT") for day in (soon, late)]
    assert [f"obowiązuje od {day}" in words for day in days] == [True, True]
    assert words.count("ten nabór kończy się wcześniej") == 1
    assert refused.status_code == 422
    assert refused.context["form"].non_field_errors() == [
        f"Wersja 2026.3 obowiązuje od {days[0]}. Zwiąż z nią nabór od tego dnia albo wybierz "
        "teraz inną."
    ]
    assert list(Rebinding.objects.all()) == []


def test_the_page_asks_the_same_for_one_version_and_for_many(client, call, newer, keeper):
    client.force_login(keeper)
    page = reverse("certification:rebind", args=[call.code])
    later = timezone.localdate() + timedelta(days=1)
    counts = []
    for number in (3, 50):
        for n in range(3, number + 1):
            version = f"{2027 if number == 50 else 2026}.{n}"
            StandardVersionFactory(
                scheme=call.scheme,
                version=version,
                status="published",
                sha256="0" * 64,
                published_at=timezone.now(),
                binding_on=later,
            )
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]
