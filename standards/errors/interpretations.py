"""Rules of interpretations and questions that can be broken."""

from django.utils.translation import gettext_lazy as _

from standards.errors.base import RuleViolation, StatusMoveRefused


class InterpretationMoveRefused(StatusMoveRefused):
    """The interpretation is not in a state from which this step can be taken."""

    sentence = _("An interpretation that is “%(source)s” cannot become “%(target)s”.")
    code = "interpretation_move_refused"


class InterpretationIsSettled(RuleViolation):
    """What people rely on never changes under them, nor does what has ended."""

    sentence = _(
        "This interpretation is not a draft any more, so it cannot be changed. "
        "Write a new one that replaces it."
    )
    code = "interpretation_is_settled"


class InterpretationAuthorPublishes(RuleViolation):
    """An interpretation binds like the criterion itself, so it needs a second pair of eyes."""

    sentence = _(
        "You wrote this interpretation, so you cannot publish or confirm it. "
        "Ask another standards manager."
    )
    code = "interpretation_author_publishes"


class InterpretationChangedMeanwhile(RuleViolation):
    """Somebody saved the interpretation after the page was opened."""

    sentence = _(
        "The interpretation was changed meanwhile, so nothing was done. "
        "Your text is still in the form; look at the current one first."
    )
    code = "interpretation_changed_meanwhile"


class InterpretationScopeWrong(RuleViolation):
    """An interpretation names published versions in which the criterion stands."""

    sentence = _("Choose at least one published version in which criterion %(criterion)s stands.")
    code = "interpretation_scope_wrong"


class InterpretationReasonMissing(RuleViolation):
    """Ending or not carrying over an interpretation is explained to those who relied on it."""

    sentence = _("Give the reason in Polish and in English, so that everybody can read why.")
    code = "interpretation_reason_missing"


class InterpretationReplacesWrong(RuleViolation):
    """Only an interpretation of the same criterion that is in force can be replaced."""

    sentence = _("Interpretation %(number)s is not in force for this criterion any more.")
    code = "interpretation_replaces_wrong"


class ConfirmationNotAwaited(RuleViolation):
    """Somebody has already said whether the interpretation holds for this version."""

    sentence = _("Somebody has already decided this for version %(version)s.")
    code = "confirmation_not_awaited"


class QuestionOpenAlready(RuleViolation):
    """One question about one criterion at a time; the answer may settle the next one too."""

    sentence = _("You have already asked about this criterion. Wait for the answer.")
    code = "question_open_already"


class QuestionSettled(RuleViolation):
    """A question is answered once."""

    sentence = _("This question has already been answered.")
    code = "question_settled"
