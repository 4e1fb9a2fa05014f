"""How a moment is written in the leaves of the public log."""

from datetime import UTC, datetime


def written_moment(at: datetime) -> str:
    """Write a moment to the microsecond, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
