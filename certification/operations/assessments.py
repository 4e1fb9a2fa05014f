"""Score cards: sending one locks it, the last one hands the case to the committee."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from guardian.shortcuts import assign_perm, remove_perm

from certification.errors import TransitionRefused
from certification.errors.evaluation import (
    EvaluationUnfinished,
    JustificationMissing,
    NotYourAssignment,
    ScoreCardIncomplete,
)
from certification.evaluation import experts_still_needed
from certification.evaluation.as_sent import to_json
from certification.evaluation.justifying import needs_words
from certification.history import save
from certification.lifecycle import (
    APPLICATION_MOVES,
    ASSESSMENT_MOVES,
    ASSIGNMENT_MOVES,
    ApplicationStatus,
    AssessmentStatus,
    AssignmentStatus,
    require_move,
)
from certification.models import (
    Answer,
    Application,
    Assessment,
    AssessmentKind,
    Assignment,
    Evidence,
    EvidenceView,
    Side,
    User,
)
from certification.operations.assignments import hand_over
from certification.operations.case import log_event, start_deadline
from certification.permissions import EVALUATION
from certification.sheets import answers_of, profile_of, sheet_of
from standards.content import StandardContent
from standards.scoring import AnswerValue, load_content

SCORE = "certification.score_application"
UNDER_WAY = (
    AssignmentStatus.INVITED,
    AssignmentStatus.WAIVER_REQUESTED,
    AssignmentStatus.ACCEPTED,
)


@transaction.atomic
def send_score_card(*, assignment: Assignment, summary: str = "", by: User) -> Assessment:
    """Send a whole, justified score card and lock it; from now on its author only reads.

    The sheet is kept with exact fractions as text, so the result never depends on rounding.
    """
    application = Application.objects.locked(assignment.application_id)
    assignment = Assignment.objects.select_related("person").get(pk=assignment.pk)
    if by != assignment.person:
        raise NotYourAssignment
    if application.status != ApplicationStatus.EVALUATION:
        raise TransitionRefused
    require_move(ASSIGNMENT_MOVES, source=assignment.status, target=AssignmentStatus.COMPLETED)
    card = Assessment.objects.select_for_update(of=("self",)).get(assignment=assignment)
    require_move(ASSESSMENT_MOVES, source=card.status, target=AssessmentStatus.SUBMITTED)
    content = load_content(application.version)
    asked = content.applicable(profile_of(application))
    values = {key: one for key, one in answers_of(card).items() if key in asked}
    sheet = sheet_of(card)
    if sheet.unanswered:
        raise ScoreCardIncomplete(codes=_codes(content, sheet.unanswered))
    if unjustified := criteria_to_justify(card, content, values):
        raise JustificationMissing(codes=_codes(content, unjustified))
    card.status, card.submitted_at = AssessmentStatus.SUBMITTED, timezone.now()
    card.summary, card.sheet = summary.strip(), to_json(sheet, values)
    save(card, by=by, reason="send_score_card")
    assignment.status = AssignmentStatus.COMPLETED
    save(assignment, by=by, reason="send_score_card")
    remove_perm(SCORE, by, application)
    log_event(
        application,
        "score_card_sent",
        by=by,
        side=Side.EXPERT,
        seen_by_applicant=False,
        assignment=assignment.pk,
        person=by.pk,
    )
    hand_over(application, by=by)
    return card


def criteria_to_justify(
    card: Assessment, content: StandardContent, values: Mapping[str, AnswerValue]
) -> tuple[str, ...]:
    """List scores without the words they need: below the highest, or unlike the applicant's."""
    own = Assessment.objects.filter(
        application=card.application_id, kind=AssessmentKind.SELF
    ).first()
    claimed = answers_of(own) if own else {}
    justified = set(
        Answer.objects.filter(assessment=card)
        .exclude(justification="")
        .values_list("criterion__key", flat=True)
    )
    return tuple(
        key
        for key in content.criteria
        if key in values
        and key not in justified
        and needs_words(values[key], claimed.get(key), content.criteria[key].maximum)
    )


def _codes(content: StandardContent, keys: tuple[str, ...]) -> str:
    return ", ".join(content.criteria[key].code for key in keys)


@transaction.atomic
def finish_evaluation(*, application: Application, by: User | None = None) -> Application:
    """Hand the case to the committee when all the cards that are needed have been sent (7.5).

    From then on the experts may read each other's cards.
    """
    application = Application.objects.locked(application.pk)
    require_move(
        APPLICATION_MOVES,
        source=application.status,
        target=ApplicationStatus.AWAITING_COMMITTEE,
    )
    assignments = application.assignments.select_related("person")
    if assignments.filter(status__in=UNDER_WAY).exists() or experts_still_needed(application):
        raise EvaluationUnfinished
    application.status = ApplicationStatus.AWAITING_COMMITTEE
    save(application, by=by, reason="finish_evaluation")
    for assignment in assignments.filter(status=AssignmentStatus.COMPLETED):
        assign_perm(EVALUATION, assignment.person, application)
    log_event(application, "evaluation_finished", by=by, side=Side.SYSTEM)
    start_deadline(
        application=application,
        waits_for=Side.COMMITTEE,
        rule="committee",
        days=application.edition.decision_days,
        by=by,
    )
    return application


@transaction.atomic
def note_evidence_seen(*, evidence: Evidence, by: User) -> EvidenceView:
    """Note that an expert opened a piece of evidence; the first time counts."""
    seen, _is_new = EvidenceView.objects.get_or_create(evidence=evidence, person=by)
    return seen
