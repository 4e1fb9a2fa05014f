"""The administration shows standards with their history; schemes and calls are edited here."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from standards.models import (
    Criterion,
    DecisionRule,
    Edition,
    Median,
    Operator,
    Scheme,
    Section,
    StandardVersion,
)


class KeptAdmin(SimpleHistoryAdmin):
    """Nothing is deleted here."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse: old cases rest on every row."""
        return False


class ShownAdmin(KeptAdmin):
    """Shows rows and their history, changes nothing."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: content comes from packages."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: content comes from packages and is frozen once published."""
        return False


@admin.register(Scheme)
class SchemeAdmin(KeptAdmin):
    """Names, texts and prefixes of schemes."""

    list_display: ClassVar = ["code", "name_pl", "kind", "is_statutory", "per_offer"]
    list_filter: ClassVar = ["kind"]


@admin.register(Operator)
class OperatorAdmin(KeptAdmin):
    """Bodies that run schemes."""

    list_display: ClassVar = ["code", "name_pl", "voivodeship", "is_national"]
    list_filter: ClassVar = ["voivodeship"]


@admin.register(Edition)
class EditionAdmin(KeptAdmin):
    """Calls and their time limits."""

    list_display: ClassVar = ["code", "scheme", "operator", "version", "opens_on", "closes_on"]
    list_filter: ClassVar = ["scheme"]
    list_select_related: ClassVar = ["scheme", "operator", "version__scheme"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Leave the version alone: another one is bound by an operation that tells the teams."""
        return ("version",) if obj else ()


@admin.register(Median)
class MedianAdmin(KeptAdmin):
    """Medians of measured criteria."""

    list_display: ClassVar = ["edition", "criterion_key", "voivodeship", "value", "as_of"]
    list_filter: ClassVar = ["edition", "criterion_key"]
    list_select_related: ClassVar = ["edition"]


@admin.register(StandardVersion)
class StandardVersionAdmin(ShownAdmin):
    """Versions of standards with status and fingerprint."""

    list_display: ClassVar = ["scheme", "version", "status", "published_at", "published_by"]
    list_filter: ClassVar = ["scheme", "status"]
    list_select_related: ClassVar = ["scheme", "published_by"]


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    """Sections of every version."""

    list_display = ("version", "code", "title_pl")
    list_filter = ("version",)
    list_select_related = ("version__scheme",)

    has_add_permission = ShownAdmin.has_add_permission
    has_change_permission = ShownAdmin.has_change_permission
    has_delete_permission = KeptAdmin.has_delete_permission


@admin.register(Criterion)
class CriterionAdmin(ShownAdmin):
    """Criteria of every version."""

    list_display: ClassVar = ["code", "version", "text_pl", "weight", "gate"]
    list_filter: ClassVar = ["version", "gate"]
    list_select_related: ClassVar = ["version__scheme"]
    search_fields = ("code", "key", "text_pl", "text_en")


@admin.register(DecisionRule)
class DecisionRuleAdmin(ShownAdmin):
    """How each version turns points into a recommendation."""

    list_display: ClassVar = ["version", "is_scored", "total_threshold"]
    list_select_related: ClassVar = ["version__scheme"]
