"""How often one address may ask for something; counted in the cache, without keeping the address.

The address of a visitor is personal data: only a keyed digest of it serves as a key, for as long
as the window lasts, and it is written nowhere else.
"""

import time
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from documents.verification.apart import LARGEST

A_MINUTE = 60
# A form with a file of the greatest size fits; much more is not even read.
MOST_BYTES = LARGEST + 1_000_000
NETWORK_OF_ONE_VISITOR = 64  # bits: an IPv6 address is handed out by whole networks


def seconds_to_wait(*, what: str, address: str, most: int, window: int) -> int:
    """Count one request more; give 0 while it is allowed, else the seconds until the next one."""
    now = int(time.time())
    key = f"limit:{what}:{visitor(address)}:{now // window}"
    cache.add(key, 0, timeout=window)
    try:
        count = cache.incr(key)
    except ValueError:  # the key ran out between the two
        return 0
    return 0 if count <= most else window - now % window


def announces_more(request: HttpRequest, *, than: int) -> bool:
    """Say whether a request announces more bytes than it may have; nothing of it is read."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return not announced.isdigit() or int(announced) > than


def wait_for_file_check(request: HttpRequest) -> int:
    """Count one file more that an address brings, through whichever door; give the wait."""
    return seconds_to_wait(
        what="files",
        address=address_of(request),
        most=settings.FILE_CHECKS_A_MINUTE,
        window=A_MINUTE,
    )


def address_of(request: HttpRequest) -> str:
    """Give the address that asks; whoever comes through a socket without one is one visitor."""
    try:
        found: str = get_adapter().get_client_ip(request)
    except PermissionDenied:
        return ""
    return found


def visitor(address: str) -> str:
    """Name a visitor by a digest; the addresses of one IPv6 network are one visitor."""
    try:
        found = ip_address(address)
    except ValueError:
        network = address
    else:
        network = str(
            ip_network((found, NETWORK_OF_ONE_VISITOR), strict=False)
            if found.version != 4  # noqa: PLR2004  the older version
            else found
        )
    return salted_hmac("atest.limits", network, algorithm="sha256").hexdigest()[:24]
