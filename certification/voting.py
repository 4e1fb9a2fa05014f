"""Quorum and results of votes: pure functions of plain values."""

from collections.abc import Iterable
from dataclasses import dataclass

from certification.models import VoteChoice


@dataclass(frozen=True)
class Quorum:
    """Whether enough members are present for one item; recused members reduce the base."""

    seated: int
    recused: int
    present: int
    needed: int

    @property
    def entitled(self) -> int:
        """Count the members who are not recused: the base of the quorum."""
        return self.seated - self.recused

    @property
    def is_reached(self) -> bool:
        """Say whether a vote may be held."""
        return self.present >= self.needed


def quorum(*, seated: int, recused: int, present: int, numerator: int, denominator: int) -> Quorum:
    """Count the quorum: more than numerator/denominator of the members who are not recused."""
    needed = (seated - recused) * numerator // denominator + 1
    return Quorum(seated=seated, recused=recused, present=present, needed=needed)


@dataclass(frozen=True)
class Tally:
    """The votes of one item, counted."""

    votes_for: int
    votes_against: int
    abstained: int

    @property
    def given(self) -> int:
        """Count everybody who voted or abstained."""
        return self.votes_for + self.votes_against + self.abstained

    @property
    def is_empty(self) -> bool:
        """Say whether nobody voted for or against: abstentions are not votes cast."""
        return self.votes_for + self.votes_against == 0


def count(choices: Iterable[str]) -> Tally:
    """Count votes."""
    given = list(choices)
    return Tally(
        votes_for=given.count(VoteChoice.FOR),
        votes_against=given.count(VoteChoice.AGAINST),
        abstained=given.count(VoteChoice.ABSTAIN),
    )


def settle(tally: Tally, *, chair: str | None, chair_breaks_tie: bool) -> VoteChoice | None:
    """Give the side with more votes cast; a tie goes with the chair's vote where the call says so.

    ``chair`` is the vote of the person in the chair, if any. None means that nothing is settled.
    """
    if tally.is_empty:
        return None
    if tally.votes_for != tally.votes_against:
        more_for = tally.votes_for > tally.votes_against
        return VoteChoice.FOR if more_for else VoteChoice.AGAINST
    if chair_breaks_tie and chair in (VoteChoice.FOR, VoteChoice.AGAINST):
        return VoteChoice(chair)
    return None
