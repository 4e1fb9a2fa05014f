"""Refuses what a processor of JSON-LD would drop in silence and so leave unsigned.

Undefined members and types, relative addresses: a signature over RDF does not cover them, and
anybody could add or change them afterwards.
"""

from collections.abc import Iterator
from typing import Any

from pyld import jsonld

from documents.credentials.contexts import CREDENTIALS, OPEN_BADGES, load

UNDEFINED = "urn:atest:undefined#"
RELATIVE = "relative:///"
ALLOWED = ([CREDENTIALS], [CREDENTIALS, OPEN_BADGES])


class MembersRefused(Exception):
    """A credential holds something that its contexts do not define."""

    def __init__(self, places: list[str]) -> None:
        super().__init__(f"Not covered by the contexts: {', '.join(places)}.")
        self.places = places


def require_defined(document: dict[str, Any]) -> None:
    """Raise unless every member and type of the document is defined by our two contexts.

    Undefined words get a meaning of their own here, so that they show up instead of vanishing.
    """
    if document.get("@context") not in ALLOWED:
        raise MembersRefused(["@context"])
    places = sorted(set(_hidden(document)))
    if places:
        raise MembersRefused(places)
    catching = {**document, "@context": [{"@vocab": UNDEFINED}, *document["@context"]]}
    expanded = jsonld.expand(catching, {"documentLoader": load, "base": RELATIVE})
    places = sorted(set(_undefined(expanded)))
    if places:
        raise MembersRefused(places)


def _hidden(value: Any, *, top: bool = True) -> Iterator[str]:
    """Name keywords and full addresses used as members: our credentials have neither."""
    if isinstance(value, list):
        for one in value:
            yield from _hidden(one, top=False)
    elif isinstance(value, dict):
        for name, held in value.items():
            if (name.startswith("@") and not (top and name == "@context")) or ":" in name:
                yield name
            elif name != "@context":
                yield from _hidden(held, top=False)


def _undefined(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _undefined(one)
    elif isinstance(value, dict):
        for name, held in value.items():
            if name.startswith(UNDEFINED):
                yield name.removeprefix(UNDEFINED)
            if name in ("@id", "@type"):
                words = held if isinstance(held, list) else [held]
                yield from (_last(word) for word in words if _is_unknown(word))
            else:
                yield from _undefined(held)


def _is_unknown(word: str) -> bool:
    return word.startswith((UNDEFINED, RELATIVE)) or ":" not in word


def _last(word: str) -> str:
    return word.removeprefix(UNDEFINED).removeprefix(RELATIVE)
