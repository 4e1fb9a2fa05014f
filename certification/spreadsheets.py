"""What a file needs that somebody opens in a spreadsheet."""

from typing import Any

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain_cell(value: Any) -> Any:
    """Keep a spreadsheet from taking a name for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return f"'{value}"
    return value


class Line:
    """A file for the writer of CSV that hands every line on instead of keeping it."""

    def write(self, line: str) -> str:
        """Give the line back."""
        return line
