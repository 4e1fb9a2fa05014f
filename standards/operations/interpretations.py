"""Interpretations from draft to their end, and the questions that ask for them.

Whoever wrote a word of an interpretation neither publishes it nor confirms it for another version
(ISO/IEC 17065, 7.1.3): it binds applicants and experts as the criterion itself does.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from standards.confirmations import waiting_in
from standards.errors import (
    ConfirmationNotAwaited,
    InterpretationAuthorPublishes,
    InterpretationChangedMeanwhile,
    InterpretationIsSettled,
    InterpretationReasonMissing,
    InterpretationReplacesWrong,
    InterpretationScopeWrong,
)
from standards.folding import folded_words
from standards.history import save
from standards.interpretations import authors_of
from standards.lifecycle import (
    InterpretationStatus,
    ScopeState,
    VersionStatus,
    require_interpretation_move,
)
from standards.models import (
    Criterion,
    CriterionQuestion,
    Interpretation,
    InterpretationScope,
    Scheme,
    StandardVersion,
)

TEXTS = ("question_pl", "question_en", "ruling_pl", "ruling_en", "reasons_pl", "reasons_en")


@transaction.atomic
def draft_interpretation(
    *,
    scheme: Scheme,
    criterion_key: str,
    versions: Iterable[StandardVersion],
    texts: Mapping[str, str],
    by: Any,
    replaces: Interpretation | None = None,
    question: CriterionQuestion | None = None,
) -> Interpretation:
    """Begin an interpretation of one criterion; nobody but standards managers sees the draft."""
    draft = Interpretation(
        scheme=scheme, criterion_key=criterion_key, replaces=replaces, created_by=by
    )
    _fill(draft, texts)
    _require_replaceable(draft)
    save(draft, by=by, reason="draft_interpretation")
    _list_versions(draft, versions, by=by)
    if question is not None and question.answered_at is None:
        question.interpretation = draft
        save(question, by=by, reason="draft_interpretation")
    return draft


@transaction.atomic
def change_interpretation(
    *,
    interpretation: Interpretation,
    seen: int,
    versions: Iterable[StandardVersion],
    texts: Mapping[str, str],
    by: Any,
    replaces: Interpretation | None = None,
) -> Interpretation:
    """Change a draft as long as nobody else did so since the page was opened."""
    draft = _draft(interpretation, seen=seen)
    _fill(draft, texts)
    draft.replaces = replaces
    _require_replaceable(draft)
    save(draft, by=by, reason="change_interpretation")
    _list_versions(draft, versions, by=by)
    return draft


@transaction.atomic
def publish_interpretation(*, interpretation: Interpretation, seen: int, by: Any) -> Interpretation:
    """Let it hold from now on, under the next number of the year; what it replaces ends with it.

    The person publishes exactly the revision that was looked at, and wrote no word of it.
    """
    draft = _draft(interpretation, seen=seen)
    _require_other_eyes(draft, by)
    _require_replaceable(draft)
    scheme = Scheme.objects.select_for_update().get(pk=draft.scheme_id)
    now = timezone.now()
    draft.year = timezone.localdate(now).year
    last = Interpretation.objects.filter(scheme=scheme, year=draft.year).aggregate(
        last=Max("sequence")
    )["last"]
    draft.sequence = (last or 0) + 1
    draft.number = f"{scheme.certificate_prefix}/I/{draft.year}/{draft.sequence:02d}"
    draft.status = InterpretationStatus.PUBLISHED
    draft.published_at, draft.published_by = now, by
    draft.search_text = _words_of(draft)
    save(draft, by=by, reason="publish_interpretation")
    if draft.replaces is not None:
        _end(
            Interpretation.objects.locked(draft.replaces.pk),
            InterpretationStatus.SUPERSEDED,
            reasons=(draft.reasons_pl[:1000], draft.reasons_en[:1000]),
            by=by,
        )
    for question in CriterionQuestion.objects.waiting().filter(interpretation=draft):
        question.answered_by, question.answered_at = by, now
        save(question, by=by, reason="publish_interpretation")
    return draft


@transaction.atomic
def withdraw_interpretation(
    *, interpretation: Interpretation, reason_pl: str, reason_en: str, by: Any
) -> Interpretation:
    """End an interpretation, or throw a draft away; it stays on record with the reason."""
    locked = Interpretation.objects.locked(interpretation.pk)
    reasons = (reason_pl.strip(), reason_en.strip())
    if not all(reasons):
        raise InterpretationReasonMissing
    _end(locked, InterpretationStatus.WITHDRAWN, reasons=reasons, by=by)
    for question in CriterionQuestion.objects.waiting().filter(interpretation=locked):
        question.interpretation = None
        save(question, by=by, reason="withdraw_interpretation")
    return locked


@transaction.atomic
def confirm_interpretation(
    *,
    interpretation: Interpretation,
    version: StandardVersion,
    criterion_keys: Iterable[str],
    by: Any,
) -> list[InterpretationScope]:
    """Say for which criteria of a new version an interpretation holds (7.10.1)."""
    locked = Interpretation.objects.locked(interpretation.pk)
    keys = _awaited(locked, version)
    chosen = [key for key in dict.fromkeys(criterion_keys) if key in keys]
    if not chosen:
        raise InterpretationScopeWrong(criterion=locked.criterion_key)
    _require_other_eyes(locked, by)
    _forget_waiting(locked, version, by=by)
    return [
        _say(locked, version, key, ScopeState.HOLDS, by=by, reason="confirm_interpretation")
        for key in chosen
    ]


@transaction.atomic
def leave_interpretation_out(
    *,
    interpretation: Interpretation,
    version: StandardVersion,
    reason_pl: str,
    reason_en: str,
    by: Any,
) -> InterpretationScope:
    """Say that an interpretation does not hold for a new version, and why."""
    locked = Interpretation.objects.locked(interpretation.pk)
    keys = _awaited(locked, version)
    if not reason_pl.strip() or not reason_en.strip():
        raise InterpretationReasonMissing
    _require_other_eyes(locked, by)
    _forget_waiting(locked, version, by=by)
    return _say(
        locked,
        version,
        keys[0],
        ScopeState.LEFT_OUT,
        by=by,
        reason="leave_interpretation_out",
        reasons=(reason_pl.strip(), reason_en.strip()),
    )


@transaction.atomic
def note_waiting(*, scheme: Scheme) -> list[InterpretationScope]:
    """Note what a newly published version left to be confirmed; each is given only once."""
    found = []
    for waiting in waiting_in([scheme]):
        scope, is_new = InterpretationScope.objects.get_or_create(
            interpretation=waiting.interpretation,
            version=waiting.version,
            criterion_key=waiting.keys[0],
            defaults={"state": ScopeState.WAITS},
        )
        if is_new:
            found.append(scope)
    return found


def _draft(interpretation: Interpretation, *, seen: int) -> Interpretation:
    locked = Interpretation.objects.locked(interpretation.pk)
    if locked.status != InterpretationStatus.DRAFT:
        raise InterpretationIsSettled
    if locked.revision != seen:
        raise InterpretationChangedMeanwhile
    return locked


def _fill(draft: Interpretation, texts: Mapping[str, str]) -> None:
    for name in TEXTS:
        setattr(draft, name, texts[name].strip())
    draft.revision += 1


def _words_of(interpretation: Interpretation) -> str:
    """Gather what it can be found by: its number, its criterion by key and codes, its texts."""
    rows = Criterion.objects.filter(
        version__interpretation_scopes__interpretation=interpretation,
        key=interpretation.criterion_key,
    )
    codes = sorted(set(rows.values_list("code", flat=True)))
    texts = (getattr(interpretation, name) for name in TEXTS)
    return folded_words(interpretation.number, interpretation.criterion_key, *codes, *texts)


def _require_other_eyes(interpretation: Interpretation, by: Any) -> None:
    if by is None or by.pk in authors_of(interpretation):
        raise InterpretationAuthorPublishes


def _require_replaceable(draft: Interpretation) -> None:
    former = draft.replaces
    if former is None:
        return
    current = Interpretation.objects.get(pk=former.pk)
    same = (current.scheme_id, current.criterion_key) == (draft.scheme_id, draft.criterion_key)
    if not current.is_in_force or not same:
        raise InterpretationReplacesWrong(number=current.number)


def _list_versions(draft: Interpretation, versions: Iterable[StandardVersion], *, by: Any) -> None:
    """Write the list of versions: those that are named hold, those named before go."""
    wanted = {version.pk: version for version in versions}
    standing = set(
        Criterion.objects.filter(
            version__in=wanted,
            version__scheme=draft.scheme_id,
            version__status__in=(VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED),
            key=draft.criterion_key,
        ).values_list("version_id", flat=True)
    )
    if not wanted or standing != wanted.keys():
        raise InterpretationScopeWrong(criterion=draft.criterion_key)
    for scope in draft.scopes.all():
        if wanted.pop(scope.version_id, None) is None:
            _remove(scope, by=by)
    for version in wanted.values():
        _say(draft, version, draft.criterion_key, ScopeState.HOLDS, by=by, reason="list_versions")


def _say(
    interpretation: Interpretation,
    version: StandardVersion,
    key: str,
    state: str,
    *,
    by: Any,
    reason: str,
    reasons: tuple[str, str] = ("", ""),
) -> InterpretationScope:
    scope = InterpretationScope(
        interpretation=interpretation,
        version=version,
        criterion_key=key,
        state=state,
        reason_pl=reasons[0],
        reason_en=reasons[1],
        decided_by=by,
        decided_at=timezone.now(),
    )
    save(scope, by=by, reason=reason)
    return scope


def _awaited(interpretation: Interpretation, version: StandardVersion) -> tuple[str, ...]:
    """Give the criteria to choose from, or refuse what nobody waits for any more."""
    for waiting in waiting_in([interpretation.scheme]):
        if waiting.interpretation == interpretation and waiting.version == version:
            return waiting.keys
    raise ConfirmationNotAwaited(version=version.version)


def _forget_waiting(interpretation: Interpretation, version: StandardVersion, *, by: Any) -> None:
    for scope in interpretation.scopes.filter(version=version, state=ScopeState.WAITS):
        _remove(scope, by=by)


def _remove(scope: InterpretationScope, *, by: Any) -> None:
    """Take a line off the list; its history keeps it."""
    scope._history_user = by  # type: ignore[attr-defined]
    scope._change_reason = "list_versions"  # type: ignore[attr-defined]
    scope.delete()


def _end(interpretation: Interpretation, target: str, *, reasons: tuple[str, str], by: Any) -> None:
    require_interpretation_move(source=interpretation.status, target=target)
    interpretation.status = target
    interpretation.ended_at = timezone.now()
    interpretation.end_reason_pl, interpretation.end_reason_en = reasons
    # Of what is replaced people learn with what replaces it; a draft nobody has seen.
    is_told = target == InterpretationStatus.SUPERSEDED or interpretation.published_at is None
    interpretation.told_at = timezone.now() if is_told else None
    save(interpretation, by=by, reason=f"{target}_interpretation"[:100])
