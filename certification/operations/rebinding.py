"""An open call takes a new version of its standard, and it is said which one binds sent files.

Criteria that change in the middle of a call are never edited in place: a new version is published,
bound by this operation alone, told to every team once, and written into the history of each case.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from certification.completeness import contents_of, missing_answers
from certification.errors.versions import (
    CallNotOpen,
    RebindingReasonMissing,
    SentFilesNotChosen,
    VersionBoundAlready,
    VersionNotBindable,
    VersionNotBindingYet,
)
from certification.history import save
from certification.lifecycle import (
    OPEN_APPLICATION_STATUSES,
    ApplicationStatus,
    AssessmentStatus,
)
from certification.models import Application, Assessment, CompletionCall, Gap, Side, User
from certification.operations.applications import lock_assessment
from certification.operations.case import log_event, start_deadline, team_of, write_message
from certification.operations.moving import continue_on
from standards.lifecycle import VersionStatus
from standards.models import Edition, Rebinding, StandardVersion

# Until the formal check has ended nobody has judged the application by its version.
NOT_JUDGED_YET = (ApplicationStatus.SUBMITTED, ApplicationStatus.COMPLETION_CALLED)
LEAST_COMPLETION_DAYS = 7
OLD, NEW, DRAFT, JUDGED = "old", "new", "draft", "judged"
BODIES = {
    DRAFT: _(
        "The call took a new version of the standard. Your draft stays on its version until you "
        "move it. See what would change; every answer is kept."
    ),
    OLD: _(
        "The call took a new version of the standard. Your application is judged by the version "
        "it was sent on. You do not have to do anything."
    ),
    NEW: _(
        "The call took a new version of the standard, and it binds your application too. Your "
        "answers were carried over; the secretariat will write if any has to be completed."
    ),
    JUDGED: _(
        "The call took a new version of the standard. The evaluation of your application has "
        "begun, so it stays on its version. You do not have to do anything."
    ),
}


@transaction.atomic
def rebind_edition(
    *, edition: Edition, version: StandardVersion, sent_files: str, reason: str, by: User
) -> Rebinding:
    """Bind a new version to an open call, with a recorded choice for files sent before (7.10).

    Drafts stay where they are and are offered the move. Sent files stay too, or, where the new
    version is chosen for them, go on with it as far as their formal check has not ended.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    reason = reason.strip()
    _require_bindable(edition, version)
    if sent_files not in Rebinding.SentFiles.values:
        raise SentFilesNotChosen
    if not reason:
        raise RebindingReasonMissing
    rebinding = Rebinding(
        edition=edition,
        old_version=edition.version,
        new_version=version,
        sent_files=sent_files,
        reason=reason,
        decided_by=by,
        decided_at=timezone.now(),
    )
    save(rebinding, by=by, reason="rebind_edition")
    edition.version = version
    save(edition, by=by, reason="rebind_edition")
    concerned = Application.objects.with_names().select_for_update(of=("self",))
    for application in concerned.filter(
        edition=edition, status__in=OPEN_APPLICATION_STATUSES
    ).order_by("pk"):
        _tell(application, rebinding, _bind(application, rebinding, by), by)
    return rebinding


def _require_bindable(edition: Edition, version: StandardVersion) -> None:
    today = timezone.localdate()
    if not edition.is_open_on(today):
        raise CallNotOpen
    if version.pk == edition.version_id:
        raise VersionBoundAlready(version=version.version)
    is_published = version.status == VersionStatus.PUBLISHED
    if version.scheme_id != edition.scheme_id or not is_published:
        raise VersionNotBindable(version=version.version)
    if version.binding_on is not None and version.binding_on > today:
        binds = date_format(version.binding_on, "DATE_FORMAT")
        raise VersionNotBindingYet(version=version.version, binds=binds)


def versions_for(edition: Edition) -> tuple[list[StandardVersion], list[StandardVersion]]:
    """List the versions that a call could take today, and those that do not bind yet.

    The former begin with the newest, the latter with the one that binds first.
    """
    today = timezone.localdate()
    published = StandardVersion.objects.published().filter(scheme=edition.scheme_id)
    others = published.exclude(pk=edition.version_id).select_related("scheme")
    bindable, awaited = [], []
    for one in others.order_by("-published_at", "-pk"):
        if one.binding_on is not None and one.binding_on > today:
            awaited.append((one.binding_on, one))
        else:
            bindable.append(one)
    return bindable, [one for _day, one in sorted(awaited, key=lambda pair: pair[0])]


def _bind(application: Application, rebinding: Rebinding, by: User) -> str:
    """Carry a sent file to the new version where that was decided; say what binds it."""
    if application.status == ApplicationStatus.DRAFT:
        return DRAFT
    if rebinding.sent_files == Rebinding.SentFiles.OLD:
        return OLD
    if application.status not in NOT_JUDGED_YET:
        return JUDGED
    own = continue_on(application, rebinding.new_version, by=by, reason="rebind_edition")
    contents = contents_of(application, assessment=own)
    missing = {one.criterion.key: one.text for one in missing_answers(contents) if one.criterion}
    if application.status == ApplicationStatus.COMPLETION_CALLED:
        _widen_call(application, missing, by)
    elif missing:
        _lock_unfinished(own, application, by)
    else:
        lock_assessment(contents, by, reason="rebind_edition")
    return NEW


def _lock_unfinished(own: Assessment, application: Application, by: User) -> None:
    """Lock a checklist that the applicant will be called to complete; it has no result yet."""
    own.status, own.submitted_at = AssessmentStatus.SUBMITTED, application.submitted_at
    save(own, by=by, reason="rebind_edition")


def _widen_call(application: Application, missing: dict[str, str], by: User) -> None:
    """Add what the new version asks to the running call, and give the whole time for it again."""
    call = CompletionCall.objects.filter(application=application).latest("pk")
    for key, text in missing.items():
        save(Gap(call=call, criterion_key=key, text=text), by=by, reason="rebind_edition")
    if not missing:
        return
    deadline = start_deadline(
        application=application,
        waits_for=Side.APPLICANT,
        rule="completion",
        days=max(application.edition.completion_days, LEAST_COMPLETION_DAYS),
        by=by,
    )
    call.due_on = max(call.due_on, deadline.due_on)
    save(call, by=by, reason="rebind_edition")


def _tell(application: Application, rebinding: Rebinding, binds: str, by: User) -> None:
    log_event(
        application,
        "version_bound",
        by=by,
        side=Side.SECRETARIAT,
        reason=rebinding.reason,
        old=rebinding.old_version.version,
        new=rebinding.new_version.version,
        binds=binds,
    )
    page = "certification:move_version" if binds == DRAFT else "certification:case"
    write_message(
        kind="version_bound",
        recipients=team_of(application),
        subject=_("The call took a new version of the standard"),
        body=BODIES[binds],
        application=application,
        path=reverse(page, kwargs={"number": application.number}),
    )
