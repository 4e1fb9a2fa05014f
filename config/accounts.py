"""What the accounts package asks of this site."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from config.context import first_place


class Accounts(DefaultAccountAdapter):
    """Leads people to their work: nobody logs in to read the start page."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Open the first place of the person's own navigation."""
        return reverse(first_place(request))
