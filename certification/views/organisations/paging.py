"""Where a page of a list begins: after the last row of the page before it, not at a number."""

import re

from django.http import HttpRequest

LARGEST = 2**63 - 1


def place_in(request: HttpRequest, name: str) -> int | None:
    """Read a primary key from the address; anything else begins the list."""
    typed = request.GET.get(name, "")
    if not re.fullmatch(r"[0-9]{1,19}", typed):
        return None
    return min(int(typed), LARGEST)
