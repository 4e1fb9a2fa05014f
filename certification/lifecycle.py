"""Every status of the domain and every move that is allowed; nothing else decides.

A final status is a key with an empty set. What can be computed (expired, overdue) is no status.
"""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.errors import TransitionRefused


class ApplicationStatus(models.TextChoices):
    """Where an application stands, from draft to certificate."""

    DRAFT = "draft", _("In preparation")
    SUBMITTED = "submitted", _("Formal check")
    COMPLETION_CALLED = "completion_called", _("Completion of gaps")
    LEFT_UNEXAMINED = "left_unexamined", _("Left without examination")
    DECLINED = "declined", _("Not accepted for evaluation")
    EVALUATION = "evaluation", _("Evaluated by experts")
    AWAITING_COMMITTEE = "awaiting_committee", _("Waiting for the committee")
    AWAITING_DECISION = "awaiting_decision", _("Waiting for the decision")
    GRANTED = "granted", _("Granted, certificate being issued")
    REFUSED = "refused", _("Refused")
    CERTIFIED = "certified", _("Certificate issued")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn by the applicant")


A = ApplicationStatus
APPLICATION_MOVES: Mapping[str, frozenset[str]] = {
    A.DRAFT: frozenset({A.SUBMITTED, A.WITHDRAWN}),
    A.SUBMITTED: frozenset(
        {A.COMPLETION_CALLED, A.LEFT_UNEXAMINED, A.DECLINED, A.EVALUATION, A.WITHDRAWN}
    ),
    A.COMPLETION_CALLED: frozenset({A.SUBMITTED, A.LEFT_UNEXAMINED, A.WITHDRAWN}),
    A.LEFT_UNEXAMINED: frozenset(),
    A.DECLINED: frozenset(),
    A.EVALUATION: frozenset({A.AWAITING_COMMITTEE, A.WITHDRAWN}),
    A.AWAITING_COMMITTEE: frozenset({A.AWAITING_DECISION, A.WITHDRAWN}),
    A.AWAITING_DECISION: frozenset({A.GRANTED, A.REFUSED, A.WITHDRAWN}),
    A.GRANTED: frozenset({A.CERTIFIED}),
    # Only where the refusal is reconsidered and the party was right (ISO/IEC 17065, 7.13).
    A.REFUSED: frozenset({A.GRANTED}),
    A.CERTIFIED: frozenset(),
    A.WITHDRAWN: frozenset(),
}
OPEN_APPLICATION_STATUSES = frozenset(
    status for status, moves in APPLICATION_MOVES.items() if moves
) - {A.REFUSED}


class AssignmentStatus(models.TextChoices):
    """Where one expert's work on one case stands."""

    INVITED = "invited", _("Declaration of impartiality awaited")
    WAIVER_REQUESTED = "waiver_requested", _("A known link waits for the secretariat")
    ACCEPTED = "accepted", _("Scoring")
    CONFLICTED = "conflicted", _("Excluded by a conflict of interest")
    DECLINED = "declined", _("Declined by the expert")
    COMPLETED = "completed", _("Score card sent")
    RELEASED = "released", _("Released by the secretariat")


S = AssignmentStatus
ASSIGNMENT_MOVES: Mapping[str, frozenset[str]] = {
    S.INVITED: frozenset({S.ACCEPTED, S.WAIVER_REQUESTED, S.CONFLICTED, S.DECLINED, S.RELEASED}),
    S.WAIVER_REQUESTED: frozenset({S.ACCEPTED, S.CONFLICTED, S.RELEASED}),
    S.ACCEPTED: frozenset({S.COMPLETED, S.CONFLICTED, S.RELEASED}),
    S.CONFLICTED: frozenset(),
    S.DECLINED: frozenset(),
    S.COMPLETED: frozenset(),
    S.RELEASED: frozenset(),
}


class AssessmentStatus(models.TextChoices):
    """Whether a filled checklist may still change."""

    OPEN = "open", _("Being filled in")
    SUBMITTED = "submitted", _("Sent and locked")


ASSESSMENT_MOVES: Mapping[str, frozenset[str]] = {
    # A call for completion opens the self-assessment again, only for the criteria it names.
    AssessmentStatus.OPEN: frozenset({AssessmentStatus.SUBMITTED}),
    AssessmentStatus.SUBMITTED: frozenset({AssessmentStatus.OPEN}),
}


