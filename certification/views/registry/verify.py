"""Checking a document: by number, by its file, and without a network by a page to keep."""

import json
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from certification.forms.registry import FileForm, NumberForm
from certification.labels import CERTIFICATE
from certification.limits import MOST_BYTES, announces_more, wait_for_file_check
from certification.models import Certificate
from certification.registry import tidy_number
from certification.status import scope_now
from certification.verification import Answer, Reason, verify_file
from certification.views.keeping import kept_by_language
from documents.credentials.identity import PURPOSES, issuer_id
from documents.models.key import Key, KeyPurpose
from documents.verification.apart import LARGEST


@csrf_exempt  # nothing is changed nor kept, so no cookie is asked for
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Lead from a number to its page, or check a file and tell two separate answers."""
    if request.method == "POST":
        return _check_file(request)
    form = NumberForm(request.GET if "number" in request.GET else None)
    if form.is_valid():
        return redirect(
            "certification:certificate", number=tidy_number(form.cleaned_data["number"])
        )
    return _page(request, form, FileForm())


def _check_file(request: HttpRequest) -> HttpResponse:
    if announces_more(request, than=MOST_BYTES):
        form = FileForm()
        form.refuse(Reason.TOO_LARGE)
        response = _page(request, NumberForm(), form, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        # The rest of the body is never read, so the connection cannot be used again.
        response["Connection"] = "close"
        return response
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, NumberForm(), form)
    if wait := wait_for_file_check(request):
        response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(wait)
        return response
    return _result(request, verify_file(form.content(), today=timezone.localdate()))


def _result(request: HttpRequest, answer: Answer) -> HttpResponse:
    found: Certificate | None = answer.certificate
    context = {
        "answer": answer,
        "label": CERTIFICATE[answer.word] if answer.word else None,
        "word": answer.word.value if answer.word else "",
        "certificate": found,
        "scope": scope_now(issued=found.scope, reduced=found.reduced_scope) if found else [],
        "is_new_file_there": found is not None and found.sealed_revision == found.revision,
        "form": FileForm(),
        "now": timezone.localtime(),
    }
    response = render(request, "certification/registry/verify_result.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _page(
    request: HttpRequest, form: NumberForm, file_form: FileForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {"form": form, "file_form": file_form, "megabytes": LARGEST // 1_000_000}
    return render(request, "certification/registry/verify.html", context, status=status)


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Hand out the page that checks a file without a network, with our keys of today in it."""
    keys = [
        {
            "kid": f"{issuer_id()}#{key.kid}",
            "algorithm": key.algorithm,
            "purpose": key.purpose,
            "pem": key.public_pem,
            "compromised": key.compromised_at.isoformat() if key.compromised_at else None,
        }
        for key in Key.objects.filter(purpose__in=[*PURPOSES, KeyPurpose.SEAL]).order_by("pk")
    ]
    told = {
        "issuer": issuer_id(),
        "site": settings.PUBLIC_URL,
        "zone": settings.TIME_ZONE,
        "made": timezone.now().isoformat(timespec="seconds"),
        "keys": keys,
    }
    # Inside a script no text may end it: the three signs that could are written as escapes.
    data = json.dumps(told, ensure_ascii=True)
    for sign in "<>&":
        data = data.replace(sign, f"\\u{ord(sign):04x}")
    page = render_to_string("certification/registry/offline.html", {"data": data}, request)
    response = HttpResponse(page, content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="atest-verifier.html"'
    # It trusts the keys that it carries, so an old copy may not be handed out after a compromise.
    return kept_by_language(response)
