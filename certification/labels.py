"""What every status is called on screen, how it looks and who acts: one table for all pages.

A status is never shown by colour alone: word, icon and border differ. A status without a row here
fails the tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.lifecycle import (
    SCOPE_REDUCED,
    AgendaItemStatus,
    AppealStatus,
    ApplicationStatus,
    AssessmentStatus,
    AssignmentStatus,
    MeetingStatus,
    ReportStatus,
    TransitionStatus,
)
from certification.models import FormalOutcome, Side
from certification.status import StatusWord


@dataclass(frozen=True)
class Label:
    """The word of a status, the look of its tag, and on whose side the next move is."""

    text: str | Promise
    kind: str
    icon: str
    waits_for: str = ""


A = ApplicationStatus
APPLICATION: Mapping[str, Label] = {
    A.DRAFT: Label(_("In preparation"), "info", "edit", Side.APPLICANT),
    A.SUBMITTED: Label(_("Formal check by the secretariat"), "info", "file", Side.SECRETARIAT),
    A.COMPLETION_CALLED: Label(_("Completion of gaps"), "warn", "warn", Side.APPLICANT),
    A.LEFT_UNEXAMINED: Label(_("Closed without examination"), "off", "minus"),
    A.DECLINED: Label(_("Not accepted for evaluation"), "bad", "cross"),
    A.EVALUATION: Label(_("Evaluated by experts"), "info", "user", Side.EXPERT),
    A.AWAITING_COMMITTEE: Label(_("Waiting for the committee"), "info", "clock", Side.COMMITTEE),
    A.AWAITING_DECISION: Label(
        _("Waiting for the deciding authority"), "info", "clock", Side.AUTHORITY
    ),
    A.GRANTED: Label(_("Granted, the certificate is being issued"), "ok", "check", Side.SYSTEM),
    A.REFUSED: Label(_("Refused"), "bad", "cross"),
    A.CERTIFIED: Label(_("Granted, the certificate is issued"), "ok", "seal"),
    A.WITHDRAWN: Label(_("Withdrawn by the applicant"), "off", "minus"),
}

# A refusal whose reconsideration runs: the status stays, since the decision still stands.
RECONSIDERATION = "reconsideration"
RECONSIDERED = Label(_("Refused, being looked at again"), "warn", "clock", Side.SECRETARIAT)


def label_of(status: str, rule: str = "") -> Label:
    """Give the word of a case, by its status and the rule of the time limit that runs."""
    return RECONSIDERED if status == A.REFUSED and rule == RECONSIDERATION else APPLICATION[status]


P = AppealStatus
APPEAL: Mapping[str, Label] = {
    P.FILED: Label(_("The request waits to be settled"), "info", "clock", Side.SECRETARIAT),
    P.KEPT: Label(P.KEPT.label, "bad", "cross"),
    P.CHANGED: Label(P.CHANGED.label, "ok", "check"),
    P.ANNULLED: Label(P.ANNULLED.label, "ok", "check"),
    P.WITHDRAWN: Label(_("The request was taken back"), "off", "minus"),
}

S = AssignmentStatus
ASSIGNMENT: Mapping[str, Label] = {
    S.INVITED: Label(_("The expert is to declare impartiality"), "info", "clock", Side.EXPERT),
    S.WAIVER_REQUESTED: Label(
        _("The secretariat considers a known link"), "warn", "warn", Side.SECRETARIAT
    ),
    S.ACCEPTED: Label(_("The expert fills in the score card"), "info", "edit", Side.EXPERT),
    S.CONFLICTED: Label(_("Excluded by a conflict of interest"), "bad", "cross"),
    S.DECLINED: Label(_("Declined by the expert"), "off", "minus"),
    S.COMPLETED: Label(_("Score card sent"), "ok", "check"),
    S.RELEASED: Label(_("Released by the secretariat"), "off", "minus"),
}

ASSESSMENT: Mapping[str, Label] = {
    AssessmentStatus.OPEN: Label(_("Being filled in"), "info", "edit"),
    AssessmentStatus.SUBMITTED: Label(_("Sent and locked"), "ok", "lock"),
}

MEETING: Mapping[str, Label] = {
    MeetingStatus.PLANNED: Label(pgettext_lazy("meeting", "Planned"), "info", "clock"),
    MeetingStatus.OPEN: Label(_("In session"), "warn", "dot"),
    MeetingStatus.CLOSED: Label(_("Closed, minutes signed"), "ok", "lock"),
}

AGENDA_ITEM: Mapping[str, Label] = {
    AgendaItemStatus.PLANNED: Label(pgettext_lazy("agenda item", "Planned"), "info", "clock"),
    AgendaItemStatus.VOTING: Label(_("Vote open"), "warn", "dot"),
    AgendaItemStatus.VOTED: Label(_("Vote closed"), "ok", "check"),
    AgendaItemStatus.POSTPONED: Label(_("Postponed"), "off", "pause"),
}


FORMAL_OUTCOME: Mapping[str, str | Promise] = {
    FormalOutcome.ACCEPT: _("Formal check: accepted for evaluation"),
    FormalOutcome.CALL: _("Call to complete the gaps"),
    FormalOutcome.LEAVE: _("Formal check: left without examination"),
    FormalOutcome.DECLINE: _("Formal check: not accepted for evaluation"),
}


REPORT: Mapping[str, Label] = {
    ReportStatus.RECEIVED: Label(ReportStatus.RECEIVED.label, "warn", "clock"),
    ReportStatus.IN_REVIEW: Label(ReportStatus.IN_REVIEW.label, "info", "user"),
    ReportStatus.CONFIRMED: Label(ReportStatus.CONFIRMED.label, "ok", "check"),
    ReportStatus.DISMISSED: Label(ReportStatus.DISMISSED.label, "off", "minus"),
}


@dataclass(frozen=True)
class CertificateLabel(Label):
    """The word of a certificate, and what it means for somebody who would rely on it."""

    note: str = ""
    advice: str | Promise = ""
    meaning: str | Promise = ""
    is_struck: bool = False


W = StatusWord
CERTIFICATE: Mapping[str, CertificateLabel] = {
    W.VALID: CertificateLabel(
        pgettext_lazy("certificate", "Valid"),
        "ok",
        "seal",
        note="ok",
        advice=_("You can rely on it."),
        meaning=_("The holder meets the standard named below."),
    ),
    W.NOT_YET_VALID: CertificateLabel(
        pgettext_lazy("certificate", "Not yet valid"),
        "info",
        "dot",
        note="",
        advice=_("Do not rely on it yet."),
        meaning=_("The certificate has been issued, but its term has not begun."),
    ),
    W.SUSPENDED: CertificateLabel(
        pgettext_lazy("certificate", "Suspended"),
        "warn",
        "pause",
        note="warn",
        advice=_("Do not rely on it for now."),
        meaning=_(
            "The suspension will end with the certificate restored or withdrawn. Check again later."
        ),
    ),
    W.WITHDRAWN: CertificateLabel(
        pgettext_lazy("certificate", "Withdrawn"),
        "bad",
        "cross",
        note="bad",
        advice=_("Do not rely on it."),
        meaning=_(
            "From that day the holder may not use the certificate or the mark. "
            "If you see them in use, report it."
        ),
        is_struck=True,
    ),
    W.TERMINATED: CertificateLabel(
        pgettext_lazy("certificate", "Terminated"),
        "off",
        "minus",
        note="",
        advice=_("It is no longer in force."),
        meaning=_("The holder gave it up. It does not mean that the holder broke any rules."),
        is_struck=True,
    ),
    W.EXPIRED: CertificateLabel(
        pgettext_lazy("certificate", "Expired"),
        "off",
        "clock",
        note="",
        advice=_("It is no longer in force."),
        meaning=_("It does not mean that the holder broke any rules: the term has ended."),
        is_struck=True,
    ),
    W.ANNULLED: CertificateLabel(
        pgettext_lazy("certificate", "Annulled"),
        "bad",
        "warn",
        note="bad",
        advice=_("Do not rely on it."),
        meaning=_("It was issued in error and counts as if it had never been valid."),
        is_struck=True,
    ),
}

# What a line of the history is called: a state, or the one change that leaves the state alone.
CHANGE: Mapping[str, Label] = {
    **CERTIFICATE,
    SCOPE_REDUCED: Label(pgettext_lazy("certificate", "Scope reduced"), "warn", "minus"),
}

TRANSITION: Mapping[str, Label] = {
    TransitionStatus.UNDER_WAY: Label(TransitionStatus.UNDER_WAY.label, "info", "clock"),
    TransitionStatus.PREPARED: Label(TransitionStatus.PREPARED.label, "warn", "warn"),
    TransitionStatus.DECIDED: Label(TransitionStatus.DECIDED.label, "bad", "lock"),
    TransitionStatus.EXCEPTED: Label(TransitionStatus.EXCEPTED.label, "off", "pause"),
    TransitionStatus.MOVED: Label(TransitionStatus.MOVED.label, "ok", "check"),
    "ended": Label(pgettext_lazy("transition", "Certificate ended"), "off", "minus"),
}

REASONS: Mapping[str, str | Promise] = {
    "issued": _("issued on the strength of a decision"),
    "term_began": _("its term began"),
    "term_ended": _("its term ended"),
    "nonconformity": _("a requirement of the standard is not met"),
    "not_remedied": _("what was found was not mended in time"),
    "report_missing": _("the yearly report was not delivered"),
    "misuse": _("the certificate or the mark was used against the rules"),
    "false_data": _("the application contained false data"),
    "eligibility_lost": _("the holder no longer meets the conditions of taking part"),
    "holder_request": _("the holder asked for it"),
    "holder_closed": _("the holder ended its activity"),
    "part_not_met": _("a part of the scope no longer meets the standard"),
    "part_given_up": _("the holder gave up a part of the scope"),
    "not_moved": _("the holder did not move to the new version of the standard in time"),
    "remedied": _("what was found has been mended"),
    "explained": _("the doubts have been explained"),
    "issued_in_error": _("it was issued in error"),
    "appeal_upheld": _("an appeal was upheld"),
    "court_ruling": _("a court ruled so"),
}
