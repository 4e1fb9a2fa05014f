"""The check of size and colour of the mark, before it is printed or put on a page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.mark import LOOKS, colour_of


class MarkUseForm(forms.Form):
    """Where the mark is to stand; fields are the arguments of ``check_use``."""

    look = forms.ChoiceField(
        label=_("Variant of the mark"),
        choices=[(look.value, name) for look, name in LOOKS.items()],
        widget=forms.RadioSelect,
        initial="colour",
        error_messages={"required": _("Choose the variant.")},
    )
    ground = forms.CharField(
        label=_("Colour of the ground"),
        max_length=7,
        initial="#ffffff",
        help_text=_("Six hexadecimal digits, for example #ffffff for white."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Give the colour of the ground.")},
    )
    width = forms.FloatField(
        label=_("Width of the mark"),
        min_value=1,
        max_value=100_000,
        initial=40,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": _("Give the width in digits."),
            "invalid": _("Give the width in digits."),
        },
    )
    unit = forms.ChoiceField(
        label=_("Unit"),
        choices=[("mm", _("millimetres, in print")), ("px", _("pixels, on a screen"))],
        widget=forms.RadioSelect,
        initial="mm",
        error_messages={"required": _("Choose the unit.")},
    )

    def clean_ground(self) -> str:
        """Take a colour as it is written on web pages."""
        colour = colour_of(self.cleaned_data["ground"])
        if colour is None:
            raise forms.ValidationError(
                _("This is not a colour. Write six digits or letters from a to f, as in #14345c."),
                code="not_a_colour",
            )
        return colour
