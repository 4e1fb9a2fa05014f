"""The administration: accounts, posts and seats are edited here, cases are only looked at.

No status is moved here and nothing is deleted: rules live in operations, people are deactivated.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
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
    fields = ("email", "name", "language", "is_active", "is_staff", "is_superuser", "reason")
    list_filter = ("is_active", "is_staff", "is_demo")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: Any) -> None:
        """Write the reason that was given into the history, beside who gave it."""
        obj._change_reason = form.cleaned_data["reason"]  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)


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
