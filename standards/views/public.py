"""Public pages: the standards in force and how each scheme works; no login."""

from django.db.models import Count, DecimalField, Prefetch, Sum, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from standards.consultations.trace import Trace
from standards.leaves import leaf_context
from standards.models import Consultation, Edition, Scheme, StandardVersion
from standards.numbering import in_order
from standards.packages.writing import export_package
from standards.presenting import history_of, outline_of, procedure_of


@require_safe
def standard_list(request: HttpRequest) -> HttpResponse:
    """List every scheme with the versions that are or once were published."""
    points = Coalesce(Sum("criteria__weight"), Value(0), output_field=DecimalField())
    versions = (
        StandardVersion.objects.public()
        .select_related("predecessor")
        .annotate(criteria_count=Count("criteria"), points=points)
    )
    calls = Edition.objects.open_on(timezone.localdate()).select_related("operator")
    schemes = Scheme.objects.prefetch_related(
        Prefetch("versions", versions, to_attr="public_versions"),
        Prefetch("editions", calls, to_attr="open_calls"),
    )
    shown = [scheme for scheme in schemes if scheme.public_versions]  # type: ignore[attr-defined]
    for scheme in shown:
        scheme.public_versions.sort(  # type: ignore[attr-defined]
            key=lambda one: in_order(one.version), reverse=True
        )
    consulted = Consultation.objects.running(timezone.localdate()).exists()
    return render(request, "standards/list.html", {"schemes": shown, "consulted": consulted})


@require_safe
def version_detail(request: HttpRequest, scheme: str, version: str) -> HttpResponse:
    """Show the whole checklist of one version, as anybody may read and print it."""
    found = public_version(scheme, version)
    context = leaf_context(
        outline_of(found),
        page=request.GET.get("page", ""),
        criterion=request.GET.get("criterion", ""),
    )
    trace = Trace(found)
    context["sections"] = trace.on(context["sections"])
    learn = "standards.learn_standardversion"
    context |= {
        "version": found,
        "trace": trace,
        "history": history_of(found),
        "may_learn": request.user.is_authenticated and request.user.has_perm(learn, found),
    }
    return render(request, "standards/version.html", context)


@require_safe
def versions(request: HttpRequest, scheme: str) -> HttpResponse:
    """Tell the history of a standard: every version ever published, and what each one changed."""
    found = get_object_or_404(Scheme, code=scheme)
    rows = (
        StandardVersion.objects.public()
        .filter(scheme=found)
        .select_related("predecessor")
        .annotate(criteria_count=Count("criteria"))
    )
    ordered = sorted(rows, key=lambda one: in_order(one.version), reverse=True)
    if not ordered:
        raise Http404
    return render(request, "standards/versions.html", {"scheme": found, "versions": ordered})


@require_safe
def package(_request: HttpRequest, scheme: str, version: str) -> HttpResponse:
    """Give the version as the package it was loaded from, for those who compute themselves."""
    found = public_version(scheme, version)
    name = f"{scheme}-{version}.yaml"
    return HttpResponse(
        export_package(found),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
def rules(request: HttpRequest, scheme: str) -> HttpResponse:
    """Say how a scheme works, from the data its running cases use (ISO/IEC 17065, 4.6)."""
    found = get_object_or_404(
        Scheme.objects.filter(versions__in=StandardVersion.objects.public()).distinct(), code=scheme
    )
    chosen = request.GET.get("call", "")
    context = procedure_of(found, on=timezone.localdate(), chosen=chosen)
    call = context["call"]
    context["may_rebind"] = (
        call is not None
        and request.user.is_authenticated
        and request.user.has_perm("standards.rebind_edition", call)
    )
    return render(request, "standards/rules.html", {"scheme": found, **context})


def public_version(scheme: str, version: str) -> StandardVersion:
    """Find a version that anybody may read; what is not published does not exist here."""
    return get_object_or_404(
        StandardVersion.objects.public().select_related("scheme", "decision_rule"),
        scheme__code=scheme,
        version=version,
    )
