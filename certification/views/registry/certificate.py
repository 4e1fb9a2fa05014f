"""The public page of one certificate: the target of its QR code, the same for everybody.

No login, no session, no cookie, two queries. The page is kept by caches for a minute at most.
"""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certification.forms.registry import DayForm, NumberForm
from certification.labels import CERTIFICATE, REASONS
from certification.models import Certificate, StatusChange
from certification.registry import lookup_of, tidy_number
from certification.status import Change, StatusWord, change_in_force, status_on
from documents.drawing import rosette_svg
from documents.serving import serve
from standards.dictionaries import VOIVODESHIPS

KEPT_BY_CACHES = "public, max-age=60"
NEVER_CHANGES = "public, max-age=31536000, immutable"
OPERATOR = "application__edition__operator"
FACTS = (
    "pk",
    "number",
    "holder_name",
    "holder_nip",
    "holder_krs",
    "holder_city",
    "voivodeship",
    "offer_name",
    "scope",
    "issued_on",
    "valid_from",
    "valid_until",
    "digest",
    "document_id",
    "scheme__code",
    "version__version",
    "decision__number",
    f"{OPERATOR}__email",
)


@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Say in one word whether the certificate counts, today or on the day that is asked for."""
    request.user = AnonymousUser()
    language = "en" if (get_language() or "pl").startswith("en") else "pl"
    names = (f"scheme__name_{language}", f"{OPERATOR}__name_{language}")
    found = Certificate.objects.filter(lookup=lookup_of(number)).values(*FACTS, *names).first()
    if found is None:
        return _unknown(request, number)
    facts: dict[str, Any] = {
        **found,
        "scheme": found[names[0]],
        "operator": found[names[1]],
        "operator_email": found[f"{OPERATOR}__email"],
        "place": VOIVODESHIPS[found["voivodeship"]],
    }
    form = DayForm(request.GET if "on" in request.GET else None)
    if form.is_bound and not form.is_valid():
        return _wrong_day(request, facts, form)
    today = timezone.localdate()
    day = form.cleaned_data["on"] if form.is_bound else today
    context = _answer(facts, day=day, today=today) | {
        "facts": facts,
        "day_form": form if form.is_bound else DayForm(),
        "now": timezone.localtime(),
    }
    return _public(render(request, "certification/registry/certificate.html", context))


def _answer(facts: dict[str, Any], *, day: date, today: date) -> dict[str, Any]:
    """Replay the history for the day that is asked for, and for today beside it."""
    rows = list(
        StatusChange.objects.filter(certificate=facts["pk"])
        .order_by("recorded_at", "pk")
        .values("status", "effective_on", "recorded_at", "reason", "public_note")
    )
    changes = [Change(row["status"], row["effective_on"], row["recorded_at"]) for row in rows]
    now = timezone.now()
    term = {
        "valid_from": facts["valid_from"],
        "valid_until": facts["valid_until"],
        "changes": changes,
    }
    word = status_on(**term, day=day, known_at=now)
    speaking = change_in_force(changes, day=day, known_at=now)
    answer: dict[str, Any] = {
        "word": word.value,
        "label": CERTIFICATE[word],
        "lead": lead_of(word, facts, speaking),
        "history": [_entry(row) for row in reversed(rows)],
    }
    if day == today:
        return answer
    midnight = timezone.localtime().replace(
        year=day.year, month=day.month, day=day.day, hour=23, minute=59, second=59
    )
    then = status_on(**term, day=day, known_at=min(midnight, now))
    return answer | {
        "asked_day": day,
        "is_to_come": day > today,
        "today_label": CERTIFICATE[status_on(**term, day=today, known_at=now)],
        "shown_then": CERTIFICATE[then] if day < today and then != word else None,
        "shown_since": speaking.recorded_at if speaking else None,
    }


def _entry(row: Mapping[str, Any]) -> dict[str, Any]:
    """Turn one change into a line of the history that everybody can read."""
    return dict(row) | {
        "label": CERTIFICATE[row["status"]],
        "why": REASONS.get(row["reason"], ""),
        "is_late": timezone.localdate(row["recorded_at"]) != row["effective_on"],
    }


def lead_of(word: StatusWord, facts: dict[str, Any], change: Change | None) -> str:
    """Say with its day what the one word means."""
    since = change.effective_on if change else facts["valid_from"]
    days = {
        "first": date_format(facts["valid_from"]),
        "last": date_format(facts["valid_until"]),
        "since": date_format(since),
        "recorded": date_format(timezone.localdate(change.recorded_at)) if change else "",
    }
    sentences = {
        StatusWord.VALID: _("In force until %(last)s."),
        StatusWord.NOT_YET_VALID: _("In force from %(first)s."),
        StatusWord.SUSPENDED: _("Not in force for the time being, since %(since)s."),
        StatusWord.WITHDRAWN: _("Withdrawn on %(since)s. It is not in force."),
        StatusWord.TERMINATED: _("Ended at the holder's wish on %(since)s."),
        StatusWord.EXPIRED: _("It was in force until %(last)s."),
        StatusWord.ANNULLED: _("Annulled on %(recorded)s as issued in error."),
    }
    return sentences[word] % days


def _unknown(request: HttpRequest, number: str) -> HttpResponse:
    shown = tidy_number(number)
    context = {
        "number": shown,
        "form": NumberForm(initial={"number": shown}),
        "now": timezone.localtime(),
    }
    page = "certification/registry/certificate_unknown.html"
    return _public(render(request, page, context, status=HTTPStatus.NOT_FOUND))


def _wrong_day(request: HttpRequest, facts: dict[str, Any], form: DayForm) -> HttpResponse:
    """Answer nothing about the certificate where the day is not one: no false green."""
    context = {"facts": facts, "form": form}
    page = "certification/registry/certificate_wrong_day.html"
    return _public(render(request, page, context, status=HTTPStatus.BAD_REQUEST))


def _public(response: HttpResponse) -> HttpResponse:
    """Let caches keep the page for a minute; a cookie can only hold the chosen language."""
    response["Cache-Control"] = KEPT_BY_CACHES
    patch_vary_headers(response, ("Cookie",))
    return response


@require_safe
def certificate_pdf(_request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the document that was stored when the certificate was issued."""
    found = get_object_or_404(
        Certificate.objects.select_related("document").only("document"), lookup=lookup_of(number)
    )
    if found.document is None:
        raise Http404
    response = serve(found.document)
    response["Cache-Control"] = KEPT_BY_CACHES
    return response


@require_safe
def rosette(_request: HttpRequest, digest: str) -> HttpResponse:
    """Draw the figure that stands on the paper too; it depends on the digest alone."""
    response = HttpResponse(rosette_svg(digest), content_type="image/svg+xml")
    response["Cache-Control"] = NEVER_CHANGES
    return response
