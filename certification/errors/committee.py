"""Rules of committees, votes and decisions that can be broken."""

from django.utils.translation import gettext_lazy as _

from certification.errors import ImpartialityViolated
from standards.errors import RuleViolation


class MeetingNumberTaken(RuleViolation):
    """A committee numbers its meetings without repeating itself."""

    sentence = _("This committee already has a meeting %(number)s. Give another number.")
    code = "meeting_number_taken"


class MeetingIsOver(RuleViolation):
    """The minutes of a closed meeting are final."""

    sentence = _("Meeting %(number)s is closed and its minutes are final.")
    code = "meeting_is_over"


class MeetingNotOpen(RuleViolation):
    """Votes are held in session only."""

    sentence = _("Meeting %(number)s is not in session. The chair opens it first.")
    code = "meeting_not_open"


class ItemsStillOpen(RuleViolation):
    """A meeting ends when every item is settled or postponed."""

    sentence = _("These items still wait: %(items)s. Finish or postpone each of them first.")
    code = "items_still_open"


class CaseNotReadyForCommittee(RuleViolation):
    """Only evaluated cases come before the committee (ISO/IEC 17065, 7.5)."""

    sentence = _("Case %(number)s does not wait for the committee.")
    code = "case_not_ready_for_committee"


class CaseOfAnotherCommittee(RuleViolation):
    """A committee recommends in the cases of its own operator and scheme."""

    sentence = _("Case %(number)s belongs to another operator or scheme than this committee.")
    code = "case_of_another_committee"


class CaseOnAnAgenda(RuleViolation):
    """A case waits on one agenda at a time."""

    sentence = _("Case %(number)s already stands on the agenda of meeting %(meeting)s.")
    code = "case_on_an_agenda"


class SeatOfAnotherCommittee(RuleViolation):
    """Only the members who sit in this committee now are present and vote."""

    sentence = _("%(name)s does not sit in this committee now.")
    code = "seat_of_another_committee"


class OnlyTheChair(RuleViolation):
    """The chair leads; where the chair is recused or absent, the first member present does."""

    sentence = _("Only the person in the chair may do this. In the chair now: %(name)s.")
    code = "only_the_chair"


class QuorumMissing(RuleViolation):
    """A vote needs more than the set part of the members who are not recused."""

    sentence = _(
        "There is no quorum: %(present)s entitled members are present and %(needed)s of "
        "%(entitled)s are needed. Note who is present or postpone the item."
    )
    code = "quorum_missing"


class AnotherVoteIsOpen(RuleViolation):
    """A meeting votes on one item at a time."""

    sentence = _("The vote on item %(position)s is still open. Close it first.")
    code = "another_vote_is_open"


class VoteNotOpen(RuleViolation):
    """Votes are cast and changed only while the vote is open."""

    sentence = _("The vote on this item is not open.")
    code = "vote_not_open"


class NotYourSeat(RuleViolation):
    """A vote is personal; the secretariat may enter one given in the room."""

    sentence = _("You may act only for your own seat.")
    code = "not_your_seat"


class MemberAbsent(RuleViolation):
    """Only members noted as present vote."""

    sentence = _("%(name)s is not noted as present. Note the presence first.")
    code = "member_absent"


class MemberRecused(RuleViolation):
    """A recused member has no vote (KPA, art. 27)."""

    sentence = _("%(name)s is recused from this item and has no vote.")
    code = "member_recused"


class MustRecuse(ImpartialityViolated):
    """Whoever had a part in the case or has a link with it steps back (KPA, art. 24, 27)."""

    sentence = _(
        "%(name)s has no vote on this item. What excludes from it: %(part)s. "
        "Record a recusal from the item instead."
    )
    code = "must_recuse"


class RecusalTooLate(RuleViolation):
    """A closed vote stands; doubts are then for the authority that decides."""

    sentence = _("This item is closed. Tell the secretariat about your doubts in writing.")
    code = "recusal_too_late"


class AlreadyRecused(RuleViolation):
    """One recusal from an item is enough."""

    sentence = _("%(name)s is already recused from this item.")
    code = "already_recused"


class NoVotesCast(RuleViolation):
    """Abstentions are not votes cast, so they settle nothing."""

    sentence = _("Nobody voted for or against, so there is no result. Vote, or postpone the item.")
    code = "no_votes_cast"


class VoteTied(RuleViolation):
    """A tie is settled by the chair's vote only where the call says so and the chair voted."""

    sentence = _(
        "The vote is tied, %(votes)s to %(votes)s, and no casting vote settles it. "
        "Discuss and vote again before you close the vote, or postpone the item."
    )
    code = "vote_tied"


class VoteNotHeld(RuleViolation):
    """A recommendation rests on a vote."""

    sentence = _("There is no vote to record yet. Open the vote at the meeting first.")
    code = "vote_not_held"


class RecommendationAgainstVote(RuleViolation):
    """The recommendation says what the majority said."""

    sentence = _("The vote went the other way: %(votes_for)s for, %(votes_against)s against.")
    code = "recommendation_against_vote"


class ReasonsTooShort(RuleViolation):
    """Acts that bind people have reasons that can be followed (KPA, art. 107)."""

    sentence = _("Give reasons that can be followed, at least %(least)s characters.")
    code = "reasons_too_short"


class DepartureNotReasoned(RuleViolation):
    """The authority may depart from the recommendation, but says why."""

    sentence = _(
        "The committee recommended otherwise. Explain in a paragraph of its own why you "
        "decide differently, in at least %(least)s characters."
    )
    code = "departure_not_reasoned"


class ConditionalNotAllowed(RuleViolation):
    """A grant with conditions exists only where the call provides for it."""

    sentence = _("In this call the decision cannot be conditional.")
    code = "conditional_not_allowed"


class DeciderTookPart(ImpartialityViolated):
    """Whoever evaluated, recommended or has a conflict may not decide (ISO/IEC 17065, 7.6.2)."""

    sentence = _(
        "You cannot decide on this case. What excludes you: %(part)s. "
        "Another person of the authority has to decide."
    )
    code = "decider_took_part"
