"""What can go wrong when an interpretation is applied in a case."""

from django.utils.translation import gettext_lazy as _

from standards.errors import RuleViolation


class InterpretationNotForCase(RuleViolation):
    """Only what holds for a criterion that a case asks can have been applied in it."""

    sentence = _(
        "Interpretation %(number)s does not hold for a criterion of this case, "
        "so it cannot be marked as applied."
    )
    code = "interpretation_not_for_case"