class MeetingStatus(models.TextChoices):
    """Where a meeting of a committee stands."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("In session")
    CLOSED = "closed", _("Closed, minutes signed")


MEETING_MOVES: Mapping[str, frozenset[str]] = {
    MeetingStatus.PLANNED: frozenset({MeetingStatus.OPEN}),
    MeetingStatus.OPEN: frozenset({MeetingStatus.CLOSED}),
    MeetingStatus.CLOSED: frozenset(),
}


class AgendaItemStatus(models.TextChoices):
    """Where one item of an agenda stands."""

    PLANNED = "planned", pgettext_lazy("agenda item", "Planned")
    VOTING = "voting", _("Vote open")
    VOTED = "voted", _("Vote closed")
    POSTPONED = "postponed", _("Postponed")


AGENDA_ITEM_MOVES: Mapping[str, frozenset[str]] = {
    AgendaItemStatus.PLANNED: frozenset({AgendaItemStatus.VOTING, AgendaItemStatus.POSTPONED}),
    AgendaItemStatus.VOTING: frozenset({AgendaItemStatus.VOTED, AgendaItemStatus.POSTPONED}),
    AgendaItemStatus.VOTED: frozenset(),
    AgendaItemStatus.POSTPONED: frozenset(),
}


class CertificateStatus(models.TextChoices):
    """What was last decided about a certificate; "expired" follows from the dates."""

    VALID = "valid", _("Valid")
    SUSPENDED = "suspended", _("Suspended")
    WITHDRAWN = "withdrawn", pgettext_lazy("certificate", "Withdrawn")
    TERMINATED = "terminated", _("Terminated at the holder's wish")
    ANNULLED = "annulled", _("Annulled as issued in error")


# States in which a certificate has not ended.
IN_FORCE = (CertificateStatus.VALID, CertificateStatus.SUSPENDED)
# A change of what a certificate covers; the certificate itself stays as valid as it was.
SCOPE_REDUCED = "scope_reduced"
CHANGE_CHOICES = (
    *CertificateStatus.choices,
    (SCOPE_REDUCED, pgettext_lazy("certificate", "Scope reduced")),
)

C = CertificateStatus
CERTIFICATE_MOVES: Mapping[str, frozenset[str]] = {
    C.VALID: frozenset({C.SUSPENDED, C.WITHDRAWN, C.TERMINATED, C.ANNULLED}),
    C.SUSPENDED: frozenset({C.VALID, C.WITHDRAWN, C.TERMINATED, C.ANNULLED}),
    C.WITHDRAWN: frozenset({C.ANNULLED}),
    C.TERMINATED: frozenset({C.ANNULLED}),
    C.ANNULLED: frozenset(),
}


class ReportStatus(models.TextChoices):
    """Where a report of misuse stands."""

    RECEIVED = "received", pgettext_lazy("report", "Received")
    IN_REVIEW = "in_review", pgettext_lazy("report", "Being looked into")
    CONFIRMED = "confirmed", pgettext_lazy("report", "Closed: confirmed")
    DISMISSED = "dismissed", pgettext_lazy("report", "Closed: not confirmed")


R = ReportStatus
REPORT_MOVES: Mapping[str, frozenset[str]] = {
    R.RECEIVED: frozenset({R.IN_REVIEW, R.CONFIRMED, R.DISMISSED}),
    R.IN_REVIEW: frozenset({R.CONFIRMED, R.DISMISSED}),
    R.CONFIRMED: frozenset(),
    R.DISMISSED: frozenset(),
}


class NonconformityStatus(models.TextChoices):
    """Where a requirement that was not met stands."""

    OPEN = "open", pgettext_lazy("nonconformity", "Open")
    ANSWERED = "answered", _("Corrective action reported")
    CLOSED = "closed", pgettext_lazy("nonconformity", "Closed")


NONCONFORMITY_MOVES: Mapping[str, frozenset[str]] = {
    NonconformityStatus.OPEN: frozenset({NonconformityStatus.ANSWERED, NonconformityStatus.CLOSED}),
    NonconformityStatus.ANSWERED: frozenset({NonconformityStatus.OPEN, NonconformityStatus.CLOSED}),
    NonconformityStatus.CLOSED: frozenset(),
}


class AppealStatus(models.TextChoices):
    """Where an appeal or a request for reconsideration stands."""

    FILED = "filed", _("Filed")
    KEPT = "kept", pgettext_lazy("appeal", "Decision kept")
    CHANGED = "changed", pgettext_lazy("appeal", "Decision changed")
    ANNULLED = "annulled", pgettext_lazy("appeal", "Decision annulled as wrong")
    WITHDRAWN = "withdrawn", pgettext_lazy("appeal", "Withdrawn")


APPEAL_MOVES: Mapping[str, frozenset[str]] = {
    AppealStatus.FILED: frozenset(
        {
            AppealStatus.KEPT,
            AppealStatus.CHANGED,
            AppealStatus.ANNULLED,
            AppealStatus.WITHDRAWN,
        }
    ),
    AppealStatus.KEPT: frozenset(),
    AppealStatus.CHANGED: frozenset(),
    AppealStatus.ANNULLED: frozenset(),
    AppealStatus.WITHDRAWN: frozenset(),
}


class TransitionStatus(models.TextChoices):
    """Where one holder's move to a new version of the standard stands."""

    UNDER_WAY = "under_way", pgettext_lazy("transition", "Under way")
    PREPARED = "prepared", _("Decision prepared")
    MOVED = "moved", pgettext_lazy("transition", "Moved")
    DECIDED = "decided", pgettext_lazy("transition", "Decided")
    EXCEPTED = "excepted", pgettext_lazy("transition", "Excepted")


T = TransitionStatus
TRANSITION_MOVES: Mapping[str, frozenset[str]] = {
    T.UNDER_WAY: frozenset({T.PREPARED, T.MOVED, T.EXCEPTED}),
    T.PREPARED: frozenset({T.MOVED, T.DECIDED, T.EXCEPTED}),
    # A prolonged time runs out, a suspension is lifted: the holder is decided on once more.
    T.DECIDED: frozenset({T.PREPARED, T.MOVED, T.EXCEPTED}),
    T.EXCEPTED: frozenset({T.MOVED}),
    T.MOVED: frozenset(),
}


class TransitionOutcome(models.TextChoices):
    """What becomes of a holder who did not move in time."""

    PROLONG = "prolong", _("Prolong the time")
    SUSPEND = "suspend", _("Suspend the certificate")
    WITHDRAW = "withdraw", _("Withdraw the certificate")


def require_move(moves: Mapping[str, frozenset[str]], *, source: str, target: str) -> None:
    """Raise ``TransitionRefused`` unless the table allows this move."""
    if target not in moves[source]:
        raise TransitionRefused
