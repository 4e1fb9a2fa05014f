"""The inbox shows what waits for a person, and asks as often for one task as for fifty."""

import pytest
from django.urls import reverse

from tests.committee import make_session
from tests.factories.certification import (
    AgendaItemFactory,
    ApplicationFactory,
    PostFactory,
    UserFactory,
    make_case,
)
from tests.factories.standards import EditionFactory
from tests.workflows.steps import wait_at
from workflows.flows import CertificationFlow

pytestmark = pytest.mark.django_db
QUERIES = 7


def started(edition, count):
    cases = [ApplicationFactory(edition=edition, status="submitted") for _ in range(count)]
    for case in cases:
        CertificationFlow.start.run(application=case)
    return cases


@pytest.mark.parametrize("count", [1, 50])
def test_the_inbox_takes_a_constant_number_of_queries(client, django_assert_num_queries, count):
    edition = EditionFactory(one_application_per="unlimited")
    office = PostFactory(role="secretariat", operator=edition.operator).person
    started(edition, count)
    client.force_login(office)
    client.get(reverse("workflows:inbox"))

    with django_assert_num_queries(QUERIES):
        response = client.get(reverse("workflows:inbox"))

    assert len(response.context["rows"]) == count


def test_a_task_is_shown_only_where_the_post_is_held():
    from workflows.inbox import tasks_of

    edition = EditionFactory()
    here = PostFactory(role="secretariat", operator=edition.operator).person
    elsewhere = PostFactory(role="secretariat").person
    [case] = started(edition, 1)

    seen = {
        person: [task.process.certificationprocess.application for task in tasks_of(person)]
        for person in (here, elsewhere, UserFactory())
    }

    assert list(seen.values()) == [[case], [], []]


def test_the_chair_is_shown_a_case_once_it_stands_on_an_agenda(client):
    session = make_session()
    later = make_case("awaiting_committee", edition=session.application.edition).application
    for case in (session.application, later):
        wait_at(case, "recommend")
    client.force_login(session.chair)

    def shown():
        rows = client.get(reverse("workflows:inbox")).context["rows"]
        assert [client.get(row["url"]).status_code for row in rows] == [200] * len(rows)
        return [row["application"] for row in rows]

    assert shown() == [session.application]
    AgendaItemFactory(meeting=session.meeting, application=later, position=2)
    assert set(shown()) == {session.application, later}
