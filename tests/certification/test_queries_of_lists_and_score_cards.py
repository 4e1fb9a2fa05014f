"""Experts save, and the other lists show, with as few statements for many rows as for one.

Every statement counts, also SAVEPOINT and RELEASE, which stand for BEGIN and COMMIT.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.lifecycle import ApplicationStatus
from certification.models import Answer
from tests.factories.certification import answer_everything, make_case
from tests.factories.evaluation import let_in
from tests.factories.interpretations import published
from tests.factories.standards import EditionFactory, SchemeFactory, make_standard

pytestmark = pytest.mark.django_db

SIZES = (20, 140, 500)


def counted(act):
    """Give what an act gives and how many statements it takes, once the process is warm."""
    act()
    with CaptureQueriesContext(connection) as queries:
        given = act()
    return given, len(queries)


@pytest.fixture
def card(client, request):
    scheme = SchemeFactory()
    standard = make_standard(criteria=request.param, sections=5, scheme=scheme)
    edition = EditionFactory(version=standard, scheme=scheme)
    case = make_case(ApplicationStatus.EVALUATION, edition=edition)
    assignment = let_in(case.application)
    answer_everything(assignment.assessment)
    client.force_login(assignment.person)
    return assignment.assessment


def answer_to_a02(card):
    return Answer.objects.get(assessment=card, criterion__code="A02")


@pytest.mark.parametrize("card", SIZES, indirect=True)
def test_an_expert_saves_one_field_with_the_same_few_queries(client, card):
    url = reverse("certification:score_field", args=[card.application.number, "A02", "note"])
    notes = iter(("Pierwsza notatka.", "Druga notatka."))

    def save():
        seen = answer_to_a02(card).note_version
        return client.post(url, {"note": next(notes), "seen_note": seen})

    response, queries = counted(save)

    # One of them is the test's own question for the version.
    assert (response.status_code, queries - 1) == (200, 10)
    assert answer_to_a02(card).note == "Druga notatka."


@pytest.mark.parametrize("card", SIZES, indirect=True)
def test_an_expert_saves_a_whole_criterion_with_the_same_few_queries(client, card):
    url = reverse("certification:score_card", args=[card.application.number, "A02"])
    texts = iter(("Pierwsze uzasadnienie.", "Drugie uzasadnienie."))

    def save():
        answer = answer_to_a02(card)
        seen = {
            f"seen_{field}": getattr(answer, f"{field}_version")
            for field in ("value", "justification", "note")
        }
        fields = {"value": "1", "justification": next(texts), "note": ""}
        return client.post(url, {**fields, **seen})

    response, queries = counted(save)

    assert (response.status_code, queries - 1) == (302, 13)
    assert answer_to_a02(card).justification == "Drugie uzasadnienie."


@pytest.mark.parametrize("card", SIZES, indirect=True)
def test_an_expert_sees_a_criterion_with_the_same_few_queries(client, card):
    for _ in range(3):
        published(card.application.version)
    url = reverse("certification:score_card", args=[card.application.number, "A02"])

    response, queries = counted(lambda: client.get(url))

    assert (len(response.context["rulings"]), queries) == (3, 11)
