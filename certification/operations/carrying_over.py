"""Answers that an applicant gives once for all of its offers are carried to the next draft."""

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from certification.models import Answer, Application, Assessment, AssessmentKind, Evidence, User


def carry_answers_over(assessment: Assessment, *, by: User) -> int:
    """Copy answers and evidence of the latest other case in the same call; give how many answers.

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
        return 0
    now = timezone.now()
    said = {"default_user": by, "default_change_reason": "carry_answers_over"}
    copied = [
        Answer(
            assessment=assessment,
            criterion_id=answer.criterion_id,
            value=answer.value,
            not_applicable=answer.not_applicable,
            measured=answer.measured,
            justification=answer.justification,
            value_version=1,
            justification_version=1,
            changed_by=by,
            changed_at=now,
        )
        for answer in Answer.objects.filter(
            assessment__application=earlier,
            assessment__kind=AssessmentKind.SELF,
            criterion__answered_once_per_applicant=True,
        ).order_by("pk")
    ]
    shown = [
        Evidence(
            application=application,
            criterion_id=piece.criterion_id,
            document_id=piece.document_id,
            name=piece.name,
            added_by=by,
            added_at=now,
        )
        for piece in Evidence.objects.standing().filter(
            application=earlier, criterion__answered_once_per_applicant=True
        )
    ]
    if copied:
        bulk_create_with_history(copied, Answer, **said)
    if shown:
        bulk_create_with_history(shown, Evidence, **said)
    return len(copied)
