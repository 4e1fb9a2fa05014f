"""Rules of the formal check, of experts and of score cards that can be broken."""

from django.utils.translation import gettext_lazy as _

from certification.errors import ImpartialityViolated, RuleViolation


class FormalReasonsMissing(RuleViolation):
    """Whoever is turned away learns why (ISO/IEC 17065, 7.3.3)."""

    sentence = _("Give the reasons: the applicant receives them in the letter.")
    code = "formal_reasons_missing"


class GapsMissing(RuleViolation):
    """A call names what is to be completed (KPA, art. 64 § 2)."""

    sentence = _("Name at least one gap and say what the applicant should complete.")
    code = "gaps_missing"


class GapsNeedACall(RuleViolation):
    """Gaps have no place in any outcome but a call."""

    sentence = _("You named gaps, so choose the call for completion or remove the gaps.")
    code = "gaps_need_a_call"


class GapUnknown(RuleViolation):
    """A gap points at a criterion that was asked in the case."""

    sentence = _("Criterion “%(criterion)s” was not asked in this case. Choose one that was.")
    code = "gap_unknown"


class GapCalledBefore(RuleViolation):
    """The applicant is called about one gap once; then the check has to conclude."""

    sentence = _(
        "The applicant was already called about criterion %(criterion)s. "
        "Accept the application or close it."
    )
    code = "gap_called_before"


class NotCalledBefore(RuleViolation):
    """Only a call that was left without effect closes a case unexamined (KPA, art. 64 § 2)."""

    sentence = _(
        "The application can be left without examination only after a call for completion."
    )
    code = "not_called_before"


class CompletionStillRuns(RuleViolation):
    """The applicant has the whole time that the call gave."""

    sentence = _(
        "The applicant has until %(day)s to complete the gaps. Close the case after that day."
    )
    code = "completion_still_runs"


class ExpertNotInPool(RuleViolation):
    """Experts are people with a current post at the operator or at a national one."""

    sentence = _("%(name)s holds no current post of an expert for this scheme.")
    code = "expert_not_in_pool"


class ExpertBarred(ImpartialityViolated):
    """Whoever is linked with the applicant or acted in the case does not score it (4.2, 7.5)."""

    sentence = _("%(name)s cannot score this case: %(reasons)s.")
    code = "expert_barred"


class ExpertAssignedBefore(RuleViolation):
    """One person gives one opinion on a case."""

    sentence = _("%(name)s has been assigned to this case before. Choose somebody else.")
    code = "expert_assigned_before"


class TooFewExperts(RuleViolation):
    """A case is scored by as many experts as the call asks for."""

    sentence = _("Experts needed: %(needed)s. Chosen: %(chosen)s. Choose more people.")
    code = "too_few_experts"


class NoExpertNeeded(RuleViolation):
    """Nobody is invited to score what others score already."""

    sentence = _("This case has as many experts as it needs.")
    code = "no_expert_needed"


class NotYourAssignment(RuleViolation):
    """Only the invited expert speaks about own impartiality and own score card."""

    sentence = _("This step belongs to the expert who was invited.")
    code = "not_your_assignment"


class ExplanationMissing(RuleViolation):
    """A link, a conflict and a refusal are explained in words."""

    sentence = _("Explain your answer in a sentence or two.")
    code = "explanation_missing"


class KnownLinkNotDeclared(ImpartialityViolated):
    """What the organisation's own records show cannot be declared away."""

    sentence = _(
        "Our records show: %(reasons)s. Choose another answer, "
        "or ask the secretariat to correct the records."
    )
    code = "known_link_not_declared"


class LinkCannotBeWaived(ImpartialityViolated):
    """Whoever acts for the applicant is never impartial."""

    sentence = _("%(name)s acts for the applicant or a partner. Such a link cannot be waived.")
    code = "link_cannot_be_waived"


class WaiverByTheExpert(ImpartialityViolated):
    """A known link is weighed by another person than the one who has it."""

    sentence = _("You cannot consider your own link. Another person has to do it.")
    code = "waiver_by_the_expert"


class WaiverReasonsMissing(RuleViolation):
    """The reasons of a waiver are kept for those who look after impartiality."""

    sentence = _("Give the reasons: they are kept for the impartiality observer.")
    code = "waiver_reasons_missing"


class ReleaseReasonsMissing(RuleViolation):
    """The expert and the history of the case learn why somebody was let go."""

    sentence = _("Give the reasons: the expert receives them in the message.")
    code = "release_reasons_missing"


class ScoreCardIncomplete(RuleViolation):
    """A card is sent when every criterion that applies is scored."""

    sentence = _("Score these criteria first: %(codes)s.")
    code = "score_card_incomplete"


class JustificationMissing(RuleViolation):
    """A score below the highest, or other than the self-assessment, is justified."""

    sentence = _(
        "Justify the score of these criteria: %(codes)s. "
        "It is below the highest level or differs from the self-assessment."
    )
    code = "justification_missing"


class EvaluationUnfinished(RuleViolation):
    """The committee gets the case with all the score cards that are needed."""

    sentence = _("The evaluation is not finished: score cards are still awaited.")
    code = "evaluation_unfinished"
