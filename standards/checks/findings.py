"""A finding of the live check: how grave it is, where it stands, what it says."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Gravity(StrEnum):
    """Errors stop a publication, warnings ask for a second look."""

    ERROR = "error"
    WARNING = "warning"


class Kind(StrEnum):
    """The kinds of places that a finding can lead to; each has a page in the editor."""

    VERSION = "version"
    SECTION = "section"
    CRITERION = "criterion"
    SCALE = "scale"
    RULE = "rule"


@dataclass(frozen=True)
class Place:
    """A row of a draft, named by its stable key."""

    kind: Kind
    key: str = ""
    name: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing found in a draft."""

    gravity: Gravity
    place: Place
    sentence: str

    @property
    def is_error(self) -> bool:
        """Say whether it stops the publication."""
        return self.gravity == Gravity.ERROR


Findings = Iterator[Finding]


def error(place: Place, sentence: str) -> Finding:
    """Make a finding that stops the publication."""
    return Finding(Gravity.ERROR, place, sentence)


def warning(place: Place, sentence: str) -> Finding:
    """Make a finding that asks for a second look."""
    return Finding(Gravity.WARNING, place, sentence)
