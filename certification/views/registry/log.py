"""The public log for people: what it is for, its entries, and the proof of each."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from certification.labels import CHANGE
from certification.models import Certificate
from certification.registry import lookup_of
from certification.views.keeping import kept_by_language
from documents.lifecycle import KeyState
from documents.log.errors import NotInTheLogYet
from documents.log.publishing import published_keys
from documents.log.reading import newest_checkpoint, proof_of
from documents.models import LogEntry, LogKind
from standards.folding import LONGEST_QUERY

PAGE_SIZE = 20
LONGEST_PLACE = 18
OF_CERTIFICATES = (
    LogKind.ISSUED,
    LogKind.CREDENTIAL,
    LogKind.SEALED_FILE,
    LogKind.STATUS,
    LogKind.ANNULMENT,
)


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Say what the log is for and list its entries, the newest first."""
    request.user = AnonymousUser()
    typed = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    entries = LogEntry.objects.order_by("-position")
    if typed:
        entries = entries.filter(number=_number_of(typed))
    before = request.GET.get("before", "")
    if before.isdecimal() and before.isascii() and len(before) <= LONGEST_PLACE:
        entries = entries.filter(position__lt=int(before))
    taken = list(entries[: PAGE_SIZE + 1])
    shown, newest = taken[:PAGE_SIZE], newest_checkpoint()
    question = {"q": typed} if typed else {}
    context = {
        "q": typed,
        "rows": [_line(entry) for entry in shown],
        "checkpoint": newest,
        "signed": newest.size if newest else 0,
        "keys": published_keys(),
        "is_later_page": bool(before),
        "older": (
            urlencode(question | {"before": shown[-1].position}) if len(taken) > PAGE_SIZE else ""
        ),
        "question": urlencode(question),
        "now": timezone.localtime(),
    }
    return kept_by_language(render(request, "certification/registry/log.html", context))


def _number_of(typed: str) -> str:
    """Find the certificate that is meant, however its number is typed; else take it as it is."""
    numbers = Certificate.objects.filter(lookup=lookup_of(typed)).values_list("number", flat=True)
    return numbers.first() or typed


def _line(entry: LogEntry) -> dict[str, Any]:
    """Turn an entry into a line that everybody can read."""
    facts = json.loads(entry.leaf)
    return {
        "entry": entry,
        "url": _address_of(entry, facts),
        "facts": facts,
        "state": _state_of(entry, facts),
    }


def _address_of(entry: LogEntry, facts: Mapping[str, Any]) -> str:
    if entry.kind in OF_CERTIFICATES:
        return reverse("certification:certificate", kwargs={"number": entry.number})
    if entry.kind == LogKind.STANDARD:
        address = {"scheme": facts["scheme"], "version": facts["version"]}
        return reverse("standards:version", kwargs=address)
    return reverse("documents:keys")


def _state_of(entry: LogEntry, facts: Mapping[str, Any]) -> Any:
    if entry.kind == LogKind.KEY:
        return KeyState(facts["state"]).label
    label = CHANGE.get(facts.get("status", ""))
    return label.text if label else ""


@require_safe
def entry(request: HttpRequest, position: int) -> HttpResponse:
    """Show one entry as it was hashed, with the proof that it stands in the signed log."""
    request.user = AnonymousUser()
    found = _entry_at(position)
    try:
        proved = proof_of(found)
    except NotInTheLogYet:
        proved = None
    context = {
        "line": _line(found),
        "entry": found,
        "proof": proved,
        "path": [step.hex() for step in proved.path] if proved else [],
        "leaf_hash": proved.leaf_hash.hex() if proved else "",
    }
    return kept_by_language(render(request, "certification/registry/log_entry.html", context))


@require_safe
def proof(_request: HttpRequest, position: int) -> HttpResponse:
    """Give the proof of an entry as a file that can be checked without this site."""
    try:
        text = proof_of(_entry_at(position)).text
    except NotInTheLogYet:
        raise Http404 from None
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    name = f"log-{position}.tlog-proof"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Access-Control-Allow-Origin"] = "*"
    return kept_by_language(response)


def _entry_at(position: int) -> LogEntry:
    if len(str(position)) > LONGEST_PLACE:
        raise Http404
    return get_object_or_404(LogEntry, position=position)
