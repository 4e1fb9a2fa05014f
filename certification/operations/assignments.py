"""Experts on a case: invitation, declaration of impartiality, a known link that is weighed."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from guardian.shortcuts import assign_perm

from certification.errors import TransitionRefused
from certification.errors.evaluation import (
    ExpertAssignedBefore,
    ExpertBarred,
    ExpertNotInPool,
    ExplanationMissing,
    KnownLinkNotDeclared,
    LinkCannotBeWaived,
    NoExpertNeeded,
    NotYourAssignment,
    TooFewExperts,
    WaiverByTheExpert,
    WaiverReasonsMissing,
)
from certification.evaluation import bars_of, experts_still_needed, pool_of, result_of
from certification.history import save
from certification.lifecycle import (
    ASSIGNMENT_MOVES,
    ApplicationStatus,
    AssignmentStatus,
    require_move,
)
from certification.models import (
    Application,
    Assessment,
    AssessmentKind,
    Assignment,
    Capacity,
    Deadline,
    ImpartialityAnswer,
    ImpartialityDeclaration,
    Side,
    User,
)
from certification.operations.case import log_event, start_deadline, write_message, written_day
from certification.participation import Part, parts_of, require_no_part
from certification.permissions import EXPERT_RIGHTS
from standards.deadlines import add_days

ANSWERS = {
    "clear": (AssignmentStatus.ACCEPTED, ImpartialityAnswer.CLEAR),
    "ask_waiver": (AssignmentStatus.WAIVER_REQUESTED, ImpartialityAnswer.CONFLICT),
    "conflict": (AssignmentStatus.CONFLICTED, ImpartialityAnswer.CONFLICT),
    "decline": (AssignmentStatus.DECLINED, None),
}


@transaction.atomic
def assign_experts(
    *, application: Application, people: Sequence[User], by: User
) -> list[Assignment]:
    """Invite experts from the pool; nobody linked with the case or busy with it (17065, 4.2).

    At least as many are invited as the case still needs. Whoever is linked with the case does not
    choose its experts either.
    """
    application = Application.objects.locked(application.pk)
    if application.status != ApplicationStatus.EVALUATION:
        raise TransitionRefused
    require_no_part(by, application)
    chosen = list({person.pk: person for person in people}.values())
    needed = experts_still_needed(application)
    if not needed:
        raise NoExpertNeeded
    if len(chosen) < needed:
        raise TooFewExperts(needed=needed, chosen=len(chosen))
    _require_fit(application, chosen)
    result = result_of(application)
    is_third = result is not None and result.needs_third
    invited = [_invite(application, person, is_third=is_third, by=by) for person in chosen]
    log_event(
        application,
        "experts_assigned",
        by=by,
        side=Side.SECRETARIAT,
        experts=len(invited),
        is_third_opinion=is_third,
    )
    hand_over(application, by=by)
    return invited


def _require_fit(application: Application, people: Sequence[User]) -> None:
    pks = [person.pk for person in people]
    pool = set(pool_of(application).filter(pk__in=pks).values_list("pk", flat=True))
    before = set(application.assignments.filter(person__in=pks).values_list("person", flat=True))
    bars = bars_of(application, pks)
    for person in people:
        if person.pk in before:
            raise ExpertAssignedBefore(name=str(person))
        if person.pk not in pool:
            raise ExpertNotInPool(name=str(person))
        if person.pk in bars:
            reasons = ", ".join(str(bar) for bar in bars[person.pk])
            raise ExpertBarred(name=str(person), reasons=reasons)


def _invite(application: Application, person: User, *, is_third: bool, by: User) -> Assignment:
    edition = application.edition
    assignment = Assignment(
        application=application,
        person=person,
        is_third_opinion=is_third,
        assigned_by=by,
        assigned_at=timezone.now(),
        due_on=add_days(timezone.localdate(), edition.declaration_days, edition.day_count),
    )
    save(assignment, by=by, reason="assign_experts")
    write_message(
        kind="expert_invited",
        recipients=[person],
        subject=_("Declare whether you are impartial"),
        body=format_lazy(
            _("You were chosen to score an application. Say by {day} if a link stands in the way."),
            day=written_day(assignment.due_on),
        ),
        application=application,
        path=reverse("workflows:declare", kwargs={"number": application.number}),
    )
    return assignment


@transaction.atomic
def declare_impartiality(
    *, assignment: Assignment, answer: str, explanation: str = "", by: User
) -> Assignment:
    """Say whether a link stands in the way; only a clear answer opens the case (17065, 4.2.12)."""
    assignment = _locked(assignment)
    application, explanation = assignment.application, explanation.strip()
    if by != assignment.person:
        raise NotYourAssignment
    status, declared = ANSWERS[answer]
    require_move(ASSIGNMENT_MOVES, source=assignment.status, target=status)
    if assignment.status != AssignmentStatus.INVITED:
        raise TransitionRefused
    if answer != "clear" and not explanation:
        raise ExplanationMissing
    if answer == "clear" and (known := parts_of(by, application)):
        raise KnownLinkNotDeclared(
            reasons=", ".join(str(Part(part).label) for part in sorted(known))
        )
    if declared:
        declaration = ImpartialityDeclaration(
            application=application,
            person=by,
            capacity=Capacity.ASSESSOR,
            answer=declared,
            explanation=explanation,
            made_at=timezone.now(),
        )
        save(declaration, by=by, reason="declare_impartiality")
    _settle(assignment, status, by=by, reason="declare_impartiality")
    _log(assignment, "impartiality_declared", by=by, answer=answer, why=explanation)
    hand_over(application, by=by)
    return assignment


@transaction.atomic
def consider_waiver(*, assignment: Assignment, waived: bool, reasons: str, by: User) -> Assignment:
    """Weigh a known link: let the expert score all the same, or not (17065, 4.2.6).

    Another person than the expert decides, gives reasons, and never waives acting for a party.
    """
    assignment = _locked(assignment)
    application, reasons = assignment.application, reasons.strip()
    if by == assignment.person:
        raise WaiverByTheExpert
    require_no_part(by, application)
    if assignment.status != AssignmentStatus.WAIVER_REQUESTED:
        raise TransitionRefused
    if not reasons:
        raise WaiverReasonsMissing
    if waived and Part.ACTED in parts_of(assignment.person, application):
        raise LinkCannotBeWaived(name=str(assignment.person))
    declaration = ImpartialityDeclaration.objects.get(
        application=application, person=assignment.person, capacity=Capacity.ASSESSOR
    )
    if waived:
        declaration.answer = ImpartialityAnswer.WAIVED
    declaration.waived_by, declaration.waived_at = by, timezone.now()
    declaration.waiver_reasons = reasons
    save(declaration, by=by, reason="consider_waiver")
    status = AssignmentStatus.ACCEPTED if waived else AssignmentStatus.CONFLICTED
    _settle(assignment, status, by=by, reason="consider_waiver")
    _log(assignment, "waiver_considered", by=by, waived=waived, why=reasons)
    if waived:
        write_message(
            kind="waiver_granted",
            recipients=[assignment.person],
            subject=_("You can score the application"),
            body=_("The link you named does not stand in the way. The case is open to you now."),
            application=application,
            path=reverse("workflows:score", kwargs={"number": application.number}),
        )
    hand_over(application, by=by)
    return assignment


def hand_over(application: Application, *, by: User | None) -> Deadline | None:
    """Set the deadline of whoever has the next move in the evaluation; one that fits runs on."""
    edition = application.edition
    found = set(application.assignments.values_list("status", flat=True))
    if AssignmentStatus.WAIVER_REQUESTED in found:
        side, rule, days = Side.SECRETARIAT, "waiver", edition.declaration_days
    elif AssignmentStatus.INVITED in found:
        side, rule, days = Side.EXPERT, "declaration", edition.declaration_days
    elif AssignmentStatus.ACCEPTED in found:
        side, rule, days = Side.EXPERT, "scoring", edition.scoring_days
    elif experts_still_needed(application):
        side, rule, days = Side.SECRETARIAT, "assignment", edition.declaration_days
    else:
        return None
    running = Deadline.objects.running().filter(application=application, rule=rule).first()
    if running:
        return running
    return start_deadline(application=application, waits_for=side, rule=rule, days=days, by=by)


def _locked(assignment: Assignment) -> Assignment:
    """Hold a case that is being evaluated and read the assignment afresh."""
    application = Application.objects.locked(assignment.application_id)
    if application.status != ApplicationStatus.EVALUATION:
        raise TransitionRefused
    return Assignment.objects.select_related(
        "person", "application__edition__scheme", "application__applicant"
    ).get(pk=assignment.pk)


def _settle(assignment: Assignment, status: AssignmentStatus, *, by: User, reason: str) -> None:
    """Move the assignment; an accepted expert gets a score card and the rights to fill it in."""
    require_move(ASSIGNMENT_MOVES, source=assignment.status, target=status)
    assignment.status = status
    if status == AssignmentStatus.ACCEPTED:
        edition = assignment.application.edition
        assignment.due_on = add_days(timezone.localdate(), edition.scoring_days, edition.day_count)
        card = Assessment(
            application=assignment.application,
            kind=AssessmentKind.EXPERT,
            author=assignment.person,
            assignment=assignment,
        )
        save(card, by=by, reason=reason)
        for right in EXPERT_RIGHTS:
            assign_perm(right, assignment.person, assignment.application)
    save(assignment, by=by, reason=reason)


def _log(assignment: Assignment, kind: str, *, by: User, why: str, **facts: object) -> None:
    side = Side.EXPERT if by == assignment.person else Side.SECRETARIAT
    log_event(
        assignment.application,
        kind,
        by=by,
        side=side,
        reason=why,
        seen_by_applicant=False,
        assignment=assignment.pk,
        person=assignment.person_id,
        **facts,
    )
