"""An interpretation from draft to its end: four eyes, numbers, versions, never carried silently."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction

from standards.confirmations import waiting_in
from standards.errors import (
    ConfirmationNotAwaited,
    InterpretationAuthorPublishes,
    InterpretationChangedMeanwhile,
    InterpretationIsSettled,
    InterpretationMoveRefused,
    InterpretationReasonMissing,
    InterpretationReplacesWrong,
    InterpretationScopeWrong,
)
from standards.interpretations import holding_in, mark_of, search
from standards.lifecycle import (
    INTERPRETATION_MOVES,
    InterpretationStatus,
    ScopeState,
    require_interpretation_move,
)
from standards.models import Interpretation, InterpretationScope
from standards.operations.interpretations import (
    change_interpretation,
    confirm_interpretation,
    leave_interpretation_out,
    note_waiting,
    publish_interpretation,
    withdraw_interpretation,
)
from tests.factories.certification import UserFactory
from tests.factories.interpretations import (
    TEXT,
    draft_of,
    drop,
    published,
    reword,
    split,
    successor,
)
from tests.factories.standards import SchemeFactory, make_standard

pytestmark = pytest.mark.django_db
STATUSES = list(InterpretationStatus)


@pytest.fixture
def version():
    return make_standard(4, 2, scheme=SchemeFactory(certificate_prefix="OWES"), version="2026.1")


def holding(version):
    return {key: [str(one) for one in those] for key, those in holding_in(version).items()}


@pytest.mark.parametrize("target", STATUSES)
@pytest.mark.parametrize("source", STATUSES)
def test_every_move_follows_the_table(source, target):
    if target in INTERPRETATION_MOVES[source]:
        require_interpretation_move(source=source, target=target)
        return
    with pytest.raises(InterpretationMoveRefused):
        require_interpretation_move(source=source, target=target)


def test_a_draft_holds_nowhere_and_has_no_number(version):
    draft = draft_of(version)

    assert (str(draft), draft.status, holding(version)) == ("a02", "draft", {})


def test_the_second_person_publishes_it_under_the_next_number_of_the_year(version):
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Europe/Warsaw"))):
        numbers = [published(version).number, published(version, "a01").number]
    with time_machine.travel(datetime(2027, 1, 1, 0, 30, tzinfo=ZoneInfo("Europe/Warsaw"))):
        numbers.append(published(version, "b01").number)

    assert numbers == ["OWES/I/2026/01", "OWES/I/2026/02", "OWES/I/2027/01"]
    assert holding(version) == {"a02": numbers[:1], "a01": numbers[1:2], "b01": numbers[2:]}


def test_whoever_wrote_a_word_cannot_publish(version):
    first, second, third = UserFactory.create_batch(3)
    draft = draft_of(version, by=first)
    changed = change_interpretation(
        interpretation=draft, seen=1, versions=[version], texts=TEXT, by=second
    )

    for author in (first, second):
        with pytest.raises(InterpretationAuthorPublishes):
            publish_interpretation(interpretation=changed, seen=2, by=author)

    assert holding(version) == {}
    publish_interpretation(interpretation=changed, seen=2, by=third)
    assert list(holding(version)) == ["a02"]


def test_only_what_was_looked_at_is_published_or_changed(version):
    draft = draft_of(version)
    change_interpretation(
        interpretation=draft,
        seen=1,
        versions=[version],
        texts={**TEXT, "ruling_pl": "Tak, gdy są świadkowie."},
        by=draft.created_by,
    )

    with pytest.raises(InterpretationChangedMeanwhile):
        publish_interpretation(interpretation=draft, seen=1, by=UserFactory())
    with pytest.raises(InterpretationChangedMeanwhile):
        change_interpretation(
            interpretation=draft, seen=1, versions=[version], texts=TEXT, by=UserFactory()
        )

    kept = Interpretation.objects.get()
    assert (kept.status, kept.ruling_pl) == ("draft", "Tak, gdy są świadkowie.")


def test_what_is_published_never_changes(version):
    one = published(version)

    with pytest.raises(InterpretationIsSettled):
        change_interpretation(
            interpretation=one, seen=1, versions=[version], texts=TEXT, by=UserFactory()
        )
    with pytest.raises(InterpretationIsSettled):
        publish_interpretation(interpretation=one, seen=1, by=UserFactory())


def test_it_names_published_versions_in_which_the_criterion_stands(version):
    other = make_standard(4, 2, version="2026.1")
    unpublished = make_standard(4, 2, scheme=version.scheme, version="2026.9", published=False)

    for versions in (iter(()), [other], [unpublished]):
        with pytest.raises(InterpretationScopeWrong):
            draft_of(version, versions=versions)
    with pytest.raises(InterpretationScopeWrong):
        draft_of(version, "unknown")

    assert list(Interpretation.objects.all()) == []


def test_the_database_refuses_one_pair_of_eyes(version):
    one = published(version)

    with pytest.raises(IntegrityError), transaction.atomic():
        Interpretation.objects.filter(pk=one.pk).update(published_by=one.created_by)


def test_a_new_one_replaces_the_former_with_its_reasons(version):
    former = published(version)
    new = published(version, replaces=former, texts={"reasons_pl": "Zmieniły się przepisy."})

    former.refresh_from_db()
    assert (former.status, former.end_reason_pl) == ("superseded", "Zmieniły się przepisy.")
    assert holding(version) == {"a02": [new.number]}


def test_what_has_ended_or_reads_another_criterion_cannot_be_replaced(version):
    former = published(version)

    with pytest.raises(InterpretationReplacesWrong):
        draft_of(version, "a01", replaces=former)
    draft = draft_of(version, replaces=former)
    withdraw_interpretation(
        interpretation=former, reason_pl="Pomyłka.", reason_en="Mistake.", by=UserFactory()
    )
    with pytest.raises(InterpretationReplacesWrong):
        publish_interpretation(interpretation=draft, seen=1, by=UserFactory())

    assert Interpretation.objects.get(pk=draft.pk).status == "draft"


def test_withdrawing_needs_a_reason_in_both_languages(version):
    one = published(version)

    with pytest.raises(InterpretationReasonMissing):
        withdraw_interpretation(
            interpretation=one, reason_pl="Pomyłka.", reason_en=" ", by=UserFactory()
        )
    assert holding(version) == {"a02": [one.number]}

    withdraw_interpretation(
        interpretation=one, reason_pl="Pomyłka.", reason_en="Mistake.", by=UserFactory()
    )
    assert holding(version) == {}
    reasons = one.history.order_by("history_id").values_list("history_change_reason", flat=True)
    assert list(reasons) == [
        "draft_interpretation",
        "publish_interpretation",
        "withdrawn_interpretation",
    ]


@pytest.mark.parametrize(
    ("edit", "untouched", "keys"),
    [
        (lambda draft: None, True, ("a02",)),
        (reword("a02"), False, ("a02",)),
        (split("a02", "part-one", "part-two"), False, ("part-one", "part-two")),
    ],
    ids=["unchanged", "reworded", "split"],
)
def test_a_new_version_waits_for_a_person_and_shows_nothing_before(version, edit, untouched, keys):
    one = published(version)

    later = successor(version, "2026.2", edit=edit)

    assert holding(later) == {}
    found = [
        (
            waiting.interpretation,
            waiting.before,
            waiting.version,
            waiting.is_untouched,
            waiting.keys,
        )
        for waiting in waiting_in([version.scheme])
    ]
    assert found == [(one, version, later, untouched, keys)]


def test_where_the_criterion_is_dropped_nothing_waits(version):
    published(version)
    successor(version, "2026.2", edit=drop("a02"))

    assert waiting_in([version.scheme]) == []


def test_confirmed_it_holds_for_the_chosen_parts_only(version):
    one = published(version)
    later = successor(version, "2026.2", edit=split("a02", "part-one", "part-two"))

    confirm_interpretation(
        interpretation=one, version=later, criterion_keys=["part-two"], by=UserFactory()
    )

    assert holding(later) == {"part-two": [one.number]}
    assert waiting_in([version.scheme]) == []


def test_the_author_does_not_confirm_the_own_interpretation(version):
    one = published(version)
    later = successor(version, "2026.2")

    with pytest.raises(InterpretationAuthorPublishes):
        confirm_interpretation(
            interpretation=one, version=later, criterion_keys=["a02"], by=one.created_by
        )

    assert holding(later) == {}


def test_only_descendants_can_be_confirmed(version):
    one = published(version)
    later = successor(version, "2026.2")

    with pytest.raises(InterpretationScopeWrong):
        confirm_interpretation(
            interpretation=one, version=later, criterion_keys=["b01"], by=UserFactory()
        )


def test_left_out_it_waits_no_more_nor_in_what_follows(version):
    one = published(version)
    second = successor(version, "2026.2", edit=reword("a02"))

    with pytest.raises(InterpretationReasonMissing):
        leave_interpretation_out(
            interpretation=one, version=second, reason_pl="", reason_en="", by=UserFactory()
        )
    leave_interpretation_out(
        interpretation=one,
        version=second,
        reason_pl="Kryterium mówi to już samo.",
        reason_en="The criterion says it itself.",
        by=UserFactory(),
    )
    successor(second, "2026.3")

    assert waiting_in([version.scheme]) == []
    with pytest.raises(ConfirmationNotAwaited):
        confirm_interpretation(
            interpretation=one, version=second, criterion_keys=["a02"], by=UserFactory()
        )


def test_a_version_that_nobody_confirmed_does_not_hide_the_next_one(version):
    one = published(version)
    second = successor(version, "2026.1.1", change_class="typo")
    third = successor(second, "2026.2", edit=reword("a02"))

    waiting = [(one.before, one.version) for one in waiting_in([version.scheme])]

    assert waiting == [(version, second), (version, third)]
    assert holding(third) == {}
    confirm_interpretation(
        interpretation=one, version=second, criterion_keys=["a02"], by=UserFactory()
    )
    waiting = [(one.before, one.version) for one in waiting_in([version.scheme])]
    assert waiting == [(second, third)]


def test_what_waits_is_noted_once_and_settled_by_a_person(version):
    one = published(version)
    later = successor(version, "2026.2")

    first = note_waiting(scheme=version.scheme)
    again = note_waiting(scheme=version.scheme)

    assert [(scope.version, scope.state) for scope in first] == [(later, ScopeState.WAITS)]
    assert (again, holding(later)) == ([], {})
    confirm_interpretation(
        interpretation=one, version=later, criterion_keys=["a02"], by=UserFactory()
    )
    states = InterpretationScope.objects.filter(version=later).values_list("state", flat=True)
    assert list(states) == ["holds"]


def test_the_mark_of_what_holds_changes_with_it(version):
    nothing = mark_of(holding_in(version))
    one = published(version)
    with_one = mark_of(holding_in(version))
    withdraw_interpretation(
        interpretation=one, reason_pl="Pomyłka.", reason_en="Mistake.", by=UserFactory()
    )

    assert nothing == mark_of(holding_in(version)) == ""
    assert len(with_one) == 16


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("USTNA umowa", True),
        ("swiadkowie", False),
        ("oral agreement", True),
        ("OWES/I/2026/01", True),
        ("A02", True),
        ("a01", False),
    ],
)
def test_words_in_both_languages_numbers_and_codes_find_it(version, query, is_found):
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Europe/Warsaw"))):
        one = published(version)
    draft_of(version)

    assert list(search(version.scheme, q=query)) == [one] * is_found
