"""Forms of the steps of the secretariat and the experts: their fields feed the operations."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.evaluation import pool_of
from certification.forms.rows import criterion_choices, rows_shown
from certification.models import Application, FormalOutcome, User
from certification.sheets import profile_of
from standards.scoring import load_content

MOST_GAPS = 10
FIRST_GAPS = 2
OUTCOMES = {
    FormalOutcome.ACCEPT: _("Accept: the experts will score the application"),
    FormalOutcome.CALL: _("Call for completion: the applicant receives a letter with the gaps"),
    FormalOutcome.DECLINE: _("Do not accept: the application cannot be scored in this call"),
    FormalOutcome.LEAVE: _("Leave without examination: the gaps were not completed in time"),
}


class StepForm(forms.Form):
    """A form of a step: it knows the case it is about."""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        """Keep the case."""
        super().__init__(*args, **kwargs)
        self.application = application


def gaps_shown(data: Any, most: int = MOST_GAPS) -> int:
    """Read how many rows for gaps the page had."""
    return rows_shown(data, first=FIRST_GAPS, most=most)


class FormalCheckForm(StepForm):
    """The outcome of the formal check, its reasons, and the gaps that a call names."""

    PARTS = ("criterion", "text", "struck")

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("Reasons"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed when the application is not accepted or is left without examination."),
    )

    def __init__(
        self,
        *args: Any,
        rows: int = 0,
        known: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        """Offer the outcomes that are possible today and as many rows for gaps as are shown.

        Gaps that are ``known`` before anybody looked fill the first rows; each can be struck.
        """
        super().__init__(*args, **kwargs)
        self.known = known
        self.most = MOST_GAPS + len(known)
        rows = rows or (0 if self.data else max(len(known), FIRST_GAPS))
        outcome: Any = self.fields["outcome"]
        outcome.choices = [(value.value, OUTCOMES[value]) for value in self.possible()]
        self.rows = max(1, min(rows or gaps_shown(self.data, self.most), self.most))
        self.needed_at_times = (
            "reasons",
            *(f"gap_{n}_{part}" for n in range(1, self.rows + 1) for part in self.PARTS),
        )
        version = self.application.version
        asked = load_content(version).applicable(profile_of(self.application))
        criteria = criterion_choices(
            _("The application as a whole"), version=version.pk, key__in=asked
        )
        for number in range(1, self.rows + 1):
            self.fields[f"gap_{number}_criterion"] = forms.ChoiceField(
                label=_("Gap %(number)s: criterion") % {"number": number},
                choices=criteria,
                required=False,
            )
            self.fields[f"gap_{number}_text"] = forms.CharField(
                label=_("Gap %(number)s: what to complete") % {"number": number},
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            if number <= len(known):
                self._fill_in(number)

    def _fill_in(self, number: int) -> None:
        """Write a known gap into its row, with a box that strikes it."""
        key, text = self.known[number - 1]
        self.fields[f"gap_{number}_criterion"].initial = key
        self.fields[f"gap_{number}_text"].initial = text
        self.fields[f"gap_{number}_struck"] = forms.BooleanField(
            label=_("Strike gap %(number)s: do not call for it") % {"number": number},
            required=False,
        )

    def possible(self) -> list[FormalOutcome]:
        """List the outcomes that are possible; a case is left only after the day of its call."""
        call = self.application.completion_calls.order_by("pk").last()
        is_late = call is not None and timezone.localdate() > call.due_on
        if self.application.status == "completion_called":
            return [FormalOutcome.LEAVE]
        outcomes = [FormalOutcome.ACCEPT, FormalOutcome.CALL, FormalOutcome.DECLINE]
        return [*outcomes, FormalOutcome.LEAVE] if is_late else outcomes

    @property
    def gap_rows(self) -> list[list[Any]]:
        """Put the fields of every row together."""
        return [
            [self[name] for part in self.PARTS if (name := f"gap_{number}_{part}") in self.fields]
            for number in range(1, self.rows + 1)
        ]

    @property
    def has_room(self) -> bool:
        """Say whether one more row may be added."""
        return self.rows < self.most

    def clean(self) -> dict[str, Any]:
        """Give what the operation takes; a row counts when a criterion or a text is given."""
        super().clean()
        gaps = []
        is_call = self.cleaned_data.get("outcome") == FormalOutcome.CALL
        for number in range(1, self.rows + 1):
            is_known = number <= len(self.known)
            if self.cleaned_data.get(f"gap_{number}_struck") or (is_known and not is_call):
                continue
            key = self.cleaned_data.get(f"gap_{number}_criterion", "")
            text = self.cleaned_data.get(f"gap_{number}_text", "")
            if key and not text:
                self.add_error(
                    f"gap_{number}_text", _("Say what the applicant should complete here.")
                )
            if key or text:
                gaps.append((key, text))
        return {
            "outcome": self.cleaned_data.get("outcome", ""),
            "reasons": self.cleaned_data.get("reasons", ""),
            "gaps": gaps,
        }


class AssignExpertsForm(StepForm):
    """Which people of the pool are invited."""

    people = forms.ModelMultipleChoiceField(
        label=_("Experts"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the experts who are to be invited.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Accept the people of the pool; who of them is barred, the operation says."""
        super().__init__(*args, **kwargs)
        people: Any = self.fields["people"]
        people.queryset = pool_of(self.application)

    def clean_people(self) -> list[User]:
        """Give the people as a list."""
        return list(self.cleaned_data["people"])


class DeclarationForm(StepForm):
    """The expert's answer about impartiality."""

    needed_at_times = ("explanation",)

    answer = forms.ChoiceField(
        label=_("Does any link stand in the way of an impartial score?"),
        widget=forms.RadioSelect,
        choices=[
            ("clear", _("No. I have no link with the applicant or its people.")),
            (
                "ask_waiver",
                _("There is a link, but I can be impartial. Let the secretariat consider it."),
            ),
            ("conflict", _("Yes. There is a conflict of interest, exclude me from this case.")),
            ("decline", _("I decline for another reason, for example lack of time.")),
        ],
        error_messages={"required": _("Choose one of the answers.")},
    )
    explanation = forms.CharField(
        label=_("Explanation"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed with every answer but the first. The applicant does not see it."),
    )


class WaiverForm(StepForm):
    """Whether a known link stands in the way, and why."""

    waived = forms.TypedChoiceField(
        label=_("Your opinion"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("The link does not stand in the way: the expert may score the case.")),
            ("no", _("The link stands in the way: the expert is excluded from the case.")),
        ],
        coerce=lambda chosen: chosen == "yes",
        error_messages={"required": _("Choose one of the answers.")},
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Give the reasons.")},
        help_text=_("They are kept with the declaration and read by the impartiality observer."),
    )


class ReleaseForm(StepForm):
    """Why an expert is let go."""

    reasons = forms.CharField(
        label=_("Reasons"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The expert receives them in a message; the applicant does not see them."),
        error_messages={"required": _("Give the reasons.")},
    )


class SendCardForm(StepForm):
    """The last words of a score card."""

    summary = forms.CharField(
        label=_("Summary of the score card"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The most important strengths and weaknesses, for the committee."),
    )
