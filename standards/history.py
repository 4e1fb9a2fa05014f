"""The one way operations save: with the person who acts and the name of the act."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models


def save(instance: models.Model, *, by: AbstractBaseUser | None, reason: str) -> None:
    """Save and leave a line in the history saying who did it and by which operation."""
    instance._history_user = by  # type: ignore[attr-defined]
    instance._change_reason = reason  # type: ignore[attr-defined]
    instance.save()
