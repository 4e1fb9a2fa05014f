"""Beginning a draft: from the last version of a scheme, or from a file."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from standards.errors import PackageRefused, RuleViolation, VersionNumberTaken
from standards.forms.beginning import FromFileForm, FromVersionForm
from standards.models import Scheme, StandardVersion
from standards.operations.drafting import begin_draft
from standards.operations.loading import load_package
from standards.uploads import read_upload
from standards.views.drafts.base import kept_schemes
from standards.views.drafts.whole import newest_first


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Offer both ways; the button that was pressed says which one is taken."""
    schemes = kept_schemes(request)
    if not schemes:
        raise PermissionDenied
    published = StandardVersion.objects.filter(scheme__in=schemes).published()
    versions = newest_first(published.select_related("scheme"))
    way = request.POST.get("way", "")
    copy = FromVersionForm(
        request.POST if way == "version" else None,
        versions=versions,
        initial={"predecessor": request.GET.get("from")},
    )
    file = FromFileForm(
        request.POST if way == "file" else None,
        request.FILES if way == "file" else None,
        schemes=schemes,
        auto_id="file_%s",
    )
    problems: list[str] = []
    chosen = {"version": copy, "file": file}.get(way)
    if chosen is not None and chosen.is_valid():
        try:
            made = (
                _copied(request, copy, versions)
                if way == "version"
                else _loaded(request, file, schemes)
            )
        except PackageRefused as refused:
            problems = refused.problems
            file.add_error("file", _("The file was refused; nothing was loaded."))
        except RuleViolation as refusal:
            field = getattr(refusal, "field", None)
            chosen.add_error(field if field in chosen.fields else None, refusal)
        else:
            messages.success(
                request, _("Draft %(version)s is ready to edit.") % {"version": made.version}
            )
            return redirect("standards:draft", pk=made.pk)
    context = {
        "copy": copy,
        "file": file,
        "form": chosen or copy,
        "problems": problems,
        "has_versions": bool(versions),
    }
    return render(request, "standards/drafts/begin.html", context)


def _copied(
    request: HttpRequest, form: FromVersionForm, versions: list[StandardVersion]
) -> StandardVersion:
    data = form.cleaned_data
    predecessor = next(one for one in versions if one.pk == data["predecessor"])
    return begin_draft(
        predecessor=predecessor,
        change_class=data["change_class"],
        version=data["version"],
        by=request.user,
    )


def _loaded(request: HttpRequest, form: FromFileForm, schemes: list[Scheme]) -> StandardVersion:
    data: Any = form.cleaned_data
    scheme = next(one for one in schemes if one.code == data["scheme"])
    reading = read_upload(
        name=data["file"].name,
        content=data["file"].read(),
        scheme=scheme,
        version=data["number"],
    )
    number = reading.source.data["standard"]["version"]
    with transaction.atomic():
        Scheme.objects.select_for_update().get(pk=scheme.pk)
        if StandardVersion.objects.filter(scheme=scheme, version=number).exists():
            taken = VersionNumberTaken(version=number)
            taken.field = "number"
            raise taken
        made = load_package(source=reading.source, by=request.user)
    for sentence in reading.losses:
        messages.warning(request, sentence)
    return made
