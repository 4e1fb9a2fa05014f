"""Two ways to begin a draft: from the last version of a scheme, or from a file."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from standards.forms.drafts import number_of_version
from standards.lifecycle import ChangeClass
from standards.models import Scheme, StandardVersion
from standards.packages.source import MAX_BYTES, MAX_MEGABYTES


class FromVersionForm(forms.Form):
    """A copy of the last version, under the next free number."""

    predecessor = forms.TypedChoiceField(label=_("Version to start from"), coerce=int)
    change_class = forms.ChoiceField(
        label=_("Class of the change"),
        choices=ChangeClass.choices,
        initial=ChangeClass.MINOR,
        widget=forms.RadioSelect,
        help_text=_("You can change it later. It decides how long before the change is announced."),
    )
    version = forms.CharField(
        label=_("Version number"),
        help_text=_("Leave empty for the next free number."),
        max_length=20,
        required=False,
        validators=[number_of_version],
    )

    def __init__(self, *args: Any, versions: Iterable[StandardVersion], **kwargs: Any) -> None:
        """Offer the published versions of the schemes that the person keeps."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["predecessor"]
        field.choices = [(one.pk, f"{one.scheme.name}, {one.version}") for one in versions]


class FromFileForm(forms.Form):
    """A package in YAML or a catalog in OSCAL JSON."""

    scheme = forms.ChoiceField(label=_("Scheme"))
    file = forms.FileField(
        label=_("Package file"),
        help_text=_("YAML as published here, or an OSCAL catalog in JSON."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.json"}),
    )
    number = forms.CharField(
        label=_("Version number"),
        help_text=_("Leave empty to take the number that stands in the file."),
        max_length=20,
        required=False,
        validators=[number_of_version],
    )

    def __init__(self, *args: Any, schemes: Iterable[Scheme], **kwargs: Any) -> None:
        """Offer the schemes that the person keeps."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["scheme"]
        field.choices = [(one.code, one.name) for one in schemes]

    def clean_file(self) -> Any:
        """Refuse a file that is too large before reading it."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB."),
                code="too_large",
                params={"limit": MAX_MEGABYTES},
            )
        return file


class KeptFileForm(forms.Form):
    """A file that was read already and loses something: the page asks before it is loaded."""

    scheme = forms.ChoiceField(widget=forms.HiddenInput)
    number = forms.CharField(widget=forms.HiddenInput, max_length=20, required=False)
    name = forms.CharField(widget=forms.HiddenInput, max_length=255)
    kept = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, schemes: Iterable[Scheme], **kwargs: Any) -> None:
        """Take a scheme that the person keeps."""
        super().__init__(*args, **kwargs)
        self.fields["scheme"].choices = [  # type: ignore[attr-defined]
            (one.code, one.name) for one in schemes
        ]
