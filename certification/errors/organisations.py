"""Rules of the data of an organisation that can be broken."""

from django.utils.translation import gettext_lazy as _

from certification.errors import RuleViolation
from certification.errors.applicant import FieldRefused


class PostalCodeWrong(FieldRefused):
    """A Polish postal code has two digits, a dash and three digits."""

    field = "postal_code"
    sentence = _("A postal code has five digits. Write it like 20-001.")
    code = "postal_code_wrong"


class FoundedLater(FieldRefused):
    """Nobody is in a register before the day of the entry."""

    field = "founded_on"
    sentence = _("The day of entry in the register has not come yet. Check the year.")
    code = "founded_later"


class RunningEntityNotAsked(FieldRefused):
    """A legal person acts for itself; somebody who runs it would blur who applies."""

    field = "running_entity_name"
    sentence = _(
        "This legal form has no running entity. Leave its name and NIP empty, "
        "or choose WTZ, ZAZ, CIS or KIS."
    )
    code = "running_entity_not_asked"


class InvitationOver(RuleViolation):
    """What was accepted or taken back is no invitation any more."""

    sentence = _("This invitation was accepted or taken back already.")
    code = "invitation_over"


class InvitationSentJustNow(RuleViolation):
    """Letters one after another are a nuisance and help nobody."""

    sentence = _("The invitation was sent a moment ago. Wait ten minutes before you send it again.")
    code = "invitation_sent_just_now"
