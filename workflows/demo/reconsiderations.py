"""Two invented parties that contest a refusal: one request waits, one was settled for the party."""

from datetime import timedelta

from certification.models import Appeal, Organisation
from certification.operations.panel import appoint_panel, declare_for_panel, give_opinion
from certification.operations.reconsiderations import ask_to_reconsider, note_service
from workflows import api
from workflows.demo.cast import Entity
from workflows.demo.play import TWO_EXPERTS, Play
from workflows.demo.story import Story, on_day

WAITING = Entity(
    "Fundacja Drugi Brzeg (dane przykładowe)", "foundation", 21, "Tczew", "22", "83-110"
)
WON = Entity(
    "Stowarzyszenie Nowy Ton (dane przykładowe)", "association", 22, "Kutno", "10", "99-300"
)
PANEL = ("ekspert3", "czlonek6")
GROUNDS = (
    "Nie zgadzamy się z oceną dwóch kryteriów. Dokumenty, których zabrakło zdaniem ekspertów, "
    "są w aktach (dane przykładowe)."
)
OPINION = (
    "Dokument jest w aktach pod pozycją 3 i spełnia wymaganie. Eksperci go pominęli "
    "(dane przykładowe)."
)


def play_reconsiderations(*, play: Play) -> None:
    """Refuse two centres, let both contest it, and settle one request."""
    waiting = refused(play, play.organisation(WAITING, "owes"), "D3/2026", days=6)
    ask(waiting)
    panel(waiting, spoken=PANEL[:1])
    won = refused(play, play.organisation(WON, "owes"), "D4/2026", days=40)
    with on_day(play.today - timedelta(days=35)):
        ask(won)
    with on_day(play.today - timedelta(days=30)):
        panel(won, spoken=PANEL)
    with on_day(play.today - timedelta(days=20)):
        settle(won)
        won.issued()


def refused(play: Play, organisation: Organisation, meeting: str, *, days: int) -> Story:
    """Take a centre to a refusal some days ago; the party opened it at once."""
    day = play.today - timedelta(days=days)
    with on_day(day):
        story = Story(
            edition=play.edition("owes"),
            organisation=organisation,
            people=play.people,
        ).open()
        story.fill(lowered=2).submit().evaluated(*TWO_EXPERTS, lowered=1, step=0)
        story.on_agenda(meeting, play.meeting_day(-days)).voted(for_it=False)
        story.decided(granted=False)
        note_service(decision=story.application.decisions.get(), by=story.applicant)
    return story


def ask(story: Story) -> None:
    """Contest the first two criteria that are not gates."""
    contested = [one for one in story.criteria() if one.gate == "none"][:2]
    ask_to_reconsider(
        application=story.fresh(),
        grounds=GROUNDS,
        points=[(one.key, "Dokument jest w aktach, pozycja 3.") for one in contested],
        by=story.applicant,
    )


def appeal_of(story: Story) -> Appeal:
    """Give the request of a case."""
    return Appeal.objects.with_case().get(decision__application=story.application)


def panel(story: Story, *, spoken: tuple[str, ...]) -> None:
    """Appoint people who had no part in the case; let some of them speak."""
    people = [story.people[login] for login in PANEL]
    appoint_panel(appeal=appeal_of(story), people=people, by=story.people["sekretariat"])
    for login in spoken:
        person = story.people[login]
        declare_for_panel(appeal=appeal_of(story), is_clear=True, by=person)
        give_opinion(appeal=appeal_of(story), opinion=OPINION, by=person)


def settle(story: Story) -> None:
    """Let another person of the authority annul the refusal."""
    appeal = appeal_of(story)
    first, *others = appeal.points.all()
    findings = {first.pk: (True, "Dokument jest w aktach i spełnia wymaganie.")}
    findings |= {one.pk: (False, "Dokument dotyczy innego okresu.") for one in others}
    api.settle_request(
        appeal=appeal,
        outcome="annulled",
        reasons=(
            "Po ponownym rozpatrzeniu sprawy organ ustalił, że ocena pominęła dokument, który jest "
            "w aktach. Z tym dokumentem wnioskodawca spełnia wymagania standardu."
        ),
        points=findings,
        by=story.people["organ2"],
    )
    story.fresh()
