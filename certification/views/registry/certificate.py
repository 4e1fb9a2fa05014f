"""The public page of one certificate: the target of its QR code, the same for everybody.

No login, no session, no cookie, two queries. The page is kept by caches for a minute at most.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache, lru_cache
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from certification.forms.registry import AtForm, NumberForm
from certification.labels import CERTIFICATE, CHANGE, REASONS
from certification.letters.confirmation import confirmation_letter
from certification.models import Certificate
from certification.registry import lookup_of, tidy_number
from certification.standing import history_of, standing_of
from certification.status import Change, StatusWord
from certification.views.keeping import KEPT_BY_CACHES, kept_by_language
from documents.drawing import draw_letter, rosette_svg
from documents.finishing import finish
from documents.models import Dossier
from documents.serving import serve
from standards.dictionaries import VOIVODESHIPS
from standards.languages import shown_language
from standards.statements import Statement

NEVER_CHANGES = "public, max-age=31536000, immutable"
OPERATOR = "application__edition__operator"
GAP = "0" * 64
DAYS_KEPT = 4096
STANDARDS_KEPT = 256
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
    "section_results",
    "issued_on",
    "valid_from",
    "valid_until",
    "digest",
    "revision",
    "revised_from",
    "sealed_revision",
    "document_id",
    "document_en_id",
    "has_credential",
    "scheme__code",
    "version__version",
    "decision__number",
    f"{OPERATOR}__email",
    *(f"{place}__name_{language}" for place in ("scheme", OPERATOR) for language in ("pl", "en")),
)
# Each sentence names one day.
LEADS: Mapping[StatusWord, Promise] = {
    StatusWord.VALID: _("In force until %(last)s."),
    StatusWord.NOT_YET_VALID: _("In force from %(first)s."),
    StatusWord.SUSPENDED: _("Not in force for the time being, since %(since)s."),
    StatusWord.WITHDRAWN: _("Withdrawn on %(since)s. It is not in force."),
    StatusWord.TERMINATED: _("Ended at the holder's wish on %(since)s."),
    StatusWord.EXPIRED: _("It was in force until %(last)s."),
    StatusWord.ANNULLED: _("Annulled on %(recorded)s as issued in error."),
}


def _public_facts(lookup: str) -> QuerySet[Certificate, dict[str, Any]]:
    """Ask for what is public of one certificate, in both languages."""
    signed = Dossier.objects.filter(number=OuterRef("number"))
    found = Certificate.objects.filter(lookup=lookup)
    rows: QuerySet[Certificate, dict[str, Any]] = found.annotate(
        has_credential=Exists(signed)
    ).values(*FACTS)
    return rows


PUBLIC_FACTS = Statement(_public_facts, lookup=str)


@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Say in one word whether the certificate counts, today or on the day that is asked for."""
    request.user = AnonymousUser()
    facts = _facts_of(number)
    if facts is None:
        return _unknown(request, number)
    form = AtForm.asked(request.GET)
    if form.is_bound and not form.is_valid():
        return _wrong_day(request, facts, form)
    context = (
        _answer(facts, form)
        | _addresses(facts, get_script_prefix())
        | {
            "facts": facts,
            **{name: _written(facts[name]) for name in ("issued_on", "valid_from", "valid_until")},
            "at_fields": _fields(form) if form.is_bound else _empty_fields(get_language()),
            "now": timezone.localtime(),
        }
    )
    return kept_by_language(render(request, "certification/registry/certificate.html", context))


def _written(day: date) -> str:
    return _day_in(get_language(), day)


@lru_cache(maxsize=DAYS_KEPT)
def _day_in(_language: str | None, day: date) -> str:
    """Write a day in words; the same days stand on very many certificates."""
    return date_format(day)


def _addresses(facts: dict[str, Any], prefix: str) -> dict[str, str]:
    """Give the addresses on the page; numbers and digests are made of plain letters."""
    return {
        "here": _pattern(prefix, "certificate").format(facts["number"]),
        "confirmation": _pattern(prefix, "certificate_confirmation").format(facts["number"]),
        "rosette": _pattern(prefix, "rosette").format(facts["digest"]),
        "standard": _standard(prefix, facts["scheme__code"], facts["version__version"]),
    }


@cache
def _pattern(_prefix: str, name: str) -> str:
    """Give an address with a gap where the number or the digest belongs."""
    return reverse(f"certification:{name}", args=[GAP]).replace(GAP, "{}")


@lru_cache(maxsize=STANDARDS_KEPT)
def _standard(_prefix: str, scheme: str, version: str) -> str:
    return reverse("standards:version", args=[scheme, version])


@cache
def _empty_fields(_language: str | None) -> SafeString:
    """Draw the question for another day once, as nearly everybody sees it."""
    return _fields(AtForm())


def _fields(form: AtForm) -> SafeString:
    return render_to_string("certification/registry/at_fields.html", {"at_form": form})


def _facts_of(number: str) -> dict[str, Any] | None:
    """Read what is public of a certificate, however its number is typed."""
    language = shown_language()
    rows = PUBLIC_FACTS.rows(lookup=lookup_of(number))
    if not rows:
        return None
    found = rows[0]
    return {
        **found,
        "scheme": found[f"scheme__name_{language}"],
        "operator": found[f"{OPERATOR}__name_{language}"],
        "operator_email": found[f"{OPERATOR}__email"],
        "place": VOIVODESHIPS[found["voivodeship"]],
        "results": [row | {"title": row["title"][language]} for row in found["section_results"]],
    }


