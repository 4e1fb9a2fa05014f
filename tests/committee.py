"""Committees in session, as the tests of votes and decisions need them."""

from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from certification.evaluation.as_sent import to_json
from certification.lifecycle import AssignmentStatus, MeetingStatus
from certification.models import Attendance, Recommendation, SeatRole, Vote
from certification.operations.decisions import decide
from certification.operations.meetings import close_vote, open_vote, record_recommendation
from certification.operations.votes import cast_vote
from standards.scoring import AnswerValue, load_content, score
from tests.factories.certification import (
    AgendaItemFactory,
    AssignmentFactory,
    AttendanceFactory,
    CommitteeFactory,
    ExpertAssessmentFactory,
    MeetingFactory,
    SeatFactory,
    answer_everything,
    make_case,
)

REASONS = "Wniosek spełnia wymagania standardu, co potwierdzają obie karty oceny."


def make_session(
    *, members: int = 5, present: int | None = None, status: str = "awaiting_committee", **case: Any
) -> SimpleNamespace:
    """Make a case on the agenda of an open meeting: ``members`` seats, the first is the chair's."""
    made = make_case(status, **case)
    edition = made.application.edition
    committee = CommitteeFactory(operator=edition.operator, scheme=edition.scheme)
    seats = [
        SeatFactory(committee=committee, role=SeatRole.MEMBER if number else SeatRole.CHAIR)
        for number in range(members)
    ]
    meeting = MeetingFactory(committee=committee, status=MeetingStatus.OPEN, number="4/2026")
    for number, seat in enumerate(seats):
        AttendanceFactory(
            seat=seat,
            meeting=meeting,
            is_present=number < (members if present is None else present),
            recorded_by=made.secretary,
        )
    item = AgendaItemFactory(meeting=meeting, application=made.application, position=1)
    made.__dict__.update(
        committee=committee, seats=seats, chair=seats[0].person, meeting=meeting, item=item
    )
    return made


def sent_card(application: Any, *, value: int | None = None, lowered: dict[str, int] | None = None):
    """Make a score card that an expert has sent: everything at the top, or at ``value``."""
    assignment = AssignmentFactory(application=application, status=AssignmentStatus.COMPLETED)
    card = ExpertAssessmentFactory(assignment=assignment)
    answer_everything(card, value=value)
    for key, level in (lowered or {}).items():
        answer = card.answers.get(criterion__key=key)
        answer.value, answer.justification = level, "Brak dokumentu, który to potwierdza."
        answer.save()
    answers = {
        answer.criterion.key: AnswerValue(answer.value, not_applicable=answer.not_applicable)
        for answer in card.answers.select_related("criterion")
    }
    card.sheet = to_json(score(load_content(application.version), answers), answers)
    card.status, card.submitted_at = "submitted", timezone.now()
    card.summary = "Dokumenty i rozmowy potwierdzają opis."
    card.save()
    return card


def vote(session: SimpleNamespace, *choices: str) -> list[Vote]:
    """Cast votes in the order of the seats; an empty choice leaves a seat without a vote."""
    return [
        cast_vote(item=session.item, seat=seat, choice=choice, dissent="", by=seat.person)
        for seat, choice in zip(session.seats, choices, strict=False)
        if choice
    ]


def recommended(
    session: SimpleNamespace, *, outcome: str = "grant", cards: int = 2
) -> Recommendation:
    """Take a session through vote and recommendation."""
    for _number in range(cards):
        sent_card(session.application)
    open_vote(item=session.item, by=session.chair)
    choice = "against" if outcome == "refuse" else "for"
    vote(session, *[choice] * len(session.seats))
    close_vote(item=session.item, by=session.chair)
    return record_recommendation(
        application=session.application, outcome=outcome, reasons=REASONS, by=session.chair
    )


def granted_session() -> SimpleNamespace:
    """Give a session with a decision that grants, of a case with everything it rests on."""
    session = make_session(members=3)
    recommended(session)
    session.application.refresh_from_db()
    session.decision = decide(
        application=session.application, granted=True, reasons=REASONS, by=session.authority
    )
    return session


def state_of(session: SimpleNamespace) -> dict[str, Any]:
    """Read everything that an operation of a committee may change, to show that nothing did."""
    session.item.refresh_from_db()
    session.meeting.refresh_from_db()
    session.application.refresh_from_db()
    return {
        "application": session.application.status,
        "meeting": session.meeting.status,
        "item": (session.item.status, session.item.opened_at, session.item.closed_at),
        "votes": list(session.item.votes.order_by("seat").values_list("seat", "choice", "dissent")),
        "recusals": list(session.item.recusals.order_by("seat").values_list("seat", "ground")),
        "presence": list(Attendance.objects.order_by("seat").values_list("seat", "is_present")),
        "recommendations": list(session.application.recommendations.values_list("outcome")),
        "decisions": list(session.application.decisions.values_list("number")),
        "events": list(session.application.events.order_by("pk").values_list("kind", flat=True)),
        "deadlines": list(session.application.deadlines.values_list("rule", "closed_at")),
        "messages": list(session.application.messages.values_list("kind", flat=True)),
    }
