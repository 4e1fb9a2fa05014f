"""The page of the second person: the check, the change, the notice, and the button."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from standards.errors import RuleViolation
from standards.forms.drafts import ReleaseForm
from standards.models import StandardVersion
from standards.operations.consultations import require_consulted
from standards.operations.publishing import release_draft
from standards.reviewing import Review
from standards.views.drafts.base import CONFLICT, PUBLISH, DraftPage, address_of, name_of
from standards.views.drafts.whole import check_context

SHOWN = 40


@method_decorator(never_cache, name="dispatch")
class PublishPage(DraftPage):
    """Shows what would bind whom from when; publishes only for other eyes than the editors'."""

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show the review."""
        if self.version.is_frozen:
            return self.refused()
        return self.review_page()

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Publish what was looked at."""
        if self.version.is_frozen:
            return self.refused()
        if not request.user.has_perm(PUBLISH, self.version):
            raise PermissionDenied
        form = release_form(Review(self.version, timezone.localdate()), request.POST)
        if not form.is_valid():
            return self.review_page(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            release_draft(version=self.version, **form.cleaned_data, by=request.user)
        except RuleViolation as refusal:
            form.add_error(None, refusal)
            return self.review_page(form, status=CONFLICT)
        messages.success(
            request, _("Version %(version)s is published.") % {"version": self.version.version}
        )
        return redirect(
            "standards:version", scheme=self.version.scheme.code, version=self.version.version
        )

    def review_page(self, form: ReleaseForm | None = None, status: int = 200) -> HttpResponse:
        """Draw the review."""
        review = Review(self.version, timezone.localdate())
        people = get_user_model()._default_manager.filter(pk__in=review.editors).order_by("pk")
        is_editor = self.request.user.pk in review.editors
        obstacle = unfinished_consultation(self.version)
        return self.show(
            "publish",
            status=status,
            review=review,
            form=form or release_form(review),
            editors=people,
            is_editor=is_editor,
            obstacle=obstacle,
            may_publish=not is_editor and not obstacle and review.is_ready,
            changes=[
                {
                    "change": one,
                    "url": address_of(self.version, one.place),
                    "name": name_of(one.place),
                }
                for one in review.changes[:SHOWN]
            ],
            too_large=review.too_large,
            **check_context(review),
        )


def release_form(review: Review, data: Any = None) -> ReleaseForm:
    """Make the form that publishes; it asks why where the class is above what changed."""
    return ReleaseForm(data, needs_reason=review.is_larger_than_needed)


def unfinished_consultation(version: StandardVersion) -> RuleViolation | None:
    """Give what a consultation still lacks before the version may be published, if anything."""
    try:
        require_consulted(version)
    except RuleViolation as refusal:
        return refusal
    return None
