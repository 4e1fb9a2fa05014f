"""Lists accounts that can be opened by an address they no longer show; exit 1 where there are any.

Which of two addresses is the person's own only the person can say, so nothing is changed here.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand, CommandError
from django.db.models import F, Q
from django.urls import reverse


class Command(BaseCommand):
    help = "List accounts whose address and address to log in differ, by number."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Name each account by its page in the administration; addresses are printed nowhere.

        A new address that waits to be confirmed beside the present one is no difference.
        """
        opening = EmailAddress.objects.filter(Q(verified=True) | Q(primary=True))
        differing = opening.exclude(email__iexact=F("user__email"))
        found = sorted(set(differing.values_list("user", flat=True)))
        for person in found:
            self.stdout.write(reverse("admin:certification_user_change", args=[person]))
        if found:
            raise CommandError(
                f"{len(found)} accounts have two addresses. Ask each person which one is right, "
                "then save the account with it.",
                returncode=1,
            )
        self.stdout.write("Every account has one address.")
