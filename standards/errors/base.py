"""The one root of all rules that can be broken, and what every status shares."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class RuleViolation(ValidationError):
    """A rule of the field was broken by what a person asked for, and that person can mend it.

    Shown on the form that asked. Subclasses set ``sentence`` and ``code``; ``params`` fill it.
    """

    sentence: ClassVar["str | _StrPromise"] = _("This is not possible.")
    code: str = "rule_violation"

    def __init__(self, sentence: "str | _StrPromise | None" = None, **params: Any) -> None:
        """Keep the sentence of the class, or the sharper one of this case, with its values."""
        super().__init__(sentence or self.sentence, code=self.code, params=params or None)


class StatusMoveRefused(RuleViolation):
    """The version is not in a state from which this step can be taken."""

    sentence = _("A version that is “%(source)s” cannot become “%(target)s”.")
    code = "status_move_refused"
