"""What cases teach about criteria: who sees it, what it says, and what it keeps to itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.learning import FEWEST_CASES, lessons_of
from certification.lifecycle import ApplicationStatus, AssessmentStatus
from certification.models import Answer, Appeal, AppealPoint, AssessmentKind, PostRole
from certification.views.standards import learning
from standards.models import Criterion
from tests.factories.certification import (
    ApplicationFactory,
    AssessmentFactory,
    CommitteeFactory,
    DecisionFactory,
    ExpertAssessmentFactory,
    MeetingFactory,
    MembershipFactory,
    PostFactory,
    RecommendationFactory,
    SeatFactory,
    UserFactory,
)
from tests.factories.standards import EditionFactory, OperatorFactory, SchemeFactory, make_standard

pytestmark = pytest.mark.django_db
EVALUATED = ApplicationStatus.AWAITING_COMMITTEE
NA = "not applicable"


@pytest.fixture
def edition():
    scheme = SchemeFactory(code="owes")
    return EditionFactory(
        scheme=scheme,
        version=make_standard(4, 2, scheme=scheme),
        operator=OperatorFactory(is_national=True),
    )


def fill(assessment, levels):
    """Answer some criteria; what is left out stays unanswered."""
    now = timezone.now()
    criteria = {
        row.key: row for row in Criterion.objects.filter(version=assessment.application.version)
    }
    Answer.objects.bulk_create(
        Answer(
            assessment=assessment,
            criterion=criteria[key],
            value=None if level == NA else level,
            not_applicable=level == NA,
            changed_by=assessment.author,
            changed_at=now,
        )
        for key, level in levels.items()
    )


def evaluated_case(edition, own, *experts, status=EVALUATED, sent=True):
    """Make a case with a self-assessment and a score card of each expert."""
    application = ApplicationFactory(edition=edition, status=status)
    fill(AssessmentFactory(application=application), own)
    for levels in experts:
        card = ExpertAssessmentFactory(assignment__application=application)
        fill(card, levels)
        if sent:
            card.status, card.submitted_at = AssessmentStatus.SUBMITTED, timezone.now()
            card.save()
    return application


def told(lesson):
    def rounded(value):
        return None if value is None else round(value, 3)

    return (
        lesson.code,
        lesson.cases,
        *map(
            rounded,
            (
                lesson.own,
                lesson.experts,
                lesson.difference,
                lesson.misread,
                lesson.spread,
                lesson.not_applicable,
            ),
        ),
    )


def test_the_most_often_misread_criterion_comes_first(edition):
    for _ in range(FEWEST_CASES):
        evaluated_case(
            edition,
            {"a01": 1, "a02": 2, "b01": 2, "b02": NA},
            {"a01": 1, "a02": 1, "b01": 0, "b02": NA},
            {"a01": 1, "a02": 2, "b01": 0, "b02": 1},
        )

    lessons = lessons_of(edition.version)

    assert lessons.cases == FEWEST_CASES
    assert [told(lesson) for lesson in lessons.criteria] == [
        ("B01", 5, 2, 0, 2, 1, 0, 0),
        ("A02", 5, 2, 1.5, 0.5, 0.25, 1, 0),
        ("A01", 5, 1, 1, 0, 0, 0, 0),
        ("B02", 0, None, None, None, None, 0, 0.5),
    ]
    assert [lesson.code for lesson in lessons.most_misread] == ["B01", "A02"]


def test_readings_above_and_below_do_not_hide_each_other(edition):
    for own, expert in ((2, 0), (0, 2), (2, 0), (0, 2), (2, 0), (0, 2)):
        evaluated_case(edition, {"b01": own}, {"b01": expert})

    first = lessons_of(edition.version).criteria[0]

    assert (first.code, first.difference, first.misread, first.signed) == ("B01", 0, 1, "0,0")


def test_fewer_than_five_cases_tell_nothing(edition):
    for _ in range(FEWEST_CASES - 1):
        evaluated_case(edition, {"b01": 2}, {"b01": 0})

    lessons = lessons_of(edition.version)

    assert (lessons.cases, lessons.are_enough, lessons.criteria) == (4, False, ())


def test_a_criterion_with_few_answers_tells_nothing_where_others_do(edition):
    for n in range(FEWEST_CASES):
        own = {"a02": 2, "b01": 2} if n else {"a02": 2}
        evaluated_case(edition, own, {"a02": 1, "b01": 0} if n else {"a02": 1})

    lessons = {lesson.code: lesson for lesson in lessons_of(edition.version).criteria}

    assert told(lessons["A02"])[1:6] == (5, 2, 1, 1, 0.5)
    assert told(lessons["B01"]) == ("B01", 4, *[None] * 6)


@pytest.mark.parametrize(
    ("status", "sent"),
    [
        (ApplicationStatus.EVALUATION, True),
        (ApplicationStatus.WITHDRAWN, True),
        (EVALUATED, False),
    ],
)
def test_cases_not_evaluated_to_the_end_are_left_out(edition, status, sent):
    for _ in range(FEWEST_CASES):
        evaluated_case(edition, {"b01": 2}, {"b01": 0}, status=status, sent=sent)

    assert lessons_of(edition.version).cases == 0


def test_cases_of_another_version_are_left_out(edition):
    other = EditionFactory(
        scheme=edition.scheme, version=make_standard(4, 2, scheme=edition.scheme, version="2027.1")
    )
    for _ in range(FEWEST_CASES):
        evaluated_case(other, {"b01": 2}, {"b01": 0})

    assert (lessons_of(edition.version).cases, lessons_of(other.version).cases) == (0, 5)


def people(edition):
    def holder(role, operator=edition.operator):
        return PostFactory(role=role, operator=operator).person

    return {
        "nobody": UserFactory(),
        "applicant": MembershipFactory().person,
        "member": SeatFactory(committee__operator=edition.operator).person,
        **{str(role.value): holder(role) for role in PostRole},
        "authority elsewhere": holder(PostRole.AUTHORITY, OperatorFactory(is_national=True)),
        "standards elsewhere": holder(PostRole.STANDARDS, OperatorFactory(is_national=True)),
    }


def test_only_keepers_and_authorities_of_the_scheme_see_it(client, edition):
    url = "/learning/owes/2026.1/"
    answers = {"visitor": client.get(url).status_code}

    for role, person in people(edition).items():
        client.force_login(person)
        answers[role] = client.get(url).status_code

    assert answers == {
        "visitor": 302,
        "nobody": 403,
        "applicant": 403,
        "member": 403,
        "secretariat": 403,
        "assessor": 403,
        "observer": 403,
        "authority": 200,
        "standards": 200,
        "authority elsewhere": 403,
        "standards elsewhere": 403,
    }


def test_the_version_leads_there_only_those_who_may(client, edition):
    link = b'href="/learning/owes/2026.1/"'
    found = {}
    for role, person in people(edition).items():
        client.force_login(person)
        found[role] = link in client.get("/standards/owes/2026.1/").content
    client.logout()

    assert link not in client.get("/standards/owes/2026.1/").content
    assert [role for role, leads in found.items() if leads] == ["authority", "standards"]


def test_a_draft_has_nothing_to_teach(client, edition):
    make_standard(4, 2, scheme=edition.scheme, version="2027.1", published=False)
    client.force_login(PostFactory(role=PostRole.STANDARDS, operator=edition.operator).person)

    assert client.get("/learning/owes/2027.1/").status_code == 404


def test_the_page_says_figures_in_chart_and_table(client, edition):
    for _ in range(FEWEST_CASES):
        evaluated_case(edition, {"a02": 2, "b01": 0}, {"a02": 1, "b01": 2})
    client.force_login(PostFactory(role=PostRole.STANDARDS, operator=edition.operator).person)

    page = client.get("/learning/owes/2026.1/", headers={"accept-language": "pl"})

    text = page.content.decode()
    assert [(line.lesson.code, line.own, line.experts) for line in page.context["chart"]] == [
        ("B01", "4.0%", "96.0%"),
        ("A02", "96.0%", "50.0%"),
    ]
    assert ("5 ocenionych spraw" in text, "100%" in text, "−2,0" in text, "+1,0" in text) == (
        True,
        True,
        True,
        True,
    )
    assert text.count("za mało spraw") == 8


def settled_appeal(edition, committee, criterion, *, is_right):
    recommendation = RecommendationFactory(
        item__application__edition=edition,
        item__application__status=ApplicationStatus.REFUSED,
        item__meeting=MeetingFactory(committee=committee),
    )
    first, second = (
        DecisionFactory(recommendation=recommendation, granted=False, kind=kind)
        for kind in ("first", "reconsideration")
    )
    appeal = Appeal.objects.create(
        decision=first,
        filed_by=first.application.created_by,
        filed_at=timezone.now(),
        served_on=timezone.localdate(),
        due_on=timezone.localdate(),
        grounds="Nie zgadzamy się.",
        status="kept",
        settlement=second,
    )
    AppealPoint.objects.create(
        appeal=appeal, criterion=criterion, grounds="-", is_right=is_right, finding="-"
    )


def test_contests_won_are_told_once_there_are_enough_of_them(client, edition):
    for _ in range(FEWEST_CASES):
        evaluated_case(edition, {"a02": 2, "b01": 0}, {"a02": 1, "b01": 2})
    committee = CommitteeFactory(operator=edition.operator, scheme=edition.scheme)
    b01, a02 = (edition.version.criteria.get(key=key) for key in ("b01", "a02"))
    for number in range(FEWEST_CASES):
        settled_appeal(edition, committee, b01, is_right=number < 2)
    settled_appeal(edition, committee, a02, is_right=True)

    told = {
        lesson.code: (lesson.contested, lesson.won)
        for lesson in lessons_of(edition.version).criteria
    }
    client.force_login(PostFactory(role=PostRole.STANDARDS, operator=edition.operator).person)
    text = client.get("/learning/owes/2026.1/", headers={"accept-language": "pl"}).text

    assert (told["B01"], told["A02"]) == ((5, 2), (None, None))
    assert "2 z 5" in text.replace("\u00a0", " ")


def test_a_page_without_enough_cases_says_so(client, edition):
    evaluated_case(edition, {"a02": 2}, {"a02": 1})
    client.force_login(PostFactory(role=PostRole.STANDARDS, operator=edition.operator).person)

    page = client.get("/learning/owes/2026.1/", headers={"accept-language": "pl"})

    text = page.content.decode()
    assert ("<h2>Za mało spraw</h2>" in text, "<table" in text) == (True, False)


def test_the_page_needs_the_same_queries_for_five_cases_and_for_fifteen(client, edition):
    client.force_login(PostFactory(role=PostRole.STANDARDS, operator=edition.operator).person)
    counts = []
    for cases in (FEWEST_CASES, 2 * FEWEST_CASES):
        for _ in range(cases):
            evaluated_case(edition, {"a02": 2, "b01": 1}, {"a02": 1}, {"a02": 0})
        with CaptureQueriesContext(connection) as queries:
            client.get("/learning/owes/2026.1/")
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert Answer.objects.filter(assessment__kind=AssessmentKind.SELF).count() == 30


def test_a_long_list_is_paged(client, edition, monkeypatch):
    monkeypatch.setattr(learning, "CRITERIA_A_PAGE", 3)
    for _ in range(FEWEST_CASES):
        evaluated_case(edition, {"a02": 2, "b01": 0}, {"a02": 1, "b01": 2})
    client.force_login(PostFactory(role=PostRole.STANDARDS, operator=edition.operator).person)

    pages = [client.get("/learning/owes/2026.1/", {"page": page}) for page in ("1", "2")]

    assert [[lesson.code for lesson in page.context["page"]] for page in pages] == [
        ["B01", "A02", "A01"],
        ["B02"],
    ]
