"""The forms of the applicant's steps; their fields are the arguments of operations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.models import Application


class CompletionForm(forms.Form):
    """Sends the completed gaps; there is nothing to fill in, the answers are saved already."""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        """Take the case as every form of a step does."""
        super().__init__(*args, **kwargs)
        self.application = application


class WithdrawForm(forms.Form):
    """Why the applicant gives up; nobody has to say it."""

    reasons = forms.CharField(
        label=_("Reason"),
        help_text=_("The secretariat will read it. You may leave it empty."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
