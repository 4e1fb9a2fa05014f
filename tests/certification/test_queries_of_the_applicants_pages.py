"""A page asks the database as often for five hundred criteria as for twenty.

Every statement counts, also SAVEPOINT and RELEASE: inside a test they stand for the BEGIN and
COMMIT that the operation's own transaction costs outside of it.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.checklist import checklist_of
from certification.models import Answer
from tests.factories.certification import make_case
from tests.factories.interpretations import published
from tests.factories.standards import EditionFactory, SchemeFactory, make_standard

pytestmark = pytest.mark.django_db

SIZES = (20, 140, 500)
SECTIONS = 10


def case_with(criteria, **fields):
    scheme = SchemeFactory()
    version = make_standard(criteria=criteria, sections=SECTIONS, scheme=scheme)
    return make_case(edition=EditionFactory(scheme=scheme, version=version), **fields)


def count(act):
    act()
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


@pytest.mark.parametrize("criteria", SIZES)
def test_a_section_page_takes_the_same_number_of_queries(client, criteria):
    case = case_with(criteria)
    client.force_login(case.editor)
    url = reverse("certification:assessment_section", args=[case.application.number, "A"])
    for _ in range(criteria // 20):
        published(case.application.version)

    assert count(lambda: client.get(url)) == 7


@pytest.mark.parametrize("criteria", SIZES)
def test_the_page_before_sending_takes_the_same_number_of_queries(client, criteria):
    case = case_with(criteria)
    client.force_login(case.signer)
    url = reverse("workflows:submit", args=[case.application.number])

    assert count(lambda: client.get(url)) == 9


@pytest.mark.parametrize("criteria", SIZES)
def test_the_task_list_takes_the_same_number_of_queries(client, criteria):
    case = case_with(criteria)
    client.force_login(case.signer)
    url = reverse("certification:application", args=[case.application.number])

    assert count(lambda: client.get(url)) == 10


@pytest.mark.parametrize("criteria", SIZES)
def test_saving_one_answer_takes_the_same_few_queries(client, criteria):
    case = case_with(criteria)
    client.force_login(case.editor)
    url = reverse("certification:answer_field", args=[case.application.number, "A", "a02", "value"])
    levels = iter((1, 0))

    def save():
        version = Answer.objects.get(criterion__key="a02").value_version
        return client.post(url, {"value-a02": next(levels), "seen-value-a02": version})

    # One of them is the test's own question for the version.
    assert count(save) - 1 == 9


# SQLite takes 999 values a statement, so a section of fifty new answers would need two.
@pytest.mark.parametrize("criteria", [20, 140, 480])
def test_saving_a_section_takes_the_same_few_queries(client, criteria):
    case = case_with(criteria, answered=False)
    client.force_login(case.editor)
    url = reverse("certification:assessment_section", args=[case.application.number, "B"])
    checklist = checklist_of(case.application.version)
    keys = [criterion.key for criterion in checklist.by_section[checklist.sections[1].pk]]
    texts = iter(("Opis pierwszy.", "Opis drugi."))

    def save():
        text = next(texts)
        version = "0" if text == "Opis pierwszy." else "1"
        fields = {f"value-{key}": "1" for key in keys}
        fields |= {f"justification-{key}": text for key in keys}
        fields |= {f"seen-justification-{key}": version for key in keys}
        return client.post(url, {"act": "save", **fields})

    assert count(save) == 13
    assert set(Answer.objects.values_list("justification", flat=True)) == {"Opis drugi."}
    assert Answer.objects.count() == criteria // SECTIONS
