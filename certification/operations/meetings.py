"""Meetings of committees: calling, agenda, presence, opening of votes, closing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.errors.committee import (
    AnotherVoteIsOpen,
    CaseNotReadyForCommittee,
    CaseOfAnotherCommittee,
    CaseOnAnAgenda,
    ItemsStillOpen,
    MeetingIsOver,
    MeetingNotOpen,
    MeetingNumberTaken,
    OnlyTheChair,
    SeatOfAnotherCommittee,
)
from certification.history import save
from certification.lifecycle import (
    AGENDA_ITEM_MOVES,
    MEETING_MOVES,
    AgendaItemStatus,
    ApplicationStatus,
    MeetingStatus,
    require_move,
)
from certification.models import (
    AgendaItem,
    Application,
    Attendance,
    Committee,
    Meeting,
    Seat,
    SeatRole,
    Side,
    User,
)
from certification.operations.case import log_event, team_of, write_message, written_day
from certification.operations.committee import (
    locked_item,
    require_presiding,
    require_quorum,
    require_reasons,
)
from certification.operations.recommendations import close_vote, record_recommendation
from certification.operations.votes import mark_conflicts
from certification.seating import members_of, seating_of

__all__ = (
    "add_to_agenda",
    "call_meeting",
    "close_meeting",
    "close_vote",
    "note_presence",
    "open_meeting",
    "open_vote",
    "postpone_item",
    "record_recommendation",
)

LEAST_REASONS = 10


@transaction.atomic
def call_meeting(
    *,
    committee: Committee,
    number: str,
    starts_at: datetime,
    place: str,
    is_remote: bool,
    by: User,
) -> Meeting:
    """Call a meeting and invite everybody who sits in the committee."""
    committee = Committee.objects.select_for_update().get(pk=committee.pk)
    if committee.meetings.filter(number=number).exists():
        raise MeetingNumberTaken(number=number)
    meeting = Meeting(
        committee=committee,
        number=number,
        starts_at=starts_at,
        place=place,
        is_remote=is_remote,
        called_by=by,
    )
    save(meeting, by=by, reason="call_meeting")
    write_message(
        kind="meeting_called",
        recipients=[seat.person for seat in members_of(meeting)],
        subject=format_lazy(
            _("Meeting {number}, {day}"),
            number=number,
            day=written_day(timezone.localdate(starts_at)),
        ),
        body=_("A meeting of the committee was called. The agenda is on its page."),
        path=reverse("certification:meeting", kwargs={"pk": meeting.pk}),
    )
    return meeting


@transaction.atomic
def add_to_agenda(*, meeting: Meeting, application: Application, by: User) -> AgendaItem:
    """Put an evaluated case on the agenda; members with a known link are recused at once."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    application = Application.objects.locked(application.pk)
    if meeting.status == MeetingStatus.CLOSED:
        raise MeetingIsOver(number=meeting.number)
    _require_waiting(meeting, application)
    items = meeting.agenda_items.order_by("-position")
    last = items.values_list("position", flat=True).first() or 0
    item = AgendaItem(meeting=meeting, application=application, position=last + 1)
    save(item, by=by, reason="add_to_agenda")
    mark_conflicts(item=item, by=by)
    log_event(
        application,
        "put_on_agenda",
        by=by,
        side=Side.SECRETARIAT,
        meeting=meeting.number,
        starts_at=meeting.starts_at.isoformat(),
        position=item.position,
    )
    write_message(
        kind="put_on_agenda",
        recipients=team_of(application),
        subject=_("The committee will discuss your case"),
        body=_("Your case stands on the agenda of the committee. You need not do anything now."),
        application=application,
        path=reverse("certification:case", kwargs={"number": application.number}),
    )
    return item


def _require_waiting(meeting: Meeting, application: Application) -> None:
    """Refuse a case that is not ready, is another committee's or stands on an agenda already."""
    committee = meeting.committee
    edition = application.edition
    if (committee.operator_id, committee.scheme_id) != (edition.operator_id, edition.scheme_id):
        raise CaseOfAnotherCommittee(number=application.number)
    if application.status != ApplicationStatus.AWAITING_COMMITTEE:
        raise CaseNotReadyForCommittee(number=application.number)
    standing = application.agenda_items.exclude(status=AgendaItemStatus.POSTPONED)
    blocking = (standing | application.agenda_items.filter(meeting=meeting)).first()
    if blocking:
        raise CaseOnAnAgenda(number=application.number, meeting=blocking.meeting.number)


