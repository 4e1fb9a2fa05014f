"""What can go wrong when holders move to a new version of the standard."""

from django.utils.translation import gettext_lazy as _

from standards.errors import RuleViolation


class TransitionMoveRefused(RuleViolation):
    """The transition is not in a state from which this step can be taken."""

    sentence = _(
        "This step is not possible now: the transition is “%(state)s”. Open the page again."
    )
    code = "transition_move_refused"


class NoTransition(RuleViolation):
    """Only a holder with a standing certificate on an earlier version moves."""

    sentence = _("Certificate %(number)s does not move to version %(version)s.")
    code = "no_transition"


class TransitionTasksOpen(RuleViolation):
    """Whoever moved has shown every new or tightened criterion (7.10.1)."""

    sentence = _(
        "Tasks that are not done yet: %(codes)s. Record them first, or wait for the evidence."
    )
    code = "transition_tasks_open"


class TransitionReasonMissing(RuleViolation):
    """A move, an exception and a decision are explained."""

    sentence = _("Give the reasons, at least %(least)s characters.")
    code = "transition_reason_missing"


class TransitionPreparedByDecider(RuleViolation):
    """Whoever prepares a decision or records what it rests on does not take it (7.6.2)."""

    sentence = _("You recorded tasks or prepared this decision, so somebody else has to take it.")
    code = "transition_prepared_by_decider"


class ProlongationOutside(RuleViolation):
    """A prolonged time ends on a later day, and not after the certificate."""

    sentence = _("Choose a day after %(first)s and not later than %(last)s.")
    code = "prolongation_outside"
