"""Words of the accounts package that our catalogue says better, in plain and gender-neutral Polish.

Naming them here lets the catalogue check find them; nothing imports this list.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

ACCOUNTS = (
    _("Forgot your password?"),
    _("The email address and/or password you specified are not correct."),
    _("A user is already registered with this email address."),
    _("Please type your current password."),
    _("Be patient, you are sending too many requests."),
    _("The password reset token was invalid."),
    _("Bad Token"),
    _("Two-Factor Authentication"),
    _("Authenticator App"),
    _("Authentication using an authenticator app is active."),
    _("An authenticator app is not active."),
    _("Authenticator app activated."),
    _("Authenticator app deactivated."),
    _("Authenticator code"),
    _("Authenticator secret"),
    _("You can store this secret and use it to reinstall your authenticator app at a later time."),
    _("Activate Authenticator App"),
    _("Deactivate Authenticator App"),
    _("You are about to deactivate authenticator app based authentication. Are you sure?"),
    _("Activate"),
    _("Deactivate"),
    _("View"),
    _("Generate"),
    _("Usage"),
    _("Added on %(created_at)s"),
    _("Last used %(last_used)s"),
    _("Passkey"),
    _("Sign In"),
    _("Sign in with a passkey"),
    _("Make Primary"),
    _("Re-send Verification"),
    _("Confirm Access"),
    _("Please reauthenticate to safeguard your account."),
    _("Enter your password:"),
    _("Alternative options"),
    _("Are you sure?"),
    _("I have saved my recovery codes"),
    _("A security key has been removed."),
    _("This mail can be safely ignored if you did not initiate this action."),
)
SECURITY_KEYS = ngettext_lazy(
    "You have added %(count)s security key.", "You have added %(count)s security keys."
)
