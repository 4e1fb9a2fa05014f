"""The rules of a consultation that need no database."""

from datetime import date, timedelta

COMMENTS_AN_HOUR = 10
UNCONFIRMED_AT_ONCE = 3
LINK_LASTS = timedelta(days=3)
ADDRESS_KEPT = timedelta(days=30)


def earliest_closing(*, opened_on: date, days: int) -> date:
    """Give the first day on which a round may end: it is open for so many whole days."""
    return opened_on + timedelta(days=max(days, 1) - 1)
