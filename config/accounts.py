"""What the accounts package asks of this site."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from certification.models import User
from config.context import first_place


class Accounts(DefaultAccountAdapter):
    """Leads people to their work, and writes into their history what they did to their account."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Open the first place of the person's own navigation."""
        return reverse(first_place(request))

    def new_user(self, request: HttpRequest) -> AbstractBaseUser:
        """Begin a new person, who signs up by themselves."""
        person: AbstractBaseUser = super().new_user(request)
        name_act(person, reason="sign_up")
        return person

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Take a confirmed address over: whoever follows the link holds the letter box.

        Where it became the address of another account meanwhile, the link confirms nothing. The
        person's other sessions end, since they began under the old address.
        """
        person, address = email_address.user, email_address.email
        if User.objects.filter(email=address).exclude(pk=person.pk).exists():
            text = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, text, {"email": address})
            return False
        name_act(person, reason="confirm_email")
        # Asked before the address changes: afterwards this session would count as ended too.
        is_own = request.user == person
        is_confirmed = bool(super().confirm_email(request, email_address))
        if is_confirmed and is_own:
            update_session_auth_hash(request, person)
        return is_confirmed

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Set a password; the history says that it was set, never what it is."""
        name_act(user, reason="set_password")
        super().set_password(user, password)


def name_act(person: Any, *, reason: str) -> None:
    """Let what the accounts package is about to save say that the person did it, and by what."""
    person._history_user = person
    person._change_reason = reason
