"""A call of the demo that took a new version in its middle, with a draft and a sent file in it.

A stranger moves the old draft to the new version, or renews a certificate in this call.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from certification.models import User
from certification.operations.rebinding import rebind_edition
from standards.models import Edition, Median, StandardVersion
from workflows.demo.cast import CENTRES
from workflows.demo.play import Play
from workflows.demo.stage import CURRENT, current
from workflows.demo.standards_transfer import LATER
from workflows.demo.story import Story, on_day

MOVED_CALL = "owes-demo-supplementary"
OPENED_BEFORE, BEGUN_BEFORE, BOUND_BEFORE = (
    timedelta(days=60),
    timedelta(days=30),
    timedelta(days=6),
)
STAYS_OPEN = timedelta(days=45)
OF_THE_PRINTED_ACCOUNT, OF_SOMEBODY_ELSE = 3, 4


def play_move(*, play: Play, people: Mapping[str, User], today: date) -> Edition:
    """Open the call on the first version, fill two applications, and bind the later version."""
    call = _call(today)
    with on_day(today - BEGUN_BEFORE):
        _story(play, call, OF_THE_PRINTED_ACCOUNT).fill(lowered=5)
        _story(play, call, OF_SOMEBODY_ELSE).fill().submit()
    with on_day(today - BOUND_BEFORE):
        rebind_edition(
            edition=call,
            version=StandardVersion.objects.get(scheme=call.scheme, version=LATER),
            sent_files="old",
            reason=(
                "Od tego miesiąca obowiązują krótsze terminy odpowiedzi. Wnioski złożone wcześniej "
                "oceniamy według zasad, które ich zespoły znały (dane przykładowe)."
            ),
            by=people["sekretariat"],
        )
    return current(MOVED_CALL)


def _call(today: date) -> Edition:
    """Open a second call like the shipped one, with the same medians."""
    shipped, call = current(CURRENT["owes"]), current(CURRENT["owes"])
    call.pk, call._state.adding = None, True
    call.code = MOVED_CALL
    call.name_pl, call.name_en = "Nabór uzupełniający (demo)", "Supplementary call (demo)"
    call.opens_on, call.closes_on = today - OPENED_BEFORE, today + STAYS_OPEN
    call.save()
    for median in Median.objects.filter(edition=shipped):
        median.pk, median._state.adding, median.edition = None, True, call
        median.save()
    return current(MOVED_CALL)


def _story(play: Play, call: Edition, number: int) -> Story:
    organisation = play.organisation(CENTRES[number], "owes")
    return Story(edition=call, organisation=organisation, people=play.people).open()