@transaction.atomic
def note_presence(*, meeting: Meeting, seats_present: Sequence[Seat], by: User) -> list[Attendance]:
    """Note who is present; everybody else in the committee is absent. Noting again corrects it."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.status == MeetingStatus.CLOSED:
        raise MeetingIsOver(number=meeting.number)
    members = members_of(meeting)
    strangers = [seat for seat in seats_present if seat not in members]
    if strangers:
        raise SeatOfAnotherCommittee(name=str(strangers[0].person))
    noted = {row.seat_id: row for row in meeting.attendances.all()}
    now = timezone.now()
    for seat in members:
        row = noted.setdefault(seat.pk, Attendance(meeting=meeting, seat=seat))
        is_present = seat in seats_present
        if row.is_present == is_present:
            continue
        row.is_present, row.recorded_by, row.recorded_at = is_present, by, now
        save(row, by=by, reason="note_presence")
    return [noted[seat.pk] for seat in members]


@transaction.atomic
def open_meeting(*, meeting: Meeting, by: User) -> Meeting:
    """Open the session; only the chair does."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    require_move(MEETING_MOVES, source=meeting.status, target=MeetingStatus.OPEN)
    _require_chair_of(meeting, by)
    meeting.status, meeting.opened_at = MeetingStatus.OPEN, timezone.now()
    save(meeting, by=by, reason="open_meeting")
    return meeting


@transaction.atomic
def open_vote(*, item: AgendaItem, by: User) -> AgendaItem:
    """Open the vote on granting, with a quorum of members who are not recused (KPA, art. 27)."""
    item = locked_item(item)
    if item.meeting.status != MeetingStatus.OPEN:
        raise MeetingNotOpen(number=item.meeting.number)
    require_move(AGENDA_ITEM_MOVES, source=item.status, target=AgendaItemStatus.VOTING)
    if item.application.status != ApplicationStatus.AWAITING_COMMITTEE:
        raise CaseNotReadyForCommittee(number=item.application.number)
    running = item.meeting.agenda_items.filter(status=AgendaItemStatus.VOTING).first()
    if running:
        raise AnotherVoteIsOpen(position=running.position)
    mark_conflicts(item=item, by=by)
    seating = seating_of(item)
    require_presiding(seating, by)
    require_quorum(seating)
    item.status, item.opened_at = AgendaItemStatus.VOTING, timezone.now()
    save(item, by=by, reason="open_vote")
    log_event(
        item.application,
        "vote_opened",
        by=by,
        side=Side.COMMITTEE,
        seen_by_applicant=False,
        meeting=item.meeting.number,
        present=seating.quorum.present,
        needed=seating.quorum.needed,
        entitled=seating.quorum.entitled,
    )
    return item


@transaction.atomic
def postpone_item(*, item: AgendaItem, reasons: str, by: User) -> AgendaItem:
    """Take an item off the agenda with a reason; the case may stand on a later one."""
    item = locked_item(item)
    require_move(AGENDA_ITEM_MOVES, source=item.status, target=AgendaItemStatus.POSTPONED)
    require_presiding(seating_of(item), by)
    require_reasons(reasons, least=LEAST_REASONS)
    item.status, item.postponed_because = AgendaItemStatus.POSTPONED, reasons.strip()
    item.closed_at = timezone.now()
    save(item, by=by, reason="postpone_item")
    log_event(
        item.application,
        "item_postponed",
        by=by,
        side=Side.COMMITTEE,
        reason=item.postponed_because,
        meeting=item.meeting.number,
    )
    return item


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: User) -> Meeting:
    """End a meeting whose items are all settled; from then on its minutes are final."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    require_move(MEETING_MOVES, source=meeting.status, target=MeetingStatus.CLOSED)
    _require_chair_of(meeting, by)
    waiting = [
        item
        for item in meeting.agenda_items.select_related("recommendation", "application")
        if _is_unsettled(item)
    ]
    if waiting:
        raise ItemsStillOpen(items=", ".join(str(item.position) for item in waiting))
    meeting.status = MeetingStatus.CLOSED
    meeting.closed_by, meeting.closed_at = by, timezone.now()
    save(meeting, by=by, reason="close_meeting")
    write_message(
        kind="minutes_ready",
        recipients=[seat.person for seat in members_of(meeting)],
        subject=format_lazy(_("Minutes of meeting {number}"), number=meeting.number),
        body=_("The meeting was closed and its minutes are ready to read."),
        path=reverse("certification:minutes", kwargs={"pk": meeting.pk}),
    )
    return meeting


def _is_unsettled(item: AgendaItem) -> bool:
    """Say whether an item waits for its end; a withdrawn case waits only while its vote is open."""
    if item.status == AgendaItemStatus.POSTPONED or hasattr(item, "recommendation"):
        return False
    is_withdrawn = item.application.status == ApplicationStatus.WITHDRAWN
    return item.status == AgendaItemStatus.VOTING or not is_withdrawn


def _require_chair_of(meeting: Meeting, by: User) -> None:
    """Raise unless the person holds the seat of the chair."""
    chair = next((seat for seat in members_of(meeting) if seat.role == SeatRole.CHAIR), None)
    if chair is None or chair.person_id != by.pk:
        raise OnlyTheChair(name=str(chair.person) if chair else "–")
