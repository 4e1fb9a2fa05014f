"""Answers whose criteria changed in words alone are confirmed with one press."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.models import Assessment
from certification.operations.moving import move_to_version
from tests.factories.carrying import bind, next_version
from tests.factories.certification import make_case
from tests.factories.standards import EditionFactory, SchemeFactory, make_standard

pytestmark = pytest.mark.django_db
CLEARER = {"text_pl": "To samo kryterium, jaśniej zapisane.", "text_en": "The same, clearer."}
TIGHTER = CLEARER | {"gate": "minimum", "gate_value": 1}


def moved_case(changed, criteria=8):
    scheme = SchemeFactory()
    first = make_standard(criteria=criteria, sections=2, scheme=scheme)
    edition = EditionFactory(scheme=scheme, version=first)
    case = make_case(edition=edition)
    bind(edition, next_version(first, "2026.2", changed=changed))
    case.application = move_to_version(
        application=case.application, version=edition.version, by=case.editor
    )
    case.assessment = Assessment.objects.get(application=case.application, kind="self")
    return case


def section_of(case):
    return reverse("certification:assessment_section", args=[case.application.number, "A"])


def waiting(case):
    rows = case.assessment.answers.filter(to_confirm=True)
    return sorted(rows.values_list("criterion__key", flat=True))


def test_what_asks_the_same_is_confirmed_and_what_asks_more_waits(client):
    keys = ("a01", "a02", "a03")
    case = moved_case(dict.fromkeys(keys, CLEARER) | {"a04": TIGHTER})
    client.force_login(case.editor)
    before = waiting(case)
    offered = client.get(section_of(case)).text

    done = client.post(section_of(case), {"act": "confirm_same"}, follow=True)

    assert before == ["a01", "a02", "a03", "a04"]
    assert 'value="confirm_same"' in offered
    assert waiting(case) == ["a04"]
    assert "Potwierdzono 3 odpowiedzi." in done.text
    history = case.assessment.answers.get(criterion__key="a01").history.latest()
    assert (history.history_change_reason, history.history_user) == (
        "confirm_answers",
        case.editor,
    )


def test_an_answer_that_lacks_words_is_not_confirmed(client):
    case = moved_case(dict.fromkeys(("a01", "a02", "a03"), CLEARER))
    case.assessment.answers.filter(criterion__key="a02").update(value=0, justification="")
    client.force_login(case.editor)

    client.post(section_of(case), {"act": "confirm_same"})

    assert waiting(case) == ["a02"]


def test_whoever_only_reads_confirms_nothing(client):
    case = moved_case(dict.fromkeys(("a01", "a02"), CLEARER))
    client.force_login(case.reader)

    page = client.get(section_of(case)).text
    client.post(section_of(case), {"act": "confirm_same"})

    assert 'value="confirm_same"' not in page
    assert waiting(case) == ["a01", "a02"]


def test_two_answers_and_twenty_take_the_same_queries(client):
    counts = []
    for changed in (2, 20):
        case = moved_case(
            dict.fromkeys([f"a{n:02d}" for n in range(1, changed + 1)], CLEARER), criteria=44
        )
        client.force_login(case.editor)
        client.get(section_of(case))
        with CaptureQueriesContext(connection) as queries:
            client.post(section_of(case), {"act": "confirm_same"})
        counts.append(len(queries))
        assert waiting(case) == []

    assert counts[0] == counts[1]
