"""Saving with an author and a reason, so that every row of history says who and why."""

from typing import TYPE_CHECKING

from django.db.models import Model

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def save(instance: Model, *, by: "AbstractBaseUser | None", reason: str) -> None:
    """Save a record; its history row names the person (none for the system) and the operation."""
    instance._history_user = by  # type: ignore[attr-defined]
    instance._change_reason = reason  # type: ignore[attr-defined]
    instance.save()
