"""Rules of reconsideration that can be broken (KPA, art. 127 and 129; ISO/IEC 17065, 7.13)."""

from django.utils.translation import gettext_lazy as _

from certification.errors import ImpartialityViolated
from standards.errors import RuleViolation


class NothingToReconsider(RuleViolation):
    """A party contests what it was refused; a grant without conditions gives all it asked for."""

    sentence = _(
        "There is nothing to look at again: the decision gives all that the application asked for."
    )
    code = "nothing_to_reconsider"


class ReconsideredBefore(RuleViolation):
    """A case is reconsidered once; what was settled is final at this authority."""

    sentence = _(
        "The case is being looked at again already, or was. Open the case to see where it stands."
    )
    code = "reconsidered_before"


class RequestTooLate(RuleViolation):
    """The request is made within the set days from service (KPA, art. 127 § 3 and 129 § 2)."""

    sentence = _(
        "The time for the request ended on %(day)s (KPA, art. 129 § 2). If you missed it through "
        "no fault of yours, write to the office within 7 days and ask it to restore the time "
        "(KPA, art. 58)."
    )
    code = "request_too_late"


class ObjectionTooLate(RuleViolation):
    """A scheme without a statute sets the time for an objection in its rules."""

    sentence = _(
        "The time for the objection ended on %(day)s: %(term)s from service, by the rules of the "
        "call. If you missed it through no fault of yours, write to the office and say why."
    )
    code = "objection_too_late"


class GroundsTooShort(RuleViolation):
    """Whoever looks again has to know what the party does not agree with."""

    sentence = _("Write what you do not agree with, in at least %(least)s characters.")
    code = "grounds_too_short"


class CriterionNotAsked(RuleViolation):
    """A criterion that was not asked in the case cannot be contested."""

    sentence = _("Criterion %(key)s was not asked in this case. Choose another one.")
    code = "criterion_not_asked"


class RequestIsClosed(RuleViolation):
    """A request that was settled or taken back stays as it is."""

    sentence = _("The request is settled or was taken back, so this step is no longer possible.")
    code = "request_is_closed"


class ReviewerActedBefore(ImpartialityViolated):
    """Whoever acted in the case does not look at it again, whatever their role (7.13.5)."""

    sentence = _(
        "%(name)s cannot look at the case again. What excludes them: %(part)s. Choose another "
        "person."
    )
    code = "reviewer_acted_before"


class ReviewerNotInPool(RuleViolation):
    """The panel comes from the experts and committee members of the operator."""

    sentence = _("%(name)s is neither an expert nor a committee member of this operator now.")
    code = "reviewer_not_in_pool"


class NobodyToReview(RuleViolation):
    """Somebody has to look at the case again before it is settled."""

    sentence = _("Choose at least one person who will look at the case again.")
    code = "nobody_to_review"


class NotOnThePanel(RuleViolation):
    """An opinion is given by those who were appointed and are still on the panel."""

    sentence = _("You are not on the panel of this request.")
    code = "not_on_the_panel"


class DeclarationMissing(RuleViolation):
    """The case is opened only to those who declared that nothing stands in the way (4.2)."""

    sentence = _("First declare that you have no link with the case.")
    code = "declaration_missing"


class OpinionsMissing(RuleViolation):
    """The panel speaks before the authority settles (ISO/IEC 17065, 7.13.5)."""

    sentence = _(
        "The panel has not spoken yet. The office appoints it, and each of its people gives an "
        "opinion first."
    )
    code = "opinions_missing"


class PointNotAnswered(RuleViolation):
    """Each contested criterion gets its answer with reasons."""

    sentence = _("Say of criterion %(code)s whether the party is right, and why.")
    code = "point_not_answered"


class SettlerActedBefore(ImpartialityViolated):
    """Whoever acted in the case, or is on the panel, does not settle it (7.6.2 and 7.13.5)."""

    sentence = _(
        "You cannot settle this request. What excludes you: %(part)s. Another person of the "
        "authority has to settle it."
    )
    code = "settler_acted_before"
