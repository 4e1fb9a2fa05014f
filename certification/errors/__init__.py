"""One class for each rule of the domain that can be broken; the sentence says what to do."""

from django.utils.translation import gettext_lazy as _

from standards.errors import RuleViolation

__all__ = ("RuleViolation",)


class TransitionRefused(RuleViolation):
    """A record was asked to make a move that its lifecycle does not know."""

    sentence = _(
        "This step is not possible in the present state of the case. "
        "Open the case again and see what is next."
    )


class ImpartialityViolated(RuleViolation):
    """Somebody would review or decide what they took part in (ISO/IEC 17065, 7.5 and 7.6.2)."""

    sentence = _(
        "You took part in this case earlier, so somebody else has to take this step. "
        "Ask the secretariat to hand it over."
    )
