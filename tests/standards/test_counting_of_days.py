"""Terms by the code of administrative procedure and in working days, worked out by a calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.deadlines import (
    add_days,
    add_months,
    e_delivery_served_on,
    is_working_day,
    post_served_on,
    valid_until,
)

days_of_century = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("event", "days", "ends"),
    [
        (date(2026, 12, 10), 14, date(2026, 12, 28)),  # 24 free, 25, 26 free, 27 Sunday
        (date(2024, 12, 10), 14, date(2024, 12, 24)),  # 24 December was not free yet
        (date(2026, 10, 26), 7, date(2026, 11, 2)),
        (date(2026, 10, 25), 7, date(2026, 11, 2)),  # 1 November is a Sunday and free
        (date(2026, 5, 28), 7, date(2026, 6, 5)),  # 4 June 2026 is Corpus Christi
        (date(2027, 3, 22), 7, date(2027, 3, 30)),  # 28 and 29 March 2027 are Easter
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # ends on a Saturday
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # New Year, Saturday, Sunday
    ],
)
def test_a_term_in_calendar_days_moves_off_free_days_and_saturdays(event, days, ends):
    assert add_days(event, days, "calendar_kpa") == ends


@pytest.mark.parametrize(
    ("event", "days", "ends"),
    [
        (date(2026, 11, 6), 3, date(2026, 11, 12)),  # Fri; Mon, Tue, (Wed 11 Nov free), Thu
        (date(2026, 12, 22), 3, date(2026, 12, 29)),  # Wed 23, Mon 28, Tue 29
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # from a Saturday
        (date(2026, 11, 23), 10, date(2026, 12, 7)),
        (date(2026, 11, 23), 7, date(2026, 12, 2)),
    ],
)
def test_a_term_in_working_days_counts_only_working_days(event, days, ends):
    assert add_days(event, days, "working_days") == ends


def test_a_term_of_a_month_ends_on_the_last_day_of_a_shorter_month():
    assert add_months(date(2027, 1, 31), 1) == date(2027, 3, 1)  # Sunday 28 February moves on


def test_an_unopened_e_message_is_served_on_the_day_after_fourteen_days():
    served = e_delivery_served_on(date(2026, 12, 1))

    assert served == date(2026, 12, 16)
    assert add_days(served, 14, "calendar_kpa") == date(2026, 12, 30)


def test_an_e_message_opened_in_time_is_served_when_opened():
    assert e_delivery_served_on(date(2026, 12, 1), date(2026, 12, 3)) == date(2026, 12, 3)


def test_a_letter_never_collected_is_served_a_day_earlier_than_an_e_message():
    assert post_served_on(date(2026, 12, 1)) == date(2026, 12, 15)


def test_a_letter_collected_in_time_is_served_when_collected():
    assert post_served_on(date(2026, 12, 1), date(2026, 12, 4)) == date(2026, 12, 4)


def test_validity_ends_the_day_before_the_same_date_even_on_a_free_day():
    assert valid_until(date(2026, 1, 2), 12) == date(2027, 1, 1)
    assert valid_until(date(2026, 11, 23), 24) == date(2028, 11, 22)


@given(event=days_of_century, days=st.integers(1, 120))
def test_a_term_in_calendar_days_ends_on_the_first_working_day_not_before_its_length(event, days):
    ends = add_days(event, days, "calendar_kpa")

    between = [event + timedelta(days=n) for n in range(days, (ends - event).days)]
    assert (is_working_day(ends), [day for day in between if is_working_day(day)]) == (True, [])


@given(event=days_of_century, days=st.integers(1, 60))
def test_a_term_in_working_days_holds_exactly_so_many_of_them(event, days):
    ends = add_days(event, days, "working_days")

    counted = [event + timedelta(days=n) for n in range(1, (ends - event).days + 1)]
    assert sum(is_working_day(day) for day in counted) == days
    assert is_working_day(ends)


def test_an_unknown_way_of_counting_is_an_error():
    with pytest.raises(ValueError, match="lunar"):
        add_days(date(2026, 1, 1), 1, "lunar")
