"""Forms of a consultation: the comment of anybody, and the acts of those who moderate."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from standards.errors import RefusalNeedsReason
from standards.forms import LONGEST_EMAIL
from standards.forms.drafts import line, prose
from standards.models import CommentKind, CommentPlace, Outcome, ResolutionResult

LONGEST = 4000
SHORTEST = 5


def day(label: Any, **kwargs: Any) -> forms.DateField:
    """Make a field of a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


class CommentForm(forms.Form):
    """What anybody says on one place of a draft."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of comment is it?"),
        choices=CommentKind.choices,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("At most 4,000 characters. Do not write about other people."),
    )
    proposal = forms.CharField(
        label=gettext_lazy("Proposed wording"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("If you propose a change, write the text as it should be."),
    )
    name = line(
        gettext_lazy("Name shown with the comment"),
        100,
        required=False,
        help_text=gettext_lazy("Everybody will see it. Leave it empty to stay unsigned."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation = line(
        gettext_lazy("Organisation shown with the comment"),
        150,
        required=False,
        help_text=gettext_lazy("Everybody will see it. Leave it empty if you speak for yourself."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=LONGEST_EMAIL,
        help_text=gettext_lazy(
            "Nobody sees it. We send a link there: the comment is read once you open it."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    about = forms.CharField(widget=forms.HiddenInput, max_length=100)
    sent_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        """Ask nobody for an address that the account has already."""
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["email"]

    def shown(self) -> list[Any]:
        """Give the fields that people see; the trap for machines is drawn apart."""
        return [field for field in self.visible_fields() if field.name != "website"]

    def clean_website(self) -> str:
        """Refuse what a machine filled in; a person can empty the field and send again."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Empty this field; it is there to stop machines."))
        return ""

    def operation_fields(self) -> dict[str, Any]:
        """Give what the operation takes."""
        fields = dict(self.cleaned_data)
        del fields["website"]
        place, _colon, key = fields.pop("about").partition(":")
        known = place if place in CommentPlace.values else ""
        return {**fields, "place": known, "place_key": key}


class OpenForm(forms.Form):
    """Until when the public may comment, and on what."""

    closes_on = day(gettext_lazy("Open until"))
    invitation_pl = prose(gettext_lazy("What we ask about, in Polish"), required=False)
    invitation_en = prose(gettext_lazy("What we ask about, in English"), required=False)


class ReasonForm(forms.Form):
    """Why a round ends earlier than announced."""

    reason_pl = prose(gettext_lazy("Reason, in Polish"), required=False)
    reason_en = prose(gettext_lazy("Reason, in English"), required=False)


class DayForm(ReasonForm):
    """Another closing day, with its reason."""

    closes_on = day(gettext_lazy("Open until"))
    field_order = ("closes_on", "reason_pl", "reason_en")


class RefusalForm(forms.Form):
    """Why a comment is not shown."""

    reason = forms.CharField(
        label=gettext_lazy("Why the comment is refused"),
        error_messages={"required": RefusalNeedsReason.sentence},
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The author gets these words by e-mail. Nobody else sees them."),
    )


class AnswerForm(forms.Form):
    """What became of comments, and why, in both languages."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What became of it"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    why_pl = prose(gettext_lazy("Why, in Polish"))
    why_en = prose(
        gettext_lazy("Why, in English"),
        required=False,
        help_text=gettext_lazy("If you leave it empty, the page says that it is not translated."),
    )
    criterion_key = forms.ChoiceField(
        label=gettext_lazy("Criterion that came of it"),
        required=False,
        help_text=gettext_lazy("As the draft stands now."),
    )

    def __init__(self, *args: Any, criteria: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the criteria of the draft."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["criterion_key"]
        field.choices = [("", _("none")), *criteria]


class ResolutionForm(forms.Form):
    """Who resolved, when and with what result."""

    body = line(gettext_lazy("Who resolved"), 200)
    number = line(gettext_lazy("Number of the resolution"), 60, required=False)
    resolved_on = day(gettext_lazy("Resolved on"))
    result = forms.ChoiceField(
        label=gettext_lazy("Result"), choices=ResolutionResult.choices, widget=forms.RadioSelect
    )
    votes_for = forms.IntegerField(
        label=gettext_lazy("Votes for"), min_value=0, max_value=9999, required=False
    )
    votes_against = forms.IntegerField(
        label=gettext_lazy("Votes against"), min_value=0, max_value=9999, required=False
    )
    abstained = forms.IntegerField(
        label=gettext_lazy("Abstained"), min_value=0, max_value=9999, required=False
    )
    minutes_url = forms.URLField(
        label=gettext_lazy("Link to the minutes"),
        required=False,
        max_length=200,
        assume_scheme="https",
    )
    codes = forms.CharField(
        label=gettext_lazy("Criteria it is about"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy(
            "Codes with commas between them, such as A01, C05. Empty means the whole version."
        ),
    )

    def __init__(self, *args: Any, criteria: dict[str, str], **kwargs: Any) -> None:
        """Take the keys of the draft by their codes."""
        super().__init__(*args, **kwargs)
        self.criteria = criteria

    def clean_codes(self) -> list[str]:
        """Read codes as stable keys; a code that is not there is named."""
        codes = [one.strip().upper() for one in self.cleaned_data["codes"].split(",")]
        unknown = [code for code in codes if code and code not in self.criteria]
        if unknown:
            raise forms.ValidationError(
                _("The draft has no criterion %(codes)s."), params={"codes": ", ".join(unknown)}
            )
        return [self.criteria[code] for code in codes if code]

    def operation_fields(self) -> dict[str, Any]:
        """Give what the operation takes."""
        fields = dict(self.cleaned_data)
        keys = fields.pop("codes")
        return {**fields, "criterion_keys": keys}
