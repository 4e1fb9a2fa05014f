"""Messages under "Messages": one's own only, and opening one is reading it."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from certification.models import Message
from tests.factories.certification import MessageFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "certification:messages"
# Session (read, and kept alive by three statements), person, roles of the navigation; then the
# messages and how many of them are unread.
QUERIES_OF_THE_LIST = 5


def test_opening_a_message_notes_when_it_was_first_read(client):
    message = MessageFactory()
    client.force_login(message.recipient)

    with time_machine.travel("2026-11-23T10:00:00Z", tick=False):
        client.get(reverse("certification:message", args=[message.pk]))
        first = timezone.now()
    client.get(reverse("certification:message", args=[message.pk]))

    assert Message.objects.get().read_at == first


def test_the_list_does_not_count_as_reading(client):
    message = MessageFactory(subject="Uzupełnij braki")
    client.force_login(message.recipient)

    page = client.get(reverse(LIST))

    assert [row.subject for row in page.context["rows"]] == ["Uzupełnij braki"]
    assert (page.context["unread"], Message.objects.get().read_at) == (1, None)


def test_somebody_elses_message_does_not_exist_and_stays_unread(client):
    message = MessageFactory()
    client.force_login(UserFactory())

    response = client.get(reverse("certification:message", args=[message.pk]))

    assert response.status_code == 404
    assert Message.objects.get().read_at is None
    assert client.get(reverse(LIST)).context["rows"] == []


def test_pages_follow_one_another_without_gap_or_repetition(client):
    person = UserFactory()
    every = [MessageFactory(recipient=person).pk for _number in range(45)]
    client.force_login(person)

    seen, query, sizes = [], {}, []
    while True:
        page = client.get(reverse(LIST), query)
        sizes.append(len(page.context["rows"]))
        seen += [row.pk for row in page.context["rows"]]
        if page.context["next_page"] is None:
            break
        query = {"before": page.context["next_page"]}

    assert sizes == [20, 20, 5]
    assert seen == every[::-1]


@pytest.mark.parametrize("typed", ["x", "-1", "1.5", "٣", ""])
def test_a_senseless_place_begins_the_list(client, typed):
    message = MessageFactory()
    client.force_login(message.recipient)

    page = client.get(reverse(LIST), {"before": typed})

    assert [row.pk for row in page.context["rows"]] == [message.pk]


def test_a_place_beyond_all_numbers_shows_the_newest(client):
    message = MessageFactory()
    client.force_login(message.recipient)

    page = client.get(reverse(LIST), {"before": "9" * 19})

    assert [row.pk for row in page.context["rows"]] == [message.pk]


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_asks_the_database_as_often_for_one_row_as_for_fifty(
    client, django_assert_num_queries, count
):
    person = UserFactory()
    MessageFactory.create_batch(count, recipient=person)
    client.force_login(person)

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        page = client.get(reverse(LIST))

    assert len(page.context["rows"]) == min(count, 20)
