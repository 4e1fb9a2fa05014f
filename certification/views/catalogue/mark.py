"""The mark: its rules for everybody, its files for holders, the live badge for web pages."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certification.errors.catalogue import MarkNotInForce
from certification.forms.mark import MarkUseForm
from certification.labels import CERTIFICATE
from certification.mark import (
    LEAST_CONTRAST,
    LOOKS,
    SMALLEST_MM,
    SMALLEST_PX,
    check_use,
    has_mark,
    mark_content,
    require_mark_in_force,
    word_of,
)
from certification.models import Certificate
from certification.registry import lookup_of, tidy_number
from certification.status import status_now
from certification.teams import own_organisations
from certification.views.keeping import kept_by_language
from certification.views.person import person_of
from documents.drawing.badge import THEMES, BadgeContent, badge_svg
from documents.drawing.mark import MarkContent, MarkLook, mark_pdf, mark_png, mark_svg

PNG_WIDTHS = (600, 2400)
TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
# A badge that was kept could still be green when the certificate is not: it is asked for each time.
LIVE = "public, no-cache"


@require_safe
def brand_book(request: HttpRequest) -> HttpResponse:
    """Say what the mark is and how it may be used, and check one use of it."""
    form = MarkUseForm(request.GET) if "ground" in request.GET else MarkUseForm()
    findings = check_use(**form.cleaned_data) if form.is_bound and form.is_valid() else []
    context = {
        "form": form,
        "findings": findings,
        "is_right": bool(findings) and all(one.is_right for one in findings),
        "looks": LOOKS,
        "smallest_mm": SMALLEST_MM,
        "smallest_px": SMALLEST_PX,
        "least_contrast": LEAST_CONTRAST,
    }
    return render(request, "certification/catalogue/brand_book.html", context)


@require_safe
def sample(_request: HttpRequest, look: str) -> HttpResponse:
    """Show a variant of the mark with a number that no certificate has."""
    content = MarkContent(
        title=_("Name of the mark (sample)"),
        number=_("SAMPLE-0000-0000"),
        address=f"{settings.PUBLIC_URL.partition('://')[2]}/c/",
    )
    response = HttpResponse(mark_svg(content, MarkLook(look)), content_type=TYPES["svg"])
    return kept_by_language(response, "public, max-age=3600")


def _own(request: HttpRequest, number: str) -> Certificate:
    """Open a certificate of one's own organisation; any other does not exist."""
    certificate = get_object_or_404(
        Certificate.objects.select_related("scheme", "version"), lookup=lookup_of(number)
    )
    own = {one.organisation.pk for one in own_organisations(person_of(request))}
    if certificate.holder_id not in own or not has_mark(certificate):
        raise Http404
    return certificate


@require_safe
@login_required
def kit(request: HttpRequest, number: str) -> HttpResponse:
    """Lead holders to the files of the mark and to the live badge, while they may use them."""
    certificate = _own(request, number)
    today = timezone.localdate()
    label = CERTIFICATE[word_of(certificate, today)]
    try:
        require_mark_in_force(certificate, today)
        refusal = ""
    except MarkNotInForce as refused:
        refusal = refused.messages[0]
    context = {
        "certificate": certificate,
        "label": label,
        "refusal": refusal,
        "looks": LOOKS,
        "widths": PNG_WIDTHS,
        "site": settings.PUBLIC_URL,
    }
    return render(request, "certification/catalogue/kit.html", context)


@require_safe
@login_required
def kit_file(
    request: HttpRequest, number: str, look: str, kind: str, width: str = ""
) -> HttpResponse:
    """Hand out one variant of the mark; once the certificate is not in force there is none."""
    certificate = _own(request, number)
    try:
        require_mark_in_force(certificate, timezone.localdate())
    except MarkNotInForce:
        response = kit(request, number)
        response.status_code = HTTPStatus.GONE
        return response
    content = mark_content(certificate, get_language() or "pl")
    chosen = MarkLook(look)
    if kind == "svg":
        body: bytes = mark_svg(content, chosen).encode()
    elif kind == "png":
        body = mark_png(content, chosen, int(width) if width else PNG_WIDTHS[0])
    else:
        body = mark_pdf(content, chosen)
    response = HttpResponse(body, content_type=TYPES[kind])
    name = "-".join(filter(None, (certificate.number.lower(), look, width)))
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def badge(request: HttpRequest, number: str) -> HttpResponse:
    """Draw what the registry says now, for pages of others; an unknown number says so (404)."""
    request.user = AnonymousUser()
    found = (
        Certificate.objects.filter(lookup=lookup_of(number))
        .values("number", "status", "valid_from", "valid_until", "version__version")
        .first()
    )
    now = timezone.localtime()
    checked = _("checked on %(day)s at %(time)s") % {
        "day": date_format(now, "d.m.Y"),
        "time": date_format(now, "H:i"),
    }
    if found is None:
        content = BadgeContent(_("No such number"), "none", "ask", tidy_number(number), checked)
    else:
        label = CERTIFICATE[
            status_now(
                status=found["status"],
                valid_from=found["valid_from"],
                valid_until=found["valid_until"],
                today=now.date(),
            )
        ]
        standard = _("standard %(version)s") % {"version": found["version__version"]}
        content = BadgeContent(
            str(label.text), label.kind, label.icon, f"{found['number']} · {standard}", checked
        )
    theme = request.GET.get("theme", "light")
    drawn = badge_svg(content, theme=theme if theme in THEMES else "light")
    status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
    response = HttpResponse(drawn, content_type=TYPES["svg"], status=status)
    response["Cache-Control"] = LIVE
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
