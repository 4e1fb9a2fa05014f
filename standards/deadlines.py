"""Counting of days: by the code of administrative procedure (KPA, art. 57) and in working days.

The day of the event is never counted. By KPA a term ends with its last day; where that day is
a statutory free day or a Saturday, it ends with the next day that is neither (art. 57 § 4).
24 December is free since 2025.
"""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from dateutil.relativedelta import relativedelta

SATURDAY = 5
E_DELIVERY_DAYS = 14
POST_STORAGE_DAYS = 14


class DayCount(StrEnum):
    """How days are counted; the values are those of ``Edition.day_count``."""

    CALENDAR_KPA = "calendar_kpa"
    WORKING_DAYS = "working_days"


@lru_cache(maxsize=64)
def _free_days(year: int) -> frozenset[date]:
    # The library holds the whole world, and most processes count no days.
    import holidays

    return frozenset(holidays.country_holidays("PL", years=year))


def is_working_day(day: date) -> bool:
    """Say whether a day is neither a Saturday, nor a Sunday, nor a statutory free day."""
    return day.weekday() < SATURDAY and day not in _free_days(day.year)


def next_working_day(day: date) -> date:
    """Give the day itself, or the first working day after a free one (KPA art. 57 § 4)."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_days(start: date, days: int, mode: str) -> date:
    """Give the last day of a term of ``days`` that runs from an event on ``start``."""
    if DayCount(mode) is DayCount.CALENDAR_KPA:
        return next_working_day(start + timedelta(days=days))
    day = start
    for _counted in range(days):
        day = next_working_day(day + timedelta(days=1))
    return day


def add_months(start: date, months: int) -> date:
    """Give the last day of a term of months: same date, else the last of the month (§ 3)."""
    return next_working_day(start + relativedelta(months=months))


def valid_until(valid_from: date, months: int) -> date:
    """Give the last day of validity: the day before the same date months later, free day or not."""
    return valid_from + relativedelta(months=months) - timedelta(days=1)


def e_delivery_served_on(arrived: date, collected: date | None = None) -> date:
    """Give the day of service of an e-message: when collected, else the day after 14 days."""
    deemed = arrived + timedelta(days=E_DELIVERY_DAYS + 1)
    return min(collected, deemed) if collected else deemed


def post_served_on(first_notice: date, collected: date | None = None) -> date:
    """Give the day of service of a letter: when collected, else the last day kept (art. 44)."""
    deemed = first_notice + timedelta(days=POST_STORAGE_DAYS)
    return min(collected, deemed) if collected else deemed
