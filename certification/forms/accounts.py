"""The forms of one's own account."""

from typing import ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from certification.history import save
from certification.models import User
from certification.names import NameField
from certification.operations.accounts import require_address


class SignupForm(forms.Form):
    """Adds the name to the e-mail address and the password that the accounts package asks for."""

    field_order = ("name", "email", "password1")

    name = NameField(
        label=_("Name and surname"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name, and the language the person reads right now."""
        user.name = self.cleaned_data["name"]
        user.language = get_language() or "pl"
        save(user, by=user, reason="sign_up")


class ProfileForm(forms.Form):
    """What a person may change about themselves."""

    name = NameField(
        label=_("Name and surname"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("We write e-mails to you in this language."),
        choices=[("pl", "Polski"), ("en", "English")],
        widget=forms.RadioSelect,
    )


class AccountForm(forms.ModelForm):
    """What an administrator changes about somebody's account, and why."""

    by: ClassVar[User | None] = None

    is_confirmed = forms.BooleanField(
        label=_("Count the address as confirmed"),
        help_text=_(
            "Tick it only if you know that the person reads this letter box. Otherwise they "
            "confirm it at their next log-in by a link that we send there; whoever has logged in "
            "before needs their password for that."
        ),
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept in the history of the account, with your name."),
        max_length=500,
    )

    class Meta:
        model = User
        fields = ("email", "name", "language", "is_active", "is_staff", "is_superuser")

    def clean_email(self) -> str:
        """Write an address in lower case, so that one address is one account."""
        address = str(self.cleaned_data["email"]).lower()
        require_address(person=self.instance, address=address, by=self.by)
        return address
