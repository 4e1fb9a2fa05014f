"""The states of a key and every allowed move."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import pgettext_lazy

from documents.errors import KeyMoveRefused


class KeyState(models.TextChoices):
    """Where a key stands; only an active one signs, and only a compromised one is not believed."""

    NEXT = "next", pgettext_lazy("key", "Announced")
    ACTIVE = "active", pgettext_lazy("key", "In use")
    RETIRED = "retired", pgettext_lazy("key", "Retired")
    COMPROMISED = "compromised", pgettext_lazy("key", "Compromised")


K = KeyState
KEY_MOVES: Mapping[str, frozenset[str]] = {
    K.NEXT: frozenset({K.ACTIVE, K.COMPROMISED}),
    K.ACTIVE: frozenset({K.RETIRED, K.COMPROMISED}),
    K.RETIRED: frozenset({K.COMPROMISED}),
    K.COMPROMISED: frozenset(),
}


def require_key_move(*, source: str, target: str) -> None:
    """Raise ``KeyMoveRefused`` unless the table allows this move."""
    if target not in KEY_MOVES[source]:
        raise KeyMoveRefused(source=KeyState(source).label, target=KeyState(target).label)
