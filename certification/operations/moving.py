"""A draft moves to another version of the standard, at the wish of its owner alone."""

from django.db import transaction

from certification.carrying import versions_offered
from certification.errors.versions import OnlyDraftsMove, VersionNotOffered
from certification.history import save
from certification.lifecycle import ApplicationStatus, AssessmentStatus
from certification.models import Application, Assessment, AssessmentKind, Side, User
from certification.operations.carrying_over import carry_checklist
from certification.operations.case import log_event
from standards.models import StandardVersion


@transaction.atomic
def move_to_version(*, application: Application, version: StandardVersion, by: User) -> Application:
    """Move a draft to another version of its call; nothing that was answered is lost.

    What did not change stays answered; what changed waits for a confirmation; the checklist of the
    version before is put aside whole, to be read, or taken up again by moving back.
    """
    application = Application.objects.with_names().locked(application.pk)
    if application.status != ApplicationStatus.DRAFT:
        raise OnlyDraftsMove
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
