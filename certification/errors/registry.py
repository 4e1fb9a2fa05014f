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


class ScopeNeedsACertificateInForce(RuleViolation):
    """A certificate that ended covers nothing, so there is nothing to take away."""

    sentence = _("The scope cannot be reduced: the certificate is “%(state)s”.")
    code = "scope_needs_a_certificate_in_force"


class ScopeCannotShrink(RuleViolation):
    """A scope of one part, or none, has nothing that could be left out."""

    sentence = _(
        "This scope cannot be reduced: it does not have two parts. "
        "Suspend or withdraw the certificate instead."
    )
    code = "scope_cannot_shrink"


class ScopeIsNotReduced(RuleViolation):
    """Something has to remain and something has to go; nothing new can come in."""

    sentence = _("Mark what remains: at least one part of the scope, but not all of them.")
    code = "scope_is_not_reduced"


class ReportMoveRefused(RuleViolation):
    """A report that was answered is not answered a second time."""

    sentence = _("This report was already closed. Open it again from the list and read the answer.")
    code = "report_move_refused"


class AnswerMissing(RuleViolation):
    """Whoever reported learns what came of it (ISO/IEC 17065, 7.13)."""

    sentence = _("Write the answer, in a sentence that the person who reported will read.")
    code = "answer_missing"
