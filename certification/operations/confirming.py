"""Answers that were carried to a changed criterion are confirmed, or taken over, by a person."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from certification.carrying import carried_into
from certification.errors.versions import NothingToConfirm, SourceUnknown
from certification.models import Answer, Assessment, User
from certification.operations.answers import require_asked, require_writable, save_answers
from certification.operations.carrying_over import fitting
from certification.sheets import medians_of
from standards.models import Criterion


@transaction.atomic
def confirm_answers(
    *, assessment: Assessment, criteria: Collection[Criterion], by: User
) -> list[Answer]:
    """Say that answers given to earlier words hold for the new ones too."""
    assessment = _locked(assessment)
    require_writable(assessment, by=by, keys=[criterion.key for criterion in criteria])
    waiting = {
        answer.criterion_id: answer
        for answer in assessment.answers.filter(criterion__in=criteria, to_confirm=True)
    }
    for criterion in criteria:
        require_asked(assessment.application, criterion)
        if criterion.pk not in waiting:
            raise NothingToConfirm(criterion=criterion.code)
    for answer in waiting.values():
        answer.to_confirm = False
        answer.changed_by, answer.changed_at = by, timezone.now()
    bulk_update_with_history(
        list(waiting.values()),
        Answer,
        ["to_confirm", "changed_by", "changed_at"],
        default_user=by,
        default_change_reason="confirm_answers",
    )
    return list(waiting.values())


@transaction.atomic
def take_answer_over(
    *, assessment: Assessment, criterion: Criterion, source: str, by: User
) -> None:
    """Answer a criterion as one of those it comes from was answered; ``source`` is its key.

    The answer counts as confirmed, since a person has chosen it among those shown.
    """
    assessment = _locked(assessment)
    carried = carried_into(assessment).get(criterion.key)
    offered = {one.criterion.key: one for one in carried.sources} if carried else {}
    chosen = offered.get(source)
    if chosen is None or chosen.answer is None:
        raise SourceUnknown(criterion=criterion.code)
    chosen.answer.criterion = chosen.criterion
    said = fitting(criterion, chosen.answer, medians_of(assessment.application))
    entry = {name: value for name, value in said.items() if value not in (None, False)}
    save_answers(assessment=assessment, answers=[{"criterion": criterion, **entry}], by=by)
    if assessment.answers.filter(criterion=criterion, to_confirm=True).exists():
        confirm_answers(assessment=assessment, criteria=[criterion], by=by)


def _locked(assessment: Assessment) -> Assessment:
    found: Assessment = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related(
            "application__version__scheme",
            "application__applicant",
            "application__offer",
            "assignment",
        )
        .get(pk=assessment.pk)
    )
    return found
