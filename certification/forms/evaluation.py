"""Forms of the secretariat's queue and of the expert's score card."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.labels import APPLICATION
from certification.lifecycle import OPEN_APPLICATION_STATUSES, ApplicationStatus
from certification.models import Answer
from certification.operations.answers import NOT_APPLICABLE, VERSIONED
from standards.models import Criterion, Scale, Scheme

QUEUED = [
    status
    for status in ApplicationStatus
    if status in OPEN_APPLICATION_STATUSES and status != ApplicationStatus.DRAFT
]


class QueueFilter(forms.Form):
    """Which rows of the queue to show; an address holds them all."""

    status = forms.ChoiceField(label=_("State"), required=False)
    scheme = forms.ModelChoiceField(
        label=_("Scheme"),
        queryset=Scheme.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("All schemes"),
    )
    overdue = forms.BooleanField(label=_("Only overdue"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the states of open cases and the schemes there are."""
        super().__init__(*args, **kwargs)
        status: Any = self.fields["status"]
        status.choices = [
            ("", _("All states")),
            *((status.value, APPLICATION[status].text) for status in QUEUED),
        ]
        scheme: Any = self.fields["scheme"]
        scheme.queryset = Scheme.objects.order_by("pk")


class ScoreForm(forms.Form):
    """One criterion of a score card; whatever is filled in is kept, whole or not."""

    value = forms.ChoiceField(
        label=pgettext_lazy("score", "Points"),
        required=False,
        widget=forms.RadioSelect(attrs={"class": "scale"}),
    )
    measured = forms.DecimalField(
        label=_("Value you established"),
        max_digits=14,
        decimal_places=2,
        min_value=0,
        required=False,
        localize=True,
        help_text=_(
            "When you establish another value than the applicant, write it here: "
            "the points follow from the median of the voivodeship."
        ),
    )
    justification = forms.CharField(
        label=_("Justification for the applicant"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    note = forms.CharField(
        label=_("Note for the committee"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    come_back = forms.BooleanField(label=_("I will come back to it"), required=False)
    on_visit = forms.BooleanField(label=_("Check during the visit"), required=False)

    seen_value = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen_justification = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen_note = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        """Offer the levels of the criterion's scale, or ask for a measured value."""
        super().__init__(*args, **kwargs)
        self.criterion = criterion
        value: Any = self.fields["value"]
        value.choices = levels_of(criterion)
        if criterion.scale.kind != Scale.Kind.MEASURED:
            del self.fields["measured"]

    def answer(self) -> dict[str, Any]:
        """Give the answer as operations take it."""
        data = self.cleaned_data
        chosen = data.get("value", "")
        return {
            "criterion": self.criterion,
            "value": int(chosen) if chosen.isdigit() else None,
            "not_applicable": chosen == NOT_APPLICABLE,
            "justification": data["justification"],
            "note": data["note"],
            "come_back": data["come_back"],
            "on_visit": data["on_visit"],
            "seen": {field: data[f"seen_{field}"] or 0 for field in VERSIONED},
            **({"measured": data["measured"]} if "measured" in data else {}),
        }


def levels_of(criterion: Criterion) -> Sequence[tuple[str, str]]:
    """List the choices of a scale, with "not applicable" where the standard allows it."""
    levels = [(str(level.value), level.label) for level in criterion.scale.levels.all()]
    if criterion.not_applicable_allowed:
        levels.append((NOT_APPLICABLE, str(_("Not applicable"))))
    return levels


def initial_of(answer: Answer | None) -> dict[str, Any]:
    """Give the form what has been answered so far."""
    if answer is None:
        return {f"seen_{field}": 0 for field in VERSIONED}
    value = "" if answer.value is None else str(answer.value)
    return {
        "value": NOT_APPLICABLE if answer.not_applicable else value,
        "measured": answer.measured,
        "justification": answer.justification,
        "note": answer.note,
        "come_back": answer.come_back,
        "on_visit": answer.on_visit,
        **{f"seen_{field}": getattr(answer, f"{field}_version") for field in VERSIONED},
    }
