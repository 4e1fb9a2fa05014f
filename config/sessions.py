"""Sessions that last an hour after a person's last request, and are written down far less often.

Prolonging the session at every request would cost every page three statements and, on SQLite, the
one lock for writing. Here the row is prolonged once a minute at most. It lasts that minute longer,
so that nobody is logged out early; the cookie still ends an hour after the last answer.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.base_session import AbstractBaseSession

PROLONGED_EVERY = timedelta(minutes=1)


class SessionStore(db.SessionStore):
    """The store of the database, except that a row without news is left alone for a minute."""

    lasts_until: datetime | None = None

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        """Remember how long the row lasts."""
        row: AbstractBaseSession | None = super()._get_session_from_db()  # type: ignore[misc]
        self.lasts_until = row.expire_date if row else None
        return row

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  Django's signature
        """Write what changed at once, and a mere sign of life once a minute."""
        if self.modified or must_create or self.lasts_until is None:
            super().save(must_create=must_create)
        elif self.lasts_until < self.get_expiry_date():
            self._prolong()

    def _prolong(self) -> None:
        """Move the end in one statement; what somebody else writes meanwhile stays untouched."""
        rows = self.model.objects.filter(session_key=self.session_key)
        if not rows.update(expire_date=self.get_expiry_date() + PROLONGED_EVERY):
            raise UpdateError

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Let the row last a minute longer than the cookie."""
        row = super().create_model_instance(data)
        row.expire_date += PROLONGED_EVERY
        return row
