"""Answers and evidence are carried to another checklist; the ones they come from stay untouched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from certification.carrying import Origin, origins_of
from certification.checklist import Checklist, checklist_of
from certification.models import (
    Answer,
    Application,
    Assessment,
    AssessmentKind,
    Evidence,
    User,
)
from certification.sheets import level_of, medians_of
from standards.differences.reading import difference_between
from standards.models import Criterion, Median, Scale

REASON = "carry_answers_over"
SAID = ("value", "not_applicable", "measured", "justification")
Fields = dict[str, Any]


def carry_answers_over(assessment: Assessment, *, by: User) -> tuple[int, str]:
    """Copy answers and evidence of the latest other case in the same call.

    Gives how many answers were copied and the number of the case that they come from.

    Runs inside the operation that opens the draft. Only criteria marked as answered once for an
    applicant are copied, so that nobody is asked twice for what is known (WCAG 2.2, 3.3.7).
    """
    application = assessment.application
    earlier = (
        Application.objects.filter(
            edition=application.edition_id,
            applicant=application.applicant_id,
            version=application.version_id,
        )
        .exclude(pk=application.pk)
        .order_by("pk")
        .last()
    )
    if earlier is None:
        return 0, ""
    now = timezone.now()
    given = Answer.objects.filter(
        assessment__application=earlier,
        assessment__kind=AssessmentKind.SELF,
        criterion__answered_once_per_applicant=True,
    )
    copied = [
        Answer(
            assessment=assessment,
            criterion_id=answer.criterion_id,
            **{name: getattr(answer, name) for name in SAID},
            to_confirm=answer.to_confirm,
            value_version=1,
            justification_version=1,
            changed_by=by,
            changed_at=now,
        )
        for answer in given.order_by("pk")
    ]
    shown = [
        _shown_again(piece, application, piece.criterion_id, by)
        for piece in Evidence.objects.standing()
        .of_case(earlier)
        .filter(criterion__answered_once_per_applicant=True)
    ]
    _create(copied, shown, by)
    return len(copied), earlier.number


def _create(answers: Sequence[Answer], evidence: Sequence[Evidence], by: User) -> None:
    said = {"default_user": by, "default_change_reason": REASON}
    if answers:
        bulk_create_with_history(answers, Answer, **said)
    if evidence:
        bulk_create_with_history(evidence, Evidence, **said)


def _shown_again(
    piece: Evidence, application: Application, criterion_id: int, by: User
) -> Evidence:
    return Evidence(
        application=application,
        criterion_id=criterion_id,
        document_id=piece.document_id,
        name=piece.name,
        added_by=by,
        added_at=timezone.now(),
    )


def carry_last_case(assessment: Assessment, *, by: User) -> int:
    """Begin a renewal with every answer of the case that the certificate rests on (17065, 7.9)."""
    last = assessment.carried_from
    if last is None:
        raise ValueError("A renewal names the checklist that it goes on with.")
    return carry_checklist(last, assessment, by=by)


def carry_checklist(source: Assessment, target: Assessment, *, by: User) -> int:
    """Carry every answer and file of one checklist into another; give how many answers it wrote.

    Answers to criteria that did not change stand at once. Those to changed ones wait for a
    confirmation; those of several criteria are proposed only where they agree. A checklist that
    held answers before keeps them, unless a newer one to the same criterion has been given.
    """
    if target.carried_from_id != source.pk:
        raise ValueError("A checklist is carried into the one that names it.")
    carrying = _Carrying(source, target, by)
    for key, origin in origins_of(
        difference_between(source.own_version, target.own_version)
    ).items():
        carrying.carry(carrying.checklist.by_key[key], origin)
    carrying.write()
    return len(carrying.new) + len(carrying.changed)


@dataclass
class _Carrying:
    """One checklist on its way into another; collects what is to be written."""

    source: Assessment
    target: Assessment
    by: User
    new: list[Answer] = field(default_factory=list)
    changed: list[Answer] = field(default_factory=list)
    shown: list[Evidence] = field(default_factory=list)
    taken_back: list[Evidence] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read both sides with a constant number of queries."""
        self.before = checklist_of(self.source.own_version)
        self.checklist = checklist_of(self.target.own_version)
        self.medians: Mapping[str, Median] = medians_of(self.target.application)
        self.given = _by_key(self.source, self.before)
        self.held = _by_key(self.target, self.checklist)
        self.files = _files(self.source.application, self.before)
        self.kept_files = _files(self.target.application, self.checklist)

    def carry(self, criterion: Criterion, origin: Origin) -> None:
        """Carry what was said and shown for the sources of one criterion."""
        sources = [self.given[key] for key in origin.sources if key in self.given]
        if sources:
            self._answer(criterion, origin, sources)
        self._evidence(criterion, origin)

    def _answer(self, criterion: Criterion, origin: Origin, sources: list[Answer]) -> None:
        held = self.held.get(criterion.key)
        newest = max(sources, key=lambda one: one.changed_at)
        waits = not origin.stays or any(one.to_confirm for one in sources)
        if held is not None:
            if newest.changed_at > held.changed_at:
                self._newer(held, newest, criterion, stays=origin.stays)
            return
        said = self._proposed(criterion, sources, whole=len(sources) == len(origin.sources))
        if said["value"] is None and said["measured"] is None and not any(said.values()):
            return
        answer = Answer(assessment=self.target, criterion=criterion, to_confirm=waits, **said)
        answer.value_version = answer.justification_version = 1
        answer.changed_by_id, answer.changed_at = newest.changed_by_id, newest.changed_at
        self.new.append(answer)

    def _newer(self, held: Answer, newest: Answer, criterion: Criterion, *, stays: bool) -> None:
        """Coming back to a checklist, take what was said meanwhile, or ask about it."""
        said = fitting(criterion, newest, self.medians)
        is_same = all(getattr(held, name) == said[name] for name in SAID)
        if stays:
            for name in SAID:
                setattr(held, name, said[name])
            held.to_confirm = newest.to_confirm
            held.value_version += 1
            held.justification_version += 1
            held.changed_by_id, held.changed_at = newest.changed_by_id, newest.changed_at
        elif is_same or held.to_confirm:
            return
        else:
            held.to_confirm = True
        self.changed.append(held)

    def _proposed(self, criterion: Criterion, sources: list[Answer], *, whole: bool) -> Fields:
        """Propose what all sources say alike; of what they say apart nothing is made up."""
        offers = [fitting(criterion, one, self.medians) for one in sources]
        levels = {(one["value"], one["not_applicable"], one["measured"]) for one in offers}
        if not whole or len(levels) > 1:
            return {"value": None, "not_applicable": False, "measured": None, "justification": ""}
        texts = {one["justification"] for one in offers if one["justification"]}
        return offers[0] | {"justification": texts.pop() if len(texts) == 1 else ""}

    def _evidence(self, criterion: Criterion, origin: Origin) -> None:
        """Show the files of the sources here as well, and take back those taken back there."""
        pieces = [piece for key in origin.sources for piece in self.files.get(key, ())]
        standing = {one.document_id: one for one in pieces if one.withdrawn_at is None}
        kept = [one for one in self.kept_files.get(criterion.key, ()) if not one.withdrawn_at]
        shown = {one.document_id for one in kept}
        self.shown += [
            _shown_again(piece, self.target.application, criterion.pk, self.by)
            for document, piece in standing.items()
            if document not in shown
        ]
        gone = {one.document_id for one in pieces} - standing.keys()
        self.taken_back += [piece for piece in kept if piece.document_id in gone]

    def write(self) -> None:
        """Write everything with one statement a kind."""
        _create(self.new, self.shown, self.by)
        said = {"default_user": self.by, "default_change_reason": REASON}
        if self.changed:
            versions = ["value_version", "justification_version"]
            fields = [*SAID, *versions, "to_confirm", "changed_by", "changed_at"]
            bulk_update_with_history(self.changed, Answer, fields, **said)
        for piece in self.taken_back:
            piece.withdrawn_at, piece.withdrawn_by = timezone.now(), self.by
        if self.taken_back:
            fields = ["withdrawn_at", "withdrawn_by"]
            bulk_update_with_history(self.taken_back, Evidence, fields, **said)


