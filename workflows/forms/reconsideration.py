"""The form that settles a request to reconsider; its fields are the operation's arguments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.lifecycle import AppealStatus
from certification.models import Appeal
from certification.operations.decisions import LEAST_REASONS

OUTCOMES = (
    (AppealStatus.KEPT.value, _("Keep the decision in force")),
    (AppealStatus.CHANGED.value, _("Change it: new facts lead to another result")),
    (AppealStatus.ANNULLED.value, _("Annul it: it was wrong when it was made")),
)


class SettleForm(forms.Form):
    """The outcome, the reasons, and of each contested criterion whether the party is right."""

    outcome = forms.ChoiceField(
        label=_("What becomes of the decision"),
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        help_text=_(
            "Changed or annulled, all that was asked for is granted; a refused case gets its "
            "certificate."
        ),
        error_messages={"required": _("Choose what becomes of the decision.")},
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=12000,
        min_length=LEAST_REASONS,
        help_text=_("At least 50 characters. The party reads them."),
        error_messages={
            "required": _("Write the reasons in at least 50 characters."),
            "min_length": _("Write the reasons in at least 50 characters."),
        },
    )

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        """Ask about each contested criterion."""
        super().__init__(*args, **kwargs)
        self.points = list(appeal.points.select_related("criterion"))
        for point in self.points:
            code = {"code": point.criterion.code}
            self.fields[f"right_{point.pk}"] = forms.TypedChoiceField(
                label=_("%(code)s: is the party right?") % code,
                choices=[("yes", _("The party is right")), ("no", _("The party is not right"))],
                coerce=lambda word: word == "yes",
                widget=forms.RadioSelect,
                error_messages={"required": _("Say whether the party is right.")},
            )
            self.fields[f"finding_{point.pk}"] = forms.CharField(
                label=_("%(code)s: why") % code,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages={"required": _("Say why.")},
            )

    @property
    def point_rows(self) -> list[tuple[Any, Any, Any]]:
        """Give each contested criterion with its two fields."""
        return [
            (point, self[f"right_{point.pk}"], self[f"finding_{point.pk}"]) for point in self.points
        ]

    def clean(self) -> dict[str, Any]:
        """Give what the operation takes."""
        super().clean()
        data = self.cleaned_data
        return {
            "outcome": data.get("outcome", ""),
            "reasons": data.get("reasons", ""),
            "points": {
                point.pk: (data[f"right_{point.pk}"], data[f"finding_{point.pk}"])
                for point in self.points
                if f"right_{point.pk}" in data and f"finding_{point.pk}" in data
            },
        }
