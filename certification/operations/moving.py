"""A draft moves to another version or to another call, at the wish of its owner alone."""

from django.db import transaction
from django.utils import timezone

from certification.carrying import calls_offered, versions_offered
from certification.errors.applicant import CallNotOffered
from certification.errors.versions import OnlyDraftsMove, VersionNotOffered
from certification.history import save
from certification.lifecycle import ApplicationStatus, AssessmentStatus
from certification.models import (
    Answer,
    Application,
    Assessment,
    AssessmentKind,
    Organisation,
    Side,
    User,
)
from certification.operations.applications import require_subject
from certification.operations.carrying_over import carry_checklist
from certification.operations.case import log_event
from certification.operations.eligibility import require_legal_form
from certification.sheets import level_of, medians_of
from standards.models import Edition, StandardVersion


@transaction.atomic
def move_to_version(*, application: Application, version: StandardVersion, by: User) -> Application:
    """Move a draft to another version of its call; nothing that was answered is lost.

    What did not change stays answered; what changed waits for a confirmation; the checklist of the
    version before is put aside whole, to be read, or taken up again by moving back.
    """
    application = _locked_draft(application)
    if version not in versions_offered(application):
        raise VersionNotOffered
    old = application.version
    continue_on(application, version, by=by, reason="move_to_version")
    log_event(
        application,
        "moved",
        by=by,
        side=Side.APPLICANT,
        old=old.version,
        new=version.version,
    )
    return application


@transaction.atomic
def move_to_call(*, application: Application, edition: Edition, by: User) -> Application:
    """Move a draft whose call has closed to an open one; its number and all its content go along.

    Where the new call asks by another version, the checklist is continued on that one.
    """
    Organisation.objects.select_for_update().get(pk=application.applicant_id)
    application = _locked_draft(application)
    if edition not in calls_offered(application):
        raise CallNotOffered
    require_legal_form(edition, application.applicant)
    old, application.edition = application.edition, edition
    require_subject(application)
    if application.version_id == edition.version_id:
        save(application, by=by, reason="move_to_call")
        _count_anew(application, by=by)
    else:
        continue_on(application, edition.version, by=by, reason="move_to_call")
    log_event(
        application,
        "moved_to_call",
        by=by,
        side=Side.APPLICANT,
        old=old.name_pl,
        new=edition.name_pl,
    )
    return application


def _locked_draft(application: Application) -> Application:
    locked: Application = Application.objects.with_names().locked(application.pk)
    if locked.status != ApplicationStatus.DRAFT:
        raise OnlyDraftsMove
    return locked


def _count_anew(application: Application, *, by: User) -> None:
    """Give measured answers the level that the medians of the new call earn them."""
    medians = medians_of(application)
    measured = Answer.objects.filter(
        assessment__application=application,
        assessment__kind=AssessmentKind.SELF,
        measured__isnull=False,
    )
    for answer in measured.select_related("criterion__scale").select_for_update(of=("self",)):
        level = level_of(answer.criterion, answer.measured, medians.get(answer.criterion.key))
        if level != answer.value:
            answer.value = level
            answer.value_version += 1
            answer.changed_by, answer.changed_at = by, timezone.now()
            save(answer, by=by, reason="move_to_call")


def continue_on(
    application: Application, version: StandardVersion, *, by: User, reason: str
) -> Assessment:
    """Put the self-assessment aside and continue it on another version; open, whatever it was.

    Runs inside an operation that holds the application. A checklist that was put aside on the
    same version before is taken up again.
    """
    assessments = Assessment.objects.select_for_update(of=("self",)).filter(application=application)
    own = assessments.get(kind=AssessmentKind.SELF)
    back = assessments.filter(kind=AssessmentKind.EARLIER, version=version).first()
    own.application = application
    own.kind, own.version = AssessmentKind.EARLIER, application.version
    save(own, by=by, reason=reason)
    application.version = version
    save(application, by=by, reason=reason)
    target = back or Assessment(application=application, author_id=own.author_id)
    target.application, target.version, target.carried_from = application, None, own
    target.kind, target.status = AssessmentKind.SELF, AssessmentStatus.OPEN
    target.submitted_at, target.sheet = None, None
    save(target, by=by, reason=reason)
    carry_checklist(own, target, by=by)
    return target
