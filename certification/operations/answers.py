"""Answers: saved field by field, so that two people, or two tabs, never overwrite each other."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import FilteredRelation, Q
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from certification.checklist import checklist_of
from certification.errors.applicant import (
    AnswerChangedMeanwhile,
    AnswerLocked,
    CriterionNotAsked,
    MeasuredValueWrong,
)
from certification.errors.evaluation import NotYourAssignment
from certification.history import save
from certification.lifecycle import ApplicationStatus, AssessmentStatus, AssignmentStatus
from certification.models import (
    Answer,
    Application,
    Assessment,
    AssessmentKind,
    CompletionCall,
    Gap,
    RefusedEdit,
    User,
)
from certification.sheets import level_of, medians_of, profile_of
from standards.conditions import holds
from standards.errors import AnswerRefused, NotApplicableRefused
from standards.models import Criterion, Median, Scale

NOT_APPLICABLE = "na"
# Fields that carry the version they were last saved with; a measured value shares the value's.
VERSIONED = ("value", "justification", "note")
FLAGS = ("come_back", "on_visit")
PLACES = Decimal("0.01")
LARGEST = Decimal("999999999999.99")


def save_answer(
    *,
    assessment: Assessment,
    criterion: Criterion,
    field: str,
    data: Any,
    seen: int,
    by: User,
) -> Answer:
    """Save one field of one answer, unless it changed since version ``seen``.

    ``field`` is "value" (``data`` a level, "na" or None), "measured" (a number or None),
    "justification", "note", or a flag ("come_back", "on_visit": the last one wins). A conflict
    raises ``AnswerChangedMeanwhile`` with both versions, and the text that lost is kept.
    """
    try:
        with transaction.atomic():
            return _save_answer(assessment, criterion, field, data, seen, by)
    except AnswerChangedMeanwhile as conflict:
        _keep_refused(conflict)
        raise


def _save_answer(
    assessment: Assessment, criterion: Criterion, field: str, data: Any, seen: int, by: User
) -> Answer:
    assessment = _locked(assessment, criterion)
    application = assessment.application
    require_writable(assessment, by=by, keys=[criterion.key])
    require_asked(application, criterion)
    # Nothing is set where the joined answer does not exist yet.
    held = getattr(assessment, "given", None)
    answer = held or Answer(assessment=assessment, criterion=criterion)
    answer.criterion = criterion
    needs_median = criterion.scale.kind == Scale.Kind.MEASURED and field in {"value", "measured"}
    medians = medians_of(application) if needs_median else {}
    changed = changes(criterion, answer, {field: data}, medians, kind=assessment.kind)
    if not changed:
        return answer
    counter = "value" if field == "measured" else field
    if held and counter in VERSIONED and getattr(answer, f"{counter}_version") != seen:
        raise AnswerChangedMeanwhile(answer=answer, field=counter, mine=data, by=by)
    _apply(answer, changed, by)
    save(answer, by=by, reason="save_answer")
    return answer


def _locked(assessment: Assessment, criterion: Criterion) -> Assessment:
    """Hold the checklist, with the one answer that matters read in the same query."""
    rows = Assessment.objects.select_for_update(of=("self",)).annotate(
        given=FilteredRelation("answers", condition=Q(answers__criterion=criterion.pk))
    )
    found: Assessment = rows.select_related(  # type: ignore[misc]
        "application__version",
        "application__applicant",
        "application__offer",
        "assignment",
        "given__changed_by",
    ).get(pk=assessment.pk)
    return found


@transaction.atomic
def save_answers(
    *, assessment: Assessment, answers: Sequence[Mapping[str, Any]], by: User
) -> list[AnswerChangedMeanwhile]:
    """Save a whole section with one statement for what is new and one for what changed.

    Each entry has ``criterion`` and any of value, not_applicable, measured, justification, note,
    come_back, on_visit; ``seen`` may hold the versions the page was made from. Fields that changed
    meanwhile are left alone, kept as refused edits and given back; all others are saved.
    """
    assessment = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related(
            "application__version", "application__applicant", "application__offer", "assignment"
        )
        .get(pk=assessment.pk)
    )
    application = assessment.application
    criteria = checklist_of(application.version).by_pk
    given = {entry["criterion"].pk: entry for entry in answers}
    require_writable(assessment, by=by, keys=[entry["criterion"].key for entry in answers])
    held = {
        answer.criterion_id: answer
        for answer in assessment.answers.filter(criterion__in=given).select_related("changed_by")
    }
    medians = medians_of(application) if _any_measured(criteria, given) else {}
    conflicts: list[AnswerChangedMeanwhile] = []
    written: list[Answer] = []
    for pk, entry in given.items():
        if pk not in criteria:
            raise CriterionNotAsked(criterion=entry["criterion"].code)
        criterion = criteria[pk]
        require_asked(application, criterion)
        answer = held.get(pk) or Answer(assessment=assessment, criterion=criterion)
        answer.criterion = criterion
        changed = changes(criterion, answer, entry, medians, kind=assessment.kind)
        lost = _lost(answer, changed, entry.get("seen"), by)
        conflicts += lost
        for conflict in lost:
            for field in _fields_of(conflict.field):
                changed.pop(field, None)
        if changed:
            _apply(answer, changed, by)
            written.append(answer)
    _write(written, by)
    for conflict in conflicts:
        _keep_refused(conflict)
    return conflicts


def _any_measured(criteria: Mapping[int, Criterion], given: Collection[int]) -> bool:
    return any(criteria[pk].scale.kind == Scale.Kind.MEASURED for pk in given if pk in criteria)


def _write(written: Sequence[Answer], by: User) -> None:
    new = [answer for answer in written if answer.pk is None]
    old = [answer for answer in written if answer.pk is not None]
    said = {"default_user": by, "default_change_reason": "save_answers"}
    if new:
        bulk_create_with_history(new, Answer, **said)
    if old:
        fields = ["value", "not_applicable", "measured", "justification", "note", *FLAGS]
        versions = [f"{field}_version" for field in VERSIONED]
        bulk_update_with_history(
            old, Answer, [*fields, *versions, "changed_by", "changed_at"], **said
        )


def require_writable(assessment: Assessment, *, by: User, keys: Collection[str]) -> None:
    """Refuse to write into a checklist that was sent, or into somebody else's score card.

    While gaps are being completed only the criteria named in the call may change, and only until
    its day has passed (KPA, art. 64 § 2).
    """
    if assessment.status != AssessmentStatus.OPEN:
        raise AnswerLocked
    if assessment.kind == AssessmentKind.EARLIER:
        raise AnswerLocked
    if assessment.kind != AssessmentKind.SELF:
        if assessment.author_id != by.pk:
            raise NotYourAssignment
        if not _is_being_scored(assessment):
            raise AnswerLocked
        return
    if assessment.application.status == ApplicationStatus.DRAFT:
        return
    if set(keys) - writable_keys(assessment.application):
        raise AnswerLocked


def _is_being_scored(card: Assessment) -> bool:
    """Say whether the case is still evaluated and the expert was not released from it."""
    is_open = card.application.status == ApplicationStatus.EVALUATION
    return is_open and (
        card.assignment is None or card.assignment.status == AssignmentStatus.ACCEPTED
    )


def writable_keys(application: Application) -> frozenset[str]:
    """List the criteria that the running call for completion opens; none without such a call."""
    if application.status != ApplicationStatus.COMPLETION_CALLED:
        return frozenset()
    call = CompletionCall.objects.filter(application=application).order_by("pk").last()
    if call is None or call.due_on < timezone.localdate():
        return frozenset()
    return frozenset(Gap.objects.filter(call=call).values_list("criterion_key", flat=True))


def require_asked(application: Application, criterion: Criterion) -> None:
    """Refuse a criterion of another version, or one that does not apply to this application."""
    if criterion.version_id != application.version_id or not holds(
        criterion.applies_when, profile_of(application)
    ):
        raise CriterionNotAsked(criterion=criterion.code)


def changes(
    criterion: Criterion,
    answer: Answer,
    data: Mapping[str, Any],
    medians: Mapping[str, Median],
    *,
    kind: str,
) -> dict[str, Any]:
    """List the fields of an answer that new data would change; values are checked here."""
    wanted: dict[str, Any] = {
        field: str(data[field] or "").replace("\r\n", "\n").strip()
        for field in ("justification", "note")
        if field in data
    }
    wanted |= {field: bool(data[field]) for field in FLAGS if field in data}
    if "value" in data or "measured" in data or data.get("not_applicable"):
        wanted |= _level(criterion, data, medians, kind)
    return {field: value for field, value in wanted.items() if getattr(answer, field) != value}


def _level(
    criterion: Criterion, data: Mapping[str, Any], medians: Mapping[str, Median], kind: str
) -> dict[str, Any]:
    """Turn a chosen level, "not applicable" or a measured number into what is kept."""
    value = data.get("value")
    if value == NOT_APPLICABLE or data.get("not_applicable"):
        if not criterion.not_applicable_allowed:
            raise NotApplicableRefused(criterion=criterion.code)
        return {"value": None, "not_applicable": True, "measured": None}
    if criterion.scale.kind == Scale.Kind.MEASURED:
        measured = _measured(criterion, data.get("measured"))
        if measured is not None or kind == AssessmentKind.SELF:
            level = level_of(criterion, measured, medians.get(criterion.key))
            return {"value": level, "not_applicable": False, "measured": measured}
    if value is not None and value not in {one.value for one in criterion.scale.levels.all()}:
        raise AnswerRefused(criterion=criterion.code, value=value)
    return {"value": value, "not_applicable": False}


def _measured(criterion: Criterion, data: Any) -> Decimal | None:
    if data in (None, ""):
        return None
    measured = Decimal(data)
    if not measured.is_finite() or not 0 <= measured <= LARGEST:
        raise MeasuredValueWrong(criterion=criterion.code)
    return measured.quantize(PLACES)


def _fields_of(counter: str) -> tuple[str, ...]:
    return ("value", "not_applicable", "measured") if counter == "value" else (counter,)


def _lost(
    answer: Answer, changed: Mapping[str, Any], seen: Mapping[str, int] | None, by: User
) -> list[AnswerChangedMeanwhile]:
    """List the fields that somebody else saved after the page was made."""
    if seen is None or answer.pk is None:
        return []
    return [
        AnswerChangedMeanwhile(
            answer=answer, field=counter, mine=_first(changed, _fields_of(counter)), by=by
        )
        for counter in VERSIONED
        if counter in seen
        and any(field in changed for field in _fields_of(counter))
        and getattr(answer, f"{counter}_version") != seen[counter]
    ]


def _first(changed: Mapping[str, Any], fields: Collection[str]) -> Any:
    if changed.get("not_applicable"):
        return NOT_APPLICABLE
    return next((changed[field] for field in (*fields,) if changed.get(field) is not None), None)


def _apply(answer: Answer, changed: Mapping[str, Any], by: User) -> None:
    for field, value in changed.items():
        setattr(answer, field, value)
    for counter in VERSIONED:
        if any(field in changed for field in _fields_of(counter)):
            setattr(answer, f"{counter}_version", getattr(answer, f"{counter}_version") + 1)
    answer.changed_by = by
    answer.changed_at = timezone.now()


def _keep_refused(conflict: AnswerChangedMeanwhile) -> None:
    """Keep for thirty days what lost, so that nobody's text is ever gone."""
    RefusedEdit.objects.create(
        answer=conflict.answer,
        field=conflict.field,
        text="" if conflict.mine is None else str(conflict.mine),
        by=conflict.by,
        at=timezone.now(),
    )
