"""The history in sentences: who reads what, merged edits, filters, pages."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from guardian.shortcuts import assign_perm

from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import Answer, CaseEvent, Side
from certification.operations.case import log_event
from certification.permissions import EXPERT_RIGHTS
from tests.factories.certification import (
    AssignmentFactory,
    ExpertAssessmentFactory,
    make_case,
)

pytestmark = pytest.mark.django_db
EVIL = '<script>alert("x")</script>'
S = AssignmentStatus
QUERIES_OF_THE_HISTORY = 12


def case_page(client, person, application):
    client.force_login(person)
    return client.get(f"/cases/{application.number}/", headers={"accept-language": "en"})


def history_page(client, person, application, **query):
    client.force_login(person)
    return client.get(
        f"/cases/{application.number}/history/", query, headers={"accept-language": "en"}
    )


def lines(response):
    return [line for _day, group in response.context["days"] for line in group]


def expert_of(application, status=S.ACCEPTED, name="Adam Nowicki"):
    assignment = AssignmentFactory(application=application, status=status, person__name=name)
    if status in (S.ACCEPTED, S.COMPLETED):
        for right in EXPERT_RIGHTS:
            assign_perm(right, assignment.person, application)
    return assignment


@pytest.mark.parametrize("rows", [1, 50])
def test_the_history_keeps_its_number_of_queries(client, django_assert_num_queries, rows):
    case = make_case(ApplicationStatus.EVALUATION)
    for _ in range(rows):
        person = expert_of(case.application, S.COMPLETED).person
        log_event(
            case.application, "score_card_sent", by=person, side=Side.EXPERT, person=person.pk
        )
    client.force_login(case.secretary)

    with django_assert_num_queries(QUERIES_OF_THE_HISTORY):
        response = client.get(f"/cases/{case.application.number}/history/")

    assert len(lines(response)) == min(rows + 1, 30)


def test_the_applicant_reads_the_own_side_and_no_names_of_others(client):
    case = make_case(ApplicationStatus.EVALUATION, answered=False)
    application = case.application
    expert = expert_of(application, S.COMPLETED, name="Adam Nowicki").person
    case.secretary.name = "Marta Wilk"
    case.secretary.save()
    log_event(application, "submitted", by=case.signer, side=Side.APPLICANT)
    log_event(application, "formally_checked", by=case.secretary, side=Side.SECRETARIAT,
              reason="Wszystko się zgadza.", outcome="accept", gaps=0)  # fmt: skip
    log_event(application, "score_card_sent", by=expert, side=Side.EXPERT,
              seen_by_applicant=False, person=expert.pk)  # fmt: skip

    own = lines(history_page(client, case.signer, application))
    staff = lines(history_page(client, case.secretary, application))

    assert [(line.text, line.who, line.reason) for line in own] == [
        ("Formal check: accepted for evaluation", "", "Wszystko się zgadza."),
        ("The application was sent", str(case.signer), ""),
    ]
    assert [(line.text, line.who) for line in staff] == [
        ("A score card was sent: Adam Nowicki", "Adam Nowicki"),
        ("Formal check: accepted for evaluation", "Marta Wilk"),
        ("The application was sent", str(case.signer)),
    ]


def test_an_expert_reads_the_own_work_and_not_that_of_other_experts(client):
    case = make_case(ApplicationStatus.EVALUATION, answered=False)
    cards = [
        ExpertAssessmentFactory(assignment=expert_of(case.application, name=name))
        for name in ("Adam Nowicki", "Barbara Lis")
    ]
    for card in cards:
        fill(card, card.author, values=[1])
        log_event(case.application, "score_card_sent", by=card.author, side=Side.EXPERT,
                  seen_by_applicant=False, person=card.author.pk)  # fmt: skip

    response = history_page(client, cards[0].author, case.application)

    assert sorted(line.text for line in lines(response)) == [
        "1 criterion was edited in a score card",
        "A score card was sent: Adam Nowicki",
    ]
    assert "Barbara Lis" not in response.content.decode()


def fill(assessment, by, values, criterion=None):
    """Save an answer several times, as the pages do, each time with a row of history."""
    criterion = criterion or assessment.application.version.criteria.order_by("position").first()
    answer = Answer.objects.filter(assessment=assessment, criterion=criterion).first() or Answer(
        assessment=assessment, criterion=criterion
    )
    for value in values:
        answer.value, answer.changed_by, answer.changed_at = value, by, timezone.now()
        answer._history_user = by
        answer.save()


def test_edits_of_one_person_within_a_quarter_of_an_hour_are_one_line(client):
    case = make_case(answered=False)
    first, second = case.application.version.criteria.order_by("position")[:2]
    with time_machine.travel("2026-05-04 10:00+02:00", tick=False) as clock:
        fill(case.assessment, case.signer, [1], first)
        clock.shift(timedelta(minutes=16))
        fill(case.assessment, case.signer, [0, 1, 0], first)
        fill(case.assessment, case.signer, [2], second)
        fill(case.assessment, case.editor, [1], first)

    found = lines(history_page(client, case.signer, case.application))

    assert sorted(
        (line.text, line.who, [(edit.code, edit.before, edit.after) for edit in line.edits])
        for line in found
    ) == sorted(
        [
            ("1 answer was changed", str(case.editor), [(first.code, "0", "1")]),
            (
                "2 answers were changed",
                str(case.signer),
                [(first.code, "1", "0"), (second.code, "", "2")],
            ),
            ("1 answer was changed", str(case.signer), [(first.code, "", "1")]),
        ]
    )


def test_scores_never_appear_in_the_history(client):
    case = make_case(ApplicationStatus.EVALUATION, answered=False)
    card = ExpertAssessmentFactory(assignment=expert_of(case.application))
    fill(card, card.author, [0, 1])

    (line,) = lines(history_page(client, case.secretary, case.application))

    assert [(edit.before, edit.after) for edit in line.edits] == [("", "")]
    assert lines(history_page(client, case.signer, case.application)) == []


@pytest.mark.parametrize("edits_at_most", [1000, 20])
def test_older_entries_follow_without_gap_or_repetition(client, monkeypatch, edits_at_most):
    monkeypatch.setattr("certification.case_history.EDITS_AT_MOST", edits_at_most)
    case = make_case(answered=False)
    criteria = list(case.application.version.criteria.order_by("position"))
    with time_machine.travel("2026-05-04 10:00+02:00", tick=False) as clock:
        for number in range(35):
            clock.shift(timedelta(minutes=4))
            log_event(case.application, "changed", by=case.signer, side=Side.APPLICANT, fields=[])
            fill(case.assessment, case.signer, [number % 2], criteria[number % len(criteria)])

    pages, page = [], ""
    while True:
        response = history_page(client, case.signer, case.application, page=page)
        pages.append([line.mark for line in lines(response)])
        if not response.context["older"]:
            break
        page = response.context["older"].removeprefix("page=")

    marks = [mark for group in pages for mark in group]
    assert max(len(group) for group in pages) <= 30
    assert marks == sorted(set(marks), reverse=True)
    assert sum(mark.rank for mark in marks) == 35
    edited = {
        int(moment.timestamp()) // 900
        for moment in Answer.history.values_list("history_date", flat=True)
    }
    assert len(marks) - 35 == len(edited)


def test_filters_keep_a_side_a_kind_and_days(client):
    case = make_case(ApplicationStatus.EVALUATION, answered=False)
    application = case.application
    with time_machine.travel("2026-05-04 10:00+02:00", tick=False):
        log_event(application, "opened", by=case.signer, side=Side.APPLICANT, carried_over=0)
    with time_machine.travel("2026-05-06 10:00+02:00", tick=False):
        log_event(application, "submitted", by=case.signer, side=Side.APPLICANT)
        log_event(application, "experts_assigned", by=case.secretary, side=Side.SECRETARIAT,
                  experts=2, is_third_opinion=False)  # fmt: skip

    questions = (
        {"side": "secretariat"},
        {"kind": "state"},
        {"since": "2026-05-05"},
        {"side": "expert"},
        {"side": "nobody"},
    )
    found = {}
    for question in questions:
        response = history_page(client, case.secretary, application, **question)
        found[str(question)] = [line.text for line in lines(response)]

    assert found == {
        "{'side': 'secretariat'}": ["2 experts were assigned"],
        "{'kind': 'state'}": ["The application was sent", "The application was begun"],
        "{'since': '2026-05-05'}": ["2 experts were assigned", "The application was sent"],
        "{'side': 'expert'}": [],
        "{'side': 'nobody'}": [
            "2 experts were assigned",
            "The application was sent",
            "The application was begun",
        ],
    }


def test_the_csv_holds_the_same_entries(client):
    case = make_case(answered=False)
    log_event(case.application, "withdrawn", by=case.signer, side=Side.APPLICANT, reason="=1+1")
    client.force_login(case.signer)

    response = client.get(f"/cases/{case.application.number}/history.csv")

    rows = list(csv.reader(io.StringIO(response.content.decode())))
    assert [row[4] for row in rows[1:]] == ["'=1+1"]
    assert [row[3] for row in rows[1:]] == [str(case.signer)]
    assert response.headers["Cache-Control"] == "private, no-store"


def test_names_and_reasons_are_escaped(client):
    case = make_case(ApplicationStatus.EVALUATION, answered=False)
    case.application.applicant.name = EVIL
    case.application.applicant.save()
    case.signer.name = EVIL
    case.signer.save()
    expert_of(case.application, name=EVIL)
    log_event(case.application, "evidence_added", by=case.signer, side=Side.APPLICANT,
              reason=EVIL, criterion="A01", name=EVIL)  # fmt: skip

    texts = [
        case_page(client, case.secretary, case.application).content.decode(),
        history_page(client, case.secretary, case.application).content.decode(),
    ]

    assert [EVIL in text for text in texts] == [False, False]
    assert all("&lt;script&gt;" in text for text in texts)


def test_entries_can_only_be_read(client):
    case = make_case(ApplicationStatus.EVALUATION, answered=False)
    client.force_login(case.secretary)

    assert client.post(f"/cases/{case.application.number}/history/").status_code == 405
    assert not CaseEvent.objects.exists()
