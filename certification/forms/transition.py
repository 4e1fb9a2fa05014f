"""Forms of the move of holders to a new version: filters, tasks, records and decisions."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.lifecycle import TransitionOutcome, TransitionStatus
from certification.operations.transitions import LEAST_REASONS
from certification.transitions import ENDED, Plan
from standards.dictionaries import VOIVODESHIP_CHOICES
from standards.folding import LONGEST_QUERY

EVERY = ("", pgettext_lazy("filter", "All"))
STATES = (*TransitionStatus.choices, (ENDED, pgettext_lazy("transition", "Certificate ended")))


class HoldersFilter(forms.Form):
    """Narrows the list of holders; an unknown value counts as none."""

    q = forms.CharField(
        label=_("Name, town, NIP or number"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("transition", "State"), required=False, choices=(EVERY, *STATES)
    )
    voivodeship = forms.ChoiceField(
        label=_("Voivodeship"), required=False, choices=(EVERY, *VOIVODESHIP_CHOICES)
    )

    def filters(self) -> dict[str, str]:
        """Give what can be filtered by, whatever else was typed into the address."""
        self.full_clean()
        found = {name: self.cleaned_data.get(name, "") for name in self.fields}
        typed = str(self.data.get("q", "")).replace("\0", "")
        return found | {"q": typed.strip()[:LONGEST_QUERY]}


class TasksForm(forms.Form):
    """The tasks of one holder: done or not, each with a note that the holder reads too."""

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        """Ask about each criterion once."""
        super().__init__(*args, **kwargs)
        self.plan = plan
        for one in plan.tasks:
            kept = plan.recorded.get(one.key)
            self.fields[f"done-{one.key}"] = forms.BooleanField(
                label=_("Done: %(code)s") % {"code": one.code},
                required=False,
                initial=bool(kept and kept.is_done),
            )
            self.fields[f"note-{one.key}"] = forms.CharField(
                label=_("Note to %(code)s") % {"code": one.code},
                required=False,
                max_length=1000,
                initial=kept.note if kept else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def rows(self) -> Iterable[tuple[Any, Any, Any, Any]]:
        """Give each task with its fields and what was recorded."""
        for one in self.plan.tasks:
            kept = self.plan.recorded.get(one.key)
            yield one, self[f"done-{one.key}"], self[f"note-{one.key}"], kept

    def tasks(self) -> Mapping[str, tuple[bool, str]]:
        """Give what the operation takes."""
        data = self.cleaned_data
        return {
            one.key: (data[f"done-{one.key}"], data[f"note-{one.key}"]) for one in self.plan.tasks
        }


class ReasonsForm(forms.Form):
    """The reasons of an act; the holder reads them."""

    reasons = forms.CharField(
        label=_("Reasons"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_reasons(self) -> str:
        """Ask for a sentence, not for a word."""
        reasons: str = self.cleaned_data["reasons"].strip()
        if len(reasons) < LEAST_REASONS:
            raise forms.ValidationError(
                _("Write at least %(least)s characters."),
                code="too_short",
                params={"least": LEAST_REASONS},
            )
        return reasons


class MovedForm(ReasonsForm):
    """By which evidence a holder meets the new version."""

    prefix = "moved"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the evidence."""
        super().__init__(*args, **kwargs)
        self.fields["reasons"].label = _("Evidence that the holder moved")


class ExceptForm(ReasonsForm):
    """Why a holder may stay on the earlier version."""

    prefix = "except"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say whose name stands behind it."""
        super().__init__(*args, **kwargs)
        self.fields["reasons"].label = _("Why this holder is excepted")
        self.fields["reasons"].help_text = _("Your name is recorded with it.")


class ProposalForm(forms.Form):
    """What is proposed instead, and why."""

    prefix = "proposal"
    proposal = forms.ChoiceField(
        label=_("Proposal"), choices=TransitionOutcome.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class DecisionForm(ReasonsForm):
    """The decision itself."""

    prefix = "decision"
    outcome = forms.ChoiceField(
        label=_("Decision"), choices=TransitionOutcome.choices, widget=forms.RadioSelect
    )
    until = forms.DateField(
        label=_("New last day, if the time is prolonged"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ("outcome", "until", "reasons")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say who reads the reasons."""
        super().__init__(*args, **kwargs)
        self.fields["reasons"].label = _("Reasons, shown in the registry")
        self.fields["reasons"].help_text = _("Everybody will read it. Leave out personal data.")
