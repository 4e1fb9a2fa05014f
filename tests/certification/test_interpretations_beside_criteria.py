"""Interpretations reach those who fill in and those who score: pages, notices, questions, marks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.errors.interpretations import InterpretationNotForCase
from certification.interpretations import beside_criteria
from certification.lifecycle import ApplicationStatus
from certification.models import InterpretationUse, Message, PostRole
from certification.operations.interpretations import (
    note_use,
    take_use_back,
    tell_of_interpretation,
    tell_of_waiting,
)
from certification.tasks import tell_of_interpretations
from standards.models import Criterion, CriterionQuestion, Interpretation
from standards.operations.interpretations import withdraw_interpretation
from tests.factories.certification import PostFactory, UserFactory, make_case
from tests.factories.evaluation import let_in
from tests.factories.interpretations import draft_of, published, successor
from tests.factories.standards import EditionFactory, SchemeFactory, make_standard

pytestmark = pytest.mark.django_db
RULING = "Umowa musi być na piśmie"


@pytest.fixture
def edition():
    scheme = SchemeFactory(code="owes", certificate_prefix="OWES")
    return EditionFactory(scheme=scheme, version=make_standard(4, 2, scheme=scheme))


@pytest.fixture
def draft(edition):
    return make_case(edition=edition)


@pytest.fixture
def scored(edition):
    case = make_case(ApplicationStatus.EVALUATION, edition=edition)
    case.assignment = let_in(case.application)
    case.expert = case.assignment.person
    return case


def manager(edition):
    return PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person


def text_of(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def told(kind):
    rows = Message.objects.filter(kind=kind).order_by("pk")
    return sorted(rows.values_list("recipient", "path"))


def section_of(case):
    return reverse("certification:assessment_section", args=[case.application.number, "A"])


def card_of(case, code="A02"):
    return reverse("certification:score_card", args=[case.application.number, code])


def test_it_stands_beside_the_criterion_on_every_side_at_once(client, edition, draft, scored):
    public = reverse("standards:version", args=["owes", edition.version.version])
    client.force_login(draft.editor)
    before = text_of(client, section_of(draft)) + text_of(client, public)

    one = published(edition.version)

    assert RULING not in before
    for url in (
        section_of(draft),
        reverse("certification:question", args=[draft.application.number, "A02"]),
        public,
    ):
        page = text_of(client, url)
        assert (page.count(RULING), page.count(f"Interpretacja {one.number}")) == (1, 1), url
    client.force_login(scored.expert)
    page = text_of(client, card_of(scored))
    assert (page.count(RULING), page.count(f"Interpretacja {one.number}")) == (1, 1)
    assert RULING not in text_of(client, card_of(scored, "A01"))


def test_a_draft_and_what_has_ended_are_shown_to_nobody_outside(client, edition, draft):
    draft_of(edition.version)
    one = published(edition.version)
    withdraw_interpretation(
        interpretation=one, reason_pl="Pomyłka.", reason_en="Mistake.", by=UserFactory()
    )
    client.force_login(draft.editor)

    assert RULING not in text_of(client, section_of(draft))
    assert RULING not in text_of(client, reverse("standards:version", args=["owes", "2026.1"]))
    assert RULING not in text_of(client, reverse("certification:interpretations", args=["owes"]))


def test_people_who_can_still_act_on_it_are_told_once(edition, draft, scored):
    sent = make_case(ApplicationStatus.SUBMITTED, edition=edition)
    one = published(edition.version)

    first = tell_of_interpretation(interpretation=one)
    again = tell_of_interpretations()

    assert (first, again) == (4, 0)
    page = f"{section_of(draft)}?open=a02#a02"
    assert told("interpretation_published") == sorted(
        [
            *((person.pk, page) for person in (draft.signer, draft.editor, draft.reader)),
            (scored.expert.pk, card_of(scored)),
        ]
    )
    assert not Message.objects.filter(application=sent.application).exists()


def test_whom_the_criterion_does_not_concern_is_not_told(edition):
    def only_others(version):
        Criterion.objects.filter(version=version, key="a02").update(
            applies_when={"equals": ["is_partnership", True]}
        )

    later = successor(edition.version, "2026.2", edit=only_others)
    make_case(edition=EditionFactory(scheme=edition.scheme, version=later))

    assert tell_of_interpretation(interpretation=published(later)) == 0


def test_its_end_is_told_too(edition, draft):
    one = published(edition.version)
    tell_of_interpretations()
    withdraw_interpretation(
        interpretation=one, reason_pl="Pomyłka.", reason_en="Mistake.", by=UserFactory()
    )

    assert (tell_of_interpretations(), tell_of_interpretations()) == (3, 0)
    assert len(told("interpretation_withdrawn")) == 3


def test_a_question_goes_to_the_managers_and_its_answer_back(client, edition, draft):
    keeper = manager(edition)
    url = reverse("certification:ask_about_criterion", args=[draft.application.number, "a02"])
    client.force_login(draft.editor)

    client.post(url, {"text": "Czy wystarczy umowa zawarta ustnie?"})
    second = client.post(url, {"text": "Czy wystarczy umowa zawarta ustnie?"})

    question = CriterionQuestion.objects.get()
    page = reverse("certification:criterion_question", args=[question.pk])
    assert (second.status_code, second.url) == (302, url)
    assert told("criterion_question") == [(keeper.pk, page)]
    client.force_login(keeper)
    client.post(page, {"answer": "Nie, kryterium mówi o dokumencie."})
    question.refresh_from_db()
    assert (question.answer, question.answered_by) == (
        "Nie, kryterium mówi o dokumencie.",
        keeper,
    )
    assert told("criterion_answered") == [(draft.editor.pk, "")]
    client.force_login(draft.editor)
    assert "Nie, kryterium mówi o dokumencie." in text_of(client, url)


def test_an_interpretation_answers_the_question_when_it_is_published(client, edition, scored):
    first, second = manager(edition), manager(edition)
    url = reverse("certification:ask_about_criterion", args=[scored.application.number, "a02"])
    client.force_login(scored.expert)
    client.post(url, {"text": "Czy wystarczy umowa zawarta ustnie?"})
    question = CriterionQuestion.objects.get()
    client.force_login(first)
    new = reverse("certification:interpretation_new")
    address = f"{new}?version={edition.version.pk}&criterion=a02&question={question.pk}"
    assert "Czy wystarczy umowa zawarta ustnie?" in text_of(client, address)

    client.post(address, form_data(edition.version))
    draft = Interpretation.objects.get()
    page = reverse("certification:interpretation_draft", args=[draft.pk])
    refused = client.post(page, {"seen": "1"})
    client.force_login(second)
    response = client.post(page, {"seen": "1"})
    tell_of_interpretations()

    draft.refresh_from_db()
    question.refresh_from_db()
    assert (refused.status_code, response.status_code) == (409, 302)
    assert (draft.status, question.interpretation, question.answered_by) == (
        "published",
        draft,
        second,
    )
    assert told("criterion_answered") == [(scored.expert.pk, response.url)]


def form_data(version, **changed):
    return {
        "question_pl": "Czy wystarczy umowa zawarta ustnie?",
        "question_en": "Is an agreement made orally enough?",
        "ruling_pl": "Nie. Umowa musi być na piśmie.",
        "ruling_en": "No. The agreement has to be in writing.",
        "reasons_pl": "Kryterium mówi o dokumencie, a nie o rozmowie.",
        "reasons_en": "The criterion speaks of a document, not of talk.",
        "versions": [version.pk],
        **changed,
    }


def test_a_form_that_lacks_a_language_keeps_nothing(client, edition):
    client.force_login(manager(edition))
    url = reverse("certification:interpretation_new")

    response = client.post(
        f"{url}?version={edition.version.pk}&criterion=a02",
        form_data(edition.version, ruling_en=""),
    )

    assert list(response.context["form"].errors) == ["ruling_en"]
    assert not Interpretation.objects.exists()


def test_a_case_counts_once_however_many_people_mark_it(edition, scored):
    one = published(edition.version)
    other = make_case(ApplicationStatus.EVALUATION, edition=edition)
    for case, person in (
        (scored, scored.expert),
        (scored, scored.secretary),
        (scored, scored.expert),
        (other, other.secretary),
    ):
        note_use(interpretation=one, application=case.application, by=person)

    def cases():
        return [(row.cases, row.is_mine) for row in beside_criteria(scored.application)["a02"]]

    assert (cases(), InterpretationUse.objects.count()) == ([(2, False)], 3)
    mine = beside_criteria(scored.application, scored.expert)["a02"][0]
    assert mine.is_mine
    take_use_back(interpretation=one, application=other.application, by=other.secretary)
    assert cases() == [(1, False)]


def test_only_what_holds_for_the_case_can_be_marked(edition, scored):
    elsewhere = published(make_standard(4, 2, version="2026.1"))

    with pytest.raises(InterpretationNotForCase):
        note_use(interpretation=elsewhere, application=scored.application, by=scored.secretary)

    assert not InterpretationUse.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("expert", 302),
        ("secretary", 302),
        ("authority", 403),
        ("observer", 403),
        ("signer", 403),
        ("assessor", 404),
        ("stranger", 404),
    ],
)
def test_marks_are_for_experts_and_the_secretariat_of_the_case(
    client, edition, scored, who, status
):
    one = published(edition.version)
    url = reverse("certification:interpretation_applied", args=[scored.application.number, one.pk])
    page = reverse("certification:applied_interpretations", args=[scored.application.number])
    client.force_login(getattr(scored, who))

    seen, done = client.get(page).status_code, client.post(url).status_code

    assert (seen, done) == (200 if status == 302 else status, status)
    assert InterpretationUse.objects.count() == (status == 302)


@pytest.mark.parametrize(
    ("who", "status"),
    [("editor", 200), ("reader", 200), ("expert", 200), ("secretary", 404), ("stranger", 404)],
)
def test_the_team_and_the_experts_may_ask(client, scored, who, status):
    client.force_login(getattr(scored, who))
    url = reverse("certification:ask_about_criterion", args=[scored.application.number, "a02"])

    assert client.get(url).status_code == status


def pages_of_managers(edition):
    one = published(edition.version)
    draft = draft_of(edition.version, "a01")
    later = successor(edition.version, "2026.2")
    question = CriterionQuestion.objects.create(
        version=edition.version,
        criterion_key="a02",
        text="Jak to czytać?",
        asked_by=UserFactory(),
        asked_at=one.published_at,
    )
    new = reverse("certification:interpretation_new")
    return [
        reverse("certification:interpretations_work"),
        f"{new}?version={edition.version.pk}&criterion=a02",
        reverse("certification:interpretation_draft", args=[draft.pk]),
        reverse("certification:interpretation_edit", args=[draft.pk]),
        reverse("certification:interpretation_end", args=[one.pk]),
        reverse("certification:interpretation_confirm", args=[one.pk, later.pk]),
        reverse("certification:criterion_question", args=[question.pk]),
    ]


@pytest.mark.parametrize("who", ["signer", "expert", "secretary", "authority", "observer"])
def test_nobody_but_managers_opens_their_pages(client, edition, scored, who):
    urls = pages_of_managers(edition)
    client.force_login(getattr(scored, who))

    assert [client.get(url).status_code for url in urls] == [403, *[404] * 6]


def test_managers_open_their_pages_and_nobody_without_an_account(client, edition):
    urls = pages_of_managers(edition)

    assert [client.get(url).status_code for url in urls] == [302] * 7
    client.force_login(manager(edition))
    assert [client.get(url).status_code for url in urls] == [200] * 7


def test_what_a_new_version_leaves_to_be_confirmed_is_told_once_and_done_on_the_page(
    client, edition
):
    one = published(edition.version)
    keeper = manager(edition)
    later = successor(edition.version, "2026.2")

    assert (tell_of_waiting(scheme=edition.scheme), tell_of_waiting(scheme=edition.scheme)) == (
        1,
        0,
    )

    work = reverse("certification:interpretations_work")
    assert told("interpretations_wait") == [(keeper.pk, work)]
    client.force_login(keeper)
    url = reverse("certification:interpretation_confirm", args=[one.pk, later.pk])
    assert client.post(url, {"act": "confirm", "criteria": ["a02"]}).status_code == 302
    assert RULING in text_of(client, reverse("standards:version", args=["owes", "2026.2"]))


def test_the_public_page_keeps_what_ended_with_the_reason_and_names_nobody(client, edition):
    author, second = UserFactory(name="Autorka Pierwsza"), UserFactory(name="Druga Osoba")
    one = published(edition.version, by=author, second=second)
    withdraw_interpretation(
        interpretation=one, reason_pl="Zmieniło się prawo.", reason_en="The law.", by=author
    )
    url = reverse("certification:interpretation", args=["owes", one.year, one.sequence])

    page = text_of(client, url)

    assert ("Zmieniło się prawo." in page, RULING in page) == (True, True)
    assert ("Autorka" in page, "Druga Osoba" in page) == (False, False)


@pytest.mark.parametrize("count", [1, 15])
def test_the_public_list_takes_the_same_number_of_queries(client, edition, count):
    for _ in range(count):
        published(edition.version)
    url = reverse("certification:interpretations", args=["owes"])
    client.get(url)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)

    assert (len(response.context["rows"]), len(queries)) == (count, 3)


def test_the_list_pages_by_its_last_row(client, edition):
    numbers = [published(edition.version).number for _ in range(25)]
    url = reverse("certification:interpretations", args=["owes"])

    first = client.get(url)
    second = client.get(f"{url}{first.context['older']}")

    shown = [row.number for page in (first, second) for row, _places in page.context["rows"]]
    assert shown == numbers[::-1]
    assert second.context["older"] == ""
