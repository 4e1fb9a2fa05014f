"""What an expert sees of a score card: states of the criteria, the answer judged, the evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.evaluation.checklist import (
    answers_by_criterion,
    criteria_of,
    is_given,
    value_of,
)
from certification.evaluation.justifying import needs_words
from certification.models import (
    Answer,
    Application,
    Assessment,
    AssessmentKind,
    Evidence,
    EvidenceView,
    User,
)
from certification.sheets import profile_of
from standards.applicability import applicability_of
from standards.models import Criterion
from standards.scoring import load_content

# What a page can show in place; a PDF opens in a tab of its own.
PHOTOS = frozenset({"image/jpeg", "image/png"})
STATES: dict[str, str | Promise] = {
    "none": _("not scored"),
    "done": _("scored"),
    "words": _("justification missing"),
    "flag": _("to come back to"),
    "visit": _("for the visit"),
}


@dataclass(frozen=True)
class Entry:
    """One criterion of a score card, with the expert's answer and the applicant's."""

    criterion: Criterion
    answer: Answer | None
    claimed: Answer | None
    because: str = ""

    @property
    def is_scored(self) -> bool:
        """Say whether the expert has given a score."""
        return is_given(self.answer)

    @property
    def lacks_words(self) -> bool:
        """Say whether the score has to be justified and is not."""
        value = value_of(self.answer)
        if self.answer is None or value is None or self.answer.justification.strip():
            return False
        return needs_words(value, value_of(self.claimed), self.criterion.scale.maximum)

    @property
    def state(self) -> str:
        """Name the state that matters most."""
        if self.answer and self.answer.come_back:
            return "flag"
        if self.answer and self.answer.on_visit:
            return "visit"
        if self.lacks_words:
            return "words"
        return "done" if self.is_scored else "none"

    @property
    def state_text(self) -> str | Promise:
        """Say the state in words."""
        return STATES[self.state]


@dataclass(frozen=True)
class CardPage:
    """A whole score card in the order of the standard."""

    entries: Sequence[Entry]

    @property
    def scored(self) -> int:
        """Count the scored criteria."""
        return sum(entry.is_scored for entry in self.entries)

    @property
    def to_come_back(self) -> int:
        """Count the criteria marked to come back to."""
        return sum(bool(entry.answer and entry.answer.come_back) for entry in self.entries)

    @property
    def first_open(self) -> Entry:
        """Give the first criterion without a score, or the first one."""
        return next((one for one in self.entries if not one.is_scored), self.entries[0])

    def place_of(self, code: str) -> int | None:
        """Find a criterion by its code."""
        return next(
            (n for n, entry in enumerate(self.entries) if entry.criterion.code == code), None
        )

    def sections(self) -> list[dict[str, Any]]:
        """Group the entries by section."""
        groups: dict[int, dict[str, Any]] = {}
        for entry in self.entries:
            group = groups.setdefault(
                entry.criterion.section_id, {"section": entry.criterion.section, "entries": []}
            )
            group["entries"].append(entry)
        return list(groups.values())


def asked_criteria(application: Application) -> list[Criterion]:
    """List the criteria of a score card in their order; a process reads a standard only once."""
    asked = set(load_content(application.version).applicable(profile_of(application)))
    return [criterion for criterion in criteria_of(application) if criterion.key in asked]


def unasked_criteria(application: Application) -> list[tuple[Criterion, str]]:
    """List the criteria that do not concern the applicant, each with the facts that say so."""
    profile = profile_of(application)
    found = [(one, applicability_of(one.applies_when, profile)) for one in criteria_of(application)]
    return [(one, told.because) for one, told in found if not told.applies]


def card_page(application: Application, card: Assessment) -> CardPage:
    """Read a score card beside the self-assessment; a constant number of queries."""
    given = answers_by_criterion(card)
    profile = profile_of(application)
    claims = {
        answer.criterion_id: answer
        for answer in Answer.objects.filter(
            assessment__application=application, assessment__kind=AssessmentKind.SELF
        )
    }
    return CardPage(
        [
            Entry(
                criterion,
                given.get(criterion.pk),
                claims.get(criterion.pk),
                applicability_of(criterion.applies_when, profile).because,
            )
            for criterion in asked_criteria(application)
        ]
    )


def evidence_with_marks(
    application: Application, criterion: Criterion, person: User
) -> list[tuple[Evidence, bool]]:
    """List the evidence for one criterion, saying of each piece whether the expert opened it."""
    evidence = list(
        Evidence.objects.standing()
        .filter(application=application, criterion=criterion)
        .select_related("document")
    )
    seen = set(
        EvidenceView.objects.filter(evidence__in=evidence, person=person).values_list(
            "evidence", flat=True
        )
    )
    return [(piece, piece.pk in seen) for piece in evidence]


def earlier_answers(answer: Answer | None) -> list[Any]:
    """List what the applicant had answered before, the newest first, without repeats."""
    if answer is None:
        return []
    kept: list[Any] = []
    said = (answer.value, answer.not_applicable, answer.justification)
    for version in answer.history.order_by("-history_date", "-history_id"):
        earlier = (version.value, version.not_applicable, version.justification)
        if earlier != said:
            kept.append(version)
            said = earlier
    return kept
