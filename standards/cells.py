"""Cells of open data that a spreadsheet must not take for a formula."""

from typing import Any

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain_cell(value: Any) -> Any:
    """Keep a spreadsheet from taking a name for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return f"'{value}"
    return value
