"""Letters drawn from rows: each area adds its kinds here, by the name used in the address."""

from collections.abc import Mapping

from certification.letters import committee, evaluation, reconsideration
from certification.letters.base import Letter

LETTERS: Mapping[str, Letter] = {
    **committee.LETTERS,
    **evaluation.LETTERS,
    **reconsideration.LETTERS,
}

__all__ = ("LETTERS", "Letter")
