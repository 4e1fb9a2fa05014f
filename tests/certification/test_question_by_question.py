"""One question a page: saved, led on, back to the list, and never overwritten."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from certification.models import Answer
from tests.factories.certification import make_case

pytestmark = pytest.mark.django_db


def question_url(case, code="A02", way=""):
    page = reverse("certification:question", args=[case.application.number, code])
    return f"{page}?way={way}" if way else page


def test_saving_leads_on_to_the_next_question_and_from_the_check_back_to_it(client):
    case = make_case(answered=False)
    client.force_login(case.editor)
    typed = {"act": "next", "value-a01": "1", "seen-value-a01": "0"}

    on = client.post(question_url(case, "A01"), typed)
    back = client.post(question_url(case, "A01", "check"), typed)

    assert (on.status_code, on.url) == (302, question_url(case, "A02"))
    check = reverse("workflows:submit", args=[case.application.number])
    assert (back.status_code, back.url) == (302, check)
    assert list(Answer.objects.values_list("criterion__key", "value")) == [("a01", 1)]


def test_two_tabs_with_the_same_question_overwrite_nothing(client):
    case = make_case(answered=False)
    client.force_login(case.editor)
    seen = {"act": "next", "seen-justification-a02": "0"}
    client.post(question_url(case), {**seen, "justification-a02": "Pierwsza karta."})

    answer = client.post(question_url(case), {**seen, "justification-a02": "Druga karta."})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("Pierwsza karta." in page, "Druga karta." in page) == (True, True)
    assert Answer.objects.get().justification == "Pierwsza karta."


def test_another_person_at_work_is_named_to_the_team_only(client):
    cache.clear()
    case = make_case(answered=False)
    client.force_login(case.signer)
    client.get(question_url(case))
    client.force_login(case.editor)

    page = client.get(question_url(case)).content.decode()

    assert f"{case.signer} edytuje tę sekcję od" in page


@pytest.mark.parametrize("role", ["secretary", "authority", "observer", "assessor", "stranger"])
def test_people_of_other_sides_find_no_question(client, role):
    case = make_case()
    client.force_login(vars(case)[role])

    assert client.get(question_url(case)).status_code == 404
