"""Forms of an organisation, its team, its offers and of beginning an application."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.models import MembershipRole, Offer, OfferKind, Organisation
from certification.names import NameField
from certification.operations.eligibility import asks_for_path, asks_for_scope
from standards.dictionaries import LEGAL_FORM_CHOICES, VOIVODESHIP_CHOICES
from standards.forms import LONGEST_EMAIL
from standards.models import Edition

NOTHING_CHOSEN: tuple[str, Any] = ("", pgettext_lazy("list of choices", "Choose"))
NUMBER = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
LONGEST_NUMBER = 30
FIRST_YEAR = 1800
KIND_MISSING = _("Choose whether it is a product or a service.")
NAME_MISSING = _("Name the new product or service.")
PATH_MISSING = _("Choose the path of experience.")


class DayParts(forms.MultiWidget):
    """Asks for a day in three fields, as people write it."""

    template_name = "certification/organisations/day_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Make the three fields."""
        part = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__({"day": part, "month": part, "year": part}, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        """Take a day apart."""
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give each field its own label."""
        context = super().get_context(name, value, attrs)
        labels = (
            pgettext_lazy("part of a date", "Day"),
            pgettext_lazy("part of a date", "Month"),
            pgettext_lazy("part of a date", "Year"),
        )
        context["parts"] = list(zip(labels, context["widget"]["subwidgets"], strict=True))
        return context


class DayField(forms.MultiValueField):
    """A day typed in three fields."""

    widget = DayParts
    default_error_messages: Mapping[str, Any] = {  # type: ignore[assignment,misc]
        "invalid": _(
            "This is not a day of the calendar. Write the day, the month and the year in digits, "
            "for example 7, 5 and 2019."
        )
    }

    def __init__(self, **kwargs: Any) -> None:
        """Hold three numbers."""
        parts = tuple(forms.IntegerField(required=False, localize=False) for _part in range(3))
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> Any:
        """Say what a day is, whichever of its parts is wrong."""
        try:
            return super().clean(value)
        except forms.ValidationError as refused:
            if [one.code for one in refused.error_list] == ["required"]:
                raise
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from refused

    def compress(self, data_list: list[int | None]) -> date | None:
        """Put the parts together."""
        if not any(data_list):
            return None
        day, month, year = data_list
        try:
            typed = date(year or 0, month or 0, day or 0)
        except (ValueError, OverflowError) as refused:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from refused
        if typed.year < FIRST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return typed


class OrganisationForm(forms.Form):
    """The data of an organisation; the numbers are checked by the operation."""

    name = NameField(
        label=_("Full name"),
        error_messages={"required": _("Give the full name.")},
        max_length=300,
        help_text=_("As in the register; it will be on the certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    legal_form = forms.ChoiceField(
        label=_("Legal form"),
        choices=(NOTHING_CHOSEN, *LEGAL_FORM_CHOICES),
        error_messages={"required": _("Choose the legal form.")},
    )
    nip = forms.CharField(
        label=_("NIP"),
        error_messages={"required": _("Give the NIP, ten digits.")},
        max_length=LONGEST_NUMBER,
        help_text=_("Ten digits; spaces and dashes do not matter."),
        widget=forms.TextInput(attrs=NUMBER),
    )
    regon = forms.CharField(
        label=_("REGON"),
        max_length=LONGEST_NUMBER,
        required=False,
        help_text=_("9 or 14 digits."),
        widget=forms.TextInput(attrs=NUMBER),
    )
    krs = forms.CharField(
        label=_("KRS"),
        max_length=LONGEST_NUMBER,
        required=False,
        help_text=_("10 digits, with the zeros in front."),
        widget=forms.TextInput(attrs=NUMBER),
    )
    founded_on = DayField(
        label=_("Day of entry in the register"),
        required=False,
        help_text=_("Some schemes count the months of activity from this day."),
    )
    running_entity_name = NameField(
        label=_("Name of the running entity"),
        max_length=300,
        required=False,
        help_text=_("Only for WTZ, ZAZ, CIS and KIS: the organisation that runs the unit."),
    )
    running_entity_nip = forms.CharField(
        label=_("NIP of the running entity"),
        max_length=LONGEST_NUMBER,
        required=False,
        help_text=_("Only for WTZ, ZAZ, CIS and KIS."),
        widget=forms.TextInput(attrs=NUMBER),
    )
    street = NameField(
        label=_("Street and number"),
        error_messages={"required": _("Give the street and number.")},
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postal_code = forms.CharField(
        label=_("Postal code"),
        error_messages={"required": _("Give the postal code, such as 20-001.")},
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
    )
    city = NameField(
        label=_("Town"),
        error_messages={"required": _("Give the town.")},
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    municipality = NameField(label=_("Commune"), max_length=100, required=False)
    voivodeship = forms.ChoiceField(
        label=_("Voivodeship"),
        choices=(NOTHING_CHOSEN, *VOIVODESHIP_CHOICES),
        error_messages={"required": _("Choose the voivodeship.")},
    )
    email = forms.EmailField(
        label=_("E-mail address of the organisation"),
        max_length=LONGEST_EMAIL,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    website = forms.URLField(
        label=_("Website"),
        error_messages={"invalid": _("Write the address as in a browser: https://example.org.")},
        max_length=200,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )

    @classmethod
    def initial_of(cls, organisation: Organisation) -> dict[str, Any]:
        """Fill the form with what is known."""
        return {name: getattr(organisation, name) for name in cls.base_fields}


class InvitationForm(forms.Form):
    """Whom to invite into the team, and what they may do there."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=LONGEST_EMAIL,
        error_messages={"required": _("Give the e-mail address.")},
        help_text=_("The person joins at the next login with this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("What this person may do"),
        choices=[
            (MembershipRole.EDITS, _("edits: fills in applications, cannot send them")),
            (MembershipRole.READS, _("reads: sees everything, changes nothing")),
            (MembershipRole.SIGNS, _("signs: sends and withdraws applications, leads the team")),
        ],
        initial=MembershipRole.EDITS,
        widget=forms.RadioSelect,
    )


class ConfirmationForm(forms.Form):
    """Asks for nothing: the press of the button is the answer, and a refusal is shown here."""


class OfferForm(forms.Form):
    """A product or a service of an organisation."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=OfferKind.choices,
        error_messages={"required": KIND_MISSING},
        widget=forms.RadioSelect,
    )
    name = NameField(
        label=_("Name of the product or service"),
        error_messages={"required": _("Name the product or service.")},
        max_length=200,
        help_text=_("It will be on the certificate and in the registry."),
    )
    description = forms.CharField(
        label=_("Short description"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


NEW_OFFER = "new"


class ApplicationForm(forms.Form):
    """What an application in one call is about; the scheme decides which questions are asked."""

    needed_at_times = ("scope", "offer_kind", "offer_name")

    applicant = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the organisation that applies.")},
    )
    offer = forms.ChoiceField(
        label=_("Product or service"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a product or service, or a new one.")},
    )
    offer_kind = forms.ChoiceField(
        label=_("Kind of the new offer"),
        choices=OfferKind.choices,
        required=False,
        help_text=_("Only for a new one."),
        error_messages={"required": KIND_MISSING},
        widget=forms.RadioSelect,
    )
    offer_name = NameField(
        label=_("Name of the new offer"),
        error_messages={"required": NAME_MISSING},
        max_length=200,
        required=False,
        help_text=_("Only for a new one. It will be on the certificate and in the registry."),
    )
    voivodeship = forms.ChoiceField(
        label=_("Voivodeship"),
        choices=(NOTHING_CHOSEN, *VOIVODESHIP_CHOICES),
        error_messages={"required": _("Choose the voivodeship.")},
    )
    scope = forms.CharField(
        label=_("Counties in which you act"),
        max_length=1000,
        required=False,
        help_text=_(
            "One in a line; if you act everywhere, write: the whole voivodeship. "
            "You may fill it in later, before sending."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    path = forms.ChoiceField(
        label=_("Path of experience"),
        error_messages={"required": PATH_MISSING},
        choices=[
            ("A", _("path A: three years of creating and supporting entities in the voivodeship")),
            ("B", _("path B: for those who lack them, with an opinion of the regional centre")),
        ],
        widget=forms.RadioSelect,
    )
    is_partnership = forms.BooleanField(
        label=_("We apply together with partners"),
        required=False,
        help_text=_("You will add the partners in the application; each makes its declarations."),
    )

    def __init__(
        self,
        *args: Any,
        edition: Edition,
        organisations: list[Organisation],
        offers: list[Offer],
        **kwargs: Any,
    ) -> None:
        """Ask what the call asks; what is known is chosen already."""
        super().__init__(*args, **kwargs)
        self.offers = {str(offer.pk): offer for offer in offers}
        self._leave_out(edition)
        self._choose_known(edition, organisations)
        if edition.scheme.per_offer:
            several = len(organisations) > 1
            self.fields["offer"].choices = [  # type: ignore[attr-defined]
                *((str(offer.pk), _label_of(offer, several=several)) for offer in offers),
                (NEW_OFFER, _("a new product or service, named below")),
            ]
            if not offers:
                self._ask_only_for_a_new_offer()

    def _ask_only_for_a_new_offer(self) -> None:
        """With nothing to choose from there is no question, and the answers are needed."""
        self.fields["offer"].widget = forms.HiddenInput()
        self.fields["offer"].initial = NEW_OFFER
        for name in ("offer_kind", "offer_name"):
            self.fields[name].required = True
        self.fields["offer_kind"].help_text = ""
        self.fields["offer_name"].help_text = _(
            "It will be on the certificate and in the registry."
        )

    def _leave_out(self, edition: Edition) -> None:
        """Ask only what the scheme asks."""
        scheme = edition.scheme
        unasked = ["is_partnership"] if scheme.per_offer else ["offer", "offer_kind", "offer_name"]
        if not asks_for_scope(scheme):
            unasked.append("scope")
        if not asks_for_path(scheme):
            unasked.append("path")
        for name in unasked:
            del self.fields[name]

    def _choose_known(self, edition: Edition, organisations: list[Organisation]) -> None:
        applicant = self.fields["applicant"]
        assert isinstance(applicant, forms.ModelChoiceField)  # noqa: S101  for the type checker
        applicant.queryset = Organisation.objects.filter(
            pk__in=[organisation.pk for organisation in organisations]
        ).order_by("name")
        if len(organisations) == 1:
            applicant.initial = organisations[0].pk
            self.fields["voivodeship"].initial = organisations[0].voivodeship
        if not edition.operator.is_national:
            self.fields["voivodeship"].initial = edition.operator.voivodeship
            self.fields["voivodeship"].disabled = True
            self.fields["voivodeship"].help_text = _("This call is for one voivodeship only.")

    def clean(self) -> dict[str, Any]:
        """Ask for the name and the kind of a new offer; turn a chosen one into the record."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = cleaned.get("offer")
        if chosen == NEW_OFFER:
            if cleaned.get("offer_name") == "":
                self.add_error("offer_name", NAME_MISSING)
            if cleaned.get("offer_kind") == "":
                self.add_error("offer_kind", KIND_MISSING)
        return cleaned

    @property
    def asks_for_new_offer(self) -> bool:
        """Say whether an offer has to be entered first."""
        return self.cleaned_data.get("offer") == NEW_OFFER

    def chosen_offer(self) -> Offer | None:
        """Give the offer that was chosen from the list."""
        return self.offers.get(self.cleaned_data.get("offer", ""))


def _label_of(offer: Offer, *, several: bool) -> str:
    label = f"{offer.name} ({offer.get_kind_display()})"
    return f"{label}, {offer.organisation.name}" if several else label
