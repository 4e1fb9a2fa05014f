"""The self-assessment through its pages: saving, conflicts, locks, and who may come in."""

import re
from datetime import date
from http import HTTPStatus

import pytest
from django.urls import reverse

from certification.lifecycle import ApplicationStatus
from certification.models import Answer, RefusedEdit
from certification.operations.answers import save_answer
from tests.factories.certification import (
    CompletionCallFactory,
    FormalCheckFactory,
    GapFactory,
    MembershipFactory,
    make_case,
)

pytestmark = pytest.mark.django_db


def section_url(case, code="A"):
    return reverse("certification:assessment_section", args=[case.application.number, code])


def field_url(case, key="a02", field="justification"):
    return reverse("certification:answer_field", args=[case.application.number, "A", key, field])


def values():
    return {
        answer.criterion.key: (answer.value, answer.justification)
        for answer in Answer.objects.select_related("criterion")
    }


def called_for_completion(key="a02"):
    case = make_case(ApplicationStatus.COMPLETION_CALLED)
    check = FormalCheckFactory(application=case.application, outcome="call")
    call = CompletionCallFactory(check_made=check)
    GapFactory(call=call, criterion_key=key, text="Podaj liczbę godzin.")
    return case, call


def test_the_first_gap_is_open_and_the_others_are_not(client):
    case = make_case()
    Answer.objects.filter(criterion__key="a02").update(value=None)
    client.force_login(case.editor)

    page = client.get(section_url(case)).content.decode()

    assert '<details class="crit" id="a02" open>' in page
    assert '<details class="crit" id="a01">' in page


def test_a_section_is_saved_as_a_whole_without_scripts(client):
    case = make_case(answered=False)
    client.force_login(case.editor)

    answer = client.post(
        section_url(case),
        {
            "act": "next",
            "value-a01": "1",
            "seen-value-a01": "0",
            "justification-a01": "",
            "seen-justification-a01": "0",
            "value-a02": "1",
            "seen-value-a02": "0",
            "justification-a02": "Od 2023 r. prowadzimy rejestr.",
            "seen-justification-a02": "0",
        },
    )

    assert (answer.status_code, answer.url) == (HTTPStatus.FOUND, section_url(case, "B"))
    assert values() == {"a01": (1, ""), "a02": (1, "Od 2023 r. prowadzimy rejestr.")}
    assert set(Answer.objects.values_list("changed_by", flat=True)) == {case.editor.pk}


def test_a_field_is_saved_alone_and_answers_with_the_new_version_and_score(client):
    case = make_case(answered=False)
    client.force_login(case.editor)

    answer = client.post(field_url(case, field="value"), {"value-a02": "2", "seen-value-a02": "0"})

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.OK
    assert 'name="seen-value-a02" value="1"' in page
    assert "25 / 50" in page
    assert values() == {"a02": (2, "")}


def test_two_tabs_saving_the_same_answer_overwrite_nothing(client):
    case = make_case(answered=False)
    client.force_login(case.editor)
    first = {"justification-a02": "Pierwsza karta.", "seen-justification-a02": "0"}
    client.post(field_url(case), first)

    second = {"justification-a02": "Druga karta.", "seen-justification-a02": "0"}
    answer = client.post(field_url(case), second)

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.CONFLICT
    assert answer["HX-Retarget"] == "#conflict-a02"
    assert ("Pierwsza karta." in page, "Druga karta." in page) == (True, True)
    assert values() == {"a02": (None, "Pierwsza karta.")}
    assert list(RefusedEdit.objects.values_list("field", "text", "by")) == [
        ("justification", "Druga karta.", case.editor.pk)
    ]


def test_both_levels_of_a_conflict_are_shown_in_words(client):
    case = make_case(answered=False)
    client.force_login(case.editor)
    levels = {
        one.value: one.label
        for one in case.application.version.criteria.get(key="a02").scale.levels.all()
    }
    client.post(field_url(case, field="value"), {"value-a02": "2", "seen-value-a02": "0"})

    answer = client.post(field_url(case, field="value"), {"value-a02": "0", "seen-value-a02": "0"})

    shown = re.findall("<dd>(.*?)</dd>", answer.content.decode())
    assert (answer.status_code, shown) == (HTTPStatus.CONFLICT, [levels[0], levels[2]])


