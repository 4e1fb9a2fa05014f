"""The feed of changes: whoever follows the registry with a reader learns of every new state."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certification.changes import latest_changes
from certification.forms.registry import SearchForm
from certification.labels import CHANGE, REASONS
from certification.names import plain_text
from certification.views.keeping import kept_by_language
from standards.models import Scheme


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """List the newest changes of state by the filters of the registry, as Atom."""
    schemes = {scheme.pk: scheme for scheme in Scheme.objects.order_by("code")}
    form = SearchForm(request.GET, schemes=[(s.code, s.name) for s in schemes.values()])
    filters = form.filters()
    asked = urlencode({name: value for name, value in filters.items() if value})
    rows = latest_changes(filters, today=timezone.localdate())
    made = Atom1Feed(
        title=_("Changes in the registry of certificates"),
        link=f"{settings.PUBLIC_URL}/registry/{f'?{asked}' if asked else ''}",
        feed_url=f"{settings.PUBLIC_URL}{request.path}{f'?{asked}' if asked else ''}",
        description=None,
        language=get_language(),
        author_name=settings.SITE_NAME,
    )
    for row in rows:
        made.add_item(**_entry(row, schemes[row["certificate__scheme_id"]].name))
    response = HttpResponse(made.writeString("utf-8"), content_type=made.content_type)
    response["Access-Control-Allow-Origin"] = "*"
    return kept_by_language(response)


def _entry(row: Mapping[str, Any], scheme: str) -> dict[str, Any]:
    number = row["certificate__number"]
    link = f"{settings.PUBLIC_URL}/c/{number}"
    label = CHANGE[row["status"]].text
    name = row["certificate__offer_name"] or row["certificate__holder_name"]
    day = row["effective_on"].isoformat()
    why = REASONS.get(row["reason"], "")
    facts = [_("%(state)s from %(day)s.") % {"state": label, "day": day}]
    facts += [_("Because %(why)s.") % {"why": why}] if why else []
    if row["scope"]:
        facts += [_("What remains: %(scope)s.") % {"scope": ", ".join(row["scope"])}]
    facts += [row["public_note"]] if row["public_note"] else []
    # The library writes a summary as HTML, and refuses the whole feed for one control character.
    summary = escape(plain_text(f"{name}, {scheme}. {' '.join(facts)}"))
    return {
        "title": f"{number}: {label}",
        "link": link,
        "description": summary,
        "unique_id": f"{link}#{row['key']}",
        "pubdate": row["recorded_at"],
        "updateddate": row["recorded_at"],
        "categories": (row["status"],),
    }
