"""Rules on certificates and their status that can be broken."""

from django.utils.translation import gettext_lazy as _

from standards.errors import RuleViolation


class DecisionDoesNotGrant(RuleViolation):
    """A certificate rests on a decision that grants, and on nothing else (ISO/IEC 17065, 7.7)."""

    sentence = _("A certificate can be issued only on the strength of a decision that grants.")
    code = "decision_does_not_grant"


class CertificateMoveRefused(RuleViolation):
    """The certificate is not in a state from which this change is possible."""

    sentence = _("This change is not possible: the certificate is “%(state)s”.")
    code = "certificate_move_refused"


class EffectiveDayOutside(RuleViolation):
    """A change cannot hold before the certificate was issued, nor from a day still to come."""

    sentence = _("Give a day from %(first)s to %(last)s.")
    code = "effective_day_outside"


class PublicNoteMissing(RuleViolation):
    """Whoever relied on the certificate has to learn why it stopped counting."""

    sentence = _("Write why, in a sentence that will be shown in the registry.")
    code = "public_note_missing"
