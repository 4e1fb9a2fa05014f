"""A draft as a whole: the list of drafts, its overview with the live check, moving and removing."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from standards.draft_history import lines_of
from standards.errors import RuleViolation
from standards.forms.drafts import RemovalForm
from standards.leaves import leaf_context
from standards.lifecycle import VersionStatus
from standards.models import Criterion, Edition, Scale, Section, StandardVersion
from standards.numbering import in_order
from standards.operations.draft_content import (
    move_criterion,
    move_section,
    remove_criterion,
    remove_section,
)
from standards.operations.draft_scales import remove_scale
from standards.operations.drafting import discard_draft
from standards.presenting import outline_of
from standards.reviewing import Review
from standards.views.drafts.base import CONFLICT, DraftPage, kept_schemes, with_addresses
from standards.views.drafts.rows import found
from standards.views.drafts.tree import tree_of

OPEN_STATUSES = (VersionStatus.DRAFT, VersionStatus.IN_CONSULTATION)
ROWS = {"section": Section, "criterion": Criterion, "scale": Scale}


@login_required
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """List the versions in work of the schemes that the person keeps."""
    schemes = kept_schemes(request)
    if not schemes:
        raise PermissionDenied
    rows = (
        StandardVersion.objects.filter(scheme__in=schemes, status__in=OPEN_STATUSES)
        .select_related("scheme", "predecessor", "created_by")
        .annotate(criteria_count=Count("criteria"))
        .order_by("scheme__code", "-version")
    )
    published = (
        StandardVersion.objects.filter(scheme__in=schemes)
        .published()
        .select_related("scheme")
        .order_by("scheme__code")
    )
    measured = Edition.objects.filter(scheme__in=schemes, version__scales__kind=Scale.Kind.MEASURED)
    context = {
        "drafts": rows,
        "published": newest_first(published),
        "calls": measured.distinct().order_by("-opens_on", "code"),
    }
    return render(request, "standards/drafts/list.html", context)


def newest_first(versions: Iterable[StandardVersion]) -> list[StandardVersion]:
    """Order versions by scheme, the highest number first."""
    by_number = sorted(versions, key=lambda one: in_order(one.version), reverse=True)
    return sorted(by_number, key=lambda one: one.scheme.code)


@method_decorator(never_cache, name="dispatch")
class OverviewPage(DraftPage):
    """The whole draft on one page, with what it still lacks."""

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show sections, criteria, scales, rule and the check."""
        review = Review(self.version, timezone.localdate())
        return self.show(
            "overview",
            tree=tree_of(review.data),
            review=review,
            **check_context(review),
        )

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Move a section or a criterion by one place."""
        kind, _colon, rest = request.POST.get("move", "").partition(":")
        key, _colon, way = rest.rpartition(":")
        step = {"up": -1, "down": 1}.get(way)
        if kind not in {"section", "criterion"} or step is None:
            raise Http404
        row = found(ROWS[kind], self.version.pk, key)
        try:
            if kind == "section":
                move_section(section=row, step=step, by=request.user)
            else:
                move_criterion(criterion=row, step=step, by=request.user)
        except RuleViolation as refusal:
            messages.error(request, refusal.messages[0])
        return self.home(f"section-{key}" if kind == "section" else key)


@method_decorator(never_cache, name="dispatch")
class CheckPage(DraftPage):
    """The live check alone, as a fragment that htmx puts in the place of the older one."""

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show what the draft lacks now."""
        review = Review(self.version, timezone.localdate())
        return self.show("check", review=review, **check_context(review))


def check_context(review: Review) -> dict[str, Any]:
    """Give the findings with the pages they lead to."""
    return {
        "errors": with_addresses(review.version, review.errors),
        "warnings": with_addresses(review.version, review.warnings),
    }


class RemovePage(DraftPage):
    """Asks before a section, criterion or scale is removed from a draft."""

    def get(self, *_args: Any, **kwargs: Any) -> HttpResponse:
        """Ask."""
        if not self.may_change:
            return self.refused()
        return self.ask(RemovalForm(), kwargs["kind"], self.row(kwargs))

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        """Remove the row."""
        if not self.may_change:
            return self.refused()
        row, form = self.row(kwargs), RemovalForm(request.POST)
        if not form.is_valid():
            return self.ask(form, kwargs["kind"], row)
        removal: Any = {
            "section": remove_section,
            "criterion": remove_criterion,
            "scale": remove_scale,
        }[kwargs["kind"]]
        try:
            removal(**{kwargs["kind"]: row}, by=request.user, why=form.cleaned_data["why"])
        except RuleViolation as refusal:
            form.add_error(None, refusal)
            return self.ask(form, kwargs["kind"], row)
        messages.success(request, _("Removed from the draft."))
        return self.home()

    def row(self, kwargs: dict[str, Any]) -> Any:
        """Find what is to be removed."""
        if kwargs["kind"] not in ROWS:
            raise Http404
        return found(ROWS[kwargs["kind"]], self.version.pk, kwargs["key"])

    def ask(self, form: RemovalForm, kind: str, row: Any) -> HttpResponse:
        """Draw the question."""
        return self.show("remove", form=form, kind=kind, row=row)


class DiscardPage(DraftPage):
    """Asks before a whole draft is thrown away."""

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Ask."""
        return self.show("discard", form=RemovalForm()) if self.may_change else self.refused()

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Throw it away."""
        form = RemovalForm(request.POST)
        if not form.is_valid():
            return self.show("discard", form=form)
        try:
            discard_draft(version=self.version, by=request.user, why=form.cleaned_data["why"])
        except RuleViolation as refusal:
            form.add_error(None, refusal)
            return self.show("discard", status=CONFLICT, form=form)
        messages.success(
            request,
            _("Draft %(version)s was thrown away.") % {"version": self.version.version},
        )
        return redirect(reverse("standards:drafts"))


class HistoryPage(DraftPage):
    """Who changed what, when and why."""

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Tell the history, the latest act first."""
        return self.show("history", lines=lines_of(self.version))


class PreviewPage(DraftPage):
    """The public page of the version, as it will look; nothing is written."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Draw the very template of the public page."""
        context = leaf_context(
            outline_of(self.version),
            page=request.GET.get("page", ""),
            criterion=request.GET.get("criterion", ""),
        )
        context |= {"version": self.version, "is_preview": True}
        return render(request, "standards/version.html", context)
