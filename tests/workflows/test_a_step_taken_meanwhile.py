"""A page that was left open while its step was taken: a word on it, and nothing typed is lost."""

import pytest
import time_machine
from django.utils import timezone

from certification.lifecycle import ApplicationStatus
from certification.models import Application, Assignment, CompletionCall, FormalCheck, PostRole
from certification.operations.applications import answer_call
from certification.operations.formal_check import check_formally
from tests.factories.certification import (
    DeadlineFactory,
    DeclarationFactory,
    EvidenceFactory,
    PostFactory,
    make_case,
)
from tests.factories.evaluation import make_expert
from workflows import api
from workflows.flows import CertificationFlow

pytestmark = pytest.mark.django_db
NIGHT = "2026-11-27 00:12+01:00"
WORDS = "Trzeba uzupełnić wykaz powiatów, bo podano tylko dwa."


@pytest.fixture
def case():
    with time_machine.travel(NIGHT, tick=False):
        made = make_case(ApplicationStatus.SUBMITTED)
        DeadlineFactory(application=made.application)
        CertificationFlow.start.run(application=made.application)
        yield made


def page(case, node):
    return f"/cases/{case.application.number}/{node}/"


def check(case, outcome, **facts):
    """Take the formal check as the office does."""
    task = api.task_for(case.application, "formal_check", case.secretary)
    arguments = {"application": case.application, "outcome": outcome} | facts
    api.do_task(task, case.secretary, check_formally, **arguments)
    return task


def colleague(case):
    """Make a second person of the office."""
    post = PostFactory(operator=case.application.edition.operator, role=PostRole.SECRETARIAT)
    return post.person


def a_call(text=WORDS):
    """Give what the page of the formal check sends for a call."""
    return {
        "outcome": "call",
        "reasons": "Wniosek jest niepełny.",
        "shown": "1",
        "gap_1_criterion": "",
        "gap_1_text": text,
    }


def test_what_was_typed_on_a_stale_page_is_given_back(client, case):
    check(case, "accept")
    client.force_login(colleague(case))

    stale = client.post(page(case, "formal_check"), a_call())

    assert stale.status_code == 409
    assert [(str(label), text) for label, text in stale.context["typed"]] == [
        ("Uzasadnienie", "Wniosek jest niepełny."),
        ("Brak 1: co uzupełnić", WORDS),
    ]
    assert WORDS in stale.text
    assert "Ten krok wykonał ktoś inny 27 listopada 2026 o 00:12." in stale.text
    assert (FormalCheck.objects.count(), CompletionCall.objects.count()) == (1, 0)


def test_whoever_took_the_step_is_told_so_and_not_that_it_was_somebody(client, case):
    check(case, "accept")
    client.force_login(case.secretary)

    again = client.get(page(case, "formal_check"))

    assert again.status_code == 409
    assert "Ten krok jest wykonany przez Ciebie 27 listopada 2026 o 00:12" in again.text
    assert "Tym razem nic nie zapisano" not in again.text


def test_a_step_that_has_not_come_yet_is_not_said_to_be_done(client, case):
    post = PostFactory(operator=case.application.edition.operator, role=PostRole.AUTHORITY)
    client.force_login(post.person)

    early = client.get(page(case, "decide"))

    assert early.status_code == 409
    assert "Ten krok nie jest teraz otwarty" in early.text
    assert "wykonan" not in early.text


@pytest.mark.parametrize("node", ["formal_check", "decide", "recommend", "assign_experts"])
def test_whoever_may_not_take_a_step_learns_nothing_of_how_far_it_has_come(client, case, node):
    client.force_login(case.signer)
    before = client.get(page(case, node)).status_code
    check(case, "accept")

    after = client.get(page(case, node)).status_code

    assert (before, after) == (403, 403)


def test_a_page_of_the_first_check_does_not_take_the_second(client, case):
    DeclarationFactory(application=case.application)
    first = check(case, "call", reasons="Brak wykazu.", gaps=[("b02", WORDS)])
    with time_machine.travel("2026-11-28 10:00+01:00", tick=False):
        EvidenceFactory(
            application=case.application,
            criterion=case.application.version.criteria.get(key="b02"),
            added_at=timezone.now(),
        )
        sent_back = api.task_for(case.application, "complete", case.signer)
        api.do_task(sent_back, case.signer, answer_call, application=case.application)
        client.force_login(colleague(case))

        stale = client.post(page(case, "formal_check"), a_call() | {"task": first.pk})

        assert stale.status_code == 409
        assert WORDS in stale.text
        assert "27 listopada 2026 o 00:12" in stale.text
        assert FormalCheck.objects.count() == 1
        [waiting] = api.open_tasks(case.application, "formal_check")
        fresh = client.get(page(case, "formal_check"))
        assert f'<input type="hidden" name="task" value="{waiting.pk}">' in fresh.text
        taken = client.post(
            page(case, "formal_check"),
            {"outcome": "accept", "shown": "1", "task": waiting.pk},
        )
        assert (taken.status_code, FormalCheck.objects.count()) == (302, 2)


@pytest.mark.parametrize("number", ["", "x", "²", "9" * 40])
def test_a_number_of_a_step_that_makes_no_sense_takes_none(client, case, number):
    client.force_login(case.secretary)

    refused = client.post(page(case, "formal_check"), a_call() | {"task": number})

    assert refused.status_code == 409
    assert FormalCheck.objects.count() == 0


def test_an_expert_who_was_released_meanwhile_keeps_the_reasons_of_the_office(client, case):
    check(case, "accept")
    people = [make_expert(case.application), make_expert(case.application)]
    client.force_login(case.secretary)
    client.post(page(case, "assign_experts"), {"people": [one.pk for one in people]})
    assignment = Assignment.objects.get(person=people[0])
    release = page(case, f"experts/{assignment.pk}/release")
    client.post(release, {"reasons": "Wyjazd na dłużej niż miesiąc."})
    client.force_login(colleague(case))

    stale = client.post(release, {"reasons": "Choroba potwierdzona zwolnieniem."})

    assert stale.status_code == 409
    assert "Choroba potwierdzona zwolnieniem." in stale.text


def test_an_application_sent_in_another_window_is_not_sent_twice(client, case):
    client.force_login(case.signer)

    again = client.post(page(case, "submit"), follow=True)

    assert again.redirect_chain == [(f"/cases/{case.application.number}/", 302)]
    assert "Ten wniosek wysłano już wcześniej, więc teraz nic się nie zmieniło." in again.text
    case.application.refresh_from_db()
    assert case.application.status == ApplicationStatus.SUBMITTED


def test_a_case_that_ended_meanwhile_is_not_withdrawn(client, case):
    Application.objects.update(status=ApplicationStatus.DECLINED)
    client.force_login(case.signer)

    late = client.post(page(case, "withdraw"), {"reasons": "Zmiana planów."}, follow=True)

    assert "Tej sprawy nie można już wycofać. Nic się nie zmieniło." in late.text
    assert Application.objects.get().status == ApplicationStatus.DECLINED
