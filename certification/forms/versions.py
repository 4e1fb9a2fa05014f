"""Forms of renewals and of calls that take a new version; their fields feed the operations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from standards.models import Edition, Rebinding


class RenewalForm(forms.Form):
    """In which open call a certificate is to be renewed."""

    edition = forms.ChoiceField(
        label=_("Call"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the call."),
            "invalid_choice": _("Choose one of the calls listed here."),
        },
    )

    def __init__(self, *args: Any, editions: list[Edition], **kwargs: Any) -> None:
        """Offer the calls that are open; the only one is chosen already."""
        super().__init__(*args, **kwargs)
        self.editions = {edition.code: edition for edition in editions}
        field = self.fields["edition"]
        field.choices = [  # type: ignore[attr-defined]
            (
                code,
                _("%(call)s, version %(version)s")
                % {"call": one.name, "version": one.version.version},
            )
            for code, one in self.editions.items()
        ]
        if len(editions) == 1:
            field.initial = editions[0].code

    def clean_edition(self) -> Edition:
        """Turn the code into the call."""
        return self.editions[self.cleaned_data["edition"]]


class RebindingForm(forms.Form):
    """Which version binds files sent before, and why; nothing is chosen beforehand."""

    sent_files = forms.ChoiceField(
        label=_("Which version binds the applications sent before?"),
        widget=forms.RadioSelect,
        choices=[
            (
                Rebinding.SentFiles.OLD.value,
                _("the version they were sent on; nothing changes for them"),
            ),
            (
                Rebinding.SentFiles.NEW.value,
                _(
                    "the new version, for those whose formal check has not ended; what has to be "
                    "completed is called for"
                ),
            ),
        ],
        error_messages={
            "required": _("Choose which version binds the applications that were sent before.")
        },
    )
    reason = forms.CharField(
        label=_("Reasons of the change in the middle of the call"),
        help_text=_("Every team reads them, and they stand on the public page of the rules."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _(
                "Give the reasons: every team reads them, and they stand on the public page."
            )
        },
    )