def fitting(criterion: Criterion, said: Answer, medians: Mapping[str, Median]) -> Fields:
    """Give what of an answer can stand on a criterion: a level only where its scale has it."""
    fields: Fields = {
        "value": None,
        "not_applicable": said.not_applicable and criterion.not_applicable_allowed,
        "measured": None,
        "justification": said.justification,
    }
    if said.not_applicable:
        return fields
    if criterion.scale.kind == Scale.Kind.MEASURED:
        level = level_of(criterion, said.measured, medians.get(criterion.key))
        return fields | {"measured": said.measured, "value": level}
    levels = {one.value for one in criterion.scale.levels.all()}
    if said.criterion.scale.kind != Scale.Kind.MEASURED and said.value in levels:
        fields["value"] = said.value
    return fields


def _by_key(assessment: Assessment, checklist: Checklist) -> dict[str, Answer]:
    found = {}
    for answer in Answer.objects.filter(assessment=assessment):
        answer.criterion = checklist.by_pk[answer.criterion_id]
        found[answer.criterion.key] = answer
    return found


def _files(application: Application, checklist: Checklist) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    pieces: Iterable[Evidence] = Evidence.objects.filter(application=application)
    for piece in pieces:
        if criterion := checklist.by_pk.get(piece.criterion_id):
            found.setdefault(criterion.key, []).append(piece)
    return found
