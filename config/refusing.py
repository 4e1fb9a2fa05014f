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


# What the settings of a production lack.
NO_SECRET_KEY = Sentence(
    "Brakuje SECRET_KEY: podaj co najmniej 50 losowych znaków.",
    "SECRET_KEY is missing: set it to at least 50 random characters.",
)
WEAK_SECRET_KEY = Sentence(
    "SECRET_KEY jest kluczem demonstracji albo jest za krótki: podaj co najmniej 50 losowych "
    "znaków.",
    "SECRET_KEY is a demo key or too short: set it to at least 50 random characters.",
)
NO_ALLOWED_HOSTS = Sentence(
    "Brakuje ALLOWED_HOSTS: wymień nazwy, pod którymi odpowiada ta strona.",
    "ALLOWED_HOSTS is missing: name the hosts this site answers to.",
)
NO_CACHE_URL = Sentence(
    "Brakuje CACHE_URL: próby trzeba liczyć raz dla wszystkich procesów sieciowych. Podaj "
    "pamięć, z której wspólnie korzystają (redis://host:6379/1), albo ustaw WEB_WORKERS=1.",
    "CACHE_URL is missing: attempts have to be counted once for all web processes. "
    "Name a cache that they share (redis://host:6379/1), or set WEB_WORKERS=1.",
)


class StartRefused(ImproperlyConfigured):
    """What is missing or unsafe, and what to do about it."""

    def __init__(self, sentence: Sentence) -> None:
        """Keep both languages."""
        self.sentence = sentence
        super().__init__(sentence.lines)
