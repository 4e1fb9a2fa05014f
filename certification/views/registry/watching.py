"""Watching the registry by e-mail without an account: ask, confirm, end."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from certification.forms.registry import SearchForm, WatchForm
from certification.models import Certificate, Watch
from certification.operations.watching import (
    ask_to_watch,
    confirm_watch,
    end_watch,
    what_is_watched,
)
from certification.registry import lookup_of
from certification.views.registry.limited import (
    as_too_many,
    say_too_many,
    wait_for,
)
from standards.languages import shown_language
from standards.models import Scheme

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def watch(request: HttpRequest) -> HttpResponse:
    """Ask for an address; what is watched is the certificate or the filter in the query."""
    certificate = None
    if number := request.GET.get("number", ""):
        certificate = get_object_or_404(Certificate, lookup=lookup_of(number))
    schemes = [(scheme.code, scheme.name) for scheme in Scheme.objects.order_by("code")]
    filters = SearchForm(request.GET, schemes=schemes).filters()
    asked = {name: value for name, value in filters.items() if value}
    form = WatchForm(request.POST or None)
    wait = 0
    if request.method == "POST" and form.is_valid():
        if wait := wait_for(request, "watch"):
            say_too_many(form)
        else:
            ask_to_watch(
                email=form.cleaned_data["email"],
                language=shown_language(),
                filters=asked,
                certificate=certificate,
            )
            return redirect("certification:watch_sent")
    context = {
        "form": form,
        "subject": what_is_watched(Watch(certificate=certificate, filters=asked)),
        "query": urlencode(asked | ({"number": certificate.number} if certificate else {})),
    }
    response = render(request, "certification/registry/watch.html", context)
    return as_too_many(response, wait) if wait else response


@require_safe
def watch_sent(request: HttpRequest) -> HttpResponse:
    """Say that a letter is on its way; the same page whoever asked."""
    return render(request, "certification/registry/watch_sent.html")


@require_http_methods(METHODS)
def watch_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm by a button, since programs that look into letters follow every link."""
    found = _by_token(token)
    if found is not None and request.method == "POST":
        found = confirm_watch(watch=found)
    return _page(request, found, "watch_confirm.html")


@csrf_exempt
@require_http_methods(METHODS)
def watch_end(request: HttpRequest, token: str) -> HttpResponse:
    """End by a button, or at once where a mail program asks for it (RFC 8058).

    The token is the only right that is needed, so the request proves nothing else.
    """
    found = _by_token(token)
    is_ended = False
    if found is not None and request.method == "POST":
        end_watch(watch=found)
        is_ended = True
    return _page(request, found, "watch_end.html", is_ended=is_ended)


def _by_token(token: str) -> Watch | None:
    found: Watch | None = Watch.objects.select_related("certificate").filter(token=token).first()
    return found


def _page(
    request: HttpRequest, found: Watch | None, template: str, *, is_ended: bool = False
) -> HttpResponse:
    context = {
        "watch": found,
        "subject": what_is_watched(found) if found else "",
        "is_ended": is_ended,
    }
    response = render(
        request, f"certification/registry/{template}", context, status=200 if found else 404
    )
    # The address holds a secret, so it is named to no other site and kept by no cache. To our own
    # site it is: without an origin no form would be taken.
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
