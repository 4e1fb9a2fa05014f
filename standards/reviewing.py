"""A draft before publishing: the check, its least class, from when it can bind, whose eyes."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from standards.checks.change_class import (
    Change,
    changes_nothing,
    changes_of,
    is_larger_than_needed,
    least_class,
    too_large_for,
)
from standards.checks.content import check_content
from standards.checks.findings import Finding
from standards.differences.comparing import Difference
from standards.differences.reading import difference_between
from standards.draft_history import editors_of
from standards.lifecycle import ChangeClass
from standards.models import StandardVersion
from standards.packages.writing import content_data, content_sha256


@dataclass
class Review:
    """Everything the second person looks at; read once, with a constant number of queries."""

    version: StandardVersion
    today: date

    @cached_property
    def data(self) -> dict[str, Any]:
        """Give the content of the draft."""
        return content_data(self.version)

    @cached_property
    def before(self) -> dict[str, Any] | None:
        """Give the content of the version it follows."""
        return content_data(self.version.predecessor) if self.version.predecessor else None

    @cached_property
    def difference(self) -> Difference | None:
        """Give the typed difference from the version it follows."""
        before = self.version.predecessor
        return difference_between(before, self.version) if before else None

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Count what became of the criteria, the heaviest kind first."""
        counts = self.difference.counts if self.difference else {}
        return [(str(kind.label), count) for kind, count in counts.items()]

    @cached_property
    def findings(self) -> list[Finding]:
        """Give the live check, errors first."""
        return check_content(self.data, before=self.before)

    @property
    def errors(self) -> list[Finding]:
        """Give what stops the publication."""
        return [one for one in self.findings if one.is_error]

    @property
    def warnings(self) -> list[Finding]:
        """Give what asks for a second look."""
        return [one for one in self.findings if not one.is_error]

    @cached_property
    def changes(self) -> list[Change]:
        """Give what changed by more than a typing error."""
        return changes_of(self.difference) if self.difference else []

    @property
    def least_class(self) -> ChangeClass:
        """Give the smallest class that what changed allows."""
        return least_class(self.changes)

    @cached_property
    def changes_nothing(self) -> bool:
        """Say whether it says the same as the version it follows, so that nobody is told of it."""
        return self.before is not None and changes_nothing(self.before, self.data)

    @property
    def is_larger_than_needed(self) -> bool:
        """Say whether the chosen class is above what changed, so that it needs a reason."""
        chosen = self.version.change_class
        return bool(
            chosen
            and self.before
            and not self.changes_nothing
            and is_larger_than_needed(chosen, self.changes)
        )

    @property
    def too_large(self) -> list[Change]:
        """Give the changes that the chosen class does not allow."""
        chosen = self.version.change_class
        return too_large_for(chosen, self.changes) if chosen and self.before else []

    @property
    def notice(self) -> int:
        """Give the days of notice of the chosen class; a first version needs none."""
        if not self.version.change_class or self.before is None:
            return 0
        return int(self.version.scheme.notice_days[self.version.change_class])

    @property
    def earliest(self) -> date:
        """Give the first day on which it may bind when it is published today."""
        return self.today + timedelta(days=self.notice)

    @property
    def binding_on(self) -> date:
        """Give the day on which it would bind: the chosen one, or the earliest."""
        return self.version.binding_on or self.earliest

    @property
    def is_too_early(self) -> bool:
        """Say whether the chosen day breaks the notice."""
        return self.before is not None and self.binding_on < self.earliest

    @property
    def ends_before_it_begins(self) -> bool:
        """Say whether holders would have to move before the version binds."""
        until = self.version.transition_until
        return self.before is not None and until is not None and until < self.binding_on

    @cached_property
    def editors(self) -> frozenset[int]:
        """Give everybody who changed the draft; none of them may publish it."""
        return editors_of(self.version)

    @cached_property
    def mark(self) -> str:
        """Give the fingerprint of what is being looked at."""
        return content_sha256(self.version, self.data)

    @property
    def is_ready(self) -> bool:
        """Say whether a person who edited nothing could publish it now."""
        return not (
            self.errors
            or self.changes_nothing
            or self.too_large
            or self.is_too_early
            or self.ends_before_it_begins
        )
