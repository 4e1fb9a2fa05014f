"""Further meetings of the committee of a case, each with a case of its own."""

from itertools import count as counter
from types import SimpleNamespace

from certification.lifecycle import MeetingStatus
from tests.factories.certification import (
    AgendaItemFactory,
    AttendanceFactory,
    EvidenceFactory,
    MeetingFactory,
    PartnerFactory,
    make_case,
)

NUMBERS = counter(1000)


def session_of(case, count: int) -> SimpleNamespace:
    """Put another case of the same applicant before the same committee, with rows of its own."""
    made = make_case(
        "awaiting_committee",
        edition=case.application.edition,
        applicant=case.application.applicant,
        is_partnership=True,
    )
    for _number in range(count):
        EvidenceFactory(application=made.application)
        PartnerFactory(application=made.application)
    meeting = MeetingFactory(
        committee=case.committee, status=MeetingStatus.OPEN, number=f"{next(NUMBERS)}/2026"
    )
    for seat in case.seats:
        AttendanceFactory(seat=seat, meeting=meeting, recorded_by=case.secretary)
    item = AgendaItemFactory(meeting=meeting, application=made.application, position=1)
    made.__dict__.update(
        committee=case.committee, seats=case.seats, chair=case.chair, meeting=meeting, item=item
    )
    return made
