"""The two contexts our credentials rest on, kept here; nothing is ever fetched for them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
HERE = Path(__file__).resolve().parent
FILES = {
    CREDENTIALS: HERE / "credentials-v2.json",
    OPEN_BADGES: HERE / "ob-v3p0-context-3.0.3.json",
}


class ContextUnknown(Exception):
    """A document rests on a context that is not kept here; it is not fetched."""

    def __init__(self, address: str) -> None:
        super().__init__(f"The context {address} is not kept here and is never fetched.")


@cache
def _content(address: str) -> Any:
    return json.loads(FILES[address].read_text(encoding="utf-8"))


def load(address: str, _options: Any = None) -> dict[str, Any]:
    """Answer the JSON-LD processor from the files kept here, or refuse."""
    if address not in FILES:
        raise ContextUnknown(address)
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": _content(address),
    }
