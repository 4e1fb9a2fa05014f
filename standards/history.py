"""The one way operations save: with the person who acts and the name of the act."""

from typing import Any

from django.db import models


def save(instance: models.Model, *, by: Any, reason: str) -> None:
    """Save and leave a line in the history saying who did it and by which operation."""
    instance._history_user = by  # type: ignore[attr-defined]
    instance._change_reason = reason  # type: ignore[attr-defined]
    instance.save()
