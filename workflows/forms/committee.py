"""Forms of the committee's and the authority's steps; fields are the operations' arguments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.models import Application, RecommendationOutcome, VoteChoice
from certification.operations.decisions import LEAST_REASONS, departs
from certification.operations.recommendations import OUTCOMES_OF_VOTE


class RecommendForm(forms.Form):
    """Records what the committee recommends; only what the vote allows can be chosen."""

    outcome = forms.ChoiceField(
        label=_("The committee recommends"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the committee recommends.")},
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=7500,
        help_text=_("At least 30 characters. The authority and the minutes get these words."),
        error_messages={"required": _("Write the reasons in at least 30 characters.")},
    )

    def __init__(
        self,
        *args: Any,
        application: Application,
        settled: VoteChoice | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        allowed = OUTCOMES_OF_VOTE[settled] if settled else tuple(RecommendationOutcome)
        outcomes = [(one.value, one.label) for one in allowed]
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]
        if len(outcomes) == 1:
            self.fields["outcome"].initial = outcomes[0][0]


class DecideForm(forms.Form):
    """Grants or refuses, with reasons; departing from the recommendation has its own paragraph."""

    needed_at_times = ("departure_reasons",)

    granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Grant")), ("no", _("Refuse"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose: grant or refuse.")},
    )
    is_conditional = forms.BooleanField(label=_("Grant with conditions"), required=False)
    reasons = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=12000,
        min_length=LEAST_REASONS,
        help_text=_("At least 50 characters. What the experts wrote by criterion is added below."),
        error_messages={
            "required": _("Write the reasons in at least 50 characters."),
            "min_length": _("Write the reasons in at least 50 characters."),
        },
    )
    departure_reasons = forms.CharField(
        label=_("Why you depart from the recommendation"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=6000,
        required=False,
        help_text=_("Needed only when you decide otherwise than the committee recommends."),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        if not application.edition.conditional_allowed:
            del self.fields["is_conditional"]

    def clean(self) -> dict[str, Any]:
        """Point at the field whose words are missing, before the step is confirmed."""
        cleaned = super().clean() or {}
        recommendation = self.application.recommendations.last()
        if "granted" in cleaned and recommendation:
            is_departure = departs(recommendation, granted=cleaned["granted"])
            words = cleaned.get("departure_reasons", "")
            if is_departure and len(words.strip()) < LEAST_REASONS:
                self.add_error(
                    "departure_reasons",
                    _(
                        "The committee recommended otherwise. Explain in at least 50 characters "
                        "why you decide differently."
                    ),
                )
        return cleaned
