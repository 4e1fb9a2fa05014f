"""What each entry in the log of a case says, in a sentence; a kind without one fails the tests."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from certification.labels import REASONS
from certification.models import (
    CaseEvent,
    FormalOutcome,
    MembershipRole,
    RecommendationOutcome,
    RecusalGround,
)

STATE, ANSWERS, MESSAGES, EVALUATION, CERTIFICATE = (
    "state",
    "answers",
    "messages",
    "evaluation",
    "certificate",
)
GROUPS: Mapping[str, str | Promise] = {
    STATE: _("Course of the case"),
    ANSWERS: _("Answers and evidence"),
    EVALUATION: _("Scores and votes"),
    MESSAGES: _("Messages"),
    CERTIFICATE: _("Certificate"),
}
Text = str | Promise


@dataclass(frozen=True)
class Kind:
    """One kind of entry: its group, its icon, and its sentence, which may depend on one fact."""

    group: str
    icon: str
    text: Text
    decided_by: str = ""
    variants: Mapping[Any, Text] = field(default_factory=dict)


KINDS: Mapping[str, Kind] = {
    # The applicant
    "opened": Kind(STATE, "plus", _("The application was begun")),
    "answers_shared": Kind(
        ANSWERS,
        "plus",
        ngettext_lazy(
            "%(carried_over)s answer about the organisation was taken over from case %(case)s",
            "%(carried_over)s answers about the organisation were taken over from case %(case)s",
            "carried_over",
        ),
    ),
    "changed": Kind(ANSWERS, "edit", _("The data of the application was changed")),
    "partner_added": Kind(ANSWERS, "plus", _("A partner was added: %(organisation)s")),
    "partnership_confirmed": Kind(ANSWERS, "check", _("A partner confirmed: %(organisation)s")),
    "declared": Kind(ANSWERS, "check", _("Declarations were made: %(organisation)s")),
    "evidence_added": Kind(ANSWERS, "file", _("Evidence was added for %(criterion)s: %(name)s")),
    "evidence_withdrawn": Kind(
        ANSWERS, "minus", _("Evidence was taken back from %(criterion)s: %(name)s")
    ),
    "attachment_added": Kind(ANSWERS, "file", _("A file was attached: %(name)s")),
    "attachment_withdrawn": Kind(ANSWERS, "minus", _("An attachment was taken back: %(name)s")),
    "submitted": Kind(STATE, "check", _("The application was sent")),
    "call_answered": Kind(STATE, "check", _("The completed application was sent back")),
    "withdrawn": Kind(STATE, "minus", _("The application was withdrawn")),
    "renewal_begun": Kind(
        STATE, "plus", _("The renewal of certificate %(certificate)s was begun with its answers")
    ),
    "moved_to_call": Kind(
        STATE, "edit", _("The draft was moved from the call “%(old)s” to the call “%(new)s”")
    ),
    "moved": Kind(
        ANSWERS, "edit", _("The draft was moved from version %(old)s to version %(new)s")
    ),
    # The secretariat
    "version_bound": Kind(
        STATE,
        "file",
        _("The call took version %(new)s of the standard instead of %(old)s"),
        "binds",
        {
            "draft": _(
                "The call took version %(new)s instead of %(old)s; the draft stays on its "
                "version until it is moved"
            ),
            "old": _(
                "The call took version %(new)s instead of %(old)s; this application is judged by "
                "the version it was sent on"
            ),
            "new": _(
                "The call took version %(new)s instead of %(old)s, which binds this application "
                "too; its answers were carried over"
            ),
            "judged": _(
                "The call took version %(new)s instead of %(old)s; this application stays on its "
                "version, since its evaluation has begun"
            ),
        },
    ),
    "formally_checked": Kind(
        STATE,
        "file",
        _("The application was checked formally"),
        "outcome",
        {
            FormalOutcome.ACCEPT: _("Formal check: accepted for evaluation"),
            FormalOutcome.CALL: ngettext_lazy(
                "Formal check: a call to complete %(gaps)s gap",
                "Formal check: a call to complete %(gaps)s gaps",
                "gaps",
            ),
            FormalOutcome.LEAVE: _("Formal check: left without examination"),
            FormalOutcome.DECLINE: _("Formal check: not accepted for evaluation"),
        },
    ),
    "completion_missed": Kind(STATE, "clock", _("The day for completing the gaps has passed")),
    "experts_assigned": Kind(
        EVALUATION,
        "user",
        ngettext_lazy(
            "%(experts)s expert was assigned", "%(experts)s experts were assigned", "experts"
        ),
    ),
    "waiver_considered": Kind(
        EVALUATION,
        "user",
        _("A known link of an expert was considered"),
        "waived",
        {
            True: _("A known link does not stand in the way: %(person)s"),
            False: _("An expert was excluded because of a link: %(person)s"),
        },
    ),
    "expert_released": Kind(EVALUATION, "minus", _("An expert was released: %(person)s")),
    "issue_taken_up": Kind(
        CERTIFICATE, "seal", _("The certificate was sent to be issued once again")
    ),
    # The experts
    "impartiality_declared": Kind(
        EVALUATION,
        "user",
        _("Impartiality was declared: %(person)s"),
        "answer",
        {
            "clear": _("An expert declared no link: %(person)s"),
            "ask_waiver": _("An expert named a link and asks for a waiver: %(person)s"),
            "conflict": _("An expert declared a conflict of interest: %(person)s"),
            "decline": _("An expert declined: %(person)s"),
        },
    ),
    "score_card_sent": Kind(EVALUATION, "check", _("A score card was sent: %(person)s")),
    "evaluation_finished": Kind(STATE, "check", _("The evaluation by experts is finished")),
    # The committee
    "put_on_agenda": Kind(
        STATE, "clock", _("The case was put on the agenda of meeting %(meeting)s on %(starts_at)s")
    ),
    "vote_opened": Kind(EVALUATION, "dot", _("The vote was opened at meeting %(meeting)s")),
    "vote_cast": Kind(
        EVALUATION,
        "dot",
        _("A vote was cast at meeting %(meeting)s"),
        "entered_for_another",
        {True: _("A vote given in the room was entered at meeting %(meeting)s")},
    ),
    "vote_closed": Kind(
        EVALUATION,
        "lock",
        _(
            "The vote was closed: %(votes_for)s for, %(votes_against)s against, "
            "%(votes_abstained)s abstained"
        ),
    ),
    "recused": Kind(EVALUATION, "user", _("A member stepped back from the case: %(ground)s")),
    "item_postponed": Kind(STATE, "pause", _("The case was postponed at meeting %(meeting)s")),
    "recommendation_recorded": Kind(
        EVALUATION, "check", _("The recommendation of the committee: %(outcome)s")
    ),
    # The authority
    "decided": Kind(
        STATE,
        "check",
        _("Decision %(number)s was made"),
        "granted",
        {
            True: _("Decision %(number)s: granted"),
            False: _("Decision %(number)s: refused"),
        },
    ),
    # Reconsideration
    "decision_served": Kind(STATE, "file", _("The applicant opened decision %(number)s")),
    "reconsideration_asked": Kind(
        STATE, "warn", _("The applicant asked to reconsider decision %(number)s, by %(due_on)s")
    ),
    "reconsideration_taken_back": Kind(
        STATE, "minus", _("The request to reconsider was taken back")
    ),
    "panel_appointed": Kind(
        EVALUATION,
        "user",
        ngettext_lazy(
            "%(people)s person was asked to look at the case again",
            "%(people)s people were asked to look at the case again",
            "people",
        ),
    ),
    "panel_declared": Kind(
        EVALUATION,
        "user",
        _("Impartiality was declared: %(person)s"),
        "is_clear",
        {
            True: _("A person of the panel declared no link: %(person)s"),
            False: _("A person of the panel stepped back: %(person)s"),
        },
    ),
    "panel_opinion_given": Kind(
        EVALUATION, "check", _("A person of the panel gave an opinion: %(person)s")
    ),
    "reconsidered": Kind(
        STATE,
        "check",
        _("The request to reconsider was settled by decision %(number)s"),
        "settled",
        {
            "kept": _("Reconsideration, decision %(number)s: the first decision is kept"),
            "changed": _("Reconsideration, decision %(number)s: the first decision is changed"),
            "annulled": _(
                "Reconsideration, decision %(number)s: the first decision is annulled as wrong"
            ),
        },
    ),
    # The certificate
    "certificate_issued": Kind(
        CERTIFICATE, "seal", _("Certificate %(number)s was issued, valid until %(valid_until)s")
    ),
    "transition_moved": Kind(
        CERTIFICATE, "check", _("The holder moved to version %(version)s of the standard")
    ),
    "transition_excepted": Kind(
        CERTIFICATE, "pause", _("The holder is excepted from moving to version %(version)s")
    ),
    "transition_prolonged": Kind(
        CERTIFICATE,
        "clock",
        _("The time for moving to version %(version)s was prolonged to %(until)s"),
    ),
    "certificate_suspended": Kind(
        CERTIFICATE, "pause", _("The certificate was suspended from %(effective_on)s: %(cause)s")
    ),
    "certificate_restored": Kind(
        CERTIFICATE, "check", _("The certificate was restored from %(effective_on)s: %(cause)s")
    ),
    "certificate_withdrawn": Kind(
        CERTIFICATE, "cross", _("The certificate was withdrawn from %(effective_on)s: %(cause)s")
    ),
    "certificate_terminated": Kind(
        CERTIFICATE, "minus", _("The certificate was ended from %(effective_on)s: %(cause)s")
    ),
    "certificate_scope_reduced": Kind(
        CERTIFICATE,
        "minus",
        _("The scope of the certificate was reduced from %(effective_on)s: %(cause)s"),
    ),
    "certificate_revised": Kind(
        CERTIFICATE, "seal", _("Revision %(revision)s of certificate %(number)s was issued")
    ),
    "certificate_annulled": Kind(CERTIFICATE, "warn", _("The certificate was annulled: %(cause)s")),
    # The system
    "message_written": Kind(
        MESSAGES,
        "file",
        ngettext_lazy(
            "A message was written to %(recipients)s person: %(message)s",
            "A message was written to %(recipients)s people: %(message)s",
            "recipients",
        ),
    ),
}
OTHER = Kind(STATE, "dot", _("Something else was noted in the case"))

MESSAGES_WRITTEN: Mapping[str, Text] = {
    "certificate_issued": pgettext_lazy("message about", "the issued certificate"),
    "certificate_revised": pgettext_lazy("message about", "the new revision of the certificate"),
    "certificate_status_changed": pgettext_lazy("message about", "the state of the certificate"),
    "decided": pgettext_lazy("message about", "the decision"),
    "expert_invited": pgettext_lazy("message about", "the assignment of a case"),
    "expert_released": pgettext_lazy("message about", "the release from a case"),
    "score_card_due": pgettext_lazy("message about", "the score card that is due"),
    "waiver_granted": pgettext_lazy("message about", "a link that does not stand in the way"),
    "misuse_reported": pgettext_lazy("message about", "a report of misuse"),
    "obligation_due": pgettext_lazy("message about", "a duty that falls due"),
    "put_on_agenda": pgettext_lazy("message about", "the agenda of the committee"),
    "sent": pgettext_lazy("message about", "the application that was sent"),
    "completed": pgettext_lazy("message about", "the completed gaps"),
    "withdrawn": pgettext_lazy("message about", "the application that was withdrawn"),
    "formal_check_accept": pgettext_lazy("message about", "the formal check"),
    "formal_check_call": pgettext_lazy("message about", "the call to complete gaps"),
    "formal_check_leave": pgettext_lazy("message about", "closing without examination"),
    "formal_check_decline": pgettext_lazy("message about", "not accepting the application"),
    "invited": pgettext_lazy("message about", "an invitation to a team"),
    "invitation_taken_back": pgettext_lazy("message about", "an invitation that was taken back"),
    "partner_added": pgettext_lazy("message about", "the part of a partner"),
    "version_bound": pgettext_lazy("message about", "the new version of the call"),
    "meeting_called": pgettext_lazy("message about", "the meeting of the committee"),
    "interpretation_published": pgettext_lazy("message about", "a new interpretation"),
    "interpretation_withdrawn": pgettext_lazy("message about", "the end of an interpretation"),
    "criterion_question": pgettext_lazy("message about", "a question about a criterion"),
    "criterion_answered": pgettext_lazy("message about", "an answer about a criterion"),
    "interpretations_wait": pgettext_lazy("message about", "interpretations to be confirmed"),
    "transition_prepared": pgettext_lazy("message about", "decisions that were prepared"),
    "transition_due": pgettext_lazy("message about", "moving to a new version of the standard"),
    "transition_settled": pgettext_lazy("message about", "how moving to a new version ended"),
    "reconsideration_asked": pgettext_lazy("message about", "the request to reconsider"),
    "reconsideration_to_do": pgettext_lazy("message about", "a request to reconsider to deal with"),
    "reconsideration_ready": pgettext_lazy("message about", "a request that can be settled"),
    "reconsideration_taken_back": pgettext_lazy("message about", "a request taken back"),
    "reconsidered": pgettext_lazy("message about", "the settled request to reconsider"),
    "panel_appointed": pgettext_lazy("message about", "looking at a case again"),
    "minutes_ready": pgettext_lazy("message about", "the minutes of a meeting"),
}
CHOICES: Mapping[str, Mapping[str, Text]] = {
    "cause": REASONS,
    "ground": dict(RecusalGround.choices),
    "outcome": dict(RecommendationOutcome.choices),
    "role": dict(MembershipRole.choices),
    "message": MESSAGES_WRITTEN,
}


def kind_of(event: CaseEvent) -> Kind:
    """Find the kind of an entry; one we do not know yet is shown all the same."""
    return KINDS.get(event.kind, OTHER)


@dataclass(frozen=True)
class Names:
    """The people and organisations whom facts name by number, as far as they may be shown."""

    people: Mapping[int, str] = field(default_factory=dict)
    organisations: Mapping[int, str] = field(default_factory=dict)


NOBODY = Names()


def sentence(event: CaseEvent, names: Names = NOBODY) -> str:
    """Say what an entry means, with the names that may be shown."""
    kind = kind_of(event)
    variant = event.facts.get(kind.decided_by)
    text = kind.variants.get(variant, kind.text) if kind.decided_by else kind.text
    return str(text % {key: _in_words(key, value, names) for key, value in event.facts.items()})


def _in_words(key: str, value: Any, names: Names) -> Any:
    """Write one fact as people write it: days, names, words of a list, and numbers of people."""
    if key == "person":
        value = names.people.get(value, _("expert"))
    elif key == "organisation":
        value = names.organisations.get(value, "")
    elif isinstance(value, list):
        value = len(value)
    elif isinstance(value, str) and key in CHOICES:
        value = CHOICES[key].get(value, value)
    elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        value = date_format(date.fromisoformat(value))
    elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}T\S+", value):
        moment = timezone.localtime(datetime.fromisoformat(value))
        value = f"{date_format(moment.date())}, {moment:%H:%M}"
    return value
