"""A case that was refused, and people outside it, as the tests of reconsideration need them."""

from types import SimpleNamespace

from certification.models import Appeal, Deadline
from certification.operations.decisions import decide
from certification.operations.panel import appoint_panel, declare_for_panel, give_opinion
from certification.operations.reconsiderations import ask_to_reconsider
from tests.committee import make_session, recommended, sent_card
from tests.factories.certification import PostFactory, SeatFactory

REFUSAL = "Wnioskodawca nie osiągnął progu, co potwierdzają karty oceny i rekomendacja komisji."
GROUNDS = "Nie zgadzamy się z oceną kryterium A02: umowa z gminą była w aktach."
OPINION = "Umowa z gminą jest w aktach sprawy, a eksperci jej nie uwzględnili."
REASONS = "Po ponownym rozpatrzeniu sprawy organ ustalił, że umowa z gminą była w aktach."


def refused(**case) -> SimpleNamespace:
    """Make a refused case with people who had no part in it: an expert, a member, an authority."""
    session = make_session(members=3, **case)
    session.outside_member = SeatFactory(committee=session.committee).person
    sent_card(session.application, lowered={"a02": 0})
    recommended(session, outcome="refuse", cards=1)
    session.application.refresh_from_db()
    session.decision = decide(
        application=session.application, granted=False, reasons=REFUSAL, by=session.authority
    )
    operator = session.application.edition.operator
    session.outside_expert = PostFactory(role="assessor", operator=operator).person
    session.other_authority = PostFactory(role="authority", operator=operator).person
    session.member = session.seats[1].person
    session.application.refresh_from_db()
    return session


def contested(**case) -> SimpleNamespace:
    """Let the party of a refused case contest one criterion."""
    session = refused(**case)
    session.appeal = ask_to_reconsider(
        application=session.application,
        grounds=GROUNDS,
        points=[("a02", "Umowa jest w załączniku 3.")],
        by=session.signer,
    )
    return session


def reviewed(**case) -> SimpleNamespace:
    """Let a panel of one look at a contested case and give its opinion."""
    session = contested(**case)
    appoint_panel(appeal=session.appeal, people=[session.outside_expert], by=session.secretary)
    declare_for_panel(appeal=session.appeal, is_clear=True, by=session.outside_expert)
    give_opinion(appeal=session.appeal, opinion=OPINION, by=session.outside_expert)
    session.appeal = Appeal.objects.get(pk=session.appeal.pk)
    return session


def answers(session, *, is_right=True) -> dict[int, tuple[bool, str]]:
    """Answer the one contested criterion."""
    [point] = session.appeal.points.all()
    return {point.pk: (is_right, "Umowa potwierdza spełnienie kryterium.")}


def ask(session, **changes):
    facts = {
        "application": session.application,
        "grounds": GROUNDS,
        "points": [("a02", "Umowa jest w załączniku 3.")],
        "by": session.signer,
    }
    return ask_to_reconsider(**(facts | changes))


def whose_move(session):
    deadline = Deadline.objects.running().filter(application=session.application).first()
    return (deadline.waits_for, deadline.rule, deadline.due_on) if deadline else None