def _answer(facts: dict[str, Any], form: AtForm) -> dict[str, Any]:
    """Replay the history for the day and the knowledge asked for, and for today beside it."""
    history, now, today = history_of(facts["pk"]), timezone.now(), timezone.localdate()
    day, known_at = asked_of(form, now=now)
    asked = standing_of(facts, history, day=day, known_at=known_at)
    answer: dict[str, Any] = {
        "word": asked.word.value,
        "label": CERTIFICATE[asked.word],
        "lead": lead_of(asked.word, facts, asked.change),
        "scope": asked.scope,
        "is_scope_reduced": list(asked.scope) != facts["scope"],
        "history": [_entry(row) for row in reversed(asked.known)],
    }
    if day == today and known_at == now:
        return answer
    question = urlencode(form.question)
    present = standing_of(facts, history, day=today, known_at=now)
    answer |= {
        "asked_day": day,
        "known_at": timezone.localtime(known_at) if known_at != now else None,
        "is_known": asked.is_known,
        "is_to_come": day > today,
        "today_label": CERTIFICATE[present.word],
        "question": f"?{question}" if question else "",
    }
    if known_at != now or day >= today:
        return answer
    evening = timezone.make_aware(datetime.combine(day, time.max))
    then = standing_of(facts, history, day=day, known_at=min(evening, now))
    return answer | {
        "shown_then": CERTIFICATE[then.word] if then.word != asked.word else None,
        "shown_since": asked.change.recorded_at if asked.change else None,
    }


def asked_of(form: AtForm, *, now: datetime) -> tuple[date, datetime]:
    """Give the day and the knowledge asked for; what is left out means today and now."""
    cleaned = form.cleaned_data if form.is_bound else {}
    return cleaned.get("on") or timezone.localdate(now), cleaned.get("known_at") or now


def _entry(row: Mapping[str, Any]) -> dict[str, Any]:
    """Turn one change into a line of the history that everybody can read."""
    return dict(row) | {
        "label": CHANGE[row["status"]],
        "day": _written(row["effective_on"]),
        "why": REASONS.get(row["reason"], ""),
        "is_late": timezone.localdate(row["recorded_at"]) != row["effective_on"],
    }


def lead_of(word: StatusWord, facts: dict[str, Any], change: Change | None) -> str:
    """Say with its day what the one word means."""
    day = _written(_day_of(word, facts, change))
    return str(LEADS[word]) % {"first": day, "last": day, "since": day, "recorded": day}


def _day_of(word: StatusWord, facts: dict[str, Any], change: Change | None) -> date:
    if word in (StatusWord.VALID, StatusWord.EXPIRED):
        return cast("date", facts["valid_until"])
    if change is None or word is StatusWord.NOT_YET_VALID:
        return cast("date", facts["valid_from"])
    if word is StatusWord.ANNULLED:
        return timezone.localdate(change.recorded_at)
    return change.effective_on


def _unknown(request: HttpRequest, number: str) -> HttpResponse:
    shown = tidy_number(number)
    context = {
        "number": shown,
        "form": NumberForm(initial={"number": shown}),
        "now": timezone.localtime(),
    }
    page = "certification/registry/certificate_unknown.html"
    return kept_by_language(render(request, page, context, status=HTTPStatus.NOT_FOUND))


def _wrong_day(request: HttpRequest, facts: dict[str, Any], form: AtForm) -> HttpResponse:
    """Answer nothing about the certificate where the day is not one: no false green."""
    context = {"facts": facts, "form": form}
    page = "certification/registry/certificate_wrong_day.html"
    return kept_by_language(render(request, page, context, status=HTTPStatus.BAD_REQUEST))


@require_safe
def confirmation(request: HttpRequest, number: str) -> HttpResponse:
    """Give the answer of the page as a PDF that can be filed: the state of one day, as known then.

    It is drawn anew each time and kept nowhere, since anybody can have it again.
    """
    request.user = AnonymousUser()
    facts = _facts_of(number)
    if facts is None:
        return _unknown(request, number)
    form = AtForm.asked(request.GET)
    if form.is_bound and not form.is_valid():
        return _wrong_day(request, facts, form)
    now = timezone.now()
    day, known_at = asked_of(form, now=now)
    standing = standing_of(facts, history_of(facts["pk"]), day=day, known_at=known_at)
    letter = confirmation_letter(facts, standing, now=now, language=get_language() or "pl")
    response = HttpResponse(finish(draw_letter(letter)), content_type="application/pdf")
    name = f"{facts['number']}-{day.isoformat()}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return kept_by_language(response)


@require_safe
def certificate_pdf(_request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the document that was stored when the certificate was issued."""
    return _stored(number, "document")


@require_safe
def certificate_pdf_en(_request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the same certificate in English, stored at the same moment."""
    return _stored(number, "document_en")


def _stored(number: str, place: str) -> HttpResponse:
    certificates = Certificate.objects.select_related(place).only(place)
    document = getattr(get_object_or_404(certificates, lookup=lookup_of(number)), place)
    if document is None:
        raise Http404
    response = serve(document)
    response["Cache-Control"] = KEPT_BY_CACHES
    return response


@require_safe
def rosette(_request: HttpRequest, digest: str) -> HttpResponse:
    """Draw the figure that stands on the paper too; it depends on the digest alone."""
    response = HttpResponse(rosette_svg(digest), content_type="image/svg+xml")
    response["Cache-Control"] = NEVER_CHANGES
    return response
