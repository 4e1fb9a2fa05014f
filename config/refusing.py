"""Refusals of the start: a line in Polish and one in English, before any catalogue is loaded."""

from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured


class Sentence(NamedTuple):
    """One sentence in both languages of the operators."""

    polish: str
    english: str

    def about(self, **values: object) -> "Sentence":
        """Fill in what the sentence speaks of."""
        return Sentence(self.polish.format(**values), self.english.format(**values))

    def after(self, polish: str, english: str) -> "Sentence":
        """Put words in front."""
        return Sentence(f"{polish} {self.polish}", f"{english} {self.english}")

    @property
    def lines(self) -> str:
        """Write the Polish line first."""
        return f"{self.polish}\n{self.english}"


class StartRefused(ImproperlyConfigured):
    """What is missing or unsafe, and what to do about it."""

    def __init__(self, polish: str, english: str) -> None:
        """Keep both languages."""
        self.sentence = Sentence(polish, english)
        super().__init__(self.sentence.lines)
