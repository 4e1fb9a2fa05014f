"""The queue: every running deadline of the person's operators, the nearest first, page by page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.evaluation.queue import PAGE, Position, page_after, queue_of
from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import PostRole
from tests.factories.certification import (
    ApplicationFactory,
    AssignmentFactory,
    DeadlineFactory,
    PostFactory,
    UserFactory,
    make_case,
)
from tests.factories.evaluation import yesterday
from tests.factories.standards import EditionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    made = make_case(ApplicationStatus.SUBMITTED)
    made.deadline = DeadlineFactory(application=made.application, days=5)
    return made


def another(case, days=5, status=ApplicationStatus.SUBMITTED, **fields):
    application = ApplicationFactory(
        edition=fields.pop("edition", case.application.edition), status=status, **fields
    )
    return DeadlineFactory(application=application, days=days)


def rows(client, query=""):
    response = client.get(f"/queue/{query}")
    assert response.status_code == 200
    return [row["deadline"] for row in response.context["rows"]]


@pytest.fixture
def office(client, case):
    client.force_login(case.secretary)
    return client


def test_the_nearest_deadline_comes_first_and_the_same_day_in_order(office, case):
    late, soon, same = another(case, 9), another(case, 1), another(case, 5)

    assert rows(office) == [soon, case.deadline, same, late]


def test_only_running_deadlines_of_the_own_operator_are_shown(office, case):
    another(case, edition=EditionFactory())
    closed = another(case)
    closed.closed_at = timezone.now()
    closed.save()

    assert rows(office) == [case.deadline]


def test_every_row_says_state_who_acts_days_left_and_who_is_assigned(office, case):
    expert = AssignmentFactory(application=case.application, status=AssignmentStatus.INVITED)

    html = office.get("/queue/").content.decode()

    for shown in (
        case.application.number,
        case.application.applicant.name,
        "sekretariat",
        "zostało 5 dni",
        expert.person.name,
    ):
        assert shown in html


def test_filters_narrow_by_state_scheme_and_overdue(office, case):
    evaluated = another(case, status=ApplicationStatus.EVALUATION)
    elsewhere = EditionFactory(operator=case.application.edition.operator)
    mark = another(case, edition=elsewhere)
    overdue = another(case)
    overdue.starts_on, overdue.due_on = yesterday() - timedelta(days=3), yesterday()
    overdue.save()

    assert rows(office, "?status=evaluation") == [evaluated]
    assert rows(office, f"?scheme={elsewhere.scheme.code}") == [mark]
    assert rows(office, "?overdue=on") == [overdue]
    assert rows(office, "?status=completion_called") == []


def test_an_empty_queue_and_empty_filters_say_so(client, case):
    client.force_login(case.secretary)
    filtered = client.get("/queue/?status=evaluation").content.decode()
    case.deadline.closed_at = timezone.now()
    case.deadline.save()

    assert "Brak spraw dla tych filtrów." in filtered
    assert "Wszystko załatwione." in client.get("/queue/").content.decode()


def test_pages_follow_each_other_without_loss_or_repeat(case):
    expected = [case.deadline, *(another(case, days) for days in (5, 5, 6, 7, 7, 7))]
    queue = queue_of(case.secretary)
    seen, position = [], None

    while True:
        page, position = page_after(queue, position, size=2)
        seen += page
        if position is None:
            break
        assert Position.read(str(position)) == position

    assert seen == expected


def test_a_long_queue_leads_to_its_next_page_and_keeps_the_filters(office, case):
    for _number in range(PAGE):
        another(case, 6)

    first = office.get("/queue/?status=submitted")
    second = office.get(f"/queue/{first.context['next_page']}")

    assert [len(page.context["rows"]) for page in (first, second)] == [PAGE, 1]
    assert "status=submitted" in first.context["next_page"]
    assert second.context["next_page"] == ""
    assert second.context["first_page"] == "?status=submitted"


@pytest.mark.parametrize("place", ["", "nonsense", "2026-13-40_1", "2026-01-01_x", "_"])
def test_a_spoiled_place_means_the_beginning(office, case, place):
    assert rows(office, f"?after={place}") == [case.deadline]


@pytest.mark.parametrize("role", [role for role in PostRole if role != PostRole.SECRETARIAT])
def test_other_posts_have_no_queue(client, role):
    client.force_login(PostFactory(role=role).person)

    assert client.get("/queue/").status_code == 403


def test_a_secretary_of_yesterday_has_no_queue(client):
    client.force_login(PostFactory(role=PostRole.SECRETARIAT, until=yesterday()).person)

    assert client.get("/queue/").status_code == 403


def test_people_without_a_post_have_no_queue(client, case):
    answers = []
    for person in (UserFactory(), case.signer):
        client.force_login(person)
        answers.append(client.get("/queue/").status_code)

    assert answers == [403, 403]


@pytest.mark.parametrize("count", [1, 50])
def test_the_queue_asks_as_often_for_one_row_as_for_fifty(
    office, case, count, django_assert_num_queries
):
    for number in range(count - 1):
        deadline = another(case, number + 1)
        AssignmentFactory(application=deadline.application)
    AssignmentFactory(application=case.application)
    office.get("/queue/")

    with django_assert_num_queries(7):
        response = office.get("/queue/")

    assert len(response.context["rows"]) == count
