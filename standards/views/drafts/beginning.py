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
from standards.exchange.oscal_reading import Reading
from standards.forms.beginning import FromFileForm, FromVersionForm, KeptFileForm
from standards.models import Scheme, StandardVersion
from standards.operations.drafting import begin_draft
from standards.operations.loading import load_package
from standards.uploads import kept, read_upload, unkept
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
    if way == "kept":
        return _kept_loaded(request, schemes)
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
            if way == "version":
                return _begun(request, _copied(request, copy, versions))
            return _loaded_or_asked(request, file.cleaned_data, schemes)
        except PackageRefused as refused:
            problems = refused.problems
            file.add_error("file", _("The file was refused; nothing was loaded."))
        except RuleViolation as refusal:
            field = getattr(refusal, "field", None)
            chosen.add_error(field if field in chosen.fields else None, refusal)
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


def _begun(request: HttpRequest, made: StandardVersion) -> HttpResponse:
    messages.success(request, _("Draft %(version)s is ready to edit.") % {"version": made.version})
    return redirect("standards:draft", pk=made.pk)


def _loaded_or_asked(
    request: HttpRequest, said: dict[str, Any], schemes: list[Scheme]
) -> HttpResponse:
    """Load a file that comes along whole; of any other one say first what it loses."""
    scheme = next(one for one in schemes if one.code == said["scheme"])
    name, content = said["file"].name, said["file"].read()
    reading = read_upload(name=name, content=content, scheme=scheme, version=said["number"])
    if not reading.losses:
        return _begun(request, _loaded(request, reading, scheme))
    _require_free(scheme, reading)
    context = {
        "losses": reading.losses,
        "scheme": scheme,
        "number": reading.source.data["standard"]["version"],
        "title": reading.source.data["standard"]["title"],
        "form": KeptFileForm(
            initial={**said, "name": name, "kept": kept(content)}, schemes=schemes, auto_id=None
        ),
    }
    return render(request, "standards/drafts/losses.html", context)


def _kept_loaded(request: HttpRequest, schemes: list[Scheme]) -> HttpResponse:
    """Load a file of which the losses were read; it is read anew, as it comes from outside."""
    form = KeptFileForm(request.POST, schemes=schemes)
    if not form.is_valid():
        messages.error(request, _("The file did not come back whole. Choose it again."))
        return redirect("standards:draft_new")
    said = form.cleaned_data
    try:
        scheme = next(one for one in schemes if one.code == said["scheme"])
        reading = read_upload(
            name=said["name"],
            content=unkept(said["kept"]),
            scheme=scheme,
            version=said["number"],
        )
        return _begun(request, _loaded(request, reading, scheme))
    except PackageRefused as refused:
        messages.error(request, refused.problems[0])
    except RuleViolation as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("standards:draft_new")


def _loaded(request: HttpRequest, reading: Reading, scheme: Scheme) -> StandardVersion:
    with transaction.atomic():
        Scheme.objects.select_for_update().get(pk=scheme.pk)
        _require_free(scheme, reading)
        made = load_package(source=reading.source, by=request.user)
    if made.predecessor and not reading.source.data["standard"].get("follows"):
        sentence = _(
            "The file does not say which version it follows; version %(version)s is taken. Choose "
            "the class of its change in the facts of the draft."
        )
        messages.warning(request, sentence % {"version": made.predecessor.version})
    for sentence in reading.notes:
        messages.warning(request, sentence)
    return made


def _require_free(scheme: Scheme, reading: Reading) -> None:
    """Refuse a number that the scheme has already: a file replaces no draft."""
    number = reading.source.data["standard"]["version"]
    if StandardVersion.objects.filter(scheme=scheme, version=number).exists():
        taken = VersionNumberTaken(version=number)
        taken.field = "number"
        raise taken
