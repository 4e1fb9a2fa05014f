"""Two texts word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.differences.marks import ADDED, REMOVED, SAME, Mark, marks_of, words_of

TEXTS = st.text(alphabet="ab ,.żŻ1-\n", max_size=30)


def test_marks_read_as_phrases():
    assert marks_of("Ma regulamin i go publikuje.", "Ma regulamin oraz go ogłasza.") == (
        Mark(SAME, "Ma regulamin "),
        Mark(REMOVED, "i"),
        Mark(ADDED, "oraz"),
        Mark(SAME, " go "),
        Mark(REMOVED, "publikuje"),
        Mark(ADDED, "ogłasza"),
        Mark(SAME, "."),
    )


def test_a_space_between_changed_words_belongs_to_the_change():
    assert marks_of("co najmniej 120 godzin", "najwyżej 160 godzin") == (
        Mark(REMOVED, "co najmniej 120"),
        Mark(ADDED, "najwyżej 160"),
        Mark(SAME, " godzin"),
    )


@given(TEXTS, TEXTS)
def test_marks_give_back_both_texts(old, new):
    marks = marks_of(old, new)

    assert "".join(mark.text for mark in marks if mark.kind != ADDED) == old
    assert "".join(mark.text for mark in marks if mark.kind != REMOVED) == new
    assert all(mark.text for mark in marks)


@given(TEXTS)
def test_a_text_compared_with_itself_has_no_changes(text):
    assert {mark.kind for mark in marks_of(text, text)} <= {SAME}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ośrodek ma statut.", "ośrodek ma  STATUT"),
        ("tak, nie", "tak – nie"),
        ("„tak”", '"tak"'),
        ("", " … "),
    ],
)
def test_case_spaces_and_punctuation_say_nothing(one, other):
    assert words_of(one) == words_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("co najmniej 1,5 etatu", "co najmniej 15 etatu"),
        ("70%", "70"),
        ("< 5", "> 5"),
        ("zysk -5", "zysk 5"),
        ("ma statut", "nie ma statutu"),
        ("§ 3", "3"),
    ],
)
def test_numbers_and_signs_carry_sense(one, other):
    assert words_of(one) != words_of(other)
