"""Rules of organisations, applications, answers and evidence that can be broken."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from certification.errors import RuleViolation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certification.models import Answer, User


class FieldRefused(RuleViolation):
    """The value of one field breaks a rule; the form shows the sentence at that field."""

    field: ClassVar[str] = ""


class SeveralRefused(RuleViolation):
    """Several fields break a rule each; the form shows them all at once."""

    code = "several_refused"

    def __init__(self, refusals: "Sequence[FieldRefused]") -> None:
        """Keep every refusal; its sentence is that of the first one."""
        super().__init__(refusals[0].message)
        self.refusals = refusals


class NipWrong(FieldRefused):
    """The number of a taxpayer has ten digits, the last of which checks the others."""

    field = "nip"
    sentence = _("This NIP has a wrong digit. Check its ten digits on an invoice or in a register.")
    code = "nip_wrong"


class RunningEntityNipWrong(NipWrong):
    """The same for the entity that runs a unit without legal personality."""

    field = "running_entity_nip"


class RegonWrong(FieldRefused):
    """REGON has nine or fourteen digits with check digits."""

    field = "regon"
    sentence = _("This REGON has a wrong digit. It has 9 or 14 digits; check them in a register.")
    code = "regon_wrong"


class KrsWrong(FieldRefused):
    """A number in the court register has ten digits."""

    field = "krs"
    sentence = _("A KRS number has 10 digits. Write it with the zeros in front, or leave it out.")
    code = "krs_wrong"


class RunningEntityMissing(FieldRefused):
    """A unit without legal personality acts through the entity that runs it (Act, art. 2)."""

    field = "running_entity_name"
    sentence = _(
        "A WTZ, ZAZ, CIS or KIS acts through the entity that runs it. Give its name and NIP."
    )
    code = "running_entity_missing"


class OrganisationEnteredAlready(FieldRefused):
    """One organisation is entered once, so that its cases and its people stay together."""

    field = "nip"
    sentence = _(
        "This organisation is in the system already. Ask the person who signs for it to invite you."
    )
    code = "organisation_entered_already"


class AlreadyInTeam(FieldRefused):
    """A person has one role in a team at a time."""

    field = "email"
    sentence = _("This person is in the team already. End the present role first to change it.")
    code = "already_in_team"


class AlreadyInvited(FieldRefused):
    """One open invitation for one address is enough."""

    field = "email"
    sentence = _("An invitation waits for this address already. It is accepted at the next login.")
    code = "already_invited"


class LastSigner(RuleViolation):
    """Without anybody who signs, nobody could send, withdraw or invite."""

    sentence = _("Somebody has to sign for the organisation. Invite another such person first.")
    code = "last_signer"


class RoleEndedAlready(RuleViolation):
    """A role that has ended cannot end again."""

    sentence = _("This person has left the team already.")
    code = "role_ended_already"


class OfferNamedAlready(FieldRefused):
    """Each product or service has a name of its own, which goes on the certificate."""

    field = "name"
    sentence = _("Your organisation has an offer of this name. Give this one another name.")
    code = "offer_named_already"


class EditionNotOpen(RuleViolation):
    """An application is made and sent only while its call is open."""

    sentence = _("This call is not open today. Your answers are kept; choose a call that is open.")
    code = "edition_not_open"


class CallClosed(EditionNotOpen):
    """The last day for sending has passed; the draft stays whole and can go to another call."""

    sentence = _(
        "The call closed on %(day)s, so the application can no longer be sent in it. "
        "Everything you filled in is kept."
    )
    code = "call_closed"


class CallNotOffered(RuleViolation):
    """A draft moves only from a closed call to an open one for the same scheme and place."""

    sentence = _("The application cannot be moved to this call. Choose one of those listed.")
    code = "call_not_offered"


class LegalFormNotAllowed(RuleViolation):
    """Only the legal forms named in the Act and the rules of the scheme may apply."""

    sentence = _("In this scheme the legal form of %(name)s cannot apply.")
    code = "legal_form_not_allowed"


class OneApplicationOnly(RuleViolation):
    """A call says how many applications one applicant may make in it."""

    sentence = _("You have an application in this call already: %(number)s. Continue that one.")
    code = "one_application_only"


class VoivodeshipOutsideCall(FieldRefused):
    """A regional body certifies in its own voivodeship."""

    field = "voivodeship"
    sentence = _("This call is for another voivodeship. Choose the call of your own.")
    code = "voivodeship_outside_call"


class OfferNeeded(FieldRefused):
    """The mark is given to one product or service of the applicant."""

    field = "offer"
    sentence = _("Choose the product or service for which you apply; it has to be your own.")
    code = "offer_needed"


class OfferNotAsked(FieldRefused):
    """An accreditation covers the organisation, not an offer."""

    field = "offer"
    sentence = _("This scheme certifies organisations, so leave the offer out.")
    code = "offer_not_asked"


class ApplicationLocked(RuleViolation):
    """What was sent does not change, but for the gaps named in a call."""

    sentence = _("The application was sent and cannot be changed now.")
    code = "application_locked"


class PartnerRefused(FieldRefused):
    """A consortium joins different organisations, each of them once."""

    field = "nip"
    sentence = _("%(name)s already takes part in this application.")
    code = "partner_refused"


class NotInPartnership(RuleViolation):
    """Partners join only an application that is made in partnership."""

    sentence = _("Mark the application as made in partnership before you add a partner.")
    code = "not_in_partnership"


class PartnershipConfirmedAlready(RuleViolation):
    """A partner confirms once."""

    sentence = _("Taking part in this application was confirmed already.")
    code = "partnership_confirmed_already"


class DeclarationUnknown(RuleViolation):
    """Only the applicant and its partners declare, in the words of the scheme."""

    sentence = _("This declaration does not belong to the application. Open the page again.")
    code = "declaration_unknown"


class ApplicationIncomplete(RuleViolation):
    """Drafts may have gaps, a sent application may not (ISO/IEC 17065, 7.3.1)."""

    sentence = _("The application is not complete yet. Mend what is listed below.")
    code = "application_incomplete"

    def __init__(self, missing: "Sequence[Any]") -> None:
        """Carry every gap with its link, so that one round of mending is enough."""
        super().__init__()
        self.missing = missing


class CompletionTooLate(RuleViolation):
    """Gaps are completed within the time of the call (KPA, art. 64 § 2)."""

    sentence = _("The time for completing the gaps ended on %(day)s. Write to the secretariat.")
    code = "completion_too_late"


class AnswerLocked(RuleViolation):
    """A checklist that was sent is read, not written; a call opens the criteria it names."""

    sentence = _("This answer cannot be changed now. Your text was not saved; you can copy it.")
    code = "answer_locked"


class CriterionNotAsked(RuleViolation):
    """Some criteria apply to some applicants only."""

    sentence = _("Criterion %(criterion)s does not apply to this application.")
    code = "criterion_not_asked"


class MeasuredValueWrong(RuleViolation):
    """A measured criterion asks for a number; its level follows from the median."""

    sentence = _("Criterion %(criterion)s asks for a number that is zero or more.")
    code = "measured_value_wrong"


class AnswerChangedMeanwhile(RuleViolation):
    """Somebody saved the same field in the meantime; nothing is overwritten."""

    sentence = _(
        "The answer to criterion %(criterion)s changed while you were editing it. "
        "Nothing was overwritten; choose the version that stays."
    )
    code = "answer_changed_meanwhile"

    def __init__(self, *, answer: "Answer", field: str, mine: Any, by: "User") -> None:
        """Carry both versions, and who saved the other one when."""
        super().__init__(criterion=answer.criterion.code)
        self.answer = answer
        self.field = field
        self.mine = mine
        self.by = by

    @property
    def theirs(self) -> Any:
        """Give what the system holds now."""
        return getattr(self.answer, self.field)

    @property
    def version(self) -> int:
        """Give the version to save over, once a person has chosen."""
        seen: int = getattr(self.answer, f"{self.field}_version")
        return seen

    @property
    def other_person(self) -> "User":
        """Name who saved the version in the system."""
        person: User = self.answer.changed_by
        return person

    @property
    def is_own(self) -> bool:
        """Say whether the same person did it, in another tab."""
        return self.answer.changed_by_id == self.by.pk

    @property
    def at(self) -> datetime:
        """Say when the version in the system was saved."""
        moment: datetime = self.answer.changed_at
        return moment


class TooMuchEvidence(RuleViolation):
    """All the files of one application together have a limit."""

    sentence = _(
        "All files of one application may have %(limit)s MB together. "
        "Remove what is not needed or add a smaller file."
    )
    code = "too_much_evidence"


class EvidenceGone(RuleViolation):
    """What was taken back cannot be taken back or used again."""

    sentence = _("This file was removed already.")
    code = "evidence_gone"


class EvidenceShownAlready(RuleViolation):
    """One file is shown once for one criterion."""

    sentence = _("The file “%(name)s” is shown for this criterion already.")
    code = "evidence_shown_already"


class FileMissing(RuleViolation):
    """Somebody pressed the button before choosing a file."""

    sentence = _("Choose a file first.")
    code = "file_missing"


class AttachmentKindUnknown(FieldRefused):
    """The list of kinds is closed, so that the secretariat finds what it looks for."""

    field = "kind"
    sentence = _("Choose from the list what the file is.")
    code = "attachment_kind_unknown"


class AttachmentsLocked(RuleViolation):
    """What was sent is examined as it was sent."""

    sentence = _(
        "The application was sent, so its attachments cannot be changed now. "
        "If something is missing, the secretariat will call for it."
    )
    code = "attachments_locked"
