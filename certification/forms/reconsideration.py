"""Forms of reconsideration: the party's request, the panel, its declaration and its opinion."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.forms.rows import criterion_choices, rows_shown
from certification.models import Appeal, Application, User
from certification.operations.reconsiderations import LEAST_GROUNDS
from certification.reconsidering import panel_pool
from certification.sheets import profile_of
from standards.scoring import load_content

FIRST_ROWS = 2
MOST_ROWS = 60


def points_shown(data: Any) -> int:
    """Read how many rows for criteria the page had."""
    return rows_shown(data, first=FIRST_ROWS, most=MOST_ROWS)


class RequestForm(forms.Form):
    """What the party does not agree with: as a whole, and criterion by criterion."""

    needed_at_times = tuple(
        f"point_{n}_{part}" for n in range(1, MOST_ROWS + 1) for part in ("criterion", "grounds")
    )

    grounds = forms.CharField(
        label=_("What you do not agree with, and why"),
        widget=forms.Textarea(attrs={"rows": 8}),
        min_length=LEAST_GROUNDS,
        max_length=12000,
        help_text=_("At least 30 characters. Say what you ask for and name new facts, if any."),
        error_messages={
            "required": _("Write in at least 30 characters what you do not agree with."),
            "min_length": _("Write in at least 30 characters what you do not agree with."),
        },
    )

    def __init__(self, *args: Any, application: Application, rows: int = 0, **kwargs: Any) -> None:
        """Offer the criteria that were asked in the case, in as many rows as are shown."""
        super().__init__(*args, **kwargs)
        self.rows = max(1, min(rows or points_shown(self.data), MOST_ROWS))
        asked = load_content(application.version).applicable(profile_of(application))
        criteria = criterion_choices(
            _("Choose a criterion"), version=application.version_id, key__in=asked
        )
        for number in range(1, self.rows + 1):
            self.fields[f"point_{number}_criterion"] = forms.ChoiceField(
                label=_("Criterion %(number)s") % {"number": number},
                choices=criteria,
                required=False,
            )
            self.fields[f"point_{number}_grounds"] = forms.CharField(
                label=_("Criterion %(number)s: why you are right") % {"number": number},
                max_length=4000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def point_rows(self) -> list[tuple[Any, Any]]:
        """Pair the two fields of every row."""
        return [
            (self[f"point_{number}_criterion"], self[f"point_{number}_grounds"])
            for number in range(1, self.rows + 1)
        ]

    @property
    def has_room(self) -> bool:
        """Say whether one more row may be added."""
        return self.rows < MOST_ROWS

    def clean(self) -> dict[str, Any]:
        """Give what the operation takes; a row counts once anything is written in it."""
        super().clean()
        points = []
        for number in range(1, self.rows + 1):
            key = self.cleaned_data.get(f"point_{number}_criterion", "")
            text = self.cleaned_data.get(f"point_{number}_grounds", "").strip()
            if text and not key:
                self.add_error(
                    f"point_{number}_criterion", _("Choose the criterion that you write of.")
                )
            if key and not text:
                self.add_error(
                    f"point_{number}_grounds", _("Write why you are right about this criterion.")
                )
            if key and text:
                points.append((key, text))
        return {"grounds": self.cleaned_data.get("grounds", ""), "points": points}


class PanelForm(forms.Form):
    """Who looks at the case again; who of the pool is barred, the operation says."""

    people = forms.ModelMultipleChoiceField(
        label=_("People who look at the case again"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        """Accept the people of the pool."""
        super().__init__(*args, **kwargs)
        people: Any = self.fields["people"]
        people.queryset = panel_pool(appeal.decision.application)

    def clean_people(self) -> list[User]:
        """Give the people as a list."""
        return list(self.cleaned_data["people"])


class PanelDeclarationForm(forms.Form):
    """Whether anything stands in the way of looking at the case without bias."""

    needed_at_times = ("explanation",)

    is_clear = forms.TypedChoiceField(
        label=_("Does any link stand in the way?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("No. I took no part in the case and have no link with the applicant.")),
            ("no", _("Yes. Choose somebody else.")),
        ],
        coerce=lambda chosen: chosen == "yes",
        error_messages={"required": _("Choose one of the answers.")},
    )
    explanation = forms.CharField(
        label=_("Explanation"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only if you step back. The applicant does not see it."),
    )


class OpinionForm(forms.Form):
    """What a person of the panel thinks of the request."""

    opinion = forms.CharField(
        label=_("Your opinion"),
        widget=forms.Textarea(attrs={"rows": 10}),
        min_length=LEAST_GROUNDS,
        max_length=8000,
        help_text=_(
            "At least 30 characters. Say of each contested criterion whether the party is right. "
            "The authority and the office read it; the applicant does not."
        ),
        error_messages={
            "required": _("Write your opinion in at least 30 characters."),
            "min_length": _("Write your opinion in at least 30 characters."),
        },
    )


class TakeBackForm(forms.Form):
    """Asks for nothing: the button is the whole act."""
