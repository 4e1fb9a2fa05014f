"""Forms of the accounts package with the words of ours."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm
from allauth.account.utils import has_verified_email
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from certification.models import User

CODE = _("Code from the app or recovery code")


class AskForNewPassword(ResetPasswordForm):
    """Asks where the link to a new password shall go.

    To an address that nobody has confirmed it goes only while its account was never used: one
    that was mistyped would otherwise hand somebody else's account to a stranger.
    """

    users: list[User]
    is_withheld = False

    def clean_email(self) -> str:
        """Leave out whoever has logged in before and has not confirmed this address."""
        address: str = super().clean_email()
        found = self.users
        self.users = [
            person
            for person in found
            if person.last_login is None or has_verified_email(person, address.lower())
        ]
        self.is_withheld = len(self.users) < len(found)
        return address

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the link, or say by letter why there is none."""
        if self.users or not self.is_withheld:
            return str(super().save(request, **kwargs))
        address: str = self.cleaned_data["email"]
        get_adapter(request).send_mail("account/email/address_unconfirmed", address, {})
        return address


class SecondStep(AuthenticateForm):
    """Asks for a code after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say which codes are meant."""
        super().__init__(*args, **kwargs)
        self.fields["code"].label = CODE


class SecondStepAgain(ReauthenticateForm):
    """Asks for a code before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say which codes are meant."""
        super().__init__(*args, **kwargs)
        self.fields["code"].label = CODE


class SetUpApp(ActivateTOTPForm):
    """Asks for the first code of an app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Bring up the digits on a phone."""
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the app")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddPasskey(AddWebAuthnForm):
    """Asks for the name of a new passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the fields, and offer what most people want."""
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].help_text = _("By it you tell your passkeys apart.")
        self.fields["passwordless"].label = _("Log in with it alone, without a password")
        self.fields["passwordless"].help_text = _(
            "The device must then ask for a PIN, a fingerprint or a face."
        )


class RenamePasskey(EditWebAuthnForm):
    """Asks for another name of a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the field."""
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
