"""The acts of chair, members and secretariat at a meeting, one page each."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from certification.forms.committee import (
    AgendaForm,
    PostponeForm,
    PresenceForm,
    RecusalForm,
    RoomVoteForm,
    VoteForm,
)
from certification.models import Seat
from certification.operations.meetings import (
    add_to_agenda,
    close_meeting,
    close_vote,
    note_presence,
    open_meeting,
    open_vote,
    postpone_item,
)
from certification.operations.votes import cast_vote, recuse
from certification.seating import composition_day
from certification.views.committee.base import MeetingStep

ARRANGE = "certification.arrange_meeting"
LEAD = "certification.lead_meeting"


class AgendaView(MeetingStep):
    """Puts a case on the agenda."""

    permission = ARRANGE
    operation = staticmethod(add_to_agenda)
    form_class = AgendaForm
    title = _("Add a case to the agenda")
    lead = _(
        "The list shows cases that wait for this committee. Members with a known link to the "
        "applicant are recused at once."
    )
    button = _("Add to the agenda")
    done = _("The case was added to the agenda.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the cases of this committee."""
        return super().get_form_kwargs() | {"meeting": self.meeting}


class PresenceView(MeetingStep):
    """Notes presence."""

    operation = staticmethod(note_presence)
    form_class = PresenceForm
    title = _("Note who is present")
    lead = _("Tick everybody who is in the room or on line. Whoever is not ticked is absent.")
    button = _("Save the presence")
    done = _("The presence was saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the members; the secretariat and the chair may note them."""
        user = self.request.user
        if not (user.has_perm(ARRANGE, self.meeting) or user.has_perm(LEAD, self.meeting)):
            raise PermissionDenied
        seats = self.members()
        present = self.room.records.presence(None)
        return super().get_form_kwargs() | {
            "seats": seats,
            "initial": {"seats_present": [seat for seat in seats if present.get(seat.pk)]},
        }

    def members(self) -> list[Seat]:
        """List the members of the committee."""
        return list(self.room.records.members(composition_day(self.meeting)))


class OpenMeetingView(MeetingStep):
    """Opens the session."""

    permission = LEAD
    operation = staticmethod(open_meeting)
    title = _("Open the meeting")
    lead = _("From now on votes can be opened. The presence can be corrected until the end.")
    button = _("Open the meeting")
    done = _("The meeting is in session.")


class CloseMeetingView(MeetingStep):
    """Closes the session and makes the minutes final."""

    permission = LEAD
    operation = staticmethod(close_meeting)
    title = _("Close the meeting")
    lead = _(
        "The minutes become final: presence, votes, recusals and results can no longer be changed. "
        "Every item has to be settled or postponed first."
    )
    button = _("Close the meeting")
    done = _("The meeting is closed and its minutes are final.")
    is_destructive = True


class OpenVoteView(MeetingStep):
    """Opens the vote on an item."""

    is_of_chair = True
    operation = staticmethod(open_vote)
    title = _("Open the vote")
    lead = _(
        "The vote is on granting: “for” means to grant, “against” means to refuse. "
        "Members who are present and not recused vote."
    )
    button = _("Open the vote")
    done = _("The vote is open.")


class CloseVoteView(MeetingStep):
    """Closes the vote, after which nobody can change a vote."""

    is_of_chair = True
    operation = staticmethod(close_vote)
    title = _("Close the vote")
    lead = _(
        "Nobody will be able to vote, change a vote or step back any more. "
        "The result and the list of votes are shown to everybody who is not recused."
    )
    button = _("Close the vote")
    done = _("The vote is closed. Record the recommendation now.")
    is_destructive = True


class PostponeView(MeetingStep):
    """Postpones an item."""

    is_of_chair = True
    operation = staticmethod(postpone_item)
    form_class = PostponeForm
    title = _("Postpone the item")
    lead = _("The case can then stand on the agenda of a later meeting.")
    button = _("Postpone the item")
    done = _("The item was postponed.")
    is_destructive = True


class SeatStep(MeetingStep):
    """An act of one seat: one's own, or another's that the secretariat enters."""

    def seat(self) -> Seat:
        """Give the seat; only the secretariat may act for another's."""
        item = self.item_seen(self.kwargs["item"])
        wanted = self.kwargs.get("seat", self.room.viewer.pk if self.room.viewer else None)
        for seat in item.seating.seats:
            if seat.pk == wanted:
                self._require_right(seat)
                return seat
        if wanted is None:
            raise PermissionDenied
        raise Http404

    def _require_right(self, seat: Seat) -> None:
        if seat != self.room.viewer and not self.request.user.has_perm(ARRANGE, self.meeting):
            raise PermissionDenied

    def subject(self) -> dict[str, Any]:
        """Act on the item for the seat."""
        return super().subject() | {"seat": self.seat()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the seat, where it is another's."""
        seat = self.seat()
        return super().get_context_data(
            other_seat=seat if seat != self.room.viewer else None, **kwargs
        )


class CastVoteView(SeatStep):
    """Casts one's own vote; the form stands on the page of the meeting too."""

    operation = staticmethod(cast_vote)
    form_class = VoteForm
    title = _("Cast your vote")
    lead = _("You can change your vote until the vote is closed.")
    button = _("Cast the vote")
    done = _("Your vote was saved. You can change it until the vote is closed.")

    def get_initial(self) -> dict[str, Any]:
        """Show the vote cast before."""
        place = self.item_seen(self.kwargs["item"]).own
        vote = place.vote if place else None
        return {"choice": vote.choice, "dissent": vote.dissent} if vote else {}


class EnterVoteView(SeatStep):
    """Enters a vote that somebody gave in the room, marked as entered by the secretariat."""

    permission = ARRANGE
    operation = staticmethod(cast_vote)
    form_class = RoomVoteForm
    title = _("Enter a vote given in the room")
    lead = _("The minutes say that the secretariat entered this vote.")
    button = _("Save the vote")
    done = _("The vote was saved.")


class RecuseView(SeatStep):
    """Steps back from an item."""

    operation = staticmethod(recuse)
    form_class = RecusalForm
    title = _("Recusal from the item")
    lead = _(
        "Recusal takes effect at once and cannot be taken back. It ends access to the materials, "
        "the votes and the result of this case, and the seat no longer counts for the quorum of "
        "the item. A vote already cast stays on record but does not count. Recusal is no "
        "abstention: whoever abstains is present and has no doubts about being impartial."
    )
    button = _("Recuse from this case")
    done = _("The recusal was recorded in the minutes.")
    is_destructive = True
