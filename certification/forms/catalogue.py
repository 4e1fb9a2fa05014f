"""Forms of the catalogue: searching it, describing an offer and adding a photo."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.models import CatalogueEntry, PriceKind
from standards.dictionaries import OFFER_CATEGORY_CHOICES, VOIVODESHIP_CHOICES
from standards.folding import LONGEST_QUERY
from standards.forms import LONGEST_EMAIL

EVERY = ("", pgettext_lazy("filter", "All"))


class OfferSearchForm(forms.Form):
    """The filters of the catalogue; an unknown value of a filter counts as none."""

    q = forms.CharField(
        label=_("What do you look for?"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=(EVERY, *OFFER_CATEGORY_CHOICES)
    )
    voivodeship = forms.ChoiceField(
        label=_("Delivered in"), required=False, choices=(EVERY, *VOIVODESHIP_CHOICES)
    )

    def filters(self) -> dict[str, str]:
        """Give what can be searched by, whatever else was typed into the address."""
        self.full_clean()
        filters = {name: self.cleaned_data.get(name, "") for name in self.fields}
        typed = str(self.data.get("q", "")).replace("\0", "")
        return filters | {"q": typed.strip()[:LONGEST_QUERY]}


class DescriptionForm(forms.Form):
    """What buyers are told of an offer; fields are the arguments of ``describe_offer``."""

    category = forms.ChoiceField(
        label=_("Category"),
        choices=(("", pgettext_lazy("list of choices", "Choose")), *OFFER_CATEGORY_CHOICES),
        error_messages={"required": _("Choose the category.")},
    )
    social_value = forms.CharField(
        label=_("Social value in one sentence"),
        max_length=300,
        help_text=_("What good comes of buying it, for example for whom it gives work."),
        error_messages={"required": _("Write in one sentence what good comes of buying it.")},
    )
    description = forms.CharField(
        label=_("Description for buyers"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Describe the offer for buyers.")},
    )
    area = forms.MultipleChoiceField(
        label=_("Delivery area"),
        required=False,
        choices=VOIVODESHIP_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Mark none if you deliver in the whole country."),
    )
    area_note = forms.CharField(
        label=_("More about the area"),
        required=False,
        max_length=200,
        help_text=_("For example up to 30 km from the seat."),
    )
    price_kind = forms.ChoiceField(
        label=_("How is the price given?"),
        choices=PriceKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the price is given.")},
    )
    price = forms.DecimalField(
        label=_("Gross price in zlotys"),
        required=False,
        localize=True,
        min_value=Decimal(0),
        max_digits=10,
        decimal_places=2,
        error_messages={
            "invalid": _("Write the price in digits, for example 12,50."),
            "min_value": _("The price cannot be below zero."),
        },
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    price_unit = forms.CharField(
        label=_("For what"),
        required=False,
        max_length=60,
        help_text=_("For example a jar of 300 g, an hour, a person."),
    )
    capacity = forms.CharField(
        label=_("Capacity"),
        required=False,
        max_length=200,
        help_text=_("How much you can deliver and how fast, for example 200 meals a day."),
    )
    contact_email = forms.EmailField(
        label=_("E-mail for orders"),
        required=False,
        max_length=LONGEST_EMAIL,
        help_text=_("Everybody will see it. Give an address of the organisation."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_phone = forms.CharField(
        label=_("Telephone for orders"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )

    @staticmethod
    def initial_of(entry: CatalogueEntry | None, **known: Any) -> dict[str, Any]:
        """Fill the form with what is written, or at first with what is known of the holder."""
        if entry is None:
            return {"price_kind": PriceKind.FIXED, **known}
        names = [name for name in DescriptionForm.base_fields if name != "area"]
        return {name: getattr(entry, name) for name in names} | {"area": entry.area_codes}


class PhotoForm(forms.Form):
    """A photo with the words for those who do not see it."""

    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("JPG, PNG or HEIC, 25 MB at most. Place and time are removed from the file."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/heic,image/heif"}),
        error_messages={"required": _("Choose a photo.")},
    )
    alternative = forms.CharField(
        label=_("What the photo shows"),
        max_length=200,
        help_text=_("One sentence for people who do not see it."),
        error_messages={"required": _("Write in one sentence what the photo shows.")},
    )
