"""A session lasts an hour after the last request, without a write at every request."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.urls import reverse

from tests.factories.certification import UserFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
PING = "session"


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def person(client, clock):
    person = UserFactory()
    client.force_login(person)
    return person


def lasts_until():
    return Session.objects.get().expire_date - NOON


def test_a_second_request_in_the_same_minute_writes_nothing(
    client, person, clock, django_assert_num_queries
):
    clock.shift(timedelta(seconds=59))

    with django_assert_num_queries(2):
        response = client.get(reverse(PING))

    assert response.status_code == 204
    assert response.cookies["sessionid"]["max-age"] == 3600
    assert lasts_until() == timedelta(minutes=61)


def test_a_request_after_a_minute_prolongs_the_session_in_one_statement(
    client, person, clock, django_assert_num_queries
):
    clock.shift(timedelta(seconds=61))

    with django_assert_num_queries(3):
        client.get(reverse(PING))

    assert lasts_until() == timedelta(minutes=62, seconds=1)


@pytest.mark.parametrize(
    ("minutes", "status"), [(59, 204), (60, 204), (61, 401), (120, 401)], ids=str
)
def test_nobody_is_logged_out_before_an_hour_is_over(client, person, clock, minutes, status):
    clock.shift(timedelta(seconds=59))
    client.get(reverse(PING))
    clock.shift(timedelta(minutes=minutes))

    response = client.get(reverse(PING))

    assert response.status_code == status


def test_news_are_written_at_once(client, person):
    session = client.session

    session["chosen"] = "owes"
    session.save()

    assert client.session["chosen"] == "owes"


def test_a_session_that_was_ended_elsewhere_is_over(client, person):
    Session.objects.all().delete()

    response = client.get(reverse(PING))

    assert response.status_code == 401
    assert not Session.objects.exists()
