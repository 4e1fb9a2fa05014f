"""What every page needs around its content."""

from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.roles import Roles, roles_of

MOST_PLACES = 5


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``frame``: its name, navigation, languages and links of the footer."""
    return {"frame": SimpleLazyObject(lambda: _describe(request))}


def _describe(request: HttpRequest) -> dict[str, Any]:
    here, language, prefix = request.get_full_path(), get_language() or "", get_script_prefix()
    login, asked = _address(prefix, "account_login"), urlencode({"next": request.path})
    return {
        "name": settings.SITE_NAME,
        "help_email": settings.HELP_EMAIL,
        "operator": settings.OPERATOR,
        "source_url": settings.SOURCE_URL,
        "registry_url": _address(prefix, "certification:registry"),
        "login_url": f"{login}?{asked}",
        "navigation": [
            {"url": url, "text": text, "current": _current(request.path, url, prefix)}
            for url, text in _links(roles_of(request), language, prefix)
        ],
        "session_seconds": settings.SESSION_COOKIE_AGE,
        "other_languages": [
            {
                "code": code,
                "name": {"pl": "Polski", "en": "English"}[code],
                "url": f"{_address(prefix, 'language', code)}?{urlencode({'next': here})}",
            }
            for code, _name in settings.LANGUAGES
            if code != language
        ],
    }


@cache
def _links(roles: Roles, _language: str, prefix: str) -> tuple[tuple[str, str], ...]:
    """List at most five places; what does not fit is in the footer and on one's own pages."""
    return tuple((_address(prefix, name), text) for name, text in _places(roles)[:MOST_PLACES])


@cache
def _address(_prefix: str, name: str, *values: str) -> str:
    """Give an address of the frame; it is the same for every answer under one prefix."""
    return reverse(name, args=values)


def first_place(request: HttpRequest) -> str:
    """Name the address at which a person's own work begins."""
    return _places(roles_of(request))[0][0]


def _places(roles: Roles) -> list[tuple[str, str]]:
    """Order the places: those of the person's roles first, then the public ones."""
    places: list[tuple[str, str]] = []
    if roles.applies or (roles.is_known and not roles.acts):
        places.append(("certification:my", _("My cases")))
    if roles.acts:
        places.append(("workflows:inbox", _("Inbox")))
    if roles.keeps_queue:
        places.append(("certification:queue", _("Queue")))
    if roles.scores:
        places.append(("certification:my_assessments", _("Score cards")))
    if roles.meets:
        places.append(("certification:meetings", _("Meetings")))
    if roles.keeps_standards:
        places.append(("standards:drafts", _("Standards in work")))
    if roles.is_known:
        places.append(("certification:messages", _("Messages")))
    else:
        places.append(("certification:verify", _("Check a document")))
    places.append(("certification:registry", _("Registry")))
    if not roles.acts:
        places.append(("certification:catalogue", _("Catalogue")))
    places.append(("standards:list", _("Standards")))
    return places


def _current(path: str, url: str, prefix: str) -> str:
    if path == url:
        return "page"
    messages = _address(prefix, "certification:messages")
    if path.startswith(messages) and url == _address(prefix, "certification:my"):
        return ""
    inside = (_address(prefix, "standards:drafts"), "/standards/medians/")
    if path.startswith(inside) and url == _address(prefix, "standards:list"):
        return ""
    return "true" if url != "/" and path.startswith(url) else ""
