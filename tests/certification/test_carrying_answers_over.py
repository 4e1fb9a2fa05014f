"""A draft on another version: what stays, waits or is proposed, and that nothing is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.completeness import what_is_missing
from certification.errors.applicant import AnswerLocked, ApplicationIncomplete, CriterionNotAsked
from certification.errors.versions import (
    NothingToConfirm,
    OnlyDraftsMove,
    SourceUnknown,
    VersionNotOffered,
)
from certification.lifecycle import ApplicationStatus
from certification.models import Answer, Application, Assessment, CaseEvent, Evidence
from certification.operations.answers import save_answer, save_answers
from certification.operations.applications import submit
from certification.operations.confirming import confirm_answers, take_answer_over
from certification.operations.evidence import show_evidence_again, withdraw_evidence
from certification.operations.moving import move_to_version
from standards.models import Criterion
from tests.factories.carrying import bind, next_version, said
from tests.factories.certification import DeclarationFactory, EvidenceFactory, make_case
from tests.factories.standards import EditionFactory, SchemeFactory, make_standard

pytestmark = pytest.mark.django_db
WORDS = "Robimy tak od dwóch lat i mamy na to dokumenty."
CLARIFIED = {"text_pl": "Inaczej zapisane kryterium.", "text_en": "Worded otherwise."}


def a_draft(**fields):
    """Make a draft on 2026.1, sections A and B, criteria a01, a02, b01, b02, all answered."""
    scheme = SchemeFactory()
    first = make_standard(criteria=4, sections=2, scheme=scheme)
    return make_case(edition=EditionFactory(scheme=scheme, version=first), **fields)


def moved(case, number="2026.2", **edits):
    """Bind a next version to the call and move the draft to it."""
    edition = case.application.edition
    version = next_version(edition.version, number, **edits)
    bind(edition, version)
    return move(case, version)


def move(case, version):
    case.application = move_to_version(
        application=case.application, version=version, by=case.editor
    )
    case.assessment = Assessment.objects.get(application=case.application, kind="self")
    return version


def criterion(case, key):
    return Criterion.objects.get(version=case.application.version, key=key)


def answer(case, key, value, words=WORDS):
    save_answers(
        assessment=case.assessment,
        answers=[{"criterion": criterion(case, key), "value": value, "justification": words}],
        by=case.editor,
    )


def test_unchanged_answers_stay_and_changed_ones_wait_for_a_confirmation():
    case = a_draft()
    answer(case, "b01", 1)

    moved(
        case,
        changed={"a02": CLARIFIED, "b01": {"text_pl": "kryterium b01, jest spełnione"}},
        dropped=("b02",),
        added=("b03",),
    )

    assert said(case.assessment) == {
        "a01": (1, "", False),
        "a02": (2, "", True),
        "b01": (1, WORDS, False),
    }
    missing = [one for one in what_is_missing(case.application) if one.criterion]
    assert [one.criterion.key for one in missing] == ["a02", "b03"]


def test_the_checklist_of_the_version_before_is_kept_whole():
    case = a_draft()
    answer(case, "b02", 1)
    before, first = said(case.assessment), case.assessment

    moved(case, changed={"a02": CLARIFIED}, dropped=("b02",))

    kept = Assessment.objects.get(pk=first.pk)
    assert (kept.kind, kept.version.version, said(kept)) == ("earlier", "2026.1", before)
    assert case.assessment.carried_from == kept
    with pytest.raises(AnswerLocked):
        save_answer(
            assessment=kept,
            criterion=Criterion.objects.get(version=kept.version, key="b02"),
            field="value",
            data=2,
            seen=1,
            by=case.editor,
        )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"weight": 30}, (2, "", True)),
        ({"gate": "minimum", "gate_value": 1}, (2, "", True)),
        ({"not_applicable_allowed": True}, (2, "", True)),
        ({"guidance_pl": "Więcej słów."}, (2, "", True)),
        ({"text_pl": "KRYTERIUM A02 jest spełnione"}, (2, "", False)),
    ],
)
def test_each_kind_of_change_decides_whether_an_answer_waits(change, expected):
    case = a_draft()

    moved(case, changed={"a02": change})

    assert said(case.assessment)["a02"] == expected


def test_a_level_that_the_new_scale_lacks_is_asked_again_and_its_words_are_kept():
    case = a_draft()
    answer(case, "b01", 2, WORDS)
    answer(case, "b02", 1, WORDS)

    moved(case, scales={"b01": "TN", "b02": "TN"})

    found = said(case.assessment)
    assert (found["b01"], found["b02"]) == ((None, WORDS, True), (1, WORDS, True))


def test_a_split_criterion_proposes_its_answer_to_each_part():
    case = a_draft()
    answer(case, "b01", 1)

    moved(case, split={"b01": ("b01-x", "b01-y")})

    found = said(case.assessment)
    assert (found["b01-x"], found["b01-y"]) == ((1, WORDS, True), (1, WORDS, True))


def test_merged_criteria_propose_what_they_agree_on_and_choose_nothing_else():
    case = a_draft()
    answer(case, "b01", 1, "Opis pierwszy, który wystarczy za wszystko.")
    answer(case, "b02", 2, "")

    moved(case, merged={"whole": ("b01", "b02")})

    assert "whole" not in said(case.assessment)
    take_answer_over(
        assessment=case.assessment, criterion=criterion(case, "whole"), source="b01", by=case.editor
    )
    expected = (1, "Opis pierwszy, który wystarczy za wszystko.", False)
    assert said(case.assessment)["whole"] == expected


def test_merged_criteria_that_agree_are_proposed_as_one():
    case = a_draft()
    answer(case, "b01", 1)
    answer(case, "b02", 1)

    moved(case, merged={"whole": ("b01", "b02")})

    assert said(case.assessment)["whole"] == (1, WORDS, True)


def test_only_an_answer_to_one_of_its_sources_is_taken_over():
    case = a_draft()
    moved(case, merged={"whole": ("b01", "b02")})

    with pytest.raises(SourceUnknown):
        take_answer_over(
            assessment=case.assessment,
            criterion=criterion(case, "whole"),
            source="a01",
            by=case.editor,
        )


def test_a_draft_is_sent_once_everything_is_confirmed():
    case = a_draft()
    DeclarationFactory(application=case.application)
    moved(case, changed={"a02": CLARIFIED, "b01": CLARIFIED})

    with pytest.raises(ApplicationIncomplete):
        submit(application=case.application, by=case.signer)
    confirm_answers(
        assessment=case.assessment,
        criteria=[criterion(case, "a02"), criterion(case, "b01")],
        by=case.editor,
    )
    submit(application=case.application, by=case.signer)

    sent = Application.objects.get(pk=case.application.pk)
    assert (sent.status, sent.version.version) == (ApplicationStatus.SUBMITTED, "2026.2")
    assert {key: waits for key, (_, _, waits) in said(case.assessment).items()} == {
        "a01": False, "a02": False, "b01": False, "b02": False,
    }  # fmt: skip


def test_only_what_waits_is_confirmed():
    case = a_draft()
    moved(case, changed={"a02": CLARIFIED})

    with pytest.raises(NothingToConfirm):
        confirm_answers(
            assessment=case.assessment,
            criteria=[criterion(case, "a02"), criterion(case, "b01")],
            by=case.editor,
        )

    assert said(case.assessment)["a02"] == (2, "", True)


def test_a_waiting_answer_still_waits_in_the_version_after_the_next():
    case = a_draft()
    moved(case, changed={"a02": CLARIFIED})

    moved(case, "2026.3", changed={"b01": CLARIFIED})

    waiting = {key for key, (_, _, waits) in said(case.assessment).items() if waits}
    assert waiting == {"a02", "b01"}


def test_coming_back_takes_the_checklist_up_again_with_what_was_said_meanwhile():
    case = a_draft()
    first = case.application.version
    answer(case, "b01", 1)
    moved(case, changed={"a02": CLARIFIED}, dropped=("b02",), added=("b03",))
    answer(case, "b01", 0, f"{WORDS} Nowe słowa.")
    answer(case, "a02", 1, "Odpowiedź na nowe brzmienie kryterium.")
    answer(case, "b03", 2, "")

    move(case, first)

    assert said(case.assessment) == {
        "a01": (1, "", False),
        "a02": (2, "", True),
        "b01": (0, f"{WORDS} Nowe słowa.", False),
        "b02": (2, "", False),
    }
    aside = Assessment.objects.get(application=case.application, kind="earlier")
    assert said(aside)["a02"] == (1, "Odpowiedź na nowe brzmienie kryterium.", True)
    assert said(aside)["b03"] == (2, "", False)


def test_coming_back_untouched_asks_for_nothing():
    case = a_draft()
    first, before = case.application.version, said(case.assessment)
    moved(case, changed={"a02": CLARIFIED, "b01": {"weight": 1}})

    move(case, first)

    assert said(case.assessment) == before


def test_there_and_back_and_there_again_keeps_what_was_said_there():
    case = a_draft()
    first = case.application.version
    second = moved(case, changed={"a02": CLARIFIED}, added=("b03",))
    answer(case, "b03", 1)
    move(case, first)

    move(case, second)

    assert said(case.assessment)["b03"] == (1, WORDS, False)
    assert Assessment.objects.filter(application=case.application).count() == 2


def test_evidence_goes_along_and_what_is_taken_back_there_is_taken_back_here():
    case = a_draft()
    first = case.application.version
    piece = EvidenceFactory(application=case.application, criterion=criterion(case, "b01"))
    other = EvidenceFactory(application=case.application, criterion=criterion(case, "b02"))
    moved(case, split={"b01": ("b01-x", "b01-y")})
    here = Evidence.objects.of_case(case.application).standing()
    shown = {one.criterion.key: one for one in here.select_related("criterion")}
    assert {key: one.document for key, one in shown.items()} == {
        "b01-x": piece.document,
        "b01-y": piece.document,
        "b02": other.document,
    }

    withdraw_evidence(evidence=shown["b02"], by=case.editor)
    show_evidence_again(evidence=shown["b01-x"], criterion=criterion(case, "a01"), by=case.editor)
    move(case, first)

    back = Evidence.objects.of_case(case.application).standing().select_related("criterion")
    assert {(one.criterion.key, one.document_id) for one in back} == {
        ("b01", piece.document_id),
        ("a01", piece.document_id),
    }


def test_a_sent_application_stays_where_it_is():
    case = a_draft(status=ApplicationStatus.SUBMITTED)
    version = next_version(case.application.version, "2026.2")
    bind(case.application.edition, version)

    with pytest.raises(OnlyDraftsMove):
        move_to_version(application=case.application, version=version, by=case.editor)

    assert Application.objects.get().version.version == "2026.1"
    assert Assessment.objects.count() == 1


def test_a_draft_moves_only_between_the_versions_of_its_call():
    case = a_draft()
    foreign = next_version(case.application.version, "2026.2")

    for version in (foreign, case.application.version):
        with pytest.raises(VersionNotOffered):
            move_to_version(application=case.application, version=version, by=case.editor)

    assert Application.objects.get().version.version == "2026.1"


def test_the_move_is_in_the_history_of_the_case_and_answers_of_the_old_version_are_refused():
    case = a_draft()
    old = criterion(case, "a02")
    moved(case, changed={"a02": CLARIFIED})

    event = CaseEvent.objects.get(kind="moved")
    assert (event.by, event.facts) == (case.editor, {"old": "2026.1", "new": "2026.2"})
    with pytest.raises(CriterionNotAsked):
        save_answer(
            assessment=case.assessment, criterion=old, field="value", data=1, seen=1, by=case.editor
        )


def test_who_answered_and_when_goes_along():
    case = a_draft()
    long_ago = timezone.now() - timedelta(days=90)
    Answer.objects.filter(criterion__key="a02").update(changed_at=long_ago, changed_by=case.signer)

    moved(case, changed={"a02": CLARIFIED})

    carried = Answer.objects.get(assessment=case.assessment, criterion__key="a02")
    assert (carried.changed_by, carried.changed_at) == (case.signer, long_ago)
    assert carried.history.get().history_user == case.editor
