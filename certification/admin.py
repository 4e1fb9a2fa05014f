"""The administration: accounts, posts and seats are edited here, cases are only looked at.

No status is moved here and nothing is deleted: rules live in operations, people are deactivated.
"""

from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.account.admin import EmailAddressAdmin
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from simple_history.admin import SimpleHistoryAdmin

from certification.forms import AccountForm
from certification.models import (
    Affiliation,
    Application,
    Assignment,
    CaseEvent,
    Certificate,
    Committee,
    Decision,
    Meeting,
    Membership,
    Organisation,
    Post,
    Seat,
    StatusChange,
    User,
)
from certification.operations.accounts import keep_account
from certification.views.person import person_of


class KeptAdmin(SimpleHistoryAdmin):
    """Nothing is deleted: what others point to ends or is deactivated instead."""

    def has_delete_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        """Offer no deletion."""
        return False


class LookedAtAdmin(admin.ModelAdmin):
    """Records that operations alone change: the administration shows them."""

    def has_add_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        """Offer no way to add."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        """Offer no way to change."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        """Offer no deletion."""
        return False


@admin.register(User)
class UserAdmin(KeptAdmin):
    """Accounts; the password is set by its owner through the page for forgotten passwords."""

    form = AccountForm

    list_display = ("email", "name", "is_active", "is_staff", "is_demo")
    search_fields = ("email", "name")
    fields = (
        *("email", "address_state", "is_confirmed", "name", "language"),
        *("is_active", "is_staff", "is_superuser", "reason"),
    )
    readonly_fields = ("address_state",)
    list_filter = ("is_active", "is_staff", "is_demo")

    @admin.display(description=_("State of the address"))
    def address_state(self, person: User) -> Any:
        """Say whether somebody has shown that letters to the address reach the person."""
        confirmed = EmailAddress.objects.filter(user=person.pk, email=person.email, verified=True)
        return _("confirmed") if confirmed.exists() else _("not confirmed yet")

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Tell the form who asks; nobody changes their own address here."""
        form = super().get_form(request, *args, **kwargs)
        form.by = person_of(request)  # type: ignore[attr-defined]
        return form

    def save_model(self, request: HttpRequest, obj: User, form: Any, _change: Any) -> None:
        """Keep the account with the reason that was given; tell the letter box that lost it."""
        replaced = keep_account(
            person=obj,
            is_confirmed=form.cleaned_data["is_confirmed"],
            reason=form.cleaned_data["reason"],
            by=person_of(request),
        )
        if replaced:
            transaction.on_commit(lambda: write_to_old_address(request, obj, replaced), robust=True)


def write_to_old_address(request: HttpRequest, person: User, replaced: str) -> None:
    """Tell the old address in the person's language, so that a mistake or worse is noticed."""
    with override(person.language):
        get_adapter(request).send_notification_mail(
            "account/email/email_changed",
            person,
            {"from_email": replaced, "to_email": person.email},
            email=replaced,
        )


admin.site.unregister(EmailAddress)


@admin.register(EmailAddress)
class AddressAdmin(LookedAtAdmin):
    """Addresses and whether they are confirmed; they change on the page of the account."""

    list_display = EmailAddressAdmin.list_display
    list_filter = EmailAddressAdmin.list_filter
    list_select_related = ("user",)
    search_fields = ("email", "user__name")


@admin.register(Post, Seat, Affiliation, Membership)
class HeldAdmin(KeptAdmin):
    """Posts, seats, links and memberships, from one day to another."""

    list_display = ("__str__", "since", "until")
    list_select_related = ("person",)
    autocomplete_fields: ClassVar[Any] = ("person",)


@admin.register(Committee)
class CommitteeAdmin(KeptAdmin):
    """Committees and chapters."""

    list_display = ("name_pl", "operator", "scheme")
    list_select_related = ("operator", "scheme")


@admin.register(
    Application,
    Assignment,
    CaseEvent,
    Certificate,
    Decision,
    Meeting,
    Organisation,
    StatusChange,
)
class RecordAdmin(LookedAtAdmin):
    """Records of cases; their pages in the product show them with all that belongs to them."""

    show_full_result_count = False
