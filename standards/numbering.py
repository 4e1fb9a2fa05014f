"""Numbers of versions: ``YYYY.N``, and ``YYYY.N.N`` for a correction."""

import re
from collections.abc import Iterable

from standards.lifecycle import ChangeClass

NUMBER = re.compile(r"[0-9]{4}\.[0-9]{1,3}(\.[0-9]{1,3})?")


def number_fits(number: str, *, change_class: str, before: str) -> bool:
    """Say whether a version number has the form of its class: a correction has a third part."""
    is_patch = number.count(".") == 2  # noqa: PLR2004 -- YYYY.N.N
    if change_class != ChangeClass.TYPO:
        return not is_patch
    return is_patch and number.startswith(".".join(before.split(".")[:2]) + ".")


def next_number(taken: Iterable[str], *, change_class: str, before: str, year: int) -> str:
    """Give the first free number for a change: a patch of the version before, or a new number."""
    used = set(taken)
    head = ".".join(before.split(".")[:2]) if change_class == ChangeClass.TYPO else str(year)
    return next(
        number for number in (f"{head}.{n}" for n in range(1, len(used) + 2)) if number not in used
    )


def in_order(number: str) -> tuple[int, ...]:
    """Read 2026.1.1 as numbers, so that 2026.10 comes after 2026.9."""
    return tuple(int(part) for part in number.split(".") if part.isdecimal())
