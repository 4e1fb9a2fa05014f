"""A comment from its sending to its answer: once, confirmed, moderated, its author forgotten."""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from standards.consultations.rules import COMMENTS_AN_HOUR, UNCONFIRMED_AT_ONCE
from standards.errors import (
    CommentIsNotPublic,
    CommentMoveRefused,
    ConfirmFirst,
    ConsultationIsOver,
    CriterionUnknown,
    PlaceUnknown,
    RefusalNeedsReason,
    TableIsPublished,
    TooManyComments,
)
from standards.lifecycle import COMMENT_MOVES, CommentStatus, require_comment_move
from standards.models import Comment, Disposition
from standards.operations.comments import (
    accept_comment,
    answer_comments,
    confirm_comment,
    forget_address,
    forget_old_addresses,
    refuse_comment,
    withdraw_signature,
)
from standards.operations.consultations import publish_table
from tests.factories.consultations import (
    answered_comment,
    comment_on,
    open_round,
    public_comment,
)
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_on_a_day")]
OVER = "2027-02-01 10:00+01:00"
ADDRESS = "Ewa.Nowak@Example.org"


@pytest.fixture
def _on_a_day():
    with time_machine.travel("2026-11-23 10:00+01:00", tick=False):
        yield


def state(comment):
    return Comment.objects.values("status", "number", "letter", "disposition_id").get(pk=comment.pk)


@pytest.mark.parametrize(("source", "target"), list(product(CommentStatus, repeat=2)))
def test_every_pair_of_states_follows_the_table(source, target):
    if target in COMMENT_MOVES[source]:
        require_comment_move(source=source, target=target)
    else:
        with pytest.raises(CommentMoveRefused):
            require_comment_move(source=source, target=target)


def test_every_state_has_its_moves_and_none_leads_back_to_an_unknown_address():
    assert set(COMMENT_MOVES) == set(CommentStatus)
    assert all(CommentStatus.UNCONFIRMED not in moves for moves in COMMENT_MOVES.values())


def test_a_comment_from_an_account_waits_for_moderation_at_once():
    person = UserFactory()

    comment = comment_on(open_round(), by=person, name="Ewa", email="other@example.org")

    row = Comment.objects.get()
    assert (row, row.status, row.author, row.email) == (comment, "waiting", person, "")
    assert (row.name, row.letter, row.number) == ("Ewa", "", None)


def test_a_comment_without_an_account_waits_for_its_letter():
    comment_on(open_round(), email=ADDRESS)

    row = Comment.objects.get()
    assert (row.status, row.author, row.email, row.letter) == (
        "unconfirmed",
        None,
        "ewa.nowak@example.org",
        "confirm",
    )


def test_a_button_pressed_twice_sends_once():
    consultation, key = open_round(), uuid4()

    first = comment_on(consultation, email=ADDRESS, sent_key=key)
    second = comment_on(consultation, email=ADDRESS, sent_key=key, text="Inny tekst")

    assert first == second
    assert Comment.objects.values_list("text", flat=True).get() == "To kryterium jest niejasne."


@pytest.mark.parametrize(
    ("place", "key"), [("criterion", "nothing"), ("section", "a02"), ("criterion", "section-a")]
)
def test_a_comment_is_about_something_in_the_text(place, key):
    with pytest.raises(PlaceUnknown):
        comment_on(open_round(), place=place, place_key=key)

    assert not Comment.objects.exists()


def test_a_comment_on_the_whole_names_no_place():
    comment = comment_on(open_round(), place="whole", place_key="a02")

    assert (comment.place, comment.place_key) == ("whole", "")


def test_after_the_last_day_no_comment_is_taken():
    consultation = open_round()

    with time_machine.travel("2027-01-22 00:00:01+01:00"), pytest.raises(ConsultationIsOver):
        comment_on(consultation)

    assert not Comment.objects.exists()


def test_one_account_does_not_drown_the_others():
    consultation, person = open_round(), UserFactory()
    for _n in range(COMMENTS_AN_HOUR):
        comment_on(consultation, by=person)

    with pytest.raises(TooManyComments):
        comment_on(consultation, by=person)

    assert Comment.objects.count() == COMMENTS_AN_HOUR
    comment_on(consultation)
    with time_machine.travel("2026-11-23 11:00:01+01:00"):
        comment_on(consultation, by=person)


def test_nobody_fills_the_letter_box_of_somebody_else():
    consultation = open_round()
    for _n in range(UNCONFIRMED_AT_ONCE):
        comment_on(consultation, email=ADDRESS)

    with pytest.raises(ConfirmFirst):
        comment_on(consultation, email=ADDRESS.lower())

    assert Comment.objects.count() == UNCONFIRMED_AT_ONCE


def test_one_confirmation_proves_all_that_was_sent_from_the_address():
    consultation = open_round()
    mine = [comment_on(consultation, email=ADDRESS) for _n in range(2)]
    other = comment_on(consultation, email="other@example.org")

    assert confirm_comment(comment=mine[0]) == mine
    assert confirm_comment(comment=mine[0]) == []

    assert [state(one)["status"] for one in (*mine, other)] == ["waiting", "waiting", "unconfirmed"]


def test_a_late_confirmation_counts_until_the_table_is_published():
    consultation = open_round()
    first, second = (comment_on(consultation, email=f"{n}@example.org") for n in range(2))

    with time_machine.travel(OVER, tick=False):
        assert confirm_comment(comment=first) == [first]
        refuse_comment(comment=first, reason="Reklama", by=UserFactory())
        publish_table(consultation=consultation, by=UserFactory())
        with pytest.raises(ConsultationIsOver):
            confirm_comment(comment=second)

    assert state(second)["status"] == "unconfirmed"


