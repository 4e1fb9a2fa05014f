"""The form of the medians of a call: a table, where it comes from, of which day it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from standards.medians import MAX_BYTES


class MediansForm(forms.Form):
    """A table typed or sent as a file."""

    source = forms.CharField(
        label=_("Source"),
        help_text=_("Everybody sees it, for example: reports of centres for 2025."),
        max_length=200,
    )
    as_of = forms.DateField(
        label=_("As of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    table = forms.CharField(
        label=_("Table"),
        help_text=_(
            "One median in a line: criterion; voivodeship; median. You can paste it from a sheet."
        ),
        max_length=MAX_BYTES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or a CSV file"),
        help_text=_("A chosen file takes the place of the table above."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and read a file only as far as it may go."""
        data = super().clean() or self.cleaned_data
        file = data.get("file")
        if file is None and not (data.get("table") or "").strip():
            self.add_error("table", _("Write the table or choose a file."))
        return data

    def content(self) -> tuple[str, bytes]:
        """Give the name and the bytes of what was sent."""
        file = self.cleaned_data.get("file")
        if file is not None:
            return str(file.name), file.read(MAX_BYTES + 1)
        return str(_("table")), self.cleaned_data["table"].encode()
