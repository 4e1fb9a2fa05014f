"""Who else of the team fills in the same section now; a hint in the cache, never a lock.

Only people of the applicant's own team are noted, and only they are told.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.core.cache import cache
from django.utils import timezone

from certification.models import Application, User
from standards.models import Section

STAYS = timedelta(minutes=5)


class Visitor(Protocol):
    """Whoever opened the case: who, in which role of the team, and in which case."""

    @property
    def application(self) -> Application: ...
    @property
    def person(self) -> User: ...
    @property
    def role(self) -> str: ...
    @property
    def may_edit(self) -> bool: ...


class Opened(Protocol):
    """The page that was opened."""

    @property
    def section(self) -> Section: ...
    @property
    def is_writable(self) -> bool: ...


@dataclass(frozen=True)
class Presence:
    """One person at work in a section."""

    name: str
    since: datetime
    seen: datetime


def note_presence(visitor: Visitor, page: Opened) -> list[Presence]:
    """List the others who edit the section now, and note the visitor if they may edit too."""
    if not visitor.role:
        return []
    people = _people_in(visitor.application, page.section)
    if visitor.may_edit and page.is_writable:
        _note(visitor, page.section, people)
    return [one for pk, one in people.items() if pk != visitor.person.pk]


def stay_present(visitor: Visitor, section: Section) -> None:
    """Note that the visitor saved something in the section just now."""
    _note(visitor, section, _people_in(visitor.application, section))


def _note(visitor: Visitor, section: Section, people: dict[int, Presence]) -> None:
    now = timezone.now()
    known = people.get(visitor.person.pk)
    people[visitor.person.pk] = Presence(str(visitor.person), known.since if known else now, now)
    cache.set(_place(visitor.application, section), people, STAYS.total_seconds())


def _people_in(application: Application, section: Section) -> dict[int, Presence]:
    limit = timezone.now() - STAYS
    noted: dict[int, Presence] = cache.get(_place(application, section)) or {}
    return {pk: one for pk, one in noted.items() if one.seen >= limit}


def _place(application: Application, section: Section) -> str:
    return f"presence:{application.pk}:{section.pk}"
