"""Pages for everybody: the start, the check by number, the registry."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certification.forms.registry import NumberForm, SearchForm
from certification.labels import CERTIFICATE
from certification.registry import COUNTED_UP_TO, count_of, page_of, search, tidy_number
from certification.status import status_now
from standards.dictionaries import VOIVODESHIPS
from standards.models import Consultation, Scheme

LISTED = (
    "number",
    "holder_name",
    "offer_name",
    "holder_city",
    "voivodeship",
    "status",
    "valid_from",
    "valid_until",
    "scheme_id",
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show where to check a certificate, what there is to apply for and how to get in."""
    running = Consultation.objects.running(timezone.localdate()).defer("content")
    context = {
        "form": NumberForm(),
        "schemes": Scheme.objects.order_by("code"),
        "consultations": running.select_related("version__scheme").order_by("closes_on", "pk"),
    }
    return render(request, "certification/registry/home.html", context)


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Lead from a number typed by hand to the page of the certificate."""
    form = NumberForm(request.GET if "number" in request.GET else None)
    if form.is_valid():
        return redirect(
            "certification:certificate", number=tidy_number(form.cleaned_data["number"])
        )
    return render(request, "certification/registry/verify.html", {"form": form})


@require_safe
def registry(request: HttpRequest) -> HttpResponse:
    """List all certificates, also those that ended; the address holds the whole question."""
    schemes = {scheme.pk: scheme for scheme in Scheme.objects.order_by("code")}
    form = SearchForm(request.GET, schemes=[(s.code, s.name) for s in schemes.values()])
    filters, mark = form.filters(), request.GET.get("page", "")
    today = timezone.localdate()
    found = search(**filters, today=today)
    page = page_of(found, LISTED, mark)
    count = count_of(found, page, is_first=not mark)
    for row in page.rows:
        word = status_now(
            status=row["status"],
            valid_from=row["valid_from"],
            valid_until=row["valid_until"],
            today=today,
        )
        row["label"] = CERTIFICATE[word]  # type: ignore[index]
        row["scheme"] = schemes[row["scheme_id"]].name  # type: ignore[index]
        row["place"] = VOIVODESHIPS[row["voivodeship"]]  # type: ignore[index]
    question = {name: value for name, value in filters.items() if value}
    context = {
        "form": form,
        "number_form": NumberForm(),
        "page": page,
        "count": count,
        "is_beyond_count": count > COUNTED_UP_TO,
        "most": COUNTED_UP_TO,
        "question": question,
        "older": urlencode(question | {"page": page.older}) if page.older else "",
        "newer": urlencode(question | {"page": page.newer}) if page.newer else "",
        "now": timezone.localtime(),
    }
    return render(request, "certification/registry/registry.html", context)
