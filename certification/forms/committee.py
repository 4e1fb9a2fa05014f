"""Forms of committees; their fields are the arguments of operations."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.lifecycle import AgendaItemStatus, ApplicationStatus
from certification.models import (
    AgendaItem,
    Application,
    Committee,
    Meeting,
    Post,
    PostRole,
    RecusalGround,
    Seat,
    User,
    Vote,
    VoteChoice,
)


class CaseChoice(forms.ModelChoiceField):
    """Names a case by its number and subject."""

    def label_from_instance(self, obj: Application) -> str:
        """Show number, subject and applicant, each once."""
        return ", ".join(dict.fromkeys((obj.number, obj.subject, obj.applicant.name)))


class SeatChoices(forms.ModelMultipleChoiceField):
    """Names a seat by the person."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Seat) -> str:
        """Show the person, and who is the chair."""
        return f"{obj.person}, {obj.get_role_display()}" if obj.role == "chair" else str(obj.person)

    def clean(self, value: Any) -> Any:
        """Take an empty list for what it is: nobody came."""
        return super().clean(value) if value else Seat.objects.none()


class CommitteeChoice(forms.ModelChoiceField):
    """Names a committee with whoever runs it: chapters of several regions are called alike."""

    def label_from_instance(self, obj: Committee) -> str:  # type: ignore[override]
        """Give both names."""
        return f"{obj.name}, {obj.operator.name}"


class CallMeetingForm(forms.Form):
    """Calls a meeting of one of the committees that the person looks after."""

    committee = CommitteeChoice(
        Committee.objects.none(), label=_("Committee"), empty_label=_("Choose from the list")
    )
    number = forms.CharField(
        label=_("Number of the meeting"), max_length=20, help_text=_("For example 4/2026.")
    )
    starts_at = forms.DateTimeField(
        label=_("Day and hour"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Polish time."),
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=200,
        required=False,
        help_text=_("A room, an address or a link."),
    )
    is_remote = forms.BooleanField(label=_("One can also take part on line"), required=False)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = committees_of(person)  # type: ignore[attr-defined]


def committees_of(person: User) -> Any:
    """List the committees of operators where the person works in the secretariat."""
    posts = Post.objects.current(timezone.localdate()).filter(
        person=person, role=PostRole.SECRETARIAT
    )
    own = Committee.objects.filter(operator__in=posts.values("operator"))
    return own.select_related("operator").order_by("name_pl", "operator__name_pl", "pk")


class AgendaForm(forms.Form):
    """Puts a case that waits for this committee on the agenda."""

    application = CaseChoice(Application.objects.none(), label=_("Case"), empty_label=None)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["application"].queryset = waiting_cases(meeting)  # type: ignore[attr-defined]


def waiting_cases(meeting: Meeting) -> Any:
    """List the cases that wait for the committee and stand on no agenda."""
    standing = AgendaItem.objects.exclude(status=AgendaItemStatus.POSTPONED)
    return (
        Application.objects.with_names()
        .filter(
            status=ApplicationStatus.AWAITING_COMMITTEE,
            edition__operator=meeting.committee.operator_id,
            edition__scheme=meeting.committee.scheme_id,
        )
        .exclude(pk__in=standing.values("application"))
        .exclude(pk__in=meeting.agenda_items.values("application"))
        .order_by("pk")
    )


class PresenceForm(forms.Form):
    """Notes who is present; whoever is not ticked is absent."""

    seats_present = SeatChoices(Seat.objects.none(), label=_("Present"))

    def __init__(self, *args: Any, seats: list[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Seat.objects.filter(pk__in=[seat.pk for seat in seats]).select_related("person")
        self.fields["seats_present"].queryset = rows  # type: ignore[attr-defined]


class VoteForm(forms.Form):
    """Casts a vote; nothing is chosen beforehand."""

    choice = forms.ChoiceField(
        label=_("Your vote"),
        choices=VoteChoice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose: for, against or abstain.")},
    )
    dissent = forms.CharField(
        label=_("Dissenting opinion"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )

    @classmethod
    def of(cls, vote: Vote | None) -> "VoteForm":
        """Give the form with the vote that was already cast, which can be changed."""
        return cls(initial={"choice": vote.choice, "dissent": vote.dissent} if vote else None)


class RoomVoteForm(VoteForm):
    """Enters a vote that a member gave in the room."""

    choice = forms.ChoiceField(
        label=_("Vote given in the room"),
        choices=VoteChoice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose: for, against or abstain.")},
    )


class RecusalForm(forms.Form):
    """Steps back from one item."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=RecusalGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the ground of the recusal.")},
    )
    explanation = forms.CharField(
        label=_("Explanation"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
        help_text=_("Goes to the minutes. Do not give details about health or family life."),
    )


class PostponeForm(forms.Form):
    """Takes an item off the agenda."""

    reasons = forms.CharField(
        label=_("Why the item is postponed"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        help_text=_("The applicant will read it. At least 10 characters."),
        error_messages={"required": _("Write why the item is postponed.")},
    )


class ConfirmForm(forms.Form):
    """Confirms a step that needs no more words."""
