"""A new version for an open call: for those who keep the standard, and for its secretariat."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certification.errors import RuleViolation
from certification.forms.versions import RebindingForm
from certification.lifecycle import OPEN_APPLICATION_STATUSES, ApplicationStatus
from certification.models import Application
from certification.operations.rebinding import NOT_JUDGED_YET, rebind_edition, versions_for
from certification.permissions import REBIND
from certification.views.person import person_of
from standards.differences.reading import difference_between
from standards.models import Edition, StandardVersion


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rebind(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a version, see whom it concerns, say what binds sent files and why, and bind it."""
    calls = Edition.objects.select_related("scheme", "operator", "version__scheme")
    edition = get_object_or_404(calls, code=code)
    if not request.user.has_perm(REBIND, edition):
        raise PermissionDenied
    versions, awaited = versions_for(edition)
    asked = request.POST.get("version") or request.GET.get("version", "")
    version = next((one for one in versions if one.version == asked), None)
    too_early = next((one for one in awaited if one.version == asked), None)
    if asked and not (version or too_early) and request.method != "POST":
        raise Http404
    form = RebindingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            rebind_edition(
                edition=edition,
                version=version or too_early or edition.version,
                by=person_of(request),
                **form.cleaned_data,
            )
        except RuleViolation as refused:
            form.add_error(None, refused)
        else:
            return _bound(request, edition, asked)
    return _page(request, edition, form, versions=versions, awaited=awaited, version=version)


def _bound(request: HttpRequest, edition: Edition, version: str) -> HttpResponse:
    sentence = _("Version %(version)s binds the call from now on. Every team was told.")
    messages.success(request, sentence % {"version": version})
    rules = reverse("standards:rules", kwargs={"scheme": edition.scheme.code})
    return redirect(f"{rules}?call={edition.code}#versions")


def _page(
    request: HttpRequest,
    edition: Edition,
    form: RebindingForm,
    *,
    versions: list[StandardVersion],
    awaited: list[StandardVersion],
    version: StandardVersion | None,
) -> HttpResponse:
    judged = OPEN_APPLICATION_STATUSES - {ApplicationStatus.DRAFT, *NOT_JUDGED_YET}
    context = {
        "edition": edition,
        "is_open": edition.is_open_on(timezone.localdate()),
        "versions": versions,
        "awaited": awaited,
        "version": version,
        "difference": difference_between(edition.version, version) if version else None,
        "form": form,
        "counts": Application.objects.filter(edition=edition).aggregate(
            drafts=Count("pk", filter=Q(status=ApplicationStatus.DRAFT)),
            sent=Count("pk", filter=Q(status__in=NOT_JUDGED_YET)),
            judged=Count("pk", filter=Q(status__in=judged)),
        ),
        "past": edition.rebindings.select_related("old_version", "new_version"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "certification/standards/rebind.html", context, status=status)
