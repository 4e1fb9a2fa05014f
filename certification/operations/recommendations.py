"""The result of a vote and the committee's recommendation that follows from it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from certification.errors.committee import (
    CaseNotReadyForCommittee,
    NoVotesCast,
    RecommendationAgainstVote,
    VoteNotHeld,
    VoteNotOpen,
    VoteTied,
)
from certification.evaluation import result_of
from certification.history import save
from certification.lifecycle import (
    AGENDA_ITEM_MOVES,
    APPLICATION_MOVES,
    AgendaItemStatus,
    ApplicationStatus,
    require_move,
)
from certification.models import (
    AgendaItem,
    Application,
    Recommendation,
    RecommendationOutcome,
    Side,
    User,
    VoteChoice,
)
from certification.operations.case import log_event, start_deadline
from certification.operations.committee import (
    locked_item,
    require_presiding,
    require_quorum,
    require_reasons,
)
from certification.seating import Seating, seating_of

LEAST_REASONS = 30
OUTCOMES_OF_VOTE = {
    VoteChoice.FOR: (
        RecommendationOutcome.GRANT,
        RecommendationOutcome.GRANT_WITH_RECOMMENDATIONS,
    ),
    VoteChoice.AGAINST: (RecommendationOutcome.REFUSE,),
}


@transaction.atomic
def close_vote(*, item: AgendaItem, by: User) -> AgendaItem:
    """Close the vote on granting when it settles something; the quorum is kept to this moment.

    More votes for than against mean granting. Abstentions count as presence and not as votes cast.
    """
    item = locked_item(item)
    seating = seating_of(item)
    if item.status != AgendaItemStatus.VOTING:
        raise VoteNotOpen
    require_presiding(seating, by)
    require_quorum(seating)
    require_settled(item, seating)
    require_move(AGENDA_ITEM_MOVES, source=item.status, target=AgendaItemStatus.VOTED)
    item.status, item.closed_at = AgendaItemStatus.VOTED, timezone.now()
    save(item, by=by, reason="close_vote")
    tally = seating.tally(item.votes.all())
    log_event(
        item.application,
        "vote_closed",
        by=by,
        side=Side.COMMITTEE,
        seen_by_applicant=False,
        meeting=item.meeting.number,
        votes_for=tally.votes_for,
        votes_against=tally.votes_against,
        votes_abstained=tally.abstained,
    )
    return item


def require_settled(item: AgendaItem, seating: Seating) -> VoteChoice:
    """Give the side that won, or raise where nobody voted or a tie is not broken."""
    votes = list(item.votes.all())
    tally = seating.tally(votes)
    if tally.is_empty:
        raise NoVotesCast
    settled = seating.settled(votes)
    if settled is None:
        raise VoteTied(votes=tally.votes_for)
    return settled


@transaction.atomic
def record_recommendation(
    *, application: Application, outcome: str, reasons: str, by: User
) -> Recommendation:
    """Record what the committee recommends; it says what the vote said (ISO/IEC 17065, 7.5).

    A vote that is still open is closed by this act. Gates that the experts judged differently are
    settled by the vote, and the reasons name them.
    """
    application = Application.objects.locked(application.pk)
    item = voted_item(application)
    if item.status == AgendaItemStatus.VOTING:
        close_vote(item=item, by=by)
    item = locked_item(item)
    if application.status != ApplicationStatus.AWAITING_COMMITTEE:
        raise CaseNotReadyForCommittee(number=application.number)
    require_move(
        APPLICATION_MOVES, source=application.status, target=ApplicationStatus.AWAITING_DECISION
    )
    seating = seating_of(item)
    require_presiding(seating, by)
    require_reasons(reasons, least=LEAST_REASONS)
    tally = seating.tally(item.votes.all())
    if outcome not in OUTCOMES_OF_VOTE[require_settled(item, seating)]:
        raise RecommendationAgainstVote(
            votes_for=tally.votes_for, votes_against=tally.votes_against
        )
    recommendation = Recommendation(
        application=application,
        item=item,
        outcome=outcome,
        reasons=_naming_split_gates(reasons.strip(), application),
        votes_for=tally.votes_for,
        votes_against=tally.votes_against,
        votes_abstained=tally.abstained,
        present=seating.quorum.present,
        entitled=seating.quorum.entitled,
        quorum=seating.quorum.needed,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    save(recommendation, by=by, reason="record_recommendation")
    application.status = ApplicationStatus.AWAITING_DECISION
    save(application, by=by, reason="record_recommendation")
    log_event(
        application,
        "recommendation_recorded",
        by=by,
        side=Side.COMMITTEE,
        seen_by_applicant=False,
        reason=recommendation.reasons,
        meeting=item.meeting.number,
        outcome=recommendation.outcome,
        votes_for=tally.votes_for,
        votes_against=tally.votes_against,
        votes_abstained=tally.abstained,
    )
    start_deadline(
        application=application,
        waits_for=Side.AUTHORITY,
        rule="decision",
        days=application.edition.decision_days,
        by=by,
    )
    return recommendation


def voted_item(application: Application) -> AgendaItem:
    """Give the item of the case on which a vote is held or closed, or raise where there is none."""
    items = application.agenda_items.filter(
        status__in=(AgendaItemStatus.VOTING, AgendaItemStatus.VOTED)
    )
    item: AgendaItem | None = items.order_by("-pk").first()
    if item is None:
        raise VoteNotHeld
    return item


def _naming_split_gates(reasons: str, application: Application) -> str:
    """Add to the reasons which gates the experts judged differently, in the language of the act."""
    result = result_of(application)
    if result is None or not result.gate_splits:
        return reasons
    codes = application.version.criteria.filter(key__in=result.gate_splits).order_by("position")
    with override("pl"):
        sentence = _(
            "The experts judged the gates %(criteria)s differently; the vote settled this."
        ) % {"criteria": ", ".join(codes.values_list("code", flat=True))}
    return f"{reasons}\n\n{sentence}"