def test_another_field_of_the_same_answer_is_no_conflict(client):
    case = make_case(answered=False)
    client.force_login(case.editor)
    client.post(field_url(case, field="value"), {"value-a02": "2", "seen-value-a02": "0"})

    answer = client.post(
        field_url(case), {"justification-a02": "Opis.", "seen-justification-a02": "0"}
    )

    assert answer.status_code == HTTPStatus.OK
    assert values() == {"a02": (2, "Opis.")}


def test_the_same_text_sent_twice_is_no_conflict(client):
    case = make_case(answered=False)
    client.force_login(case.editor)
    data = {"justification-a02": "Opis.", "seen-justification-a02": "0"}
    client.post(field_url(case), data)

    answer = client.post(field_url(case), data)

    assert answer.status_code == HTTPStatus.OK
    assert RefusedEdit.objects.count() == 0


def conflicting_section(case):
    return {
        "value-a01": "0",
        "seen-value-a01": "0",
        "justification-a01": "Nowy opis pierwszego kryterium.",
        "seen-justification-a01": "0",
        "justification-a02": "Moja wersja.",
        "seen-justification-a02": "0",
    }


def with_saved_by_somebody_else(case):
    criterion = case.application.version.criteria.get(key="a02")
    save_answer(
        assessment=case.assessment,
        criterion=criterion,
        field="justification",
        data="Wersja w systemie.",
        seen=0,
        by=case.signer,
    )


def test_a_whole_section_saves_all_but_the_field_that_changed_meanwhile(client):
    case = make_case(answered=False)
    with_saved_by_somebody_else(case)
    client.force_login(case.editor)

    answer = client.post(section_url(case), {"act": "save", **conflicting_section(case)})

    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Moja wersja." in answer.content.decode()
    assert values() == {
        "a01": (0, "Nowy opis pierwszego kryterium."),
        "a02": (None, "Wersja w systemie."),
    }
    assert list(RefusedEdit.objects.values_list("text", flat=True)) == ["Moja wersja."]


@pytest.mark.parametrize(
    ("act", "kept"), [("mine", "Moja wersja."), ("theirs", "Wersja w systemie.")]
)
def test_a_person_settles_a_conflict_by_choosing_a_version(client, act, kept):
    case = make_case(answered=False)
    with_saved_by_somebody_else(case)
    client.force_login(case.editor)

    answer = client.post(
        section_url(case),
        {
            "act": f"{act}:justification:a02",
            "mine-justification-a02": "Moja wersja.",
            "over-justification-a02": "1",
            **conflicting_section(case),
        },
    )

    assert (answer.status_code, answer.url) == (
        HTTPStatus.FOUND,
        f"{section_url(case)}?open=a02#a02",
    )
    assert values()["a02"] == (None, kept)


def test_both_versions_can_be_joined_by_hand(client):
    case = make_case(answered=False)
    with_saved_by_somebody_else(case)
    client.force_login(case.editor)

    answer = client.post(
        section_url(case),
        {
            "act": "merge:justification:a02",
            "mine-justification-a02": "Moja wersja.",
            **conflicting_section(case),
        },
    )

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.OK
    assert "Wersja w systemie.\n\n---\n\nMoja wersja.</textarea>" in page
    assert values()["a02"] == (None, "Wersja w systemie.")


