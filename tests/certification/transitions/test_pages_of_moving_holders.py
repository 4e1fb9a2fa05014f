"""The cockpit and the pages of one holder: who sees them, what they do, how much they ask."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.models import PostRole, Transition, TransitionTask
from certification.operations.transition_clock import look_after_transitions
from tests.factories.certification import UserFactory
from tests.factories.standards import (
    EditionFactory,
)
from tests.holders import (
    REASONS,
    authority,
    day_after,
    holder,
    officer,
)

pytestmark = pytest.mark.django_db
COCKPIT = "/transitions/owes/2026.2/"


def page_of(one):
    return f"{COCKPIT}{one.number}/"


def person_with(edition, role):
    return UserFactory() if role is None else officer(edition, role)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (PostRole.SECRETARIAT, 200),
        (PostRole.AUTHORITY, 200),
        (PostRole.STANDARDS, 200),
        (PostRole.OBSERVER, 404),
        (PostRole.ASSESSOR, 404),
        (None, 404),
    ],
)
def test_the_cockpit_is_for_those_who_look_after_holders(client, edition, later, role, status):
    one = holder(edition)
    client.force_login(person_with(edition, role))

    seen = [client.get(url).status_code for url in (COCKPIT, f"{COCKPIT}holders.csv", page_of(one))]

    assert seen == [status] * 3


def test_nobody_sees_the_holders_of_another_operator(client, edition, later):
    elsewhere = EditionFactory(scheme=edition.scheme, version=edition.version)
    one, other = holder(edition), holder(elsewhere)
    client.force_login(officer(edition))

    page = client.get(COCKPIT).content.decode()

    assert (one.number in page, other.number in page) == (True, False)
    assert client.get(page_of(other)).status_code == 404


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (PostRole.SECRETARIAT, {"tasks", "moved", "proposal"}),
        (PostRole.AUTHORITY, {"moved", "except", "decision"}),
        (PostRole.STANDARDS, set()),
    ],
)
def test_the_secretariat_records_and_the_authority_decides(client, edition, later, role, allowed):
    one = holder(edition)
    look_after_transitions(today=day_after(later))
    client.force_login(person_with(edition, role))

    usable = set(client.get(page_of(one)).context["usable"])
    refused = {
        act
        for act in ("tasks", "moved", "except", "proposal", "decision")
        if client.post(page_of(one), {"act": act}).status_code == 403
    }

    assert (usable, refused) == (
        allowed,
        {"tasks", "moved", "except", "proposal", "decision"} - allowed,
    )


def test_a_holder_is_taken_from_tasks_to_moved_on_the_page(client, edition, later):
    one = holder(edition)
    client.force_login(officer(edition))
    early = client.post(page_of(one), {"act": "moved", "moved-reasons": REASONS})

    tasks = {f"done-{key}": "on" for key in ("part-one", "part-two", "b02")}
    client.post(page_of(one), {"act": "tasks", **tasks, "note-b02": "Umowa z 3 marca."})
    done = client.post(page_of(one), {"act": "moved", "moved-reasons": REASONS})

    assert (early.status_code, done.status_code) == (409, 302)
    assert (Transition.objects.get().status, TransitionTask.objects.count()) == ("moved", 3)
    client.force_login(one.member)
    mine = reverse("certification:my_transition", args=[one.number, "2026.2"])
    assert "Umowa z 3 marca." in client.get(mine).content.decode()


def test_the_authority_decides_on_the_page_and_the_workers_are_woken(
    client, edition, later, monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr("standards.waking.send", lambda task, *_given: woken.append(task))
    one = holder(edition)
    look_after_transitions(today=day_after(later))
    client.force_login(authority(edition))

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            page_of(one),
            {"act": "decision", "decision-outcome": "suspend", "decision-reasons": REASONS},
        )

    one.refresh_from_db()
    assert "documents.tasks.sign_status_lists" in woken
    assert (response.status_code, one.status) == (302, "suspended")


def test_the_page_of_a_holder_is_for_its_team_and_names_nobody(client, edition, later):
    one, other = holder(edition), holder(edition)
    office = officer(edition)
    mine = reverse("certification:my_transition", args=[one.number, "2026.2"])
    client.force_login(office)
    client.post(page_of(one), {"act": "tasks", "done-b02": "on"})
    client.force_login(one.member)

    page = client.get(mine).content.decode()

    assert ("B02" in page, office.name in page) == (True, False)
    client.force_login(other.member)
    assert client.get(mine).status_code == 404


def test_the_list_says_who_is_still_on_the_old_version(client, edition, later):
    holder(edition)
    holder(edition)
    client.force_login(officer(edition))

    rows = client.get(reverse("certification:transitions")).context["rows"]

    assert [(row["version"], row["on_old"], row["moved"]) for row in rows] == [(later, 2, 0)]


def test_the_file_holds_the_filtered_rows(client, edition, later):
    one = holder(edition, holder_name="=Fundacja", offer_name="")
    client.force_login(officer(edition))

    lines = b"".join(client.get(f"{COCKPIT}holders.csv").streaming_content).decode().splitlines()
    none = b"".join(client.get(f"{COCKPIT}holders.csv?state=moved").streaming_content)

    assert len(lines) == 2
    assert lines[1].startswith(f"{one.number},'=Fundacja,")
    assert lines[1].endswith(f",under_way,{later.transition_until.isoformat()},3,0,Z01 Z02 B02,,")
    assert len(none.decode().splitlines()) == 1


def test_filters_keep_what_they_name_and_nonsense_keeps_all(client, edition, later):
    one, two = holder(edition, voivodeship="06"), holder(edition, voivodeship="14")
    client.force_login(officer(edition))

    def shown(query):
        return [row["certificate"].pk for row in client.get(COCKPIT + query).context["rows"]]

    assert shown("?voivodeship=14") == [two.pk]
    assert shown("?state=moved") == []
    assert shown("?state=nonsense&voivodeship=99") == [one.pk, two.pk]


@pytest.mark.parametrize("count", [1, 50])
def test_the_cockpit_takes_the_same_number_of_queries(client, edition, later, count):
    for _ in range(count):
        holder(edition)
    look_after_transitions(today=day_after(later))
    client.force_login(officer(edition))
    client.get(COCKPIT)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(COCKPIT)

    assert (len(response.context["rows"]), len(queries)) == (count, 12)


def test_the_list_pages_by_its_last_row(client, edition, later):
    numbers = {holder(edition).number for _ in range(53)}
    client.force_login(officer(edition))

    first = client.get(COCKPIT)
    second = client.get(COCKPIT + first.context["next"])

    shown = [row["certificate"].number for page in (first, second) for row in page.context["rows"]]
    assert (len(shown), set(shown), second.context["next"]) == (53, numbers, "")