def test_public_comments_are_numbered_in_the_order_of_acceptance():
    consultation, by = open_round(), UserFactory()
    first, second = (comment_on(consultation) for _n in range(2))

    accept_comment(comment=second, by=by)
    accept_comment(comment=first, by=by)

    assert [state(one)["number"] for one in (first, second)] == [2, 1]
    assert list(Comment.objects.public()) == [first, second]


def test_a_refusal_needs_its_reason_and_tells_it():
    comment = comment_on(open_round(), email=ADDRESS)
    confirm_comment(comment=comment)
    before = state(comment)

    with pytest.raises(RefusalNeedsReason):
        refuse_comment(comment=comment, reason="  ", by=UserFactory())
    assert state(comment) == before

    refuse_comment(comment=comment, reason="Obraża osoby", by=UserFactory())
    assert (state(comment)["status"], state(comment)["letter"]) == ("refused", "refused")
    assert list(Comment.objects.public()) == []


def test_an_unconfirmed_comment_is_not_moderated():
    comment = comment_on(open_round(), email=ADDRESS)

    for act in (
        lambda: accept_comment(comment=comment, by=UserFactory()),
        lambda: refuse_comment(comment=comment, reason="Nie", by=UserFactory()),
    ):
        with pytest.raises(CommentMoveRefused):
            act()

    assert state(comment)["status"] == "unconfirmed"


def test_a_public_comment_that_is_refused_later_loses_its_answer_and_keeps_its_number():
    comment = answered_comment(open_round())

    refuse_comment(comment=comment, reason="Dane osobowe", by=UserFactory())
    assert state(comment) == {
        "status": "refused",
        "number": 1,
        "letter": "refused",
        "disposition_id": None,
    }

    accept_comment(comment=comment, by=UserFactory())
    assert state(comment)["number"] == 1


def answer(consultation, comments, **said):
    said = {"outcome": "partly", "why_pl": "Bo tak.", **said}
    return answer_comments(consultation=consultation, comments=comments, by=UserFactory(), **said)


def test_like_comments_are_answered_together_and_regrouped():
    consultation = open_round()
    first, second, third = (public_comment(consultation) for _n in range(3))

    together = answer(consultation, [first, second], criterion_key="a02")
    apart = answer(consultation, [second, third])
    assert [state(one)["disposition_id"] for one in (first, second, third)] == [
        together.pk,
        apart.pk,
        apart.pk,
    ]

    last = answer(consultation, [first, second, third])
    assert list(Disposition.objects.all()) == [last]
    assert Disposition.history.filter(id=together.pk, history_type="-").count() == 1


def test_an_answer_is_about_public_comments_of_the_round_and_a_criterion_of_the_draft():
    consultation = open_round()
    mine, waits = public_comment(consultation), comment_on(consultation)
    strange = public_comment(open_round())

    for comments in ([], [waits], [mine, strange]):
        with pytest.raises(CommentIsNotPublic):
            answer(consultation, comments)
    with pytest.raises(CriterionUnknown):
        answer(consultation, [mine], criterion_key="nothing")

    assert not Disposition.objects.exists()


def test_nothing_changes_in_a_published_table():
    consultation = open_round()
    comment, refused = answered_comment(consultation), comment_on(consultation)
    refuse_comment(comment=refused, reason="Reklama", by=UserFactory())
    with time_machine.travel(OVER, tick=False):
        publish_table(consultation=consultation, by=UserFactory())
    before = state(comment), state(refused)

    for act in (
        lambda: refuse_comment(comment=comment, reason="Nie", by=UserFactory()),
        lambda: accept_comment(comment=refused, by=UserFactory()),
        lambda: answer(consultation, [comment]),
    ):
        with pytest.raises(TableIsPublished):
            act()

    assert (state(comment), state(refused)) == before
    assert before[0]["letter"] == "answered"


def test_who_wrote_is_forgotten_also_in_the_history():
    comment = comment_on(open_round(), email=ADDRESS, name="Ewa Nowak", organisation="Fundacja")

    forget_address(comment=comment)

    row = Comment.objects.get()
    assert (row.email, row.letter, row.name, row.text) == ("", "", "Ewa Nowak", comment.text)
    withdraw_signature(comment=comment)
    row = Comment.objects.get()
    assert (row.name, row.organisation, row.text) == ("", "", comment.text)
    kept = str(list(Comment.history.values()))
    assert [word for word in ("Ewa", "ewa", "Fundacja") if word in kept] == []


def test_an_address_stays_no_longer_than_it_serves():
    consultation, now = open_round(), timezone.now()
    unconfirmed = comment_on(consultation, email="a@example.org")
    refused = comment_on(consultation, email="b@example.org")
    confirm_comment(comment=refused)
    refuse_comment(comment=refused, reason="Reklama", by=UserFactory())
    public = answered_comment(consultation)
    kept = lambda: set(  # noqa: E731
        Comment.objects.exclude(email="", author__isnull=True).values_list("pk", flat=True)
    )

    assert forget_old_addresses(now=now + timedelta(days=2)) == 0
    assert forget_old_addresses(now=now + timedelta(days=4)) == 1
    assert kept() == {refused.pk, public.pk}
    assert forget_old_addresses(now=now + timedelta(days=31)) == 1
    assert kept() == {public.pk}
    with time_machine.travel(OVER, tick=False):
        publish_table(consultation=consultation, by=UserFactory())
        assert forget_old_addresses(now=timezone.now() + timedelta(days=29)) == 0
        assert forget_old_addresses(now=timezone.now() + timedelta(days=31)) == 1

    assert kept() == set()
    assert not Comment.objects.get(pk=unconfirmed.pk).email
