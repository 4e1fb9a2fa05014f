"""The data of a package file, with the line of every value; it does without the reader of YAML."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

MAX_MEGABYTES = 8  # 2,000 criteria with long texts in both languages
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class PackageSource:
    """The data of one file and where each value stands in it."""

    name: str
    data: dict[str, Any]
    lines: dict[Path, int] = field(default_factory=dict)

    def problem(self, path: Path, sentence: str) -> str:
        """Say what is wrong, with file, line and field."""
        return f"{self.name}:{self.line_of(path)}: {field_of(path)}: {sentence}"

    def line_of(self, path: Path) -> int:
        """Give the line of a value; of one that is missing, the line of what should hold it."""
        places = (path[:n] for n in range(len(path), -1, -1))
        return next((self.lines[place] for place in places if place in self.lines), 1)


def field_of(path: Path) -> str:
    """Write a path as people read it: ``sections[0].criteria[2].weight``."""
    words = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return words.removeprefix(".") or _("the whole file")
