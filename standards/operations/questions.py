"""Questions about criteria: asked by those who fill in or score, answered by the managers."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from standards.errors import QuestionOpenAlready, QuestionSettled
from standards.history import save
from standards.models import Criterion, CriterionQuestion


@transaction.atomic
def ask_about_criterion(*, criterion: Criterion, text: str, by: Any) -> CriterionQuestion:
    """Put a question into the queue of the standards managers (ISO/IEC 17065, 7.1.3)."""
    mine = CriterionQuestion.objects.waiting().filter(
        version=criterion.version_id, criterion_key=criterion.key, asked_by=by
    )
    if mine.exists():
        raise QuestionOpenAlready
    question = CriterionQuestion(
        version_id=criterion.version_id,
        criterion_key=criterion.key,
        text=text.strip(),
        asked_by=by,
        asked_at=timezone.now(),
    )
    save(question, by=by, reason="ask_about_criterion")
    return question


@transaction.atomic
def answer_question(*, question: CriterionQuestion, answer: str, by: Any) -> CriterionQuestion:
    """Answer plainly, where the standard already says it and no interpretation is needed."""
    locked = CriterionQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if locked.answered_at is not None:
        raise QuestionSettled
    locked.answer = answer.strip()
    locked.interpretation = None
    locked.answered_by, locked.answered_at = by, timezone.now()
    save(locked, by=by, reason="answer_question")
    return locked
