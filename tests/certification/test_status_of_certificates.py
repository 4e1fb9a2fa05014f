"""What a certificate is worth on any day, by what was known at any moment."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.lifecycle import CertificateStatus
from certification.status import Change, StatusWord, change_in_force, status_now, status_on

FIRST, LAST = date(2026, 1, 10), date(2026, 12, 31)
ISSUED = datetime(2026, 1, 10, 12, tzinfo=UTC)
LATER = datetime(2030, 1, 1, tzinfo=UTC)


def at(month, day):
    return datetime(2026, month, day, 12, tzinfo=UTC)


def answer(day, *changes, known_at=LATER):
    history = [Change("valid", FIRST, ISSUED), *changes]
    return status_on(
        valid_from=FIRST, valid_until=LAST, changes=history, day=day, known_at=known_at
    )


@pytest.mark.parametrize(
    ("day", "word"),
    [
        (date(2026, 1, 9), StatusWord.NOT_YET_VALID),
        (FIRST, StatusWord.VALID),
        (LAST, StatusWord.VALID),
        (date(2027, 1, 1), StatusWord.EXPIRED),
    ],
)
def test_both_ends_of_the_term_count(day, word):
    assert answer(day) is word


def test_a_suspension_counts_from_its_day_until_the_day_of_restoring():
    suspended = Change("suspended", date(2026, 5, 1), at(5, 1))
    restored = Change("valid", date(2026, 6, 1), at(6, 1))

    words = [
        answer(day, suspended, restored)
        for day in (date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 1))
    ]

    assert words == [
        StatusWord.VALID,
        StatusWord.SUSPENDED,
        StatusWord.SUSPENDED,
        StatusWord.VALID,
    ]


def test_a_withdrawal_recorded_later_does_not_rewrite_what_was_known():
    withdrawn = Change("withdrawn", date(2026, 5, 1), at(7, 15))
    day = date(2026, 6, 1)

    assert answer(day, withdrawn, known_at=at(6, 1)) is StatusWord.VALID
    assert answer(day, withdrawn) is StatusWord.WITHDRAWN
    assert answer(date(2026, 4, 30), withdrawn) is StatusWord.VALID


@pytest.mark.parametrize("status", ["withdrawn", "terminated"])
def test_what_was_ended_stays_ended_after_its_term(status):
    ended = Change(status, date(2026, 5, 1), at(5, 1))

    assert answer(date(2028, 1, 1), ended) is StatusWord(status)


def test_a_suspended_certificate_runs_out_all_the_same():
    suspended = Change("suspended", date(2026, 5, 1), at(5, 1))

    assert answer(date(2027, 1, 1), suspended) is StatusWord.EXPIRED


@pytest.mark.parametrize("day", [date(2020, 1, 1), FIRST, date(2026, 6, 1), date(2030, 1, 1)])
def test_an_annulled_certificate_was_never_valid(day):
    annulled = Change("annulled", date(2026, 1, 10), at(6, 1))

    assert answer(day, annulled) is StatusWord.ANNULLED
    assert answer(date(2026, 5, 1), annulled, known_at=at(5, 31)) is StatusWord.VALID


def test_before_anything_was_known_it_is_not_yet_valid():
    assert answer(date(2026, 6, 1), known_at=at(1, 9)) is StatusWord.NOT_YET_VALID


def test_of_two_changes_of_one_moment_the_one_written_last_speaks():
    moment = at(5, 1)
    changes = [
        Change("valid", FIRST, ISSUED),
        Change("suspended", date(2026, 5, 1), moment),
        Change("valid", date(2026, 5, 1), moment),
    ]

    assert change_in_force(changes, day=date(2026, 5, 1), known_at=LATER) == changes[2]


DAYS = st.dates(date(2025, 12, 1), date(2027, 3, 1))
CHANGES = st.lists(
    st.builds(
        Change,
        status=st.sampled_from(CertificateStatus.values),
        effective_on=DAYS,
        recorded_at=st.datetimes(
            datetime(2025, 12, 1),  # noqa: DTZ001  the strategy adds the zone
            datetime(2027, 3, 1),  # noqa: DTZ001
            timezones=st.just(UTC),
        ),
    ),
    max_size=8,
    unique_by=lambda change: change.recorded_at,
)


def naive_replay(changes, day, known_at):
    """Paint a calendar, change by change, in the order in which they became known."""
    calendar: dict[date, str] = {}
    annulled = False
    for change in sorted(changes, key=lambda one: one.recorded_at):
        if change.recorded_at > known_at:
            break
        painted = change.effective_on
        while painted <= date(2027, 3, 1):
            calendar[painted] = change.status
            painted += timedelta(days=1)
        annulled = annulled or change.status == "annulled"
    if annulled:
        return "annulled"
    status = calendar.get(day)
    if status in ("withdrawn", "terminated"):
        return status
    if status is None or day < FIRST:
        return "not_yet_valid"
    return "expired" if day > LAST else status


@given(changes=CHANGES, day=DAYS, known=DAYS)
def test_the_answer_is_that_of_a_naive_replay_day_by_day(changes, day, known):
    known_at = datetime(known.year, known.month, known.day, 23, 59, tzinfo=UTC)

    word = status_on(
        valid_from=FIRST, valid_until=LAST, changes=changes, day=day, known_at=known_at
    )

    assert word.value == naive_replay(changes, day, known_at)


@given(
    statuses=st.lists(
        st.sampled_from(["suspended", "valid", "withdrawn", "terminated", "annulled"]), max_size=5
    ),
    today=DAYS,
)
def test_lists_give_the_same_answer_for_today_as_the_replay(statuses, today):
    # Changes are recorded in order and never for a day to come, as the operations demand.
    changes = [Change("valid", FIRST, ISSUED)]
    for number, status in enumerate(statuses):
        day = FIRST + timedelta(days=number)
        changes.append(Change(status, day, ISSUED + timedelta(days=number, hours=1)))
        if status in ("withdrawn", "terminated", "annulled"):
            break
    today = max(today, changes[-1].effective_on)

    listed = status_now(status=changes[-1].status, valid_from=FIRST, valid_until=LAST, today=today)

    assert listed is status_on(
        valid_from=FIRST, valid_until=LAST, changes=changes, day=today, known_at=LATER
    )