@pytest.mark.parametrize("status", [ApplicationStatus.SUBMITTED, ApplicationStatus.EVALUATION])
def test_a_sent_self_assessment_is_locked_and_hands_the_text_back(client, status):
    case = make_case(status)
    before = values()
    client.force_login(case.editor)

    field = client.post(
        field_url(case), {"justification-a02": "Za późno.", "seen-justification-a02": "0"}
    )
    section = client.post(section_url(case), {"act": "save", "justification-a02": "Za późno."})

    assert (field.status_code, section.status_code) == (HTTPStatus.LOCKED, HTTPStatus.LOCKED)
    assert "Za późno.</textarea>" in field.content.decode()
    assert "Za późno." in section.content.decode()
    assert values() == before


def test_only_the_criteria_of_a_call_can_be_changed_while_gaps_are_completed(client):
    case, _call = called_for_completion("a02")
    before = values()
    client.force_login(case.editor)

    named = client.post(
        field_url(case), {"justification-a02": "6 godzin.", "seen-justification-a02": "0"}
    )
    other = client.post(
        field_url(case, key="a01"), {"justification-a01": "Inne.", "seen-justification-a01": "0"}
    )

    assert (named.status_code, other.status_code) == (HTTPStatus.OK, HTTPStatus.LOCKED)
    assert values() == before | {"a02": (before["a02"][0], "6 godzin.")}


def test_after_the_day_of_the_call_nothing_can_be_changed(client):
    case, call = called_for_completion("a02")
    before = values()
    client.force_login(case.editor)
    call.due_on = date(2026, 1, 1)
    call.save()

    answer = client.post(
        field_url(case), {"justification-a02": "Spóźnione.", "seen-justification-a02": "0"}
    )

    assert answer.status_code == HTTPStatus.LOCKED
    assert values() == before


def test_the_page_shows_what_the_call_asks_beside_the_criterion(client):
    case, _call = called_for_completion("a02")
    client.force_login(case.editor)

    page = client.get(section_url(case)).content.decode()

    assert "Podaj liczbę godzin." in page
    assert 'name="justification-a02"' in page
    assert 'name="justification-a01"' not in page


@pytest.mark.parametrize("typed", ["7", "-1", "x", "na", "2.0", "٢"])
def test_a_level_outside_the_scale_is_refused(client, typed):
    case = make_case(answered=False)
    client.force_login(case.editor)

    answer = client.post(
        field_url(case, field="value"), {"value-a02": typed, "seen-value-a02": "0"}
    )

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert values() == {}


def test_does_not_apply_is_accepted_only_where_the_standard_allows_it(client):
    case = make_case(answered=False)
    client.force_login(case.editor)
    url = reverse("certification:answer_field", args=[case.application.number, "B", "b02", "value"])

    answer = client.post(url, {"value-b02": "na", "seen-value-b02": "0"})

    assert answer.status_code == HTTPStatus.OK
    assert list(Answer.objects.values_list("not_applicable", "value")) == [(True, None)]


def test_a_reader_sees_the_answers_and_cannot_change_them(client):
    case = make_case()
    before = values()
    client.force_login(case.reader)

    page = client.get(section_url(case))
    whole = client.post(section_url(case), {"act": "save", "justification-a02": "Zmiana."})
    field = client.post(field_url(case), {"justification-a02": "Zmiana."})

    assert page.status_code == HTTPStatus.OK
    assert "<textarea" not in page.content.decode()
    assert (whole.status_code, field.status_code) == (HTTPStatus.FORBIDDEN, HTTPStatus.FORBIDDEN)
    assert values() == before


def test_a_section_or_criterion_that_does_not_exist_is_not_found(client):
    case = make_case()
    client.force_login(case.editor)

    answers = [
        client.get(section_url(case, "Z")),
        client.post(field_url(case, key="no-such"), {}),
        client.post(field_url(case, field="note"), {}),
        client.post(field_url(case, key="b01"), {}),
    ]

    assert [one.status_code for one in answers] == [HTTPStatus.NOT_FOUND] * 4


def test_a_member_whose_role_has_ended_sees_nothing(client):
    case = make_case()
    former = MembershipFactory(organisation=case.application.applicant, until="2021-01-01").person
    client.force_login(former)

    assert client.get(section_url(case)).status_code == HTTPStatus.NOT_FOUND
