"""Language, session and the statements the law asks for."""

import io
import zipfile
from functools import cache
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SOURCE_PARTS = (
    "standards",
    "documents",
    "certification",
    "workflows",
    "config",
    "tests",
    "docs",
    "deploy",
    "manage.py",
    "pyproject.toml",
    "requirements.txt",
    "Makefile",
    "README.md",
    "README.pl.md",
    "LICENSE",
)


@require_safe
@never_cache
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Change the language and return to the same page; a link, so that it needs no form."""
    if code not in dict(settings.LANGUAGES) or not check_for_language(code):
        raise Http404
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = redirect(target)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_safe
@never_cache
def session(request: HttpRequest) -> HttpResponse:
    """Prolong the session of a person who is still at work; 401 once it has ended."""
    if not request.user.is_authenticated:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"X-CSRFToken": get_token(request)})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement in the form the law prescribes."""
    return render(request, "site/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say which personal data is processed, why and for how long."""
    return render(request, "site/privacy.html")


@require_safe
def source(request: HttpRequest) -> HttpResponse:
    """Hand out the program as it runs here, as its licence asks (AGPL-3.0, section 13)."""
    response = HttpResponse(_archive(), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="atest-source.zip"'
    return response


@cache
def _archive() -> bytes:
    """Pack what the repository holds; never ``var/``, where keys and files of people live."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in SOURCE_PARTS:
            part = settings.BASE_DIR / name
            files = sorted(part.rglob("*")) if part.is_dir() else [part]
            for file in files:
                if file.is_file() and file.suffix not in {".pyc", ".mo"}:
                    archive.write(file, file.relative_to(settings.BASE_DIR))
    return target.getvalue()
