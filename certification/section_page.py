"""One section of a self-assessment, ready for its page; the number of queries never grows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from certification.carrying import Carried, Fate, carried_into
from certification.completeness import (
    CaseContents,
    answered_contents,
    gaps_of_answer,
    gaps_of_words,
    grouped,
)
from certification.errors import RuleViolation
from certification.errors.applicant import AnswerChangedMeanwhile
from certification.interpretations import Applied, beside_criteria
from certification.lifecycle import ApplicationStatus
from certification.models import Answer, Application, CompletionCall, Evidence
from certification.operations.answers import NOT_APPLICABLE
from certification.sheets import medians_of
from standards.applicability import Applicability, applicability_of
from standards.differences.kinds import ANSWERS_STAY, ChangeKind
from standards.models import Criterion, Median, Scale, Section

# Only words changed; whether they ask the same is for a person to say. Levels, points and gates
# that changed are looked at one by one.
SAME_SENSE = ANSWERS_STAY | {ChangeKind.CLARIFIED}


@dataclass(frozen=True)
class Choice:
    """One radio of a scale."""

    value: str
    mark: str
    label: str
    description: str
    is_checked: bool


@dataclass
class Row:
    """One criterion as its block on the page shows it."""

    criterion: Criterion
    answer: Answer | None
    is_writable: bool
    files: list[Evidence] = field(default_factory=list)
    called_for: list[str] = field(default_factory=list)
    median: Median | None = None
    others: list[Evidence] = field(default_factory=list)
    is_open: bool = False
    typed: str | None = None
    refusal: RuleViolation | None = None
    refused_files: list[RuleViolation] = field(default_factory=list)
    conflicts: list[AnswerChangedMeanwhile] = field(default_factory=list)
    merged: str | None = None
    applicability: Applicability | None = None
    carried: Carried | None = None
    rulings: Sequence[Applied] = ()

    url: str = ""

    @property
    def is_measured(self) -> bool:
        """Say whether a number is asked for instead of a level."""
        return self.criterion.scale.kind == Scale.Kind.MEASURED

    @property
    def is_answered(self) -> bool:
        """Say whether anything was chosen."""
        return self.answer is not None and (
            self.answer.not_applicable or self.answer.value is not None
        )

    @property
    def gaps(self) -> list[str]:
        """Say what the answer still lacks."""
        return gaps_of_answer(self.criterion, self.answer)

    @property
    def lacks_words(self) -> bool:
        """Say whether the level is there and only its justification is missing."""
        return self.is_answered and bool(gaps_of_words(self.criterion, self.answer))

    @property
    def waits(self) -> bool:
        """Say whether the answer was carried to a changed criterion and waits for a person."""
        return self.answer is not None and self.answer.to_confirm

    @property
    def keeps_sense(self) -> bool:
        """Say whether a whole answer waits for words alone: no level, point or gate changed."""
        if not self.waits or self.carried is None or gaps_of_words(self.criterion, self.answer):
            return False
        return self.carried.origin.change.kinds <= SAME_SENSE

    @property
    def shows_sources(self) -> bool:
        """Say whether earlier answers help here: while one waits, or none could be proposed."""
        if self.carried is None:
            return False
        return self.waits or (self.carried.fate == Fate.PROPOSED and bool(self.gaps))

    @property
    def tag(self) -> dict[str, str]:
        """Give the state of the criterion in a word, with its icon and look."""
        if self.refusal or self.refused_files or self.conflicts or self.lacks_words:
            return {"kind": "bad", "icon": "warn", "text": _("To be mended")}
        if self.waits:
            return {"kind": "warn", "icon": "warn", "text": _("To be confirmed")}
        if self.is_answered and not self.gaps:
            return {"kind": "ok", "icon": "check", "text": pgettext("answer", "Done")}
        return {"kind": "none", "icon": "", "text": _("No answer yet")}

    @property
    def word(self) -> str:
        """Give the answer in words."""
        if self.answer is None or not self.is_answered:
            return ""
        if self.answer.not_applicable:
            return _("Does not apply")
        level = next(
            (one for one in self.criterion.scale.levels.all() if one.value == self.answer.value),
            None,
        )
        return level.label if level else str(self.answer.value)

    @property
    def own_word(self) -> str:
        """Give one's own level in words, where somebody else's was saved before it."""
        mine = next((str(one.mine) for one in self.conflicts if one.field == "value"), "")
        return next((one.label for one in self.choices if one.value == mine), mine)

    @property
    def is_not_applicable(self) -> bool:
        """Say whether the criterion was answered by "does not apply"."""
        return self.answer is not None and self.answer.not_applicable

    @property
    def choices(self) -> list[Choice]:
        """List the radios of the scale, "does not apply" last and only where it is allowed."""
        given = self.answer.value if self.answer else None
        radios = [
            Choice(str(one.value), str(one.value), one.label, one.description, one.value == given)
            for one in self.criterion.scale.levels.all()
        ]
        if self.criterion.not_applicable_allowed:
            radios.append(
                Choice(NOT_APPLICABLE, "–", _("Does not apply"), "", self.is_not_applicable)
            )
        return radios

    @property
    def shows_descriptions(self) -> bool:
        """Say whether the levels are explained one by one."""
        return any(choice.description for choice in self.choices)

    @property
    def is_short(self) -> bool:
        """Say whether the scale fits into one line of a wide page."""
        return not self.shows_descriptions

    @property
    def because(self) -> str:
        """Say why the criterion concerns this applicant, where it does not concern everybody."""
        return self.applicability.because if self.applicability else ""

    @property
    def value_version(self) -> int:
        """Give the version of the level that the page was made from."""
        return self.answer.value_version if self.answer else 0

    @property
    def justification_version(self) -> int:
        """Give the version of the justification that the page was made from."""
        return self.answer.justification_version if self.answer else 0

    @property
    def measured_typed(self) -> Any:
        """Give the number as typed where it was refused, else as kept."""
        if self.typed is not None:
            return self.typed
        return self.answer.measured if self.answer else None

    @property
    def justification(self) -> str:
        """Give the text of the editor: kept, or both versions to be joined by hand."""
        if self.merged is not None:
            return self.merged
        return self.answer.justification if self.answer else ""


@dataclass(frozen=True)
class Unasked:
    """A criterion that does not concern the applicant now, and the answer that is kept for it."""

    row: Row
    because: str
    condition: str


def unasked_of(contents: CaseContents, criterion: Criterion) -> Unasked:
    """Say why a criterion does not concern the applicant; an answer given before is kept."""
    found = applicability_of(criterion.applies_when, contents.profile)
    row = Row(
        criterion,
        contents.answers.get(criterion.pk),
        is_writable=False,
        files=contents.evidence.get(criterion.pk, []),
    )
    return Unasked(row, found.because, found.condition)


@dataclass
class SectionPage:
    """A section with its rows and the progress of all sections."""

    contents: CaseContents
    section: Section
    rows: list[Row]

    @property
    def unasked(self) -> list["Unasked"]:
        """List the criteria of the section that do not concern the applicant, and why."""
        return [
            unasked_of(self.contents, criterion)
            for criterion in self.contents.unasked_in(self.section)
        ]

    @property
    def number(self) -> int:
        """Give the place of the section among those in which anything is asked."""
        return self.contents.sections.index(self.section) + 1

    @property
    def following(self) -> Section | None:
        """Give the next section, if any."""
        sections = self.contents.sections
        place = sections.index(self.section) + 1
        return sections[place] if place < len(sections) else None

    @property
    def rail(self) -> list[dict[str, Any]]:
        """List the sections with what was answered and the points of the self-assessment."""
        return [
            {
                "section": section,
                "score": self.contents.sheet.sections[section.key],
                "left": self.contents.left_in(section),
                "is_current": section.pk == self.section.pk,
            }
            for section in self.contents.sections
        ]

    @property
    def left(self) -> str:
        """Say how many answers of all sections still wait, and for what."""
        return self.contents.left_in(*self.contents.sections)

    def following_to_confirm(self, key: str) -> str:
        """Give the next criterion of the section that waits for a confirmation, if any."""
        keys = [row.criterion.key for row in self.rows]
        later = self.rows[keys.index(key) + 1 :] if key in keys else self.rows
        return next((row.criterion.key for row in later if row.waits), "")

    @property
    def same_in_sense(self) -> list[Row]:
        """List the answers that a person can confirm at once, having read the new words."""
        return [row for row in self.rows if row.is_writable and row.keeps_sense]

    def row(self, key: str) -> Row | None:
        """Find one criterion by its key."""
        return next((row for row in self.rows if row.criterion.key == key), None)

    @property
    def is_writable(self) -> bool:
        """Say whether anything on the page may be changed."""
        return any(row.is_writable for row in self.rows)

    def open_first_gap(self) -> None:
        """Open the first criterion that lacks something, unless one is open already."""
        if not any(row.is_open for row in self.rows):
            for row in self.rows:
                if row.gaps and row.is_writable:
                    row.is_open = True
                    return


def section_page(
    application: Application,
    section: Section,
    *,
    contents: CaseContents,
    may_edit: bool,
    open_key: str = "",
) -> SectionPage:
    """Put one section together: criteria, answers, files, medians and the words of a call."""
    criteria = contents.asked_in(section)
    called_for = gaps_of_call(application)
    medians = (
        medians_of(application)
        if any(one.scale.kind == Scale.Kind.MEASURED for one in criteria)
        else {}
    )
    carried = carried_into(contents.assessment) if contents.assessment.carried_from_id else {}
    rows = [
        Row(
            criterion=criterion,
            answer=contents.answers.get(criterion.pk),
            is_writable=may_edit and is_writable(application, criterion, called_for),
            files=contents.evidence.get(criterion.pk, []),
            called_for=called_for.get(criterion.key, []),
            median=medians.get(criterion.key),
            others=others_of(contents, criterion),
            is_open=criterion.key == open_key or criterion.key in called_for,
            applicability=applicability_of(criterion.applies_when, contents.profile),
            carried=carried.get(criterion.key),
        )
        for criterion in criteria
    ]
    return SectionPage(contents, section, rows)


def show_interpretations(page: SectionPage) -> None:
    """Put beside each criterion how to read it; only a page that is shown asks for it."""
    rulings = beside_criteria(page.contents.application)
    for row in page.rows:
        row.rulings = rulings.get(row.criterion.key, ())


def with_evidence(application: Application) -> CaseContents:
    """Read the answers and files of a case, with three queries."""
    contents = answered_contents(application)
    standing = Evidence.objects.standing().of_case(application)
    contents.evidence = grouped(standing.select_related("document"))
    return contents


def others_of(contents: CaseContents, criterion: Criterion) -> list[Evidence]:
    """List the files of the case that are not shown for this criterion yet, each once."""
    shown = {piece.document_id for piece in contents.evidence.get(criterion.pk, [])}
    found: dict[int, Evidence] = {}
    for pieces in contents.evidence.values():
        for piece in pieces:
            if piece.document_id not in shown:
                found.setdefault(piece.document_id, piece)
    return list(found.values())


def gaps_of_call(application: Application) -> dict[str, list[str]]:
    """Give what the running call asks for, by the key of the criterion; "" is the whole case."""
    if application.status != ApplicationStatus.COMPLETION_CALLED:
        return {}
    call = (
        CompletionCall.objects.filter(application=application)
        .prefetch_related("gaps")
        .order_by("pk")
        .last()
    )
    found: dict[str, list[str]] = {}
    for gap in call.gaps.all() if call else ():
        found.setdefault(gap.criterion_key, []).append(gap.text)
    return found


def is_writable(
    application: Application, criterion: Criterion, called_for: Mapping[str, Collection[str]]
) -> bool:
    """Say whether the applicant may change the answer; the operation checks it again."""
    if application.status == ApplicationStatus.COMPLETION_CALLED:
        return criterion.key in called_for
    return bool(application.status == ApplicationStatus.DRAFT)
